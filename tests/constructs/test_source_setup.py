"""SourceSetup: the Job that sets up a source database."""

from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, SourceSetup
from powersync_constructs.config import ConfigMapRef, SecretRef
from powersync_constructs.config.core._model import Props
from tests.samples.source_setup import FULL_SOURCE_SETUP, SOURCE_SETUP, SOURCE_SETUPS

from .manifests import Manifest, container, pod, render, render_props, the

each_source = pytest.mark.parametrize("props", SOURCE_SETUPS.values(), ids=SOURCE_SETUPS)


def _setup(chart: Chart, **changes: Any) -> list[Manifest]:
    SourceSetup(chart, "source-setup", SOURCE_SETUP.with_(**changes))
    return render(chart)


def _env(manifests: list[Manifest]) -> dict[str, Any]:
    found = container(manifests, "source-setup", "setup")["env"]
    return {env["name"]: env.get("value", env.get("valueFrom")) for env in found}


@each_source
def test_objects(chart: Chart, props: Props) -> None:
    """The construct creates an immutable ConfigMap with the script, and a Job."""
    manifests = render_props(chart, props)

    assert [found["kind"] for found in manifests] == ["ConfigMap", "Job"]
    assert the(manifests, "ConfigMap")["immutable"] is True


@each_source
def test_the_command_runs_the_script(chart: Chart, props: Props) -> None:
    """The last argument is the path of the script in the volume, and no argument contains a setting."""
    manifests = render_props(chart, props)
    config_map = the(manifests, "ConfigMap")
    mounts = {each["name"]: each["mountPath"] for each in container(manifests, "source-setup", "setup")["volumeMounts"]}

    path = container(manifests, "source-setup", "setup")["command"][-1]

    folder, _, script = path.rpartition("/")
    assert (folder, script in config_map["data"]) == (mounts["setup"], True)
    assert {"configMap": {"name": config_map["metadata"]["name"]}} in pod(manifests, "source-setup")["volumes"][0][
        "projected"
    ]["sources"]


@each_source
def test_passwords_come_from_secrets(chart: Chart, props: Props) -> None:
    """The passwords of PowerSync and of the administrator are references to Secrets."""
    env = _env(render_props(chart, props))

    found = sorted(value["secretKeyRef"]["name"] for name, value in env.items() if name.endswith("PASSWORD"))

    assert found == ["database-admin", "powersync-source"]


def test_image_and_limits_can_be_set(chart: Chart) -> None:
    """The image and the limits of the Job come from the props."""
    manifests = render_props(chart, FULL_SOURCE_SETUP)
    spec = the(manifests, "Job")["spec"]
    image = container(manifests, "source-setup", "setup")["image"]

    found = [spec[name] for name in ("backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished")]

    assert (image, found) == ("registry.example.com/mirror/postgres:17", [2, 600, 86400])


@pytest.mark.parametrize(
    ("cacert", "source"),
    [
        (ConfigMapRef("ca", "x.pem"), {"configMap": {"name": "ca", "items": [{"key": "x.pem", "path": "ca.crt"}]}}),
        (SecretRef("ca", "x.pem"), {"secret": {"name": "ca", "items": [{"key": "x.pem", "path": "ca.crt"}]}}),
    ],
)
def test_certificate_is_a_file(chart: Chart, cacert: Any, source: Manifest) -> None:
    """A certificate in a ConfigMap or Secret is a file next to the script."""
    manifests = _setup(chart, source={"cacert": cacert})

    assert source in pod(manifests, "source-setup")["volumes"][0]["projected"]["sources"]


def test_plain_certificate_is_in_the_config_map(chart: Chart) -> None:
    """A certificate as text is in the ConfigMap of the script."""
    pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

    assert the(_setup(chart, source={"cacert": pem}), "ConfigMap")["data"]["ca.crt"] == pem


@pytest.mark.parametrize("changes", [{"tables": ["todos"]}, {"check": True}, {"source": {"database": "shop"}}])
def test_a_change_runs_the_job_again(changes: dict[str, Any]) -> None:
    """The name of the Job is another one after any change of its spec, because a Job cannot be changed."""
    before, after = (_setup(Chart(App(), "chart", namespace="sync"), **change) for change in ({}, changes))

    assert the(before, "Job")["metadata"]["name"] != the(after, "Job")["metadata"]["name"]


def test_name_is_the_id(chart: Chart) -> None:
    """The objects have the id of the construct as their name, with a hash."""
    SourceSetup(chart, "app-db", SOURCE_SETUP)

    assert {found["metadata"]["name"].rpartition("-")[0] for found in render(chart)} == {"app-db"}


def test_name_can_be_set(chart: Chart) -> None:
    """The objects have the name of the props, with a hash."""
    manifests = render_props(chart, FULL_SOURCE_SETUP)

    assert {found["metadata"]["name"].rpartition("-")[0] for found in manifests} == {"tasks-source"}


def test_invalid_id_is_refused(chart: Chart) -> None:
    """An id that cannot be a name is refused, unless the props set a name."""
    with pytest.raises(ConfigError, match=r"source_setup\.name: 'Setup' is not valid as the name of a setup"):
        SourceSetup(chart, "Setup", SOURCE_SETUP)


def test_selector_selects_the_pod(chart: Chart) -> None:
    """The labels of the pod include those of `selector`."""
    made = SourceSetup(chart, "source-setup", SOURCE_SETUP)
    labels = the(render(chart), "Job")["spec"]["template"]["metadata"]["labels"]

    assert made.selector.items() <= labels.items()


@each_source
def test_pod_is_restricted(chart: Chart, props: Props) -> None:
    """The pod has no token and no service links, cannot write to its image, and does not run as root."""
    manifests = render_props(chart, props)
    spec, security = pod(manifests, "source-setup"), container(manifests, "source-setup", "setup")["securityContext"]

    found = (
        spec["automountServiceAccountToken"],
        spec["enableServiceLinks"],
        security["readOnlyRootFilesystem"],
        security["runAsNonRoot"],
        security["capabilities"],
    )

    assert found == (False, False, True, True, {"drop": ["ALL"]})
