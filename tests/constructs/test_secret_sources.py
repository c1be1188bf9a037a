"""The sources of an instance's Secrets: ExternalSecrets, or a SecretProviderClass that its pods mount."""

from pathlib import Path
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import PowerSync, SecretRef, synth
from powersync_constructs.config import (
    ApiProps,
    ConfigError,
    EmptyDirVolume,
    EnvVar,
    ExternalSecrets,
    RemoteSecret,
    SecretStore,
    Volume,
)
from tests.samples.configuration import CONFIGURATION
from tests.samples.instance import INSTANCE, SECRETS_STORE_INSTANCE
from tests.samples.secrets import EXTERNAL_SECRETS, SECRETS_STORE, SOURCE_PASSWORD, STORAGE_PASSWORD

from .manifests import (
    WORKLOADS,
    Manifest,
    add_configuration,
    add_workload,
    container,
    instance,
    own_databases,
    pod,
    render,
    the,
    workload,
)

pytestmark = pytest.mark.filterwarnings("ignore:.*charts-share-no-names")
"""Tests render an instance twice, to compare the manifests before and after a change."""

_MOUNT = {"name": "secrets-store", "mountPath": "/powersync/secrets-store", "readOnly": True}
_DEFAULTS = {
    "conversionStrategy": "Default",
    "decodingStrategy": "None",
    "metadataPolicy": "None",
    "nullBytePolicy": "Ignore",
}


def _configured(chart: Chart, source: Any, component: str = "api", **props: Any) -> list[Manifest]:
    return workload(chart, component, configuration=CONFIGURATION.with_(secrets=source), **props)


def _external(mapping: dict[SecretRef, str | RemoteSecret], **changes: Any) -> ExternalSecrets:
    """Return ExternalSecrets for the password of the storage and for the given mapping."""
    return ExternalSecrets(store=SecretStore(name="aws"), mapping={STORAGE_PASSWORD: "storage", **mapping}, **changes)


def test_each_secret_has_an_external_secret(chart: Chart) -> None:
    """An ExternalSecret has the name of the Secret that it creates and owns, whatever the order of the mapping."""
    made = [found for found in _configured(chart, EXTERNAL_SECRETS) if found["kind"] == "ExternalSecret"]

    owned = {"creationPolicy": "Owner", "deletionPolicy": "Merge"}
    assert [(found["metadata"]["name"], found["spec"]["target"]) for found in made] == [
        (name, {"name": name, **owned}) for name in ("powersync-source", "powersync-storage")
    ]


def test_each_key_has_its_remote_secret(chart: Chart) -> None:
    """Defaults of the CRD are rendered, because Argo CD compares the whole list."""
    made = the(_configured(chart, EXTERNAL_SECRETS), "ExternalSecret", "powersync-storage")

    assert made["spec"]["data"] == [
        {"secretKey": "ca.pem", "remoteRef": {"key": "powersync/storage-ca", **_DEFAULTS}},
        {"secretKey": "password", "remoteRef": {"key": "powersync/storage-password", **_DEFAULTS}},
    ]


def test_a_part_of_a_remote_secret(chart: Chart) -> None:
    """A key can be a property of a remote secret, as in the secrets that RDS keeps in Secrets Manager."""
    part = RemoteSecret(key="powersync/source", property="password", version="AWSPREVIOUS")

    made = the(_configured(chart, _external({SOURCE_PASSWORD: part})), "ExternalSecret", "powersync-source")

    remote = {"key": "powersync/source", "property": "password", "version": "AWSPREVIOUS", **_DEFAULTS}
    assert made["spec"]["data"][0]["remoteRef"] == remote


def test_the_order_of_a_mapping_does_not_matter() -> None:
    """The same mapping in another order renders the same manifests."""
    pairs = list(EXTERNAL_SECRETS.mapping.items())
    charts = [Chart(App(), "app", namespace="sync") for _ in range(2)]

    one, two = (
        _configured(chart, EXTERNAL_SECRETS.with_(mapping=dict(order)))
        for chart, order in zip(charts, (pairs, pairs[::-1]), strict=True)
    )

    assert one == two


def test_an_interval_of_zero_is_a_duration(chart: Chart) -> None:
    """An interval of 0 is rendered as a duration, because the CRD does not accept a number."""
    _configured(chart, _external({SOURCE_PASSWORD: "a"}, refresh_interval_seconds=0))

    assert "refreshInterval: 0s" in App.of(chart).synth_yaml()


def test_the_class_creates_the_secrets(chart: Chart) -> None:
    """Each Secret of the mapping is created from the files of the volume."""
    made = the(_configured(chart, SECRETS_STORE), "SecretProviderClass", "powersync-secrets")

    assert made["spec"]["secretObjects"] == [
        {"secretName": name, "type": "Opaque", "data": [{"key": "password", "objectName": file}]}
        for name, file in (("powersync-source", "source-password"), ("powersync-storage", "storage-password"))
    ]


@pytest.mark.parametrize("component", WORKLOADS)
def test_every_pod_mounts_the_class(chart: Chart, component: str) -> None:
    """The driver creates the Secrets while a pod has the volume, which is read-only."""
    made = _configured(chart, SECRETS_STORE, component)

    volumes = [found["csi"] for found in pod(made, component)["volumes"] if found["name"] == "secrets-store"]
    attributes = {"secretProviderClass": "powersync-secrets"}
    csi = {"driver": "secrets-store.csi.k8s.io", "readOnly": True, "volumeAttributes": attributes}
    assert (volumes, _MOUNT in container(made, component)["volumeMounts"]) == ([csi], True)


