"""Mistakes in the probes of the containers."""

from .mutation import API, COMPACT, CONTAINER, MIGRATE, REPLICATION, mutation, put, remove, service_yaml

_HTTP = "    use_http: true\n    use_filesystem: false\n"
_FILES = "    use_http: true\n    use_filesystem: true\n"


def _cat(file: str) -> dict[str, object]:
    return {"exec": {"command": ["cat", f"/app/.probes/{file}"]}, "timeoutSeconds": 5}


_GRACE = {"terminationGracePeriodSeconds": 10}
_FRESH = {"exec": {"command": ["sh", "-c", 'test -n "$(find /app/.probes/poll -mmin -1)"']}, **_GRACE}
_WRITABLE = (
    put(API, "spec.template.spec.volumes.1", {"name": "probe-files", "emptyDir": {}}),
    put(API, f"{CONTAINER}.volumeMounts.1", {"name": "probe-files", "mountPath": "/app/.probes"}),
)

_MONGODB_STORAGE = service_yaml(
    'storage:\n  type: "postgresql"\n  hostname: "storage.example.com"\n',
    'storage:\n  type: "mongodb"\n  uri: "mongodb://storage.example.com:5432/powersync"\n',
)

MUTATIONS = [
    mutation("PS211", "port-of-nothing", put(API, f"{CONTAINER}.livenessProbe.httpGet.port", 3000)),
    mutation("PS211", "port-of-the-service", put(REPLICATION, f"{CONTAINER}.startupProbe.httpGet.port", 80)),
    mutation("PS211", "unknown-port-name", put(API, f"{CONTAINER}.readinessProbe.httpGet.port", "web")),
    mutation("PS212", "legacy-probes", service_yaml(f"healthcheck:\n  probes:\n{_HTTP}", "")),
    mutation("PS212", "no-probes-in-service-yaml", service_yaml(f"  probes:\n{_HTTP}", "  probes: {}\n")),
    mutation("PS212", "http-is-off", service_yaml(_HTTP, _HTTP.replace("true", "false"))),
    mutation("PS213", "unknown-path", put(API, f"{CONTAINER}.readinessProbe.httpGet.path", "/healthz")),
    mutation("PS213", "https", put(API, f"{CONTAINER}.livenessProbe.httpGet.scheme", "HTTPS")),
    mutation("PS213", "grpc", put(API, f"{CONTAINER}.readinessProbe", {"grpc": {"port": 8080}})),
    mutation(
        "PS214",
        "liveness-of-the-migration",
        put(MIGRATE, "spec.template.spec.initContainers.0.livenessProbe", _cat("poll")),
    ),
    mutation(
        "PS214",
        "startup-of-compaction",
        put(
            COMPACT,
            "spec.jobTemplate.spec.template.spec.containers.0.startupProbe",
            {"httpGet": {"path": "/probes/startup", "port": 8080}},
        ),
    ),
    mutation("PS215", "no-readiness", remove(API, f"{CONTAINER}.readinessProbe")),
    mutation("PS215", "no-liveness", remove(REPLICATION, f"{CONTAINER}.livenessProbe")),
    mutation("PS216", "files-are-off", put(API, f"{CONTAINER}.livenessProbe", _FRESH), *_WRITABLE),
    mutation(
        "PS216",
        "unknown-file",
        service_yaml(_HTTP, _FILES),
        put(API, f"{CONTAINER}.livenessProbe.httpGet", None),
        put(
            API,
            f"{CONTAINER}.livenessProbe.exec",
            {"command": ["sh", "-c", 'test -n "$(find /app/.probes/live -mmin -1)"']},
        ),
        *_WRITABLE,
    ),
    mutation(
        "PS217",
        "read-only-root",
        service_yaml(_HTTP, _FILES),
        put(API, f"{CONTAINER}.livenessProbe", _FRESH),
    ),
    mutation(
        "PS217",
        "read-only-volume",
        service_yaml(_HTTP, _FILES),
        put(API, f"{CONTAINER}.livenessProbe", _FRESH),
        *_WRITABLE,
        put(API, f"{CONTAINER}.volumeMounts.1.readOnly", True),
    ),
    mutation(
        "PS218",
        "file-that-is-never-removed",
        service_yaml(_HTTP, _FILES),
        put(API, f"{CONTAINER}.livenessProbe", {**_cat("poll"), **_GRACE}),
        *_WRITABLE,
    ),
    mutation(
        "PS218",
        "connection-only",
        put(API, f"{CONTAINER}.livenessProbe", {"tcpSocket": {"port": "http"}, **_GRACE}),
    ),
    mutation(
        "PS219",
        "file-of-an-earlier-process",
        service_yaml(_HTTP, _FILES),
        put(API, f"{CONTAINER}.readinessProbe", _cat("ready")),
        *_WRITABLE,
    ),
    mutation("PS220", "default-timeout", remove(API, f"{CONTAINER}.livenessProbe.timeoutSeconds")),
    mutation("PS220", "short-timeout-of-readiness", put(API, f"{CONTAINER}.readinessProbe.timeoutSeconds", 5)),
    mutation("PS221", "default-threshold", remove(REPLICATION, f"{CONTAINER}.livenessProbe.failureThreshold")),
    mutation("PS221", "short-period", put(REPLICATION, f"{CONTAINER}.livenessProbe.periodSeconds", 5)),
    mutation(
        "PS226",
        "grace-of-the-pod",
        remove(API, f"{CONTAINER}.livenessProbe.terminationGracePeriodSeconds"),
    ),
    mutation("PS222", "short-start", _MONGODB_STORAGE, put(API, f"{CONTAINER}.startupProbe.failureThreshold", 3)),
    mutation(
        "PS222",
        "lock-wait-of-a-migration",
        service_yaml("disable_auto_migration: true", "disable_auto_migration: false"),
        put(REPLICATION, f"{CONTAINER}.startupProbe.failureThreshold", 12),
        also="PS504",
    ),
    mutation(
        "PS222",
        "liveness-without-startup",
        _MONGODB_STORAGE,
        remove(API, f"{CONTAINER}.startupProbe"),
        put(API, f"{CONTAINER}.livenessProbe.periodSeconds", 5),
    ),
]
