"""The clients of `SourceSetup`: what the pod of the Job runs for each type of source database."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from powersync_constructs.config.core._uris import Uri
from powersync_constructs.config.core.errors import ConfigError, config_error
from powersync_constructs.config.core.secrets import ConfigMapRef, InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config.pods._reserved import Mount
from powersync_constructs.config.pods.env import EnvValue
from powersync_constructs.config.service._slots import SLOT_PREFIX
from powersync_constructs.config.service.source import MongoSource, MySqlSource, PostgresSource

SETUP = Mount("setup", "/powersync/setup")
"""The volume with the script, the certificates and the option file of the client."""
_USER = {"username": "SOURCE_USERNAME", "password": "SOURCE_PASSWORD"}
"""The variables with the user that the Job creates."""
_CERTIFICATES = {"cacert": "ca.crt", "client_certificate": "tls.crt", "client_private_key": "tls.key"}
"""The files of the certificates, by the field of the source."""
_SECONDS = "20"
"""The timeout for opening a connection, which is the service's default too."""

FileSource = str | SecretRef | ConfigMapRef
"""The content of a file: a text, or a reference to it."""


@dataclass(frozen=True)
class SetupClient:
    """The image, the command, the variables and the files of the container."""

    image: str
    command: tuple[str, ...]
    """The command. The path of the script is its last argument."""
    script: str
    """The name of the script in the folder of the constructs."""
    administrator: tuple[str, str]
    """The names of the variables with the user name and the password of the administrator."""
    environment: Mapping[str, EnvValue]
    """The variables with the connection and the user of PowerSync."""
    files: Mapping[str, FileSource]
    """The files next to the script, by name."""

    def with_options(self, options: Mapping[str, object]) -> "SetupClient":
        r"""Return the client with the variable OPTIONS, as JSON.

        The JSON contains `\u0024` instead of `$`, because Kubernetes replaces `$(NAME)`.
        """
        text = json.dumps(options, ensure_ascii=False).replace("$", r"\u0024")
        return replace(self, environment={**self.environment, "OPTIONS": text})


def postgres_client(source: PostgresSource) -> SetupClient:
    """Return the client for Postgres: psql, which libpq's variables configure. Raises ConfigError."""
    mode = source.sslmode or "verify-full"
    files = _certificates(source) if mode != "disable" else {}
    if mode != "disable" and "ca.crt" not in files:
        rule = "missing, and the image of the Job has no CA certificates to verify the server"
        raise config_error("source.cacert", f"{rule}; set it to the CA certificates of the server")
    if mode == "verify-full" and source.tls_servername not in (None, source.hostname):
        rule = "is not `hostname`, but psql verifies the name that it connects to"
        raise config_error("source.tls_servername", f"{rule}; for the Job, set hostname to this name")
    tls = {"ca.crt": "PGSSLROOTCERT", "tls.crt": "PGSSLCERT", "tls.key": "PGSSLKEY"}
    names = {"hostname": "PGHOST", "port": "PGPORT", "database": "PGDATABASE", **_USER}
    return SetupClient(
        image="postgres:18",
        command=("psql", "--no-psqlrc", "--no-password", "--file"),
        script="source_setup_postgres.sql",
        administrator=("PGUSER", "PGPASSWORD"),
        environment={
            **_variables(source, names),
            "PGAPPNAME": "powersync-source-setup",
            "PGCLIENTENCODING": "UTF8",
            "PGCONNECT_TIMEOUT": _SECONDS,
            "PGSSLMODE": variable("source.sslmode", mode),
            **{tls[file]: f"{SETUP.path}/{file}" for file in files},
            "SLOT_NAME_PREFIX": variable("source.slot_name_prefix", source.slot_name_prefix or SLOT_PREFIX),
        },
        files=files,
    )


