"""Variables, volumes and containers that users add to the pods of the service."""

from typing import Any

import pytest
from cdk8s import Chart

from powersync_constructs import ConfigError, SecretRef
from powersync_constructs.config import (
    ClaimVolume,
    ConfigMapProjection,
    ConfigMapRef,
    ConfigMapVolume,
    Container,
    ContainerPort,
    CsiVolume,
    DnsConfig,
    DnsOption,
    DownwardApiProjection,
    EmptyDirVolume,
    EnvFromConfigMap,
    EnvFromSecret,
    EnvVar,
    FieldRef,
    HostAlias,
    ProjectedVolume,
    ResourceFieldRef,
    SecretProjection,
    SecretVolume,
    ServiceAccountTokenProjection,
    Volume,
    VolumeMount,
)
from tests.samples.pods import FULL_CONTAINER

from .manifests import LONG_RUNNING, WORKLOADS, Manifest, container, pod, workload

every_workload = pytest.mark.parametrize("component", WORKLOADS)
_EXTRA = Container(name="extra", image="registry.example.com/extra:1")


@every_workload
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", {"value": "plain"}),
        (SecretRef("egress", "proxy"), {"valueFrom": {"secretKeyRef": {"name": "egress", "key": "proxy"}}}),
        (
            ConfigMapRef(name="regional", key="timezone"),
            {"valueFrom": {"configMapKeyRef": {"name": "regional", "key": "timezone"}}},
        ),
        (
            FieldRef(path="metadata.labels['app.kubernetes.io/component']"),
            {
                "valueFrom": {
                    "fieldRef": {
                        "apiVersion": "v1",
                        "fieldPath": "metadata.labels['app.kubernetes.io/component']",
                    }
                }
            },
        ),
        (
            ResourceFieldRef(resource="limits.memory", divisor="1Mi"),
            {"valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "1Mi"}}},
        ),
    ],
    ids=["plain", "secret", "config-map", "field", "resource"],
)
def test_env(chart: Chart, component: str, value: Any, expected: Manifest) -> None:
    """A variable of the user comes after ours, with its value or its reference."""
    env = container(workload(chart, component, env=[EnvVar(name="MINE", value=value)]), component)["env"]

    assert env[-1] == {"name": "MINE", **expected}


@every_workload
def test_env_from(chart: Chart, component: str) -> None:
    """All keys of a Secret or ConfigMap are variables of the service, in the given order of the sources."""
    sources = [EnvFromSecret(name="a", prefix="A_"), EnvFromConfigMap(name="b", optional=True)]

    found = container(workload(chart, component, env_from=sources), component)

    assert found["envFrom"] == [
        {"secretRef": {"name": "a"}, "prefix": "A_"},
        {"configMapRef": {"name": "b", "optional": True}},
    ]


def test_env_from_of_a_sidecar(chart: Chart) -> None:
    """A sidecar has its own sources of variables."""
    sidecar = _EXTRA.with_(env_from=[EnvFromSecret(name="a")])

    manifests = workload(chart, "api", sidecars=[sidecar])

    assert container(manifests, "api", "extra")["envFrom"] == [{"secretRef": {"name": "a"}}]
    assert "envFrom" not in container(manifests, "api")


@every_workload
def test_dns_settings(chart: Chart, component: str) -> None:
    """Every pod has the given DNS settings and host aliases."""
    manifests = workload(
        chart,
        component,
        dns_policy="None",
        dns_config=DnsConfig(
            nameservers=["10.0.0.10"],
            searches=["example.com"],
            options=[DnsOption(name="ndots", value="2"), DnsOption(name="edns0")],
        ),
        host_aliases=[HostAlias(ip="10.20.0.5", hostnames=["db.internal", "db"])],
    )

    found = pod(manifests, component)

    assert {field: found[field] for field in ("dnsPolicy", "dnsConfig", "hostAliases")} == {
        "dnsPolicy": "None",
        "dnsConfig": {
            "nameservers": ["10.0.0.10"],
            "searches": ["example.com"],
            "options": [{"name": "ndots", "value": "2"}, {"name": "edns0"}],
        },
        "hostAliases": [{"ip": "10.20.0.5", "hostnames": ["db.internal", "db"]}],
    }


@every_workload
def test_dns_settings_are_absent_by_default(chart: Chart, component: str) -> None:
    """Without DNS settings the API server's defaults apply."""
    found = pod(workload(chart, component), component)

    assert not {"dnsPolicy", "dnsConfig", "hostAliases"} & set(found)


