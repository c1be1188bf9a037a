"""Instances that are monitored, as their manifests say it; their names are such as could be taken for each other."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from cdk8s import App, Chart

from powersync_constructs import PowerSync, presets
from powersync_constructs.config import Alerts, CompactProps, DevPostgresProps, HpaAutoscaling, MonitoringProps
from powersync_constructs.config.core.secrets import SecretValue
from powersync_constructs.config.instance import PowerSyncProps
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE

Manifest = dict[str, Any]

NAMESPACE = "sync"
HEALTHY, BUSY, GONE, NOBODY, UNIFIED = "tasks-api", "tasks-api-replication", "tasks-api-api", "tasks", "tasks-unified"
"""One that is well, one that has more than it can do, one that is down, one without a pod, and one for development,
which is compacted once a week."""

_TEMPLATE, _PODS = "6d5f9c7b9b", ("x2k4j", "q8w5z")
"""What Kubernetes ends the names of pods with."""


class Pod(NamedTuple):
    """A pod of a Deployment, or of a Job."""

    name: str
    labels: dict[str, str]
    ports: list[tuple[str, str, int]]
    """The ports, each with its container's name and its own."""


class Instance:
    """An instance, by what is rendered of it."""

    def __init__(self, name: str, manifests: list[Manifest]) -> None:
        self.name = name
        self.manifests = manifests

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The groups of its alerts."""
        groups: list[dict[str, Any]] = self._the("PrometheusRule")["spec"]["groups"]
        return groups

    @property
    def rules(self) -> list[dict[str, Any]]:
        """Its alerts."""
        return [rule for group in self.groups for rule in group["rules"]]

    @property
    def dashboard(self) -> str:
        """Its dashboard, as Grafana gets it."""
        boards = [each for each in self._all("ConfigMap") if "grafana_dashboard" in each["metadata"]["labels"]]
        (text,) = boards[0]["data"].values()
        return str(text)

    @property
    def pod_monitor(self) -> Manifest:
        """What its pods are scraped by."""
        return self._the("PodMonitor")

    @property
    def scaled_object(self) -> Manifest:
        """What KEDA is told of it."""
        return self._the("ScaledObject")

    @property
    def migrate_job(self) -> str | None:
        """The Job that migrates."""
        return next((str(job["metadata"]["name"]) for job in self._all("Job")), None)

    def pods_of(self, component: str) -> list[Pod]:
        """The pods of a Deployment, as many as it asks for, or the two that an autoscaler has made."""
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
        """All its pods, those of Jobs included."""
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
    """All instances, by their names."""
    limited = MonitoringProps(alerts=Alerts(storage_limit="100Gi"))
    props = {
        HEALTHY: highly_available(MonitoringProps()),
        BUSY: highly_available(limited, HpaAutoscaling()),
        GONE: highly_available(MonitoringProps()),
        NOBODY: highly_available(limited, HpaAutoscaling()),
        UNIFIED: _dev(MonitoringProps()),
    }
    app = App()
    return {name: rendered(app, name, each) for name, each in props.items()}


def rendered(app: App, name: str, props: PowerSyncProps) -> Instance:
    """An instance in a chart of its own."""
    chart = Chart(app, name, namespace=NAMESPACE, disable_resource_name_hashes=True)
    PowerSync(chart, name, props)
    return Instance(name, list(chart.to_json()))


def highly_available(monitoring: MonitoringProps, autoscaling: Autoscaling | None = None) -> PowerSyncProps:
    """What is said of an instance for production."""
    return presets.ha(
        host="powersync.example.com",
        source=SOURCE,
        storage=STORAGE,
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