def mysql_client(source: MySqlSource) -> SetupClient:
    """Return the client for MySQL. Like the service, it uses TLS only with certificates. Raises ConfigError."""
    certificates = _certificates(source)
    if certificates and "ca.crt" not in certificates:
        raise config_error("source.cacert", "missing, but client_certificate is set; set both, or neither")
    tls = {"ca.crt": "ssl-ca", "tls.crt": "ssl-cert", "tls.key": "ssl-key"}
    lines = ["[client]", f"connect-timeout={_SECONDS}"]
    lines += ["ssl-mode=VERIFY_CA"] if certificates else ["get-server-public-key"]  # mysql-utils.ts verifies no host
    lines += [f"{tls[file]}={SETUP.path}/{file}" for file in certificates]
    options = "client.cnf"
    names = {"hostname": "MYSQL_HOST", "port": "MYSQL_TCP_PORT", "database": "SOURCE_DATABASE", **_USER}
    return SetupClient(
        image="mysql:8.4",
        command=("bash",),
        script="source_setup_mysql.sh",
        administrator=("ADMIN_USERNAME", "ADMIN_PASSWORD"),
        environment={
            **_variables(source, names),
            "CLIENT_OPTIONS": f"{SETUP.path}/{options}",
            "LANG": "C.UTF-8",  # the names of tables may contain any characters
        },
        files={**certificates, options: "\n".join([*lines, ""])},
    )


def mongo_client(source: MongoSource) -> SetupClient:
    """Return the client for MongoDB: mongosh, which connects to the URI as the administrator. Raises ConfigError."""
    for field in _USER:
        if getattr(source, field) is None:
            raise config_error(f"source.{field}", "missing, but the Job creates this user; set it, in addition to uri")
    names = {"uri": "MONGODB_URI", "database": "SOURCE_DATABASE", **_USER}
    given = {name: getattr(source, name) for name in names if getattr(source, name) is not None}
    return SetupClient(
        image="mongo:8.0",
        command=("mongosh", "--nodb", "--norc", "--quiet", "--file"),
        script="source_setup_mongo.js",
        administrator=("ADMIN_USERNAME", "ADMIN_PASSWORD"),
        environment={
            **{names[field]: variable(f"source.{field}", value) for field, value in given.items()},
            "POST_IMAGES": variable("source.post_images", source.post_images or "off"),
        },
        files={},
    )


def plain_database(source: PostgresSource | MySqlSource) -> str | None:
    """Return the name of the database, or None if it comes from a reference."""
    database = source.database or _parts(source.uri).get("database")
    return database if isinstance(database, str) else None


def variable(field: str, value: Any) -> EnvValue:
    """Return a value as the value of an environment variable, in which Kubernetes reads `$$` as `$`."""
    if isinstance(value, SecretValue | InjectedSecret):
        raise _unreadable(field, value)
    reference: EnvValue = value
    return str(value).replace("$", "$$") if isinstance(value, str | int) else reference


def _variables(source: PostgresSource | MySqlSource, names: Mapping[str, str]) -> dict[str, EnvValue]:
    """Return the parts of the connection as variables. The fields of the source override the parts of its URI."""
    parts = _parts(source.uri)
    found = {field: getattr(source, field) or parts.get(field) for field in names}
    missing = [field for field, value in found.items() if value is None and field != "port"]
    if missing:
        rule = f"does not show {', '.join(missing)}, which the Job needs separately"
        raise config_error("source.uri", f"{rule}; set {', '.join(missing)} in addition to uri")
    return {names[field]: variable(f"source.{field}", value) for field, value in found.items() if value is not None}


def _parts(uri: Uri | None) -> dict[str, str | int | None]:
    """Return the parts of a plain URI. The user name is not decoded, because the service does not decode it."""
    if not isinstance(uri, str):
        return {}
    url = urlsplit(uri)
    database = url.path.strip("/") or None
    return {"hostname": url.hostname, "port": url.port, "database": database, "username": url.username or None}


def _certificates(source: PostgresSource | MySqlSource) -> dict[str, FileSource]:
    given = {field: getattr(source, field) for field in _CERTIFICATES}
    for field, value in given.items():
        if value is not None and not isinstance(value, str | SecretRef | ConfigMapRef):
            raise _unreadable(f"source.{field}", value)
    return {_CERTIFICATES[field]: value for field, value in given.items() if value is not None}


def _unreadable(field: str, value: object) -> ConfigError:
    kind = type(value).__name__
    return config_error(field, f"is of type {kind}, which the Job cannot read; use SecretRef(name, key)")
