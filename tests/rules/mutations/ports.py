"""Mistakes in the ports of Services, containers, NetworkPolicies and monitors."""

from .mutation import API, CONTAINER, REPLICATION, add, mutation, put, remove, service_yaml

_SERVICE = "Service/powersync-api"
_POLICY = "NetworkPolicy/powersync-api"
_LABELS = {"app.kubernetes.io/name": "powersync", "app.kubernetes.io/instance": "powersync"}
_API_LABELS = {**_LABELS, "app.kubernetes.io/component": "api"}
_ANNOTATIONS = "spec.template.metadata.annotations"


def _monitor(kind: str, **spec: object) -> dict[str, object]:
    metadata = {"name": "powersync", "namespace": "powersync"}
    selector = {"matchLabels": _API_LABELS}
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": kind,
        "metadata": metadata,
        "spec": {"selector": selector, **spec},
    }


MUTATIONS = [
    mutation("PS205", "target-port-of-nothing", put(_SERVICE, "spec.ports.0.targetPort", 3000)),
    mutation("PS205", "no-target-port", remove(_SERVICE, "spec.ports.0.targetPort")),
    mutation("PS205", "unknown-port-name", put(_SERVICE, "spec.ports.0.targetPort", "web")),
    mutation(
        "PS205",
        "port-of-service-yaml-changed",
        service_yaml("port: 8080\n", "port: 8081\n"),
        put(_SERVICE, "spec.ports.0.targetPort", 8080),
        put(API, f"{CONTAINER}.ports.0.containerPort", 8081),
        put(REPLICATION, f"{CONTAINER}.ports.0.containerPort", 8081),
        put(_POLICY, "spec.ingress.0.ports.0.port", 8081),
    ),
    mutation("PS206", "wrong-container-port", put(API, f"{CONTAINER}.ports.0.containerPort", 3000)),
    mutation("PS206", "wrong-metrics-port", put(API, f"{CONTAINER}.ports.1.containerPort", 9090)),
    mutation("PS206", "no-metrics", service_yaml("  prometheus_port: 9464\n", "")),
    mutation(
        "PS207",
        "service-selects-all-components",
        put(_SERVICE, "spec.selector", _LABELS),
    ),
    mutation(
        "PS207",
        "service-selects-replicators",
        put(_SERVICE, "spec.selector.app~kubernetes~io/component", "replication"),
    ),
    mutation(
        "PS227",
        "metrics-on-the-api-port",
        service_yaml("prometheus_port: 9464", "prometheus_port: 8080"),
        remove(API, f"{CONTAINER}.ports.1"),
        remove(REPLICATION, f"{CONTAINER}.ports.1"),
    ),
    mutation("PS208", "ipv6-service", put(_SERVICE, "spec.ipFamilies", ["IPv6"])),
    mutation("PS208", "dual-stack-service", put(_SERVICE, "spec.ipFamilies", ["IPv4", "IPv6"])),
    mutation("PS209", "policy-admits-the-port-of-the-service", put(_POLICY, "spec.ingress.0.ports.0.port", 80)),
    mutation("PS209", "policy-admits-only-prometheus", remove(_POLICY, "spec.ingress.0")),
    mutation(
        "PS210", "pod-monitor-of-the-api-port", add(_monitor("PodMonitor", podMetricsEndpoints=[{"port": "http"}]))
    ),
    mutation(
        "PS210",
        "pod-monitor-of-another-path",
        add(_monitor("PodMonitor", podMetricsEndpoints=[{"port": "metrics", "path": "/prometheus"}])),
    ),
    mutation("PS210", "service-monitor-of-the-api-port", add(_monitor("ServiceMonitor", endpoints=[{"port": "http"}]))),
    mutation(
        "PS210",
        "annotation-with-another-port",
        put(API, _ANNOTATIONS, {"prometheus.io/scrape": "true", "prometheus.io/port": "9090"}),
    ),
]
