"""Monitored instances with similar names, and the parts of their manifests that the tests use."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from cdk8s import App, Chart

from powersync_constructs import PowerSync, presets
from powersync_constructs.config import Alerts, CompactProps, DevPostgresProps, HpaAutoscaling, MonitoringProps
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.instance import PowerSyncProps
from powersync_constructs.config.service.storage import Storage
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.network import S3_STORAGE

Manifest = dict[str, Any]

NAMESPACE = "sync"
HEALTHY, OVERLOADED, DOWN, NO_PODS, UNIFIED = (
    "tasks-api",
    "tasks-api-replication",
    "tasks-api-api",
    "tasks",
    "tasks-unified",
)
"""Names of instances: a healthy one, an overloaded one with object storage, one that is down, one without pods and with
object storage, and a unified one that is compacted once a week."""

_TEMPLATE, _PODS = "6d5f9c7b9b", ("x2k4j", "q8w5z")
"""The suffixes that Kubernetes appends to the names of pods."""


class Pod(NamedTuple):
    """A pod of a Deployment, or of a Job."""

    name: str
    labels: dict[str, str]
    ports: list[tuple[str, str, int]]
    """The ports, each with the names of its container and of the port, and its number."""


class Instance:
    """An instance, by its rendered manifests."""

    def __init__(self, name: str, manifests: list[Manifest]) -> None:
        self.name = name
        self.manifests = manifests

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The rule groups of the instance."""
        groups: list[dict[str, Any]] = self._the("PrometheusRule")["spec"]["groups"]
        return groups

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The alerting rules of the instance."""
        return [rule for group in self.groups for rule in group["rules"]]

    @property
    def dashboard(self) -> str:
        """The dashboard of the instance, as JSON."""
        boards = [each for each in self._all("ConfigMap") if "grafana_dashboard" in each["metadata"]["labels"]]
        (text,) = boards[0]["data"].values()
        return str(text)

    @property
    def pod_monitor(self) -> Manifest:
        """The PodMonitor of the instance."""
        return self._the("PodMonitor")

    @property
    def scaled_object(self) -> Manifest:
        """The ScaledObject of the instance."""
        return self._the("ScaledObject")

    @property
    def migrate_job(self) -> str | None:
        """The name of the migration Job, if any."""
        return next((str(job["metadata"]["name"]) for job in self._all("Job")), None)

    def pods_of(self, component: str) -> list[Pod]:
        """Return the pods of a Deployment: its replicas, or two pods if an autoscaler sets them."""
        (deployment,) = (
            each
            for each in self._all("Deployment")
            if each["metadata"]["labels"]["app.kubernetes.io/component"] == component
        )
        spec, name = deployment["spec"], deployment["metadata"]["name"]
        suffixes = _PODS[: spec.get("replicas", len(_PODS))]
        return [_pod(f"{name}-{_TEMPLATE}-{suffix}", spec["template"]) for suffix in suffixes]

    @property
    def pods(self) -> Iterator[Pod]:
        """All pods of the instance, including those of Jobs."""
        for deployment in self._all("Deployment"):
            yield from self.pods_of(deployment["metadata"]["labels"]["app.kubernetes.io/component"])
        for job in self._all("Job"):
            yield _pod(f"{job['metadata']['name']}-{_PODS[0]}", job["spec"]["template"])
        for job in self._all("CronJob"):
            template = job["spec"]["jobTemplate"]["spec"]["template"]
            yield _pod(f"{job['metadata']['name']}-29400180-{_PODS[0]}", template)

    def _all(self, kind: str) -> list[Manifest]:
        return [manifest for manifest in self.manifests if manifest["kind"] == kind]

    def _the(self, kind: str) -> Manifest:
        (found,) = self._all(kind)
        return found


def _pod(name: str, template: Manifest) -> Pod:
    containers = template["spec"]["containers"]
    ports = [
        (container["name"], port["name"], port["containerPort"])
        for container in containers
        for port in container.get("ports", [])
    ]
    return Pod(name, template["metadata"]["labels"], ports)


@cache
def instances() -> dict[str, Instance]:
    """Return all instances by name."""
    limited = MonitoringProps(alerts=Alerts(storage_limit="100Gi"))
    within_budget = limited.with_(alerts={"object_storage_limit": "200Gi"})
    props = {
        HEALTHY: highly_available(MonitoringProps()),
        OVERLOADED: highly_available(within_budget, HpaAutoscaling(), S3_STORAGE),
        DOWN: highly_available(MonitoringProps()),
        NO_PODS: highly_available(limited, HpaAutoscaling(), S3_STORAGE),
        UNIFIED: _dev(MonitoringProps()),
    }
    # each in its own app, because the instances of an app must not share their databases
    return {name: rendered(App(), name, each) for name, each in props.items()}


def rendered(app: App, name: str, props: PowerSyncProps) -> Instance:
    """Render an instance in its own chart."""
    chart = Chart(app, name, namespace=NAMESPACE, disable_resource_name_hashes=True)
    PowerSync(chart, name, props)
    return Instance(name, list(chart.to_json()))


def highly_available(
    monitoring: MonitoringProps, autoscaling: Autoscaling | None = None, storage: Storage = STORAGE
) -> PowerSyncProps:
    """Return the props of an instance for production."""
    return presets.ha(
        host="powersync.example.com",
        source=SOURCE,
        storage=storage,
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
        autoscaling=autoscaling,
    ).with_(monitoring=monitoring)


def _dev(monitoring: MonitoringProps) -> PowerSyncProps:
    return presets.dev(
        client_auth=CLIENT_AUTH,
        sync_config=SYNC_CONFIG,
        postgres=DevPostgresProps(password=SecretValue("only-for-tests")),
        compact=CompactProps(schedule="0 3 * * sun"),
    ).with_(monitoring=monitoring)
