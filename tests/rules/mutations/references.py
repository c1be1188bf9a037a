"""Mistakes in commands, variables, and references to Secrets."""

from typing import Any

from .mutation import add, mutation, put

API = "spec.template.spec.containers.0"


def external(name: str, *keys: str) -> dict[str, Any]:
    """Return an ExternalSecret that fills these keys of a Secret."""
    data = [{"secretKey": key, "remoteRef": {"key": f"{name}/{key}"}} for key in keys]
    spec = {"secretStoreRef": {"name": "vault", "kind": "ClusterSecretStore"}, "target": {"name": name}, "data": data}
    metadata = {"name": name, "namespace": "powersync"}
    return {"apiVersion": "external-secrets.io/v1", "kind": "ExternalSecret", "metadata": metadata, "spec": spec}


MUTATIONS = [
    mutation(
        "PS201",
        "curl-in-a-hook",
        put(
            "Deployment/powersync-api",
            f"{API}.lifecycle.preStop.exec.command",
            ["sh", "-c", "curl -s localhost; sleep 20"],
        ),
    ),
    mutation(
        "PS202",
        "variable-of-an-undefined-variable",
        put("Deployment/powersync-api", f"{API}.env.5", {"name": "PS_URL", "value": "https://$(HOST)/"}),
    ),
    mutation(
        "PS203",
        "key-that-no-external-secret-fills",
        add(external("powersync-source", "password")),
        add(external("powersync-storage", "passwort")),
    ),
    mutation(
        "PS203",
        "key-that-the-secret-does-not-have",
        add(
            {
                "apiVersion": "v1",
                "kind": "Secret",
                "metadata": {"name": "powersync-storage", "namespace": "powersync"},
                "stringData": {"passwort": "a"},
            }
        ),
    ),
    mutation("PS203", "secret-that-no-external-secret-fills", add(external("powersync-source", "password"))),
    mutation(
        "PS204",
        "two-external-secrets-for-one-secret",
        add(external("powersync-source", "password")),
        add(external("powersync-storage", "password")),
        add({**external("powersync-storage", "username"), "metadata": {"name": "second", "namespace": "powersync"}}),
    ),
]
