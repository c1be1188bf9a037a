"""Autoscalers add pods in time, and remove them slowly."""

from collections.abc import Mapping
from typing import Any

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.autoscaling.scaling import (
    autoscaler_has_room,
    autoscaler_keeps_pods,
    autoscaler_removes_few_pods_at_once,
    metric_is_exported,
    missing_metric_is_not_zero,
    only_api_pods_scale,
    target_is_below_the_limit,
    utilization_has_requests,
)
from tests.rules.manifests import manifest, objects
from tests.rules.pods import METRICS, pods

CONNECTIONS = "powersync_concurrent_connections"
LIMIT = "api: {parameters: {max_concurrent_connections: 100}}\n"


def pods_metric(name: str = CONNECTIONS, target: object = "80") -> Mapping[str, Any]:
    """Return a metric of pods for a HorizontalPodAutoscaler."""
    return {"type": "Pods", "pods": {"metric": {"name": name}, "target": {"averageValue": target}}}


def utilization(resource: str = "cpu", kind: str = "resource", **fields: Any) -> Mapping[str, Any]:
    """Return a target in percent of a request."""
    return {"type": "Resource", kind: {"name": resource, "target": {"type": "Utilization"}, **fields}}


def hpa(*metrics: Mapping[str, Any], target: str = "api", **spec: Any) -> Manifest:
    """Return a HorizontalPodAutoscaler."""
    fields = {"scaleTargetRef": {"kind": "Deployment", "name": target}, "minReplicas": 2, "maxReplicas": 10}
    return manifest("HorizontalPodAutoscaler", target, group="autoscaling", spec={**fields, "metrics": metrics, **spec})


def scaled_object(trigger: Mapping[str, Any] | None = None, **spec: Any) -> Manifest:
    """Return a ScaledObject with a trigger for Prometheus. The metadata of the trigger has these fields too."""
    metadata = {"query": f'sum({CONNECTIONS}{{job="powersync_api"}})', "threshold": "80", **(trigger or {})}
    triggers = [{"type": "prometheus", "metadata": metadata}]
    fields = {"scaleTargetRef": {"name": "api"}, "minReplicaCount": 2, "triggers": triggers}
    return manifest("ScaledObject", "api", group="keda.sh", spec={**fields, **spec})


@pytest.mark.parametrize(
    ("autoscaler", "service_yaml", "fix"),
    [
        (hpa(pods_metric(target="182")), "{}", "set the target to less than 181"),
        (hpa(pods_metric(target=200)), "{}", "set the target to less than 181"),
        (scaled_object({"threshold": "500"}), "{}", "set the target to less than 181"),
        (hpa(pods_metric(target="91")), LIMIT, "set the target to less than 90"),
    ],
    ids=["tolerance", "number", "keda", "lower-limit"],
)
def test_target_at_the_limit_is_reported(autoscaler: Manifest, service_yaml: str, fix: str) -> None:
    """A target that exceeds the limit of a pod with the tolerance of 10 % never adds pods."""
    [found] = target_is_below_the_limit.findings(objects(autoscaler, *pods(service_yaml=service_yaml)))

    assert (found.fix, found.severity) == (fix, "error")


@pytest.mark.parametrize(
    ("autoscaler", "service_yaml"),
    [
        pytest.param(hpa(pods_metric(target="181")), "{}", id="highest-target"),
        pytest.param(hpa(pods_metric(target="500")), None, id="unknown-limit"),
        pytest.param(hpa(pods_metric("requests", "500")), "{}", id="other-metric"),
        pytest.param(hpa(pods_metric(target="many")), "{}", id="not-a-number"),
        pytest.param(hpa(utilization()), "{}", id="cpu"),
        pytest.param(hpa(pods_metric(target="500"), target="other"), "{}", id="other-workload"),
    ],
)
def test_targets_below_the_limit_are_not_reported(autoscaler: Manifest, service_yaml: str | None) -> None:
    """A target is not reported if pods are added in time, or if the limit is not known."""
    assert target_is_below_the_limit.findings(objects(autoscaler, *pods(service_yaml=service_yaml))) == []


