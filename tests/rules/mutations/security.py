"""Mistakes in the privileges of pods, in credentials, and in what is exposed."""

from collections.abc import Mapping
from typing import Any

from powersync_constructs.rules._lib.manifest import kube_objects

from .mutation import Change, Manifests, add, mutation, put, remove, service_yaml

API, REPLICATION, COMPACT = "Deployment/powersync-api", "Deployment/powersync-replication", "CronJob/powersync-compact"
POD = "spec.template.spec"
CONTAINER = f"{POD}.containers.0"
JOB_POD = f"spec.jobTemplate.{POD}"
PASSWORD: Mapping[str, Any] = {"name": "PS_SOURCE_PASSWORD", "value": "s3cr3t-of-the-source"}
TOKENS = service_yaml("client_auth:\n", "api:\n  tokens:\n    - !env PS_SOURCE_PASSWORD\nclient_auth:\n")
METRICS = {"name": "metrics", "port": 9464, "targetPort": "metrics"}


def path_of_ingress(path: str) -> Change:
    """Make the first rule of the Ingress send all requests below a path to the service."""
    return put("Ingress/powersync", "spec.rules.0.http.paths.0.path", path)


def images(reference: str) -> Change:
    """Use this image in all containers of the service."""

    def change(manifests: Manifests) -> None:
        for manifest in manifests:
            for container in kube_objects([manifest])[0].containers:
                assert isinstance(container, dict)
                container["image"] = reference

    return change


MUTATIONS = [
    mutation("PS604", "privilege-escalation", remove(API, f"{CONTAINER}.securityContext.allowPrivilegeEscalation")),
    mutation("PS604", "capabilities-are-kept", remove(COMPACT, f"{JOB_POD}.containers.0.securityContext.capabilities")),
    mutation(
        "PS604",
        "no-seccomp-profile",
        remove(API, f"{CONTAINER}.securityContext.seccompProfile"),
        remove(API, f"{POD}.securityContext.seccompProfile"),
    ),
    mutation("PS604", "root-user", put(REPLICATION, f"{CONTAINER}.securityContext.runAsUser", 0)),
    mutation("PS605", "host-network", put(API, f"{POD}.hostNetwork", True)),
    mutation("PS605", "privileged-container", put(REPLICATION, f"{CONTAINER}.securityContext.privileged", True)),
    mutation("PS605", "host-path", put(API, f"{POD}.volumes.1", {"name": "node", "hostPath": {"path": "/var/run"}})),
    mutation("PS606", "token-in-the-pod", put(API, f"{POD}.automountServiceAccountToken", True)),
    mutation(
        "PS606",
        "token-of-the-account",
        remove(REPLICATION, f"{POD}.automountServiceAccountToken"),
        remove("ServiceAccount/powersync-replication", "automountServiceAccountToken"),
    ),
    mutation("PS607", "password-in-service-yaml", service_yaml('!env "PS_STORAGE_PASSWORD"', "s3cr3t-of-the-storage")),
    mutation(
        "PS607",
        "password-in-a-uri",
        service_yaml('hostname: "db.example.com"', 'uri: "postgresql://u:s3cr3t-of-u@db.example.com/app"'),
    ),
    mutation("PS608", "password-in-a-variable", put(API, f"{CONTAINER}.env.2", PASSWORD)),
    mutation(
        "PS608",
        "token-in-an-own-variable",
        put(REPLICATION, f"{CONTAINER}.env.5", {"name": "SENTRY_AUTH_TOKEN", "value": "s3cr3t-of-sentry"}),
    ),
    mutation(
        "PS601",
        "admin-api-on-the-internet",
        TOKENS,
        path_of_ingress("/"),
        put(
            "Ingress/powersync",
            "metadata.annotations",
            {
                "alb.ingress.kubernetes.io/scheme": "internet-facing",
                "alb.ingress.kubernetes.io/healthcheck-path": "/probes/liveness",
            },
        ),
    ),
    mutation("PS602", "admin-api-without-tokens", path_of_ingress("/"), ours=True),
    mutation("PS609", "admin-api-with-tokens", TOKENS, path_of_ingress("/")),
    mutation(
        "PS609",
        "admin-api-below-its-own-path",
        TOKENS,
        put(
            "Ingress/powersync",
            "spec.rules.0.http.paths.3",
            {
                "path": "/api",
                "pathType": "Prefix",
                "backend": {"service": {"name": "powersync-api", "port": {"name": "http"}}},
            },
        ),
    ),
    mutation("PS610", "latest-image", images("journeyapps/powersync-service:latest")),
    mutation("PS610", "image-without-tag", images("registry.example.com:5000/powersync-service")),
    mutation(
        "PS611",
        "metrics-on-a-load-balancer",
        put("Service/powersync-api", "spec.type", "LoadBalancer"),
        put("Service/powersync-api", "spec.ports.1", METRICS),
    ),
    mutation(
        "PS611",
        "metrics-on-the-host",
        put("Service/powersync-api", "spec.ports.1", METRICS),
        add(
            {
                "apiVersion": "networking.k8s.io/v1",
                "kind": "Ingress",
                "metadata": {"name": "metrics", "namespace": "powersync"},
                "spec": {
                    "tls": [{"hosts": ["metrics.example.com"]}],
                    "rules": [
                        {
                            "host": "metrics.example.com",
                            "http": {
                                "paths": [
                                    {
                                        "path": "/",
                                        "backend": {"service": {"name": "powersync-api", "port": {"name": "metrics"}}},
                                    }
                                ]
                            },
                        }
                    ],
                },
            }
        ),
    ),
]
