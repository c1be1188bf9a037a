"""What all pods of the service have in common."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs.config import (
    ConfigMapRef,
    Container,
    Image,
    InjectedSecret,
    Resources,
    SecretRef,
    Telemetry,
)
from tests.samples.configuration import CONFIGURATION
from tests.samples.pods import FULL_RESOURCES

from .manifests import LONG_RUNNING, WORKLOADS, Manifest, container, containers, pod, workload

every_workload = pytest.mark.parametrize("component", WORKLOADS)
_EXTRA = Container(name="extra", image="registry.example.com/extra:1")


def _env(found: Manifest) -> dict[str, Any]:
    return {env["name"]: env.get("value", env.get("valueFrom")) for env in found["env"]}


@every_workload
def test_configuration_is_mounted(chart: Chart, component: str) -> None:
    """The service finds service.yaml at the path in its environment."""
    found = container(workload(chart, component), component)

    assert (_env(found)["POWERSYNC_CONFIG_PATH"], found["volumeMounts"][0]) == (
        "/powersync/config/service.yaml",
        {"name": "config", "mountPath": "/powersync/config", "readOnly": True},
    )


@pytest.mark.filterwarnings("ignore:.*heap-flag")
@every_workload
@pytest.mark.parametrize(
    ("props", "options"),
    [({}, "--max-old-space-size-percentage=80"), ({"node_options": "--trace-warnings"}, "--trace-warnings")],
)
def test_node_options(chart: Chart, component: str, props: dict[str, Any], options: str) -> None:
    """By default Node's heap is a share of the memory limit."""
    assert _env(container(workload(chart, component, **props), component))["NODE_OPTIONS"] == options


@every_workload
def test_memory_is_limited(chart: Chart, component: str) -> None:
    """Every container has a memory limit, because the heap would otherwise be a share of the node's memory."""
    found = containers(pod(workload(chart, component, init_containers=[_EXTRA]), component))

    assert all(each["resources"]["limits"]["memory"] for each in found)


@every_workload
def test_resources(chart: Chart, component: str) -> None:
    """The container has the given requests and limits, including ephemeral storage."""
    found = container(workload(chart, component, resources=FULL_RESOURCES), component)

    assert found["resources"] == {
        "requests": {"cpu": "250m", "memory": "768Mi", "ephemeral-storage": "128Mi"},
        "limits": {"cpu": "1500m", "memory": "1536Mi", "ephemeral-storage": "512Mi"},
    }


def test_both_steps_of_the_migration_have_the_same_resources(chart: Chart) -> None:
    """The marker step has the requests of the migration step, so that the pod requests no more."""
    found = containers(pod(workload(chart, "migrate", resources=FULL_RESOURCES), "migrate"))

    assert found[0]["resources"] == found[1]["resources"]


@every_workload
def test_cpu_limit_can_be_none(chart: Chart, component: str) -> None:
    """With `cpu_limit=None` there is no CPU limit."""
    found = container(workload(chart, component, resources=Resources(cpu_limit=None)), component)

    assert set(found["resources"]["limits"]) == {"memory", "ephemeral-storage"}


@every_workload
def test_image(chart: Chart, component: str) -> None:
    """All containers of the service run the image of the configuration."""
    image = Image(repository="registry.example.com/powersync", tag="1.27.1", pull_policy="Always")
    configuration = CONFIGURATION.with_(image=image)

    found = containers(pod(workload(chart, component, configuration=configuration), component))

    assert {(each["image"], each["imagePullPolicy"]) for each in found} == {
        ("registry.example.com/powersync:1.27.1", "Always")
    }


@every_workload
def test_own_image(chart: Chart, component: str) -> None:
    """A workload can run another image than the configuration's."""
    image = Image(tag="1.27.1", digest=f"sha256:{'ab' * 32}")

    found = containers(pod(workload(chart, component, image=image), component))

    assert {each["image"] for each in found} == {f"journeyapps/powersync-service:1.27.1@sha256:{'ab' * 32}"}