@pytest.mark.parametrize(
    ("autoscaler", "service_yaml", "reason", "severity"),
    [
        (hpa(pods_metric()), "{}", "needs a metric of the service, but service.yaml does not set", "error"),
        (scaled_object(), "{}", "needs a metric of the service, but service.yaml does not set", "error"),
        (
            hpa(pods_metric("powersync_concurrent_connection")),
            METRICS,
            "needs the metric powersync_concurrent_connection, which the service does not export",
            "warning",
        ),
        (
            scaled_object({"query": "max(powersync_replication_lag_seconds)"}),
            METRICS,
            "needs the metric powersync_replication_lag_seconds, which only replicators export",
            "error",
        ),
    ],
    ids=["hpa-without-metrics", "keda-without-metrics", "unknown", "of-replicators"],
)
def test_missing_metric_is_reported(autoscaler: Manifest, service_yaml: str, reason: str, severity: str) -> None:
    """A metric that the scaled pods do not export is reported."""
    [found] = metric_is_exported.findings(objects(autoscaler, *pods(service_yaml=service_yaml)))

    assert found.reason.startswith(reason)
    assert found.severity == severity


RECORDED = manifest(
    "PrometheusRule", "own", spec={"groups": [{"rules": [{"record": "powersync_peak", "expr": "1"}, {"alert": "A"}]}]}
)


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param([hpa(pods_metric()), *pods(service_yaml=METRICS)], id="hpa"),
        pytest.param([scaled_object(), *pods(service_yaml=METRICS)], id="keda-with-a-similar-label"),
        pytest.param([hpa(pods_metric()), *pods(service_yaml=None)], id="unknown-port"),
        pytest.param([hpa(pods_metric("http_requests")), *pods()], id="metric-of-something-else"),
        pytest.param([hpa(pods_metric("powersync_peak")), RECORDED, *pods(service_yaml=METRICS)], id="recorded"),
        pytest.param([hpa(utilization()), *pods()], id="cpu"),
    ],
)
def test_exported_metrics_are_not_reported(manifests: list[Manifest]) -> None:
    """A metric is not reported if the pods or a recording rule export it, or if it is not of the service."""
    assert metric_is_exported.findings(objects(*manifests)) == []


CPU = {"resources": {"requests": {"cpu": "1"}}}
PROXY = {"containers": [{"name": "proxy", "image": "envoyproxy/envoy"}]}


@pytest.mark.parametrize(
    ("autoscaler", "fields", "missing"),
    [
        (hpa(utilization()), {}, "powersync"),
        (hpa(targetCPUUtilizationPercentage=80), {}, "powersync"),
        (hpa(), {}, "powersync"),
        (hpa(utilization("memory")), CPU, "powersync"),
        (hpa(utilization()), {**CPU, "pod": PROXY}, "proxy"),
        (scaled_object(triggers=[{"type": "cpu", "metricType": "Utilization", "metadata": {}}]), {}, "powersync"),
    ],
    ids=["v2", "v1", "default-of-kubernetes", "memory", "sidecar", "keda"],
)
def test_utilization_without_request_is_reported(autoscaler: Manifest, fields: dict[str, Any], missing: str) -> None:
    """The finding names the container without a request."""
    [found] = utilization_has_requests.findings(objects(autoscaler, *pods(**fields)))

    assert f"container '{missing}' has no request" in found.reason


@pytest.mark.parametrize(
    ("autoscaler", "fields"),
    [
        pytest.param(hpa(utilization()), CPU, id="request"),
        pytest.param(hpa(utilization()), {"resources": {"limits": {"cpu": "1"}}}, id="limit-is-the-default-request"),
        pytest.param(
            hpa(utilization(kind="containerResource", container="powersync")), {**CPU, "pod": PROXY}, id="container"
        ),
        pytest.param(hpa(utilization(target={"type": "AverageValue"})), {}, id="absolute-target"),
        pytest.param(hpa(utilization()), {"pod": CPU}, id="request-of-the-pod"),
    ],
)
def test_utilization_with_requests_is_not_reported(autoscaler: Manifest, fields: dict[str, Any]) -> None:
    """A target is not reported if all containers that count have a request."""
    assert utilization_has_requests.findings(objects(autoscaler, *pods(**fields))) == []


