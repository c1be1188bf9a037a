"""Mistakes in service.yaml, and in the variables that it reads."""

from typing import Any

from .mutation import Change, Manifests, found, mutation, put, remove, service_yaml, sync_config

_CONTAINER = "spec.template.spec.containers.0"
_DATABASE = 'database: "app"'
_TELEMETRY = "  disable_telemetry_sharing: false\n"
_AUDIENCE = '  audience:\n    - "powersync"\n'
_WORKLOADS = {
    "Deployment/powersync-api": f"{_CONTAINER}.image",
    "Deployment/powersync-replication": f"{_CONTAINER}.image",
    "CronJob/powersync-compact": "spec.jobTemplate.spec.template.spec.containers.0.image",
    "Job/powersync-migrate-": "spec.template.spec.initContainers.0.image",
}


def variable(name: str, value: str) -> Change:
    """Set a variable in every container that loads service.yaml."""

    def change(manifests: Manifests) -> None:
        for place, path in _WORKLOADS.items():
            *parents, _ = path.split(".")
            container: Any = found(manifests, place)
            for key in parents:
                container = container[int(key)] if isinstance(container, list) else container[key]
            container["env"].append({"name": name, "value": value})

    return change


def image(version: str) -> tuple[Change, ...]:
    """Use another version of the service in all workloads."""
    return tuple(put(place, path, f"journeyapps/powersync-service:{version}") for place, path in _WORKLOADS.items())


def after(line: str, *added: str) -> Change:
    """Add lines to service.yaml after a text that it contains once."""
    return service_yaml(line, "\n".join((line, *added)))


def in_source(line: str) -> Change:
    """Add a field of the source database."""
    return after(_DATABASE, f"      {line}")


MUTATIONS = [
    mutation("PS101", "name-of-a-variable", service_yaml("PS_SOURCE_PASSWORD", "SOURCE_PASSWORD")),
    mutation("PS101", "key-twice", after("port: 8080", "port: 8080")),
    mutation("PS101", "tab", after("port: 8080", "metadata:", "\tteam: sync")),
    mutation("PS101", "cast", service_yaml("PS_SOURCE_PASSWORD", "PS_SOURCE_PASSWORD::text")),
    mutation("PS102", "sslmode", in_source("sslmode: require")),
    mutation("PS102", "low-port", in_source("port: 443")),
    mutation(
        "PS102", "boolean-of-yaml-1.1", service_yaml("disable_auto_migration: true", "disable_auto_migration: yes")
    ),
    mutation(
        "PS102", "number-in-quotes", after("port: 8080", "api: {parameters: {max_concurrent_connections: '100'}}")
    ),
    mutation("PS102", "null", after("port: 8080", "system:")),
    mutation(
        "PS102", "type-of-source", service_yaml('type: "postgresql"\n      hostname', "type: postgres\n      hostname")
    ),
    mutation("PS103", "misspelled-key", in_source("slot_name_prefx: app_")),
    mutation("PS103", "key-of-another-tool", in_source("sslrootcert: /certs/ca.crt")),
    mutation("PS103", "unknown-key", after("port: 8080", "cache: true")),
    mutation("PS104", "setting-of-a-newer-release", in_source("slot_failover: true")),
    mutation("PS105", "no-sharing", service_yaml(_TELEMETRY, "")),
    mutation("PS106", "no-audience", service_yaml(_AUDIENCE, "")),
    mutation(
        "PS106",
        "no-keys",
        service_yaml('  jwks_uri: "https://auth.example.com/.well-known/jwks.json"\n', ""),
    ),
    mutation("PS107", "placeholder", service_yaml('"db.example.com"', '"YOUR_HOST"')),
    mutation("PS107", "known-token", after("port: 8080", "api: {tokens: [STRIPPEDTWO]}"), also="PS607"),
    mutation(
        "PS107",
        "known-key",
        after("client_auth:", "  jwks: {keys: [{kty: oct, alg: HS256, kid: testing, k: testing}]}"),
        also="PS607",
    ),
    mutation(
        "PS107",
        "short-key",
        after("client_auth:", "  jwks: {keys: [{kty: oct, alg: HS256, k: c2hvcnQtYnV0LXVua25vd24}]}"),
        also="PS607",
    ),
    mutation("PS108", "errors-do-not-stop", service_yaml("exit_on_error: true", "exit_on_error: false")),
    mutation("PS109", "variable-of-one-workload", service_yaml("PS_SOURCE_PASSWORD", "PS_PASSWORD_OF_SOURCE")),
    mutation(
        "PS109", "impossible-cast", in_source("connect_timeout: !env PS_TIMEOUT::number"), variable("PS_TIMEOUT", "20s")
    ),
    mutation("PS110", "variable-of-the-chart", variable("MICRO_PROBE_TYPE", "http")),
    mutation("PS110", "key-of-a-guide", after("client_auth:", "  allow_local_jwks: true")),
    mutation("PS110", "old-key", after("port: 8080", "dev: {demo_auth: true}")),
    mutation("PS111", "unsafe-release", *image("1.23.3")),
    mutation(
        "PS112",
        "relative-path",
        service_yaml('"/powersync/sync-config/sync-config.yaml"', '"sync-config.yaml"'),
    ),
    mutation("PS112", "no-volume", remove("Deployment/powersync-replication", f"{_CONTAINER}.volumeMounts.1")),
    mutation("PS113", "no-edition", sync_config("config:\n  edition: 3\n", "")),
    mutation("PS113", "misspelled-key", sync_config("auto_subscribe", "autosubscribe")),
    mutation("PS114", "old-name", service_yaml("sync_config:", "sync_rules:")),
    mutation("PS115", "admin-api-without-tokens", in_source("debug_api: true")),
    mutation("PS116", "unknown-release", *image("9.0.0")),
    mutation(
        "PS117",
        "sslmode-in-a-uri",
        service_yaml('hostname: "db.example.com"', 'uri: "postgresql://db.example.com/app?sslmode=disable"'),
    ),
    mutation(
        "PS117",
        "encoded-user",
        service_yaml(
            'hostname: "db.example.com"\n      username: "powersync_role"',
            'uri: "postgresql://powersync%40role@db.example.com/app"',
        ),
    ),
    mutation("PS118", "pooler", service_yaml('"db.example.com"', '"ep-a-pooler.eu-central-1.aws.neon.tech"')),
    mutation(
        "PS119",
        "own-address",
        service_yaml('"db.example.com"', '"db.databases.svc"'),
        in_source("reject_ip_ranges: [local]"),
    ),
]