@every_workload
def test_variables_of_service_yaml(chart: Chart, component: str) -> None:
    """Each variable is in every workload with its Secret or ConfigMap, unless something else injects it."""
    changes = {
        "source": {"password": InjectedSecret("PS_INJECTED"), "cacert": ConfigMapRef("bundle", "ca.crt")},
        "storage": {"username": InjectedSecret("PS_INJECTED"), "cacert": SecretRef("storage-ca", "ca.crt")},
    }
    manifests = workload(chart, component, configuration=CONFIGURATION.with_(service=changes))

    env = _env(container(manifests, component))

    assert {name: source for name, source in env.items() if name.startswith("PS_")} == {
        "PS_SOURCE_CACERT": {"configMapKeyRef": {"name": "bundle", "key": "ca.crt"}},
        "PS_STORAGE_PASSWORD": {"secretKeyRef": {"name": "powersync-storage", "key": "password"}},
        "PS_STORAGE_CACERT": {"secretKeyRef": {"name": "storage-ca", "key": "ca.crt"}},
    }


@every_workload
def test_pull_secrets(chart: Chart, component: str) -> None:
    """The pod has the pull secrets of the workload, each once."""
    manifests = workload(chart, component, image_pull_secrets=["mirror", "shared", "mirror"])

    found = pod(manifests, component)["imagePullSecrets"]

    assert found == [{"name": "mirror"}, {"name": "shared"}]


@pytest.mark.parametrize("component", LONG_RUNNING)
@pytest.mark.parametrize(
    ("service", "ports"),
    [
        ({}, {"http": 8080, "metrics": 9464}),
        ({"port": 9000, "telemetry": Telemetry(prometheus_port=9001)}, {"http": 9000, "metrics": 9001}),
        ({"telemetry": Telemetry(prometheus_port=None)}, {"http": 8080}),
    ],
    ids=["default", "given", "no-metrics"],
)
def test_ports(chart: Chart, component: str, service: dict[str, Any], ports: dict[str, int]) -> None:
    """The container has the ports that are in service.yaml."""
    manifests = workload(chart, component, configuration=CONFIGURATION.with_(service=service))

    found = container(manifests, component)["ports"]

    assert {port["name"]: port["containerPort"] for port in found} == ports


@every_workload
def test_secrets_of_the_configuration(chart: Chart, component: str) -> None:
    """Every workload loads the whole service.yaml, and so needs every secret in it."""
    env = _env(container(workload(chart, component), component))

    assert {name: value for name, value in env.items() if name.startswith("PS_")} == {
        "PS_SOURCE_PASSWORD": {"secretKeyRef": {"name": "powersync-source", "key": "password"}},
        "PS_STORAGE_PASSWORD": {"secretKeyRef": {"name": "powersync-storage", "key": "password"}},
    }


@every_workload
@pytest.mark.parametrize(
    ("account", "expected"),
    [({}, "powersync-{}"), ({"annotations": {"a": "b"}}, "powersync-{}"), ({"existing": "theirs"}, "theirs")],
    ids=["ours", "annotated", "existing"],
)
def test_service_account(chart: Chart, component: str, account: dict[str, Any], expected: str) -> None:
    """Pods use their own ServiceAccount, or an existing one."""
    manifests = workload(chart, component, service_account=account)

    assert pod(manifests, component)["serviceAccountName"] == expected.format(component)


@every_workload
def test_service_account_annotations(chart: Chart, component: str) -> None:
    """The ServiceAccount that we create has the given annotations."""
    manifests = workload(chart, component, service_account={"annotations": {"eks.amazonaws.com/role-arn": "arn"}})

    annotations = [found["metadata"]["annotations"] for found in manifests if found["kind"] == "ServiceAccount"]

    assert annotations == [{"eks.amazonaws.com/role-arn": "arn"}]


@every_workload
def test_existing_service_account_is_not_created(chart: Chart, component: str) -> None:
    """An existing ServiceAccount is not rendered."""
    manifests = workload(chart, component, service_account={"existing": "theirs"})

    assert "ServiceAccount" not in {manifest["kind"] for manifest in manifests}