@every_workload
def test_variables_of_the_configuration_are_reserved(chart: Chart, component: str) -> None:
    """A variable that service.yaml refers to cannot be set to another value."""
    env = [EnvVar(name="PS_SOURCE_PASSWORD", value="mine")]

    with pytest.raises(ConfigError) as refused:
        workload(chart, component, env=env)

    rule = "'PS_SOURCE_PASSWORD' is set by the configuration; choose another name"
    assert refused.value.lines == [f"{component}.env: {rule}"]


@pytest.mark.parametrize("component", LONG_RUNNING)
@pytest.mark.parametrize("port", [8080, 9464])
def test_ports_of_the_service_are_reserved(chart: Chart, component: str, port: int) -> None:
    """A sidecar cannot use a port of the service, because the containers of a pod share one address."""
    sidecar = _EXTRA.with_(ports=[ContainerPort(name="mine", port=port)])

    with pytest.raises(ConfigError, match=rf"{component}\.sidecars: 'extra' uses port {port}, which another"):
        workload(chart, component, sidecars=[sidecar])


@every_workload
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (ConfigMapVolume(name="ca"), {"configMap": {"name": "ca"}}),
        (ConfigMapVolume(name="ca", optional=True), {"configMap": {"name": "ca", "optional": True}}),
        (SecretVolume(name="keys"), {"secret": {"secretName": "keys"}}),
        (SecretVolume(name="keys", optional=True), {"secret": {"secretName": "keys", "optional": True}}),
        (EmptyDirVolume(), {"emptyDir": {"sizeLimit": "64Mi"}}),
        (
            EmptyDirVolume(size_limit="8Mi", medium="Memory"),
            {"emptyDir": {"sizeLimit": "8Mi", "medium": "Memory"}},
        ),
        (ClaimVolume(name="data"), {"persistentVolumeClaim": {"claimName": "data", "readOnly": True}}),
        (
            CsiVolume(driver="secrets-store.csi.k8s.io", attributes={"secretProviderClass": "powersync"}),
            {
                "csi": {
                    "driver": "secrets-store.csi.k8s.io",
                    "readOnly": True,
                    "volumeAttributes": {"secretProviderClass": "powersync"},
                }
            },
        ),
        (
            ProjectedVolume(
                sources=[
                    ConfigMapProjection(name="ca", optional=True),
                    SecretProjection(name="keys", items={"tls.key": "client.key"}),
                    DownwardApiProjection(
                        items={
                            "labels": FieldRef(path="metadata.labels"),
                            "cpu": ResourceFieldRef(resource="limits.cpu", container="extra"),
                        }
                    ),
                    ServiceAccountTokenProjection(audience="vault", path="vault/token"),
                ]
            ),
            {
                "projected": {
                    "sources": [
                        {"configMap": {"name": "ca", "optional": True}},
                        {"secret": {"name": "keys", "items": [{"key": "tls.key", "path": "client.key"}]}},
                        {
                            "downwardAPI": {
                                "items": [
                                    {
                                        "path": "cpu",
                                        "resourceFieldRef": {
                                            "containerName": "extra",
                                            "resource": "limits.cpu",
                                            "divisor": "1",
                                        },
                                    },
                                    {
                                        "path": "labels",
                                        "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.labels"},
                                    },
                                ]
                            }
                        },
                        {
                            "serviceAccountToken": {
                                "audience": "vault",
                                "expirationSeconds": 3600,
                                "path": "vault/token",
                            }
                        },
                    ]
                }
            },
        ),
    ],
    ids=lambda given: given.type if hasattr(given, "type") else "",
)
def test_volume(chart: Chart, component: str, source: Any, expected: Manifest) -> None:
    """A pod has a volume of the user, with its source."""
    volume = Volume(name="mine", source=source, mount_path="/mine")
    manifests = workload(chart, component, volumes=[volume], init_containers=[_EXTRA])

    assert {"name": "mine", **expected} in pod(manifests, component)["volumes"]


def test_projected_sources_of_whole_objects_come_first(chart: Chart) -> None:
    """In another order, the API server warns of paths that overlap."""
    token = ServiceAccountTokenProjection()
    projected = ProjectedVolume(sources=[token, SecretProjection(name="a"), ConfigMapProjection(name="b")])
    volume = Volume(name="mine", source=projected)

    found = pod(workload(chart, "api", volumes=[volume]), "api")["volumes"][-1]["projected"]["sources"]

    assert [next(iter(source)) for source in found] == ["secret", "configMap", "serviceAccountToken"]


