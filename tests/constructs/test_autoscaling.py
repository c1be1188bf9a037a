"""The autoscaler of the API: a HorizontalPodAutoscaler or a KEDA ScaledObject."""

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
    """By default, the targets are 80 connections and 70 % CPU, with 2 to 10 pods."""
    spec = hpa(chart, HpaAutoscaling())["spec"]
    del spec["behavior"]

    assert spec == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "powersync-api"},
        "minReplicas": 2,
        "maxReplicas": 10,
        "metrics": [_cpu(70), _connections("80")],
    }


def test_keda(chart: Chart) -> None:
    """The targets and bounds are the same as for the HPA, and an empty query result is a failure instead of 0."""
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
def test_scale_up_doubles_and_scale_down_removes_one_pod(chart: Chart, autoscaling: Autoscaling) -> None:
    """Both autoscalers at most double the pods per 120 s, and remove one pod per 300 s after a window of 300 s."""
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
def test_the_behavior_is_configurable(chart: Chart, autoscaling: Autoscaling) -> None:
    """The windows, the periods and the number of removed pods are configurable."""
    made = behavior(chart, autoscaling)

    [up], [down] = made["scaleUp"]["policies"], made["scaleDown"]["policies"]
    windows = [made[direction]["stabilizationWindowSeconds"] for direction in ("scaleUp", "scaleDown")]
    assert (windows, up["periodSeconds"], down["periodSeconds"], down["value"]) == ([30, 600], 60, 900, 2)


def test_hpa_bounds_and_targets_are_configurable(chart: Chart) -> None:
    """The number of pods, connections and CPU are configurable."""
    spec = hpa(chart, FULL_AUTOSCALING)["spec"]

    assert (spec["minReplicas"], spec["maxReplicas"], spec["metrics"]) == (3, 20, [_cpu(60), _connections("60")])


@pytest.mark.parametrize(
    ("autoscaling", "metrics"),
    [(HpaAutoscaling(connections=None), ["Resource"]), (HpaAutoscaling(cpu_percent=None), ["Pods"])],
    ids=["cpu", "connections"],
)
def test_hpa_with_one_metric(chart: Chart, autoscaling: HpaAutoscaling, metrics: list[str]) -> None:
    """A metric that is None is omitted."""
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
    """A trigger that is None is omitted, and CPU alone has no fallback."""
    spec = scaled_object(chart, autoscaling)["spec"]

    assert ([trigger["type"] for trigger in spec["triggers"]], "fallback" in spec) == (triggers, falls_back)


@pytest.mark.parametrize("name", [None, "older"])
def test_keda_takes_over_an_existing_hpa(chart: Chart, name: str | None) -> None:
    """KEDA takes over the HPA of `HpaAutoscaling`, or the one that `hpa_name` names."""
    made = scaled_object(chart, KEDA.with_(hpa_name=name))

    config = made["spec"]["advanced"]["horizontalPodAutoscalerConfig"]
    annotation = made["metadata"]["annotations"]["scaledobject.keda.sh/transfer-hpa-ownership"]
    assert (config["name"], annotation) == (name or "powersync-api", "true")


def test_both_autoscalers_share_a_name(chart: Chart) -> None:
    """Both autoscalers use the same HPA name, so KEDA can take over the HPA of `HpaAutoscaling`."""
    config = scaled_object(chart, KEDA)["spec"]["advanced"]["horizontalPodAutoscalerConfig"]

    made = hpa(Chart(App(), "another", namespace="sync", disable_resource_name_hashes=True), HpaAutoscaling())
    assert config["name"] == made["metadata"]["name"]


@pytest.mark.parametrize(
    ("modes", "metadata"), [((), None), (("bearer", "tls"), "bearer,tls")], ids=["pod-identity", "token"]
)
def test_keda_authenticates(chart: Chart, modes: tuple[Any, ...], metadata: str | None) -> None:
    """The trigger references the TriggerAuthentication, and has the authentication modes."""
    authentication = KedaAuthentication(name="prometheus", kind="ClusterTriggerAuthentication", modes=modes)

    trigger = scaled_object(chart, KEDA.with_(authentication=authentication))["spec"]["triggers"][1]

    reference = {"name": "prometheus", "kind": "ClusterTriggerAuthentication"}
    assert (trigger["authenticationRef"], trigger["metadata"].get("authModes")) == (reference, metadata)


@BOTH
def test_an_autoscaler_owns_the_replicas(chart: Chart, autoscaling: Autoscaling) -> None:
    """With an autoscaler, the Deployment does not set `replicas`, because every apply would reset it."""
    assert "replicas" not in the(workload(chart, "api", autoscaling=autoscaling), "Deployment")["spec"]


@BOTH
def test_an_autoscaler_is_part_of_the_api(chart: Chart, autoscaling: Autoscaling) -> None:
    """The autoscaler has the component label of the API."""
    kind = "HorizontalPodAutoscaler" if autoscaling.type == "hpa" else "ScaledObject"

    assert label(the(workload(chart, "api", autoscaling=autoscaling), kind), "component") == "api"


@BOTH
def test_a_target_above_the_limit_is_an_error(chart: Chart, autoscaling: Autoscaling) -> None:
    """A target near or above the stream limit of a process is an error, also for an API that is used alone."""
    configuration = add_configuration(chart, service={"api": {"parameters": {"max_concurrent_connections": 80}}})

    with pytest.raises(
        ConfigError, match=r"autoscaling\.connections: 80 plus 10 % is not below max_concurrent_connections 80"
    ):
        PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=configuration)


@BOTH
def test_a_target_without_metrics_is_an_error(chart: Chart, autoscaling: Autoscaling) -> None:
    """A target for connections without a metrics port is an error, also for an API that is used alone."""
    configuration = add_configuration(chart, service={"telemetry": {"prometheus_port": None}})

    with pytest.raises(ConfigError, match=r"connections: 80 needs metrics, but telemetry\.prometheus_port is None"):
        PowerSyncApi(chart, "api", ApiProps(autoscaling=autoscaling), configuration=configuration)


def test_keda_needs_the_namespace() -> None:
    """KEDA without a namespace is an error, because its query must select the pods of one namespace."""
    chart = Chart(App(), "chart", disable_resource_name_hashes=True)
    configuration = PowerSyncConfiguration(chart, "powersync", CONFIGURATION)

    with pytest.raises(ConfigError, match=r"chart\.namespace: missing, but the query for connections must contain it"):
        PowerSyncApi(chart, "api", ApiProps(autoscaling=KEDA), configuration=configuration)


def test_a_custom_query_needs_no_namespace() -> None:
    """A custom query is used unchanged, and does not need a namespace."""
    chart = Chart(App(), "chart", disable_resource_name_hashes=True)

    trigger = scaled_object(chart, KEDA.with_(query="sum(mine)"))["spec"]["triggers"][1]

    assert trigger["metadata"]["query"] == "sum(mine)"


def hpa(chart: Chart, autoscaling: Autoscaling) -> Manifest:
    """Return the HorizontalPodAutoscaler of an API."""
    return the(workload(chart, "api", autoscaling=autoscaling), "HorizontalPodAutoscaler")


def scaled_object(chart: Chart, autoscaling: Autoscaling) -> Manifest:
    """Return the ScaledObject of an API."""
    return the(workload(chart, "api", autoscaling=autoscaling), "ScaledObject")


def behavior(chart: Chart, autoscaling: Autoscaling) -> Manifest:
    """Return the scaling behavior of an API."""
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