@pytest.mark.parametrize(("component", "findings"), [("replication", 1), ("unified", 1), ("api", 0)])
def test_only_api_pods_have_an_autoscaler(component: str, findings: int) -> None:
    """An autoscaler of pods that replicate is reported."""
    assert len(only_api_pods_scale.findings(objects(hpa(target=component), *pods(component)))) == findings


@pytest.mark.parametrize(
    ("autoscaler", "findings"),
    [
        (hpa(maxReplicas=2), 1),
        (hpa(maxReplicas=3), 0),
        (scaled_object(maxReplicaCount=2), 1),
        (scaled_object(), 0),
        (hpa(maxReplicas="many"), 0),
    ],
)
def test_maximum_is_higher_than_the_minimum(autoscaler: Manifest, findings: int) -> None:
    """An autoscaler whose number of pods cannot change is reported."""
    assert len(autoscaler_has_room.findings(objects(autoscaler, *pods()))) == findings


@pytest.mark.parametrize(
    ("autoscaler", "severities"),
    [
        (scaled_object(minReplicaCount=0), ["error"]),
        (manifest("ScaledObject", "api", group="keda.sh", spec={"scaleTargetRef": {"name": "api"}}), ["error"]),
        (scaled_object(idleReplicaCount=0), ["error"]),
        (scaled_object(minReplicaCount=0, triggers=[{"type": "cpu"}]), ["note"]),
        (hpa(minReplicas=1), ["note"]),
        (hpa(minReplicas=2), []),
    ],
    ids=["zero", "default-of-keda", "zero-while-idle", "keda-without-zero", "one", "two"],
)
def test_autoscaler_keeps_two_pods(autoscaler: Manifest, severities: list[str]) -> None:
    """No pods at all is an error, and one pod is a note."""
    found = autoscaler_keeps_pods.findings(objects(autoscaler, *pods()))

    assert [each.severity for each in found] == severities


def scale_down(*policies: Mapping[str, Any], **fields: Any) -> Mapping[str, Any]:
    """Return the behavior of an autoscaler."""
    return {"scaleDown": {"policies": policies, **fields}}


ALL_AT_ONCE = {"type": "Percent", "value": 100, "periodSeconds": 15}
ONE = {"type": "Pods", "value": 1, "periodSeconds": 300}


@pytest.mark.parametrize(
    ("autoscaler", "findings"),
    [
        (hpa(), 1),
        (hpa(behavior={"scaleDown": {"stabilizationWindowSeconds": 300}}), 1),
        (hpa(behavior=scale_down(ALL_AT_ONCE)), 1),
        (hpa(behavior=scale_down(ALL_AT_ONCE, ONE)), 1),
        (hpa(behavior=scale_down(ALL_AT_ONCE, ONE, selectPolicy="Min")), 0),
        (hpa(behavior=scale_down(ONE)), 0),
        (hpa(behavior=scale_down({**ALL_AT_ONCE, "value": 10})), 0),
        (hpa(behavior=scale_down(selectPolicy="Disabled")), 0),
        (hpa(maxReplicas=3), 0),
        (scaled_object(), 1),
        (scaled_object(advanced={"horizontalPodAutoscalerConfig": {"behavior": scale_down(ONE)}}), 0),
    ],
    ids=["default", "window", "all", "fastest", "slowest", "one", "tenth", "off", "one-more-pod", "keda", "slow-keda"],
)
def test_pods_are_removed_slowly(autoscaler: Manifest, findings: int) -> None:
    """A policy that can remove all additional pods in one period is reported, which is the default of Kubernetes."""
    assert len(autoscaler_removes_few_pods_at_once.findings(objects(autoscaler, *pods()))) == findings


@pytest.mark.parametrize(
    ("autoscaler", "findings"),
    [
        (scaled_object(), 1),
        (scaled_object({"ignoreNullValues": "true"}), 1),
        (scaled_object({"ignoreNullValues": "false"}), 0),
        (scaled_object({"query": "up"}), 0),
        (hpa(pods_metric()), 0),
    ],
    ids=["default", "true", "false", "other-metric", "hpa"],
)
def test_missing_metric_of_keda_is_not_zero(autoscaler: Manifest, findings: int) -> None:
    """By default, KEDA reads a missing metric as zero."""
    assert len(missing_metric_is_not_zero.findings(objects(autoscaler, *pods()))) == findings
