"""The fields of source databases and of bucket storage, by their type.

Sources: `modules/module-*/src/types/types.ts` and `libs/lib-*/src/types/types.ts` of powersync-service 1.25, the JSON
Schema of `@powersync/service-schema` 1.26, `@powersync/service-module-mongodb-storage` 0.22 (service 1.26.1), and
changelogs up to service 1.29.1. The table of releases has the release that added a field.
"""

from powersync_constructs.rules._service_yaml._texts import has_http_scheme, is_ip_range, is_object_prefix
from powersync_constructs.rules._service_yaml._types import (
    BOOLEAN,
    COUNT,
    TEXT,
    Field,
    ListOf,
    Mapping,
    Number,
    OneOf,
    Port,
    Text,
    one_of,
    required,
)

URL = Text(check=has_http_scheme, fix="write a URL with http:// or https://")
IP_RANGE = Text(check=is_ip_range, fix="write ranges like 10.0.0.0/8, or local")
IP_RANGES = Field(ListOf(IP_RANGE))
_SECONDS = Field(Number(low=0))
_HEARTBEAT = Field(Number(low=5, high=60), may_be_null=True)
_READ_PREFERENCE = Field(one_of("primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"))
_SSLMODE = one_of(
    "verify-full",
    "verify-ca",
    "disable",
    wrong=dict.fromkeys(
        ("allow", "prefer", "require", "no-verify"),
        "use verify-full, with cacert if the CA is private; disable turns TLS off",
    ),
)
_WRONG_IN_POSTGRES = {
    **dict.fromkeys(("ssl", "tls", "ssl_mode"), "use sslmode"),
    **dict.fromkeys(("ca", "ca_cert", "sslrootcert"), "use cacert, with the text of the certificates"),
    **dict.fromkeys(("host", "server"), "use hostname"),
    "user": "use username",
}

_CONNECTION = {"id": TEXT, "tag": TEXT, "debug_api": BOOLEAN}
_SERVER = {
    "uri": TEXT,
    "hostname": TEXT,
    "port": Field(Port()),
    "username": TEXT,
    "password": TEXT,
    "database": TEXT,
    "reject_ip_ranges": IP_RANGES,
}
_CLIENT_CERTIFICATE = {"cacert": TEXT, "client_certificate": TEXT, "client_private_key": TEXT}
_POSTGRES = {
    **_SERVER,
    **_CLIENT_CERTIFICATE,
    "id": TEXT,
    "tag": TEXT,
    "port": Field(Port(low=1024)),
    "sslmode": Field(_SSLMODE),
    "tls_servername": TEXT,
    "connect_timeout": _SECONDS,
    "slot_name_prefix": TEXT,
    "max_pool_size": COUNT,
}
_MONGODB = {
    "uri": required(Text()),
    "database": TEXT,
    "username": TEXT,
    "password": TEXT,
    "reject_ip_ranges": IP_RANGES,
}
_SQL_SERVER_LOGIN = Mapping({"userName": required(Text()), "password": required(Text())})
_SERVICE_PRINCIPAL = Mapping(
    {"clientId": required(Text()), "clientSecret": required(Text()), "tenantId": required(Text())}
)

SOURCE = OneOf(
    "type",
    {
        "postgresql": Mapping(
            {
                **_CONNECTION,
                **_POSTGRES,
                "snapshot_socket_timeout": _SECONDS,
                "heartbeat_interval_seconds": _HEARTBEAT,
                "slot_failover": BOOLEAN,
            },
            wrong=_WRONG_IN_POSTGRES,
        ),
        "mongodb": Mapping(
            {
                **_CONNECTION,
                **_MONGODB,
                "post_images": Field(one_of("off", "auto_configure", "read_only")),
                "heartbeat_interval_seconds": _HEARTBEAT,
            }
        ),
        "mysql": Mapping(
            {**_CONNECTION, **_SERVER, **_CLIENT_CERTIFICATE, "server_id": COUNT, "binlog_queue_memory_limit": COUNT}
        ),
        "mssql": Mapping(
            {
                **_CONNECTION,
                **_SERVER,
                "schema": TEXT,
                "cacert": TEXT,
                "tls_servername": TEXT,
                "authentication": Field(
                    OneOf(
                        "type",
                        {
                            "default": Mapping({"options": required(_SQL_SERVER_LOGIN)}),
                            "azure-active-directory-service-principal-secret": Mapping(
                                {"options": required(_SERVICE_PRINCIPAL)}
                            ),
                        },
                    )
                ),
                "additionalConfig": Field(
                    Mapping({"pollingIntervalMs": COUNT, "pollingBatchSize": COUNT, "trustServerCertificate": BOOLEAN})
                ),
                "heartbeat_interval_seconds": _HEARTBEAT,
            },
            name="SQL Server",
        ),
        "convex": Mapping(
            {
                **_CONNECTION,
                "deployment_url": required(URL),
                "deploy_key": required(Text()),
                "polling_interval_ms": COUNT,
                "request_timeout_ms": COUNT,
                "reject_ip_ranges": IP_RANGES,
            },
            name="Convex",
        ),
    },
    wrong={
        **dict.fromkeys(("postgres", "pg", "Postgres"), "use postgresql"),
        "mongo": "use mongodb",
        "sqlserver": "use mssql",
    },
)
"""The connection to a source database."""

_OBJECT_STORAGE = OneOf(
    "type",
    {
        "s3": Mapping(
            {
                "bucket": required(Text()),
                **dict.fromkeys(("region", "endpoint", "access_key_id", "secret_access_key"), TEXT),
                "prefix": Field(
                    Text(check=is_object_prefix, fix="shorten it to 256 bytes, without a slash at the end")
                ),
                "force_path_style": BOOLEAN,
                "concurrency_limit": COUNT,
                "inline_threshold_bytes": Field(Number(low=0)),
                "defaults_mode": Field(one_of("standard", "in-region", "cross-region", "mobile")),
            }
        )
    },
)
_STORAGE = {"max_pool_size": COUNT, "default_storage_version": Field(Number())}

STORAGE = OneOf(
    "type",
    {
        "mongodb": Mapping(
            {
                **_STORAGE,
                **_MONGODB,
                "bulk_read_preference": _READ_PREFERENCE,
                "stats_read_preference": _READ_PREFERENCE,
                "clear_batch_throttle_rate": Field(Number(low=0, high=20)),
                "chunk_compaction_concurrency": Field(Number(low=1, high=64, whole=True)),
                "object_storage": Field(_OBJECT_STORAGE),
            }
        ),
        "postgresql": Mapping(
            {
                **_STORAGE,
                **_POSTGRES,
                "batch_limits": Field(
                    Mapping(
                        dict.fromkeys(("max_estimated_size", "max_record_count", "max_current_data_batch_size"), COUNT)
                    )
                ),
            },
            wrong=_WRONG_IN_POSTGRES,
        ),
    },
    wrong={**dict.fromkeys(("postgres", "pg", "Postgres"), "use postgresql"), "mongo": "use mongodb"},
)
"""The bucket storage."""