@every_workload
@pytest.mark.parametrize(("read_only", "expected"), [(True, {"readOnly": True}), (False, {})])
def test_volume_is_mounted(chart: Chart, component: str, read_only: bool, expected: Manifest) -> None:
    """The service mounts the volume at the given path, read-only by default."""
    volume = Volume(name="mine", source=EmptyDirVolume(), mount_path="/mine", read_only=read_only)

    found = container(workload(chart, component, volumes=[volume]), component)

    assert found["volumeMounts"][-1] == {"name": "mine", "mountPath": "/mine", **expected}


@every_workload
def test_volume_without_a_path_is_not_mounted(chart: Chart, component: str) -> None:
    """A volume without a path is for other containers than the service."""
    volume = Volume(name="mine", source=EmptyDirVolume())

    found = container(workload(chart, component, volumes=[volume]), component)

    assert "mine" not in [mount["name"] for mount in found["volumeMounts"]]


@pytest.mark.parametrize("component", LONG_RUNNING)
def test_sidecars(chart: Chart, component: str) -> None:
    """Sidecars come after the container of the service."""
    found = pod(workload(chart, component, sidecars=[_EXTRA]), component)["containers"]

    assert [each["name"] for each in found] == ["powersync", "extra"]


@every_workload
def test_init_containers_come_first(chart: Chart, component: str) -> None:
    """Init containers run before the service, and before the migration."""
    found = pod(workload(chart, component, init_containers=[_EXTRA]), component)["initContainers"]

    assert [each["name"] for each in found] == (["extra", "migrate"] if component == "migrate" else ["extra"])


@every_workload
def test_init_container_can_keep_running(chart: Chart, component: str) -> None:
    """With `restart_policy="Always"` it keeps running, and a Job can still complete."""
    extra = _EXTRA.with_(restart_policy="Always")

    found = container(workload(chart, component, init_containers=[extra]), component, "extra")

    assert found["restartPolicy"] == "Always"


def test_extra_container(chart: Chart) -> None:
    """A container of the user has all given fields."""
    scratch = Volume(name="scratch", source=EmptyDirVolume())

    manifests = workload(chart, "api", init_containers=[FULL_CONTAINER], volumes=[scratch])

    found = container(manifests, "api", "cloud-sql-proxy")

    assert {field: value for field, value in found.items() if field != "securityContext"} == {
        "name": "cloud-sql-proxy",
        "image": "registry.example.com/cloud-sql-proxy:2.14.0",
        "command": ["/cloud-sql-proxy"],
        "args": ["--port=5432", "acme:europe-west1:app"],
        "env": [{"name": "LOG_LEVEL", "value": "info"}],
        "envFrom": [{"configMapRef": {"name": "proxy-settings"}}],
        "ports": [{"name": "postgres", "containerPort": 5432}],
        "volumeMounts": [{"name": "scratch", "mountPath": "/scratch"}],
        "resources": {
            "requests": {"cpu": "250m", "memory": "768Mi", "ephemeral-storage": "128Mi"},
            "limits": {"cpu": "1500m", "memory": "1536Mi", "ephemeral-storage": "512Mi"},
        },
        "restartPolicy": "Always",
        "startupProbe": {"httpGet": {"path": "/startup", "port": 9090}, "periodSeconds": 2, "failureThreshold": 30},
    }


def test_startup_probe_can_use_tcp(chart: Chart) -> None:
    """A database proxy has started when its port answers; the migration waits for it."""
    proxy = _EXTRA.with_(restart_policy="Always", startup_probe={"port": 5432})

    found = container(workload(chart, "migrate", init_containers=[proxy]), "migrate", "extra")

    assert found["startupProbe"] == {"tcpSocket": {"port": 5432}, "periodSeconds": 1, "failureThreshold": 60}


@pytest.mark.parametrize(("read_only", "expected"), [(True, {"readOnly": True}), (False, {})])
def test_extra_container_mounts_volumes(chart: Chart, read_only: bool, expected: Manifest) -> None:
    """A container of the user mounts a volume of the pod at the given path, read-only by default."""
    volume = Volume(name="mine", source=EmptyDirVolume())
    extra = _EXTRA.with_(volume_mounts=[VolumeMount(name="mine", mount_path="/theirs", read_only=read_only)])

    found = container(workload(chart, "api", sidecars=[extra], volumes=[volume]), "api", "extra")

    assert found["volumeMounts"] == [{"name": "mine", "mountPath": "/theirs", **expected}]