@pytest.mark.parametrize("component", WORKLOADS)
def test_no_volume_without_a_class(chart: Chart, component: str) -> None:
    """The External Secrets operator needs no volume in a pod."""
    made = _configured(chart, EXTERNAL_SECRETS, component)

    assert "secrets-store" not in str(pod(made, component))


def test_a_new_mapping_does_not_roll_pods() -> None:
    """The class keeps its name, so that the driver's rotation reaches the running pods."""
    before, after = (Chart(App(), "app", namespace="sync") for _ in range(2))
    changed = SECRETS_STORE.with_(mapping={SOURCE_PASSWORD: "other", STORAGE_PASSWORD: "storage-password"})

    pods = [pod(_configured(chart, source), "api") for chart, source in ((before, SECRETS_STORE), (after, changed))]

    assert pods[0] == pods[1]


@pytest.mark.parametrize(
    "volume",
    [
        Volume(name="secrets-store", source=EmptyDirVolume()),
        Volume(name="mine", source=EmptyDirVolume(), mount_path="/powersync/secrets-store"),
    ],
    ids=["name", "path"],
)
def test_the_volume_is_reserved(volume: Volume) -> None:
    """A volume of the user cannot have its name or its mount path."""
    with pytest.raises(ConfigError, match=r"api\.volumes: "):
        ApiProps(volumes=[volume])


@pytest.mark.parametrize("props", [SECRETS_STORE_INSTANCE, INSTANCE.with_(secrets=EXTERNAL_SECRETS)])
def test_a_complete_mapping_is_not_a_finding(chart: Chart, props: Any) -> None:
    """A synth with a complete mapping has no findings."""
    instance(chart, props)

    synth(App.of(chart))


def test_a_missing_key_fails_the_synth(chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """The finding names the ExternalSecret that does not have the key."""
    props = ApiProps(env=[EnvVar(name="A", value=SecretRef("powersync-source", "pasword"))])
    add_workload(add_configuration(chart, secrets=EXTERNAL_SECRETS), props)

    with pytest.raises(SystemExit):
        synth(App.of(chart))

    reason = "fills Secret/powersync-source without the key 'pasword', so pods of Deployment/powersync-api never start"
    fix = "map it: ExternalSecrets(mapping={SecretRef('powersync-source', 'pasword'): ...})"
    line = f"ExternalSecret/powersync-source: {reason}; {fix} [PS203 references-are-filled]"
    assert capsys.readouterr().err == f"{line}\n"


def test_a_missing_key_is_found_in_the_pre_deploy_chart(
    app: App, chart: Chart, capsys: pytest.CaptureFixture[str]
) -> None:
    """With `pre_deploy`, both charts are for one cluster, and are checked as one."""
    first = Chart(app, "first", namespace="sync")
    topology = {"api": ApiProps(env=[EnvVar(name="A", value=SecretRef("powersync-source", "pasword"))])}
    PowerSync(chart, "powersync", INSTANCE.with_(secrets=EXTERNAL_SECRETS, topology=topology), pre_deploy=first)

    with pytest.raises(SystemExit):
        synth(app)

    reason = "fills Secret/powersync-source without the key 'pasword', so pods of Deployment/powersync-api never start"
    assert f"ExternalSecret/powersync-source: {reason}; " in capsys.readouterr().err


def test_an_unrelated_chart_is_not_checked(app: App, chart: Chart) -> None:
    """The chart may be for another cluster, where something else fills the Secrets."""
    first = Chart(app, "first", namespace="sync")
    PowerSync(chart, "powersync", INSTANCE.with_(secrets=EXTERNAL_SECRETS), pre_deploy=first)
    other = add_configuration(Chart(app, "other", namespace="sync"), service=own_databases("other"))
    add_workload(other, ApiProps(env=[EnvVar(name="A", value=SecretRef("powersync-source", "pasword"))]))

    synth(app)

    assert len(list(Path(app.outdir).iterdir())) == 3


def test_a_secret_of_two_classes_is_refused(chart: Chart, capsys: pytest.CaptureFixture[str]) -> None:
    """The second class would find that the Secret already exists."""
    for name, key in (("one", "password"), ("two", "other")):
        source = SECRETS_STORE.with_(mapping={SecretRef("powersync-source", key): "file"})
        add_configuration(chart, id=name, instance=name, secrets=source)

    with pytest.raises(SystemExit):
        synth(App.of(chart))

    made_by = "SecretProviderClass/one-secrets and SecretProviderClass/two-secrets"
    assert f"Secret/powersync-source: is created by {made_by}, and would lack" in capsys.readouterr().err


def test_a_missing_secret_is_a_warning(chart: Chart) -> None:
    """Something else may fill the Secret."""
    add_workload(add_configuration(chart, secrets=_external({})), ApiProps())

    with pytest.warns(
        UserWarning, match=r"^Deployment/powersync-api: refers to Secret/powersync-source, which nothing"
    ):
        render(chart)
