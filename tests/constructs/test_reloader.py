"""The annotations from which Stakater Reloader gets the Secrets of a Deployment's pods."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config import (
    ConfigMapProjection,
    ConfigMapRef,
    Container,
    EnvFromConfigMap,
    EnvFromSecret,
    EnvVar,
    ObjectMetadata,
    ProjectedVolume,
    Reloader,
    SecretProjection,
    SecretVolume,
    Volume,
)
from tests.samples.configuration import CONFIGURATION
from tests.samples.databases import SOURCE, STORAGE
from tests.samples.instance import EXTERNAL_SECRETS_INSTANCE

from .manifests import LONG_RUNNING, Manifest, instance, label, the, workload

_RELOAD = "secret.reloader.stakater.com/reload"
_PAUSE = "deployment.reloader.stakater.com/pause-period"
_VALUES = {"source": SOURCE.with_(password=SecretValue("a")), "storage": STORAGE.with_(password=SecretValue("b"))}
_INJECTED = {"source": SOURCE.with_(password=InjectedSecret("PS_A"), cacert=ConfigMapRef("ca", "ca.crt"))}
_PROJECTED = ProjectedVolume(sources=[SecretProjection(name="key"), ConfigMapProjection(name="no")])
_KEY = EnvVar(name="KEY", value=SecretRef("key", "k"))


def _annotations(chart: Chart, component: str = "api", **props: Any) -> dict[str, str] | None:
    changes = {"reloader": Reloader(), **props.pop("configuration", {})}
    made = workload(chart, component, configuration=CONFIGURATION.with_(**changes), **props)
    found: Manifest = the(made, "Deployment")["metadata"]
    return found.get("annotations")


@pytest.mark.parametrize("component", LONG_RUNNING)
def test_deployments_are_reloaded(chart: Chart, component: str) -> None:
    """The annotation lists the Secrets that service.yaml refers to, in alphabetical order."""
    assert _annotations(chart, component) == {_RELOAD: "powersync-source,powersync-storage"}


@pytest.mark.parametrize(
    "props",
    [
        pytest.param({"env": [_KEY, _KEY.model_copy(update={"name": "OTHER"})]}, id="env"),
        pytest.param({"sidecars": [Container(name="a", image="a:1", env=[_KEY])]}, id="sidecar"),
        pytest.param({"init_containers": [Container(name="a", image="a:1", env=[_KEY])]}, id="init-container"),
        pytest.param({"volumes": [Volume(name="keys", source=SecretVolume(name="key"))]}, id="volume"),
        pytest.param({"volumes": [Volume(name="keys", source=_PROJECTED)]}, id="projected-volume"),
        pytest.param({"env_from": [EnvFromSecret(name="key"), EnvFromConfigMap(name="no")]}, id="env-from"),
        pytest.param(
            {"sidecars": [Container(name="a", image="a:1", env_from=[EnvFromSecret(name="key")])]},
            id="env-from-of-a-sidecar",
        ),
    ],
)
def test_secrets_of_the_workload_are_listed(chart: Chart, props: dict[str, Any]) -> None:
    """Each Secret is listed once, wherever it is used."""
    assert _annotations(chart, **props) == {_RELOAD: "key,powersync-source,powersync-storage"}


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        pytest.param({"reloader": None}, None, id="off"),
        pytest.param({"service": _INJECTED}, {_RELOAD: "powersync-storage"}, id="injected"),
        pytest.param({"service": _VALUES}, None, id="all-secrets-have-content-names"),
        pytest.param(
            {"service": {"source": _VALUES["source"]}},
            {_RELOAD: "powersync-storage"},
            id="one-secret-has-a-content-name",
        ),
        pytest.param(
            {"reloader": Reloader(pause_seconds=300)},
            {_RELOAD: "powersync-source,powersync-storage", _PAUSE: "5m"},
            id="pause",
        ),
        pytest.param(
            {"metadata": ObjectMetadata(annotations={_RELOAD: "mine"})}, {_RELOAD: "mine"}, id="annotations-of-the-user"
        ),
    ],
)
def test_annotations(chart: Chart, configuration: dict[str, Any], expected: dict[str, str] | None) -> None:
    """There is no annotation if no Secret can change, and annotations of the user override ours."""
    assert _annotations(chart, configuration=configuration) == expected


def test_jobs_are_not_annotated(chart: Chart) -> None:
    """Reloader would start a compaction at once, and would create the migration Job again."""
    made = instance(chart, EXTERNAL_SECRETS_INSTANCE)

    annotated = {label(manifest, "component") for manifest in made if "stakater" in str(manifest)}
    assert annotated == {"api", "replication"}
