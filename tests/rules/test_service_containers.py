"""The containers that run the service, and what they run."""

import pytest

from powersync_constructs.rules._lib.manifest import CONTROLLERS
from powersync_constructs.rules._lib.service_containers import Role
from tests.rules.manifests import manifest, objects
from tests.rules.workloads import workload

ENTRY = "node /app/service/lib/entry.js"


@pytest.mark.parametrize(
    ("script", "role", "migrates"),
    [
        pytest.param(f"{ENTRY} start -r api", "api", False, id="one-command"),
        pytest.param(f"{ENTRY} migrate up && exec {ENTRY} start -r unified", "unified", True, id="and"),
        pytest.param(f"{ENTRY} migrate up; {ENTRY} start -r sync", "replication", True, id="semicolon"),
        pytest.param(f"set -e\n{ENTRY} migrate up\nexec {ENTRY} start -r api\n", "api", True, id="lines"),
        pytest.param(f"exec {ENTRY} \\\n  start -r api", "api", False, id="continued-line"),
        pytest.param(f"{ENTRY} migrate up || exit 1", "migrate", True, id="migration-only"),
        pytest.param(f"{ENTRY} compact; echo done", "compact", False, id="another-program-at-the-end"),
    ],
)
def test_last_call_of_a_script_is_the_role(script: str, role: Role, migrates: bool) -> None:
    """A script for a shell may migrate before it starts the service. The last call decides the role."""
    every = objects(workload(more={"command": ["sh", "-c", script], "args": []}))

    [container] = every.services()

    assert (container.role, container.migrates) == (role, migrates)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        pytest.param("docker.io/wger/server:2.6", [], id="app"),
        pytest.param("registry.example.com/acme-powersync:1", ["unified"], id="derived-image"),
    ],
)
def test_app_can_read_the_variables_of_the_service(image: str, expected: list[Role]) -> None:
    """A container without arguments runs the service only if its image or its name says so."""
    env = [{"name": "POWERSYNC_CONFIG_PATH", "value": "/config/powersync.yaml"}]
    pod = {"containers": [{"name": "server", "image": image, "env": env}]}
    app = manifest("Deployment", "app", group="apps", spec={"template": {"spec": pod}})

    assert [each.role for each in objects(app).services()] == expected


@pytest.mark.parametrize("kind", CONTROLLERS)
def test_workload_of_each_kind_is_found(kind: str) -> None:
    """Rules look at the pods of each kind of workload, also of OpenShift and Argo Rollouts."""
    every = objects(workload(kind=kind))

    assert [each.object.kind for each in every.workloads("api")] == [kind]
