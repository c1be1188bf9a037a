"""The autoscaler of the API: a HorizontalPodAutoscaler of ours, or KEDA's."""

from typing import Any

import pytest
from cdk8s import App, Chart

from powersync_constructs import ConfigError, PowerSyncApi, PowerSyncConfiguration
from powersync_constructs.config import ApiProps, HpaAutoscaling, KedaAuthentication, KedaAutoscaling
from powersync_constructs.config.workloads.autoscaling import Autoscaling
from tests.samples.configuration import CONFIGURATION
from tests.samples.pods import FULL_AUTOSCALING, FULL_KEDA

from .manifests import Manifest, add_configuration, label, the, workload

PROMETHEUS = "http://prometheus-operated.monitoring.svc:9090"
KEDA = KedaAutoscaling(prometheus_url=PROMETHEUS)
BOTH = pytest.mark.parametrize("autoscaling", [HpaAutoscaling(), KEDA], ids=["hpa", "keda"])
_PODS = 'namespace="sync",pod=~"powersync-api-[bcdfghjklmnpqrstvwxz2456789-]+"'
_QUERY = f"sum(max by (pod) (powersync_concurrent_connections{{{_PODS}}}))"


def test_hpa(chart: Chart) -> None:
    """Unless told otherwise it aims at 80 connections and 70 % CPU, between 2 and 10 pods."""
    spec = hpa(chart, HpaAutoscaling())["spec"]
    del spec["behavior"]

    assert spec == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "powersync-api"},
        "minReplicas": 2,
        "maxReplicas": 10,
        "metrics": [_cpu(70), _connections("80")],
    }


def test_keda(chart: Chart) -> None:
    """It has the same aims and bounds, and never takes pods that Prometheus has lost for pods without clients."""
    spec = scaled_object(chart, KEDA)["spec"]
    del spec["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]

    assert spec == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "powersync-api"},
        "pollingInterval": 30,
        "minReplicaCount": 2,
        "maxReplicaCount": 10,
        "advanced": {"horizontalPodAutoscalerConfig": {"name": "powersync-api"}},
        "triggers": [
            {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "70"}},
            {
                "type": "prometheus",
                "metricType": "AverageValue",
                "metadata": {
                    "serverAddress": PROMETHEUS,
                    "query": _QUERY,
                    "threshold": "80",
                    "ignoreNullValues": "false",
                },
            },
        ],
        "fallback": {"failureThreshold": 3, "replicas": 2, "behavior": "currentReplicasIfHigher"},
    }


@BOTH
def test_pods_double_at_once_and_go_one_by_one(chart: Chart, autoscaling: Autoscaling) -> None:
    """At most twice as many within 120 s; one less within 300 s, as the last 300 s allow. Both behave the same."""
    assert behavior(chart, autoscaling) == {
        "scaleUp": {
            "stabilizationWindowSeconds": 0,
            "selectPolicy": "Max",
            "policies": [{"type": "Percent", "value": 100, "periodSeconds": 120}],
        },
        "scaleDown": {
            "stabilizationWindowSeconds": 300,
            "selectPolicy": "Max",
            "policies": [{"type": "Pods", "value": 1, "periodSeconds": 300}],
        },
    }


@pytest.mark.parametrize("autoscaling", [FULL_AUTOSCALING, FULL_KEDA], ids=["hpa", "keda"])
def test_every_figure_of_the_behavior_is_a_choice(chart: Chart, autoscaling: Autoscaling) -> None:
    """How far it looks back, in which time, and how many pods go."""
    made = behavior(chart, autoscaling)

    [up], [down] = made["scaleUp"]["policies"], made["scaleDown"]["policies"]
    windows = [made[direction]["stabilizationWindowSeconds"] for direction in ("scaleUp", "scaleDown")]
    assert (windows, up["periodSeconds"], down["periodSeconds"], down["value"]) == ([30, 600], 60, 900, 2)


def test_hpa_has_the_bounds_and_aims_that_it_is_told(chart: Chart) -> None:
    """Pods, connections and CPU are choices."""
    spec = hpa(chart, FULL_AUTOSCALING)["spec"]

    assert (spec["minReplicas"], spec["maxReplicas"], spec["metrics"]) == (3, 20, [_cpu(60), _connections("60")])


@pytest.mark.parametrize(
    ("autoscaling", "metrics"),
    [(HpaAutoscaling(connections=None), ["Resource"]), (HpaAutoscaling(cpu_percent=None), ["Pods"])],
    ids=["cpu", "connections"],
)
def test_hpa_with_one_metric(chart: Chart, autoscaling: HpaAutoscaling, metrics: list[str]) -> None:
    """A metric that is left out is not aimed at."""
    assert [metric["type"] for metric in hpa(chart, autoscaling)["spec"]["metrics"]] == metrics


@pytest.mark.parametrize(
    ("autoscaling", "triggers", "falls_back"),
    [
        (KedaAutoscaling(connections=None), ["cpu"], False),
        (KedaAutoscaling(prometheus_url=PROMETHEUS, cpu_percent=None), ["prometheus"], True),
    ],
    ids=["cpu", "connections"],
)
def test_keda_with_one_trigger(
    chart: Chart, autoscaling: KedaAutoscaling, triggers: list[str], falls_back: bool
) -> None:
    """What is left out is not asked for, and CPU, which comes from the cluster itself, needs no fallback."""
    spec = scaled_object(chart, autoscaling)["spec"]

    assert ([trigger["type"] for trigger in spec["triggers"]], "fallback" in spec) == (triggers, falls_back)


