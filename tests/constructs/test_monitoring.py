"""PowerSyncMonitoring: what is scraped, how its objects are labelled, and what it cannot do without."""

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
    """An empty chart in a namespace, or in none."""
    return Chart(App(), "chart", namespace=namespace, disable_resource_name_hashes=True)


def test_the_pods_with_metrics_are_scraped(chart: Chart) -> None:
    """Those of the instance that stay, at the port that they have."""
    made = monitored(chart, MONITORING)
    monitor = the(made, "PodMonitor", "powersync")["spec"]

    scraped = {owner for owner, template in pod_templates(made) if selects(monitor["selector"], template)}
    ports = {
        port["name"] for owner, template in pod_templates(made) if owner in scraped for port in open_ports(template)
    }
    assert (scraped, monitor["podMetricsEndpoints"][0]["port"] in ports) == ({"api", "replication"}, True)


def selects(selector: Manifest, template: Manifest) -> bool:
    """Whether a label selector takes the pods of a template."""
    labels = template["metadata"]["labels"]
    exact = selector["matchLabels"].items() <= labels.items()
    return exact and all(labels.get(each["key"]) in each["values"] for each in selector["matchExpressions"])


def open_ports(template: Manifest) -> list[Manifest]:
    """The ports of the service's container."""
    ports: list[Manifest] = template["spec"]["containers"][0]["ports"]
    return ports


def test_pods_of_a_neighbour_are_not_scraped(chart: Chart) -> None:
    """The PodMonitor is of one instance too."""
    monitor = the(monitored(chart, MONITORING), "PodMonitor")["spec"]["selector"]
    neighbour = instance(chart_in("sync"), INSTANCE, "powersync-2")

    assert [owner for owner, template in pod_templates(neighbour) if selects(monitor, template)] == []


def test_a_unified_pod_is_scraped(chart: Chart) -> None:
    """The same, where one pod does everything."""
    pod = UnifiedPod(chart, "unified", UnifiedProps(), configuration=add_configuration(chart))
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=pod)
    made = render(chart)

    monitor = the(made, "PodMonitor")["spec"]["selector"]
    assert [owner for owner, template in pod_templates(made) if selects(monitor, template)] == ["unified"]


def test_labels_are_what_the_prometheus_looks_for(chart: Chart) -> None:
    """On PodMonitor and PrometheusRule; the dashboard has those of Grafana's sidecar."""
    made = [each for each in monitored(chart, FULL_MONITORING) if label(each, "component") == "monitoring"]

    own = ("app.kubernetes.io/", "powersync-constructs/")
    found = {each["kind"]: {key for key in each["metadata"]["labels"] if not key.startswith(own)} for each in made}
    operator = {"release"}
    assert found == {
        "PodMonitor": operator,
        "PrometheusRule": operator,
        "ConfigMap": {"example.com/dashboard", "grafana_dashboard"},
    }


def test_the_dashboard_goes_where_the_sidecar_puts_it(chart: Chart) -> None:
    """In the folder that is asked for, in a file that no other instance has."""
    monitoring = MONITORING.with_(dashboard={"annotations": {"grafana_folder": "Sync"}})

    made = the(monitored(chart, monitoring), "ConfigMap", "powersync-dashboard")

    assert (made["metadata"]["annotations"], [*made["data"]]) == ({"grafana_folder": "Sync"}, ["sync.powersync.json"])


def test_a_shared_dashboard_is_not_named_after_an_instance(chart: Chart) -> None:
    """Neither the ConfigMap nor the file, so that it can be handed from one instance to another."""
    made = monitored(chart, MONITORING.with_(dashboard={"shared": True}))

    board = the(made, "ConfigMap", "powersync-dashboard-shared")
    assert [*board["data"]] == ["powersync-dashboard-shared.json"]


@pytest.mark.parametrize(
    ("left_out", "kinds"),
    [
        ("alerts", ["PodMonitor", "ConfigMap"]),
        ("dashboard", ["PodMonitor", "PrometheusRule"]),
    ],
)
def test_a_part_is_left_out(chart: Chart, left_out: str, kinds: list[str]) -> None:
    """Where None is given."""
    made = monitored(chart, MONITORING.with_(**{left_out: None}))

    assert [each["kind"] for each in made if label(each, "component") == "monitoring"] == kinds


