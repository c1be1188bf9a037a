"""The fields of service.yaml, and the keys that people write there and that no release reads.

Sources: `packages/types/src/config/PowerSyncConfig.ts` of powersync-service 1.25 and the JSON Schema of
`@powersync/service-schema` 1.26. The table of releases has the release that added a field.
"""

from powersync_constructs.rules._service_yaml._databases import IP_RANGES, SOURCE, STORAGE, URL
from powersync_constructs.rules._service_yaml._types import (
    BOOLEAN,
    COUNT,
    TEXT,
    TEXTS,
    Boolean,
    Field,
    ListOf,
    MapOf,
    Mapping,
    OneOf,
    Port,
    Scalar,
    Text,
    one_of,
    required,
)

_KEY = {"kid": TEXT, "use": TEXT}
_JWK = OneOf(
    "kty",
    {
        "RSA": Mapping(
            {
                **_KEY,
                **dict.fromkeys(("kid", "n", "e"), required(Text())),
                "alg": Field(one_of("RS256", "RS384", "RS512")),
            }
        ),
        "oct": Mapping({**_KEY, "k": required(Text()), "alg": required(one_of("HS256", "HS384", "HS512"))}),
        "OKP": Mapping(
            {
                **_KEY,
                "crv": required(one_of("Ed25519", "Ed448")),
                "x": required(Text()),
                "alg": required(one_of("EdDSA")),
            }
        ),
        "EC": Mapping(
            {
                **_KEY,
                "crv": required(one_of("P-256", "P-384", "P-521")),
                **dict.fromkeys(("x", "y"), required(Text())),
                "alg": required(one_of("ES256", "ES384", "ES512")),
            }
        ),
    },
)
_CLIENT_AUTH = Mapping(
    {
        "jwks_uri": Field(ListOf(URL, also_single=True)),
        "block_local_jwks": BOOLEAN,
        "jwks_reject_ip_ranges": IP_RANGES,
        "jwks": Field(Mapping({"keys": required(ListOf(_JWK))})),
        "supabase": BOOLEAN,
        "supabase_jwt_secret": TEXT,
        "audience": TEXTS,
    }
)
_API = Mapping(
    {
        "tokens": TEXTS,
        "parameters": Field(
            Mapping(
                dict.fromkeys(
                    (
                        "max_concurrent_connections",
                        "max_data_fetch_concurrency",
                        "max_buckets_per_connection",
                        "max_parameter_query_results",
                        "checkpoint_request_retention_minutes",
                        "bucket_count_cache_ttl_minutes",
                    ),
                    COUNT,
                )
            )
        ),
    },
    wrong={"port": "move it to port, at the top of the file"},
)
_SYNC_CONFIG = Mapping({"path": TEXT, "content": TEXT, "exit_on_error": BOOLEAN, "version_label": TEXT})
_LOGGING = Mapping(
    {
        "level": Field(
            one_of("silly", "debug", "verbose", "http", "info", "warn", "error", wrong={"warning": "use warn"})
        ),
        "format": Field(one_of("json", "text")),
    }
)

SERVICE_YAML = Mapping(
    {
        "replication": Field(Mapping({"connections": Field(ListOf(SOURCE, at_most=1))})),
        "storage": required(STORAGE),
        "client_auth": Field(_CLIENT_AUTH),
        "api": Field(_API),
        "port": Field(Port()),
        "sync_config": Field(_SYNC_CONFIG),
        "sync_rules": Field(_SYNC_CONFIG),
        "metadata": Field(MapOf(Text())),
        "migrations": Field(Mapping({"disable_auto_migration": BOOLEAN})),
        "telemetry": Field(
            Mapping(
                {
                    "prometheus_port": Field(Port()),
                    "disable_telemetry_sharing": required(Boolean()),
                    "internal_service_endpoint": TEXT,
                }
            )
        ),
        "healthcheck": Field(
            Mapping({"probes": Field(Mapping(dict.fromkeys(("use_http", "use_filesystem", "use_legacy"), BOOLEAN)))})
        ),
        "system": Field(Mapping({"logging": Field(_LOGGING)})),
        "parameters": Field(MapOf(Scalar())),
    }
)
"""All fields of service.yaml."""
FREE_MAPPINGS = ("metadata", "parameters")
"""The mappings whose keys and values are those of the user."""
SECRET_FIELDS = frozenset(
    {
        *("password", "tokens", "supabase_jwt_secret", "deploy_key", "client_private_key"),
        *("secret_access_key", "clientSecret", "k", "d"),
    }
)
"""The fields whose value is a secret. `k` and `d` are the secret parts of a JSON Web Key."""
UNREAD = {
    ("dev",): "remove it; the service has not read it since 1.13.4",
    ("connections",): "move it to replication.connections",
    ("source",): "move it to replication.connections",
    ("client_auth", "allow_local_jwks"): (
        "remove it; local addresses are allowed unless jwks_reject_ip_ranges or block_local_jwks rejects them"
    ),
    ("client_auth", "telemetry"): "move it to telemetry, at the top of the file",
    ("client_auth", "api_tokens"): "move it to api.tokens",
    ("storage", "parameters"): "move max_pool_size to storage.max_pool_size",
}
"""Keys that examples and guides contain, but that no supported release reads, each with the fix."""
UNREAD_VARIABLES = {
    "MICRO_PROBE_TYPE": "healthcheck.probes",
    "METRICS_PORT": "telemetry.prometheus_port",
    "LOG_FORMAT": "system.logging.format",
    "LOG_LEVEL": "system.logging.level",
    "MICRO_SERVICE_NAME": "",
}
"""Environment variables that examples, guides and the Helm chart set, but that no release reads, each with the setting
of service.yaml for the purpose.
"""