@pytest.mark.parametrize("name", [None, "older"])
def test_keda_takes_over_the_hpa_that_is_there(chart: Chart, name: str | None) -> None:
    """The one that `HpaAutoscaling` has made, or another that is named."""
    made = scaled_object(chart, KEDA.with_(hpa_name=name))

    config = made["spec"]["advanced"]["horizontalPodAutoscalerConfig"]
    annotation = made["metadata"]["annotations"]["scaledobject.keda.sh/transfer-hpa-ownership"]
    assert (config["name"], annotation) == (name or "powersync-api", "true")


def test_both_autoscalers_share_a_name(chart: Chart) -> None:
    """So that KEDA takes over what `HpaAutoscaling` has left."""
    config = scaled_object(chart, KEDA)["spec"]["advanced"]["horizontalPodAutoscalerConfig"]

    made = hpa(Chart(App(), "another", namespace="sync", disable_resource_name_hashes=True), HpaAutoscaling())
    assert config["name"] == made["metadata"]["name"]


@pytest.mark.parametrize(
    ("modes", "metadata"), [((), None), (("bearer", "tls"), "bearer,tls")], ids=["pod-identity", "token"]
)
def test_keda_logs_in(chart: Chart, modes: tuple[Any, ...], metadata: str | None) -> None:
    """By a TriggerAuthentication of somebody else's, in the ways that Prometheus asks for."""
    authentication = KedaAuthentication(name="prometheus", kind="ClusterTriggerAuthentication", modes=modes)

    trigger = scaled_object(chart, KEDA.with_(authentication=authentication))["spec"]["triggers"][1]

    reference = {"name": "prometheus", "kind": "ClusterTriggerAuthentication"}
    assert (trigger["authenticationRef"], trigger["metadata"].get("authModes")) == (reference, metadata)


@BOTH
def test_an_autoscaler_owns_the_replicas(chart: Chart, autoscaling: Autoscaling) -> None:
    """An apply must not set them again."""
    assert "replicas" not in the(workload(chart, "api", autoscaling=autoscaling), "Deployment")["spec"]


@BOTH
def test_an_autoscaler_is_part_of_the_api(chart: Chart, autoscaling: Autoscaling) -> None:
    """It is labelled as the pods that it scales."""
    kind = "HorizontalPodAutoscaler" if autoscaling.type == "hpa" else "ScaledObject"

    assert label(the(workload(chart, "api", autoscaling=autoscaling), kind), "component") == "api"


@BOTH
def test_an_aim_above_the_limit_is_refused(chart: Chart, autoscaling: Autoscaling) -> None:
    """An API that stands alone cannot aim at more streams than a process takes."""
    configuration = add_configuration(chart, service={"api": {"parameters": {"max_concurrent_connections": 80}}})

    with pytest.raises(ConfigError, match=r"autoscaling\.connections: 80 is not 10 % below the 80 streams"):
        PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=configuration)


@BOTH
def test_an_aim_that_nothing_measures_is_refused(chart: Chart, autoscaling: Autoscaling) -> None:
    """An API that stands alone cannot aim at connections where nothing tells how many there are."""
    configuration = add_configuration(chart, service={"telemetry": {"prometheus_port": None}})

    with pytest.raises(ConfigError, match=r"connections: 80 is a metric, and telemetry\.prometheus_port is None"):
        PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=configuration)


def test_keda_must_know_the_namespace() -> None:
    """Prometheus has the pods of all namespaces."""
    chart = Chart(App(), "chart", disable_resource_name_hashes=True)
    configuration = PowerSyncConfiguration(chart, "powersync", CONFIGURATION)

    with pytest.raises(ConfigError, match=r"chart\.namespace: missing, and the query for the pods' connections"):
        PowerSyncApi(chart, "api", ApiProps(autoscaling=KEDA), configuration=configuration)


def test_a_query_of_ones_own_needs_no_namespace() -> None:
    """It says itself which pods it is about."""
    chart = Chart(App(), "chart", disable_resource_name_hashes=True)

    trigger = scaled_object(chart, KEDA.with_(query="sum(mine)"))["spec"]["triggers"][1]

    assert trigger["metadata"]["query"] == "sum(mine)"


def hpa(chart: Chart, autoscaling: Autoscaling) -> Manifest:
    """The HorizontalPodAutoscaler of an API."""
    return the(workload(chart, "api", autoscaling=autoscaling), "HorizontalPodAutoscaler")


def scaled_object(chart: Chart, autoscaling: Autoscaling) -> Manifest:
    """The ScaledObject of an API."""
    return the(workload(chart, "api", autoscaling=autoscaling), "ScaledObject")


def behavior(chart: Chart, autoscaling: Autoscaling) -> Manifest:
    """How fast there are more pods and fewer."""
    if autoscaling.type == "hpa":
        made: Manifest = hpa(chart, autoscaling)["spec"]["behavior"]
    else:
        made = scaled_object(chart, autoscaling)["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]
    return made


def _connections(target: str) -> Manifest:
    metric = {"metric": {"name": "powersync_concurrent_connections"}}
    return {"type": "Pods", "pods": {**metric, "target": {"type": "AverageValue", "averageValue": target}}}


def _cpu(percent: int) -> Manifest:
    target = {"type": "Utilization", "averageUtilization": percent}
    return {"type": "Resource", "resource": {"name": "cpu", "target": target}}