def test_an_instance_is_not_monitored_unless_asked(chart: Chart) -> None:
    """A cluster without the Prometheus operator refuses its resources."""
    assert PowerSync(chart, "powersync", INSTANCE).monitoring is None


@pytest.mark.parametrize(
    ("namespace", "telemetry", "line"),
    [
        pytest.param(
            None,
            {},
            "chart.namespace: missing, and alerts must be about this instance alone; use Chart(..., namespace=...)",
            id="no-namespace",
        ),
        pytest.param(
            "sync",
            {"prometheus_port": None},
            "monitoring: needs metrics, and telemetry.prometheus_port is None; set the port, or remove monitoring",
            id="no-metrics",
        ),
    ],
)
def test_what_it_cannot_do_without(namespace: str | None, telemetry: dict[str, Any], line: str) -> None:
    """A namespace to tell instances apart, and metrics."""
    chart = chart_in(namespace)
    configuration = add_configuration(chart, service={"telemetry": telemetry})
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=configuration)

    with pytest.raises(ConfigError) as refused:
        PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert refused.value.lines == [line]


def test_a_unified_pod_has_no_replicators(chart: Chart) -> None:
    """Alerts are about one Deployment that replicates."""
    configuration = add_configuration(chart)
    pod = UnifiedPod(chart, "unified", UnifiedProps(), configuration=configuration)
    pair = ReplicationPair(chart, "replication", ReplicationProps(), configuration=configuration)

    with pytest.raises(ConfigError) as refused:
        PowerSyncMonitoring(chart, "monitoring", MONITORING, api=pod, replication=pair)

    rule = "stands beside a unified pod, which replicates itself; remove it"
    assert refused.value.lines == [f"monitoring.replication: {rule}"]


@pytest.mark.parametrize(
    ("autoscaling", "monitored"),
    [
        pytest.param(None, [], id="none"),
        pytest.param(HpaAutoscaling(), ["powersync-api"], id="hpa"),
        pytest.param(FULL_KEDA, ["sync-api"], id="keda"),
        pytest.param(HpaAutoscaling(min_replicas=3, max_replicas=3), [], id="no-choice"),
    ],
)
def test_the_autoscaler_is_known_by_its_name(
    chart: Chart, autoscaling: Autoscaling | None, monitored: list[str]
) -> None:
    """Also that which KEDA keeps, whose name may be another; none where there is nothing to choose."""
    api = PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=add_configuration(chart))
    PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    expressions = " ".join(rule["expr"] for rule in rules(render(chart)))
    assert sorted(set(re.findall(r'horizontalpodautoscaler="([^"]+)"', expressions))) == monitored


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [("pod_monitor", "PodMonitor"), ("prometheus_rule", "PrometheusRule"), ("dashboard", "ConfigMap")],
)
def test_what_is_made_is_an_attribute(chart: Chart, attribute: str, kind: str) -> None:
    """Each object can be reached by a name, for a patch or a reference."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert getattr(made, attribute).kind == kind


def test_what_is_not_made_is_none(chart: Chart) -> None:
    """The attribute is there all the same."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = PowerSyncMonitoring(chart, "monitoring", MonitoringProps(alerts=None, dashboard=None), api=api)

    assert (made.prometheus_rule, made.dashboard) == (None, None)


def test_ids_are_those_of_constructs(chart: Chart) -> None:
    """In small letters with dashes, as people type them in a path."""
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=add_configuration(chart))

    made = PowerSyncMonitoring(chart, "monitoring", MONITORING, api=api)

    assert [child.node.id for child in made.node.children] == ["pod-monitor", "prometheus-rule", "dashboard"]


def test_alerts_and_dashboard_are_loaded_when_they_are_made() -> None:
    """An app without monitoring does not pay for them."""
    script = "import sys, powersync_constructs.constructs.instance; print(*sys.modules)"

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    package = "powersync_constructs.constructs._monitoring"
    assert {f"{package}.alerts", f"{package}.dashboard"} & set(loaded) == set()
