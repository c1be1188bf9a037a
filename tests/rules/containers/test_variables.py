"""An environment variable that refers to an undefined variable is reported."""

from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.containers.variables import variables_are_defined
from tests.rules.manifests import finding, manifest, objects
from tests.rules.sample_instances import workload


def env(**values: str) -> list[dict[str, Any]]:
    """Return variables with these values, in this order."""
    return [{"name": name, "value": value} for name, value in values.items()]


def test_undefined_variable_is_reported() -> None:
    """The finding names the object, the container, both variables and the fix."""
    found = variables_are_defined.findings(objects(workload(env=env(URL="http://$(HOST):80", HOST="a"))))

    reason = "'URL' of container 'powersync' contains $(HOST), which no earlier variable of the container defines"
    where = "Deployment/one-api"
    assert found == [finding("variables-are-defined", "warning", where, reason, "define HOST before 'URL'")]


def test_variables_of_services_can_be_disabled() -> None:
    """Without service links, a container has no variables for Services."""
    made = workload(env=env(A="$(REDIS_SERVICE_HOST)", B="$(KUBERNETES_SERVICE_HOST)"), enableServiceLinks=False)

    assert [each.fix for each in variables_are_defined.findings(objects(made))] == [
        "define REDIS_SERVICE_HOST before 'A'"
    ]


def test_init_container_has_its_own_variables() -> None:
    """A variable of one container is not defined in another container."""
    init = [{"name": "proxy", "env": env(ADDRESS="$(HOST)")}]

    found = variables_are_defined.findings(objects(workload(env=env(HOST="a"), initContainers=init)))

    assert [finding.fix for finding in found] == ["define HOST before 'ADDRESS'"]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(workload(env=env(HOST="a", URL="http://$(HOST)")), id="defined-before"),
        pytest.param(
            workload(env=[{"name": "IP", "valueFrom": {"fieldRef": {}}}, *env(URL="$(IP)")]), id="field-of-the-pod"
        ),
        pytest.param(workload(env=env(URL="$$(HOST)")), id="escaped"),
        pytest.param(workload(env=env(SCRIPT="echo $(date) $(hostname -f)")), id="shell-command"),
        pytest.param(workload(env=env(API="https://$(KUBERNETES_SERVICE_HOST)")), id="always-defined"),
        pytest.param(workload(env=env(URI="redis://$(REDIS_SERVICE_HOST):$(REDIS_SERVICE_PORT)")), id="of-a-service"),
        pytest.param(
            workload(containers=[{"name": "a", "env": env(A="$(B)"), "envFrom": [{"secretRef": {"name": "b"}}]}]),
            id="all-keys-of-a-secret",
        ),
        pytest.param(manifest("Pod", "a", spec={"containers": [{"env": env(A="$(B)")}]}), id="another-object"),
        pytest.param(workload(containers=[{"name": "a", "env": "x"}]), id="other-shape"),
    ],
)
def test_defined_variable_is_not_reported(made: Manifest) -> None:
    """A reference to a variable that is defined, or may be defined, is not reported."""
    assert variables_are_defined.findings(objects(made)) == []
