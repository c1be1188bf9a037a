"""PowerSyncMonitoring: the scraped pods, the labels of its objects, and its requirements."""

import re
import subprocess
import sys
from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import (
    ConfigError,
    PowerSync,
    PowerSyncApi,
    PowerSyncMonitoring,
    ReplicationPair,
    UnifiedPod,
)
from powersync_constructs.config import ApiProps, HpaAutoscaling, MonitoringProps, ReplicationProps, UnifiedProps
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from tests.samples.instance import INSTANCE
from tests.samples.monitoring import FULL_MONITORING, MONITORING
from tests.samples.pods import FULL_KEDA

from .alerts import rules
from .manifests import Manifest, add_configuration, instance, label, monitored, pod_templates, render, the


def chart_in(namespace: str | None) -> Chart:
    """Return an empty chart, with or without a namespace."""
    return Chart(App(), "chart", namespace=namespace, disable_resource_name_hashes=True)


def test_the_pods_with_metrics_are_scraped(chart: Chart) -> None:
    """The PodMonitor selects the long-running pods of the instance, and names a port that they have."""
    made = monitored(chart, MONITORING)
    monitor = the(made, "PodMonitor", "powersync")["spec"]

    scraped = {owner for owner, template in pod_templates(made) if selects(monitor["selector"], template)}
    ports = {
        port["name"] for owner, template in pod_templates(made) if owner in scraped for port in open_ports(template)
    }
    assert (scraped, monitor["podMetricsEndpoints"][0]["port"] in ports) == ({"api", "replication"}, True)


def selects(selector: Manifest, template: Manifest) -> bool:
    """Return whether a label selector matches the pods of a template."""
    labels = template["metadata"]["labels"]
    exact = selector["matchLabels"].items() <= labels.items()
    return exact and all(labels.get(each["key"]) in each["values"] for each in selector["matchExpressions"])


def open_ports(template: Manifest) -> list[Manifest]:
    """Return the ports of the service container."""
    ports: list[Manifest] = template["spec"]["containers"][0]["ports"]
    return ports


def test_pods_of_another_instance_are_not_scraped(chart: Chart) -> None:
    """The PodMonitor does not select the pods of another instance in the namespace."""
    monitor = the(monitored(chart, MONITORING), "PodMonitor")["spec"]["selector"]
    other = instance(chart_in("sync"), INSTANCE, "powersync-2")

    assert [owner for owner, template in pod_templates(other) if selects(monitor, template)] == []


def test_a_unified_pod_is_scraped(chart: Chart) -> None:
    """The PodMonitor of a unified instance selects its unified pod."""
    pod = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=pod)
    made = render(chart)

    monitor = the(made, "PodMonitor")["spec"]["selector"]
    assert [owner for owner, template in pod_templates(made) if selects(monitor, template)] == ["unified"]


def test_objects_have_the_labels_of_their_selectors(chart: Chart) -> None:
    """PodMonitor and PrometheusRule have the labels for Prometheus; the dashboard has those for Grafana's sidecar."""
    made = [each for each in monitored(chart, FULL_MONITORING) if label(each, "component") == "monitoring"]

    own = ("app.kubernetes.io/", "powersync-constructs/")
    found = {each["kind"]: {key for key in each["metadata"]["labels"] if not key.startswith(own)} for each in made}
    operator = {"release"}
    assert found == {
        "PodMonitor": operator,
        "PrometheusRule": operator,
        "ConfigMap": {"example.com/dashboard", "grafana_dashboard"},
    }


def test_the_dashboard_has_a_folder_and_a_unique_file_name(chart: Chart) -> None:
    """The ConfigMap has the folder annotation, and a file name that contains namespace and instance."""
    monitoring = MONITORING.with_(dashboard={"annotations": {"grafana_folder": "Sync"}})

    made = the(monitored(chart, monitoring), "ConfigMap", "powersync-dashboard")

    assert (made["metadata"]["annotations"], [*made["data"]]) == ({"grafana_folder": "Sync"}, ["sync.powersync.json"])


def test_a_shared_dashboard_is_not_named_after_an_instance(chart: Chart) -> None:
    """Neither the ConfigMap nor its file is named after an instance, so any instance can generate them."""
    made = monitored(chart, MONITORING.with_(dashboard={"shared": True}))

    board = the(made, "ConfigMap", "powersync-dashboard-shared")
    assert [*board["data"]] == ["powersync-dashboard-shared.json"]


@pytest.mark.parametrize(
    ("omitted", "kinds"),
    [
        ("alerts", ["PodMonitor", "ConfigMap"]),
        ("dashboard", ["PodMonitor", "PrometheusRule"]),
    ],
)
def test_a_part_is_omitted(chart: Chart, omitted: str, kinds: list[str]) -> None:
    """With None, an object is not created."""
    made = monitored(chart, MONITORING.with_(**{omitted: None}))

    assert [each["kind"] for each in made if label(each, "component") == "monitoring"] == kinds


def test_an_instance_is_not_monitored_by_default(chart: Chart) -> None:
    """An instance has no monitoring by default, because its objects need the Prometheus operator."""
    assert PowerSync(chart, "powersync", INSTANCE).monitoring is None


@pytest.mark.parametrize(
    ("namespace", "telemetry", "line"),
    [
        pytest.param(
            None,
            {},
            "chart.namespace: missing, but the alerts select the instance by namespace; use Chart(..., namespace=...)",
            id="no-namespace",
        ),
        pytest.param(
            "sync",
            {"prometheus_port": None},
            "monitoring: needs metrics, but telemetry.prometheus_port is None; set the port, or remove monitoring",
            id="no-metrics",
        ),
    ],
)
def test_monitoring_needs_a_namespace_and_metrics(namespace: str | None, telemetry: dict[str, Any], line: str) -> None:
    """Monitoring without a namespace or without metrics is an error."""
    chart = chart_in(namespace)
    configuration = add_configuration(chart, service={"telemetry": telemetry})
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=configuration)

    with pytest.raises(ConfigError) as refused:
        PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert refused.value.lines == [line]


def test_a_unified_pod_with_replicators_is_an_error(chart: Chart) -> None:
    """Replicators next to a unified pod are an error."""
    configuration = add_configuration(chart)
    pod = UnifiedPod(chart, "unified", UnifiedProps(), configuration=configuration)
    pair = ReplicationPair(chart, "replication", ReplicationProps(), configuration=configuration)

    with pytest.raises(ConfigError) as refused:
        PowerSyncMonitoring(chart, "monitoring", MONITORING, api=pod, replication=pair)

    rule = "is set in addition to a unified pod, which also replicates; remove it"
    assert refused.value.lines == [f"monitoring.replication: {rule}"]


@pytest.mark.filterwarnings("ignore:.*room-to-scale")
@pytest.mark.parametrize(
    ("autoscaling", "monitored"),
    [
        pytest.param(None, [], id="none"),
        pytest.param(HpaAutoscaling(), ["powersync-api"], id="hpa"),
        pytest.param(FULL_KEDA, ["sync-api"], id="keda"),
        pytest.param(HpaAutoscaling(min_replicas=3, max_replicas=3), [], id="fixed-number"),
    ],
)
def test_alerts_select_the_autoscaler_by_its_name(
    chart: Chart, autoscaling: Autoscaling | None, monitored: list[str]
) -> None:
    """The alert selects the HorizontalPodAutoscaler, also the one of KEDA; a fixed number of pods has no alert."""
    api = PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=add_configuration(chart))
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    expressions = " ".join(rule["expr"] for rule in rules(render(chart)))
    assert sorted(set(re.findall(r'horizontalpodautoscaler="([^"]+)"', expressions))) == monitored


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [("pod_monitor", "PodMonitor"), ("prometheus_rule", "PrometheusRule"), ("dashboard", "ConfigMap")],
)
def test_objects_are_attributes(chart: Chart, attribute: str, kind: str) -> None:
    """Each object is available as an attribute."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert getattr(made, attribute).kind == kind


def test_an_omitted_object_is_none(chart: Chart) -> None:
    """The attribute of an omitted object is None."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = PowerSyncMonitoring(chart, "monitoring", MonitoringProps(alerts=None, dashboard=None), api=api)

    assert (made.prometheus_rule, made.dashboard) == (None, None)


def test_construct_ids(chart: Chart) -> None:
    """The ids of the child constructs are in kebab case."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert [child.node.id for child in made.node.children] == ["pod-monitor", "prometheus-rule", "dashboard"]


def test_alerts_and_dashboard_are_loaded_lazily() -> None:
    """Importing the library does not load the modules of alerts and dashboard."""
    script = "import sys, powersync_constructs.constructs.instance; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    package = "powersync_constructs.constructs._monitoring"
    assert {f"{package}.alerts", f"{package}.dashboard"} & set(loaded) == set()
