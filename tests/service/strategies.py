"""Any service.yaml that validates: made from the types of the models' fields, so that a new field is covered too."""

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel, StrictBool, StrictStr

from powersync_constructs.config import (
    ClientAuth,
    ConvexSource,
    HmacKey,
    KeySet,
    MongoSource,
    MongoStorage,
    MySqlSource,
    ObjectStorage,
    PostgresSource,
    PostgresStorage,
    Probes,
    SecretRef,
    SecretValue,
    ServiceConfig,
    SqlServerSource,
)
from powersync_constructs.config._database import Address, Heartbeat, IpRange, Pem
from powersync_constructs.config._types import Count, PositiveCount, PositiveSeconds, UnprivilegedPort, is_placeholder
from powersync_constructs.config.client_auth import Key
from powersync_constructs.config.secrets import Credential, DatabasePort, HttpUrl, PlainText, Text
from powersync_constructs.config.service import Parameter

from .reading import PORT_KEY

Any_ = st.SearchStrategy[Any]
Tidy = Callable[[dict[str, Any]], dict[str, Any]]

HOSTILE = [
    *("1e3", "08", "0o17", "0x1f", "1_000", "12:30:45", "2026-01-01", ".5", "-", "+1", "~", "null", "yes", "no", "on"),
    *("true", "NaN", ".inf", "=", "<<", "!env PS_SOURCE_PASSWORD", "!!str x", "&a", "*a", "- a", "a: b", "a #b", "#"),
    *("'", '"', "\\", "\\n", "\\x41", "${A}", "{{ .Values }}", "%TAG", "@", "`", "|", ">", "{}", "[]", "? a", "---"),
    *(" a ", "\t", "a\tb", "a\nb", "a\r\nb\r", "\n", "\x07\x1b\x7f", "\x85\u2028\u2029\ufeff\u00a0", "\u00e9\u6f22"),
    *("\U0001f600\U0001f1e9\U0001f1ea", "__proto__", "constructor", "a" * 2000, "a b " * 100),
]
"""Texts that YAML, JavaScript or a shell could take for something else."""

_TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_PLAIN = _TEXTS.filter(lambda text: not is_placeholder(text))
_REFERENCES = st.builds(
    SecretRef, st.sampled_from(["a", "db.example", "x-1"]), st.sampled_from(["k", "tls.key", "K_2"])
)
_SECRETS = _REFERENCES | st.builds(SecretValue, _PLAIN)
_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB+/==\n-----END CERTIFICATE-----\n"
_KEY = st.just(SecretValue("QUFB" * 22))
_AGE = st.integers(1, 31_536_000)
_NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2**53), 2**53)

LEAVES: list[tuple[Any, Any_]] = [
    (type(None), st.none()),
    (StrictStr, _TEXTS),
    (StrictBool, st.booleans()),
    (float, st.floats(0, 20)),
    (PlainText, _PLAIN),
    (Text, _PLAIN | _SECRETS),
    (Credential, _SECRETS),
    (HttpUrl, st.sampled_from(["https://a.example.com", "http://b.internal:8080/jwks?a=b#c"]) | _SECRETS),
    (Pem, st.sampled_from([_CERTIFICATE, _CERTIFICATE * 2, _CERTIFICATE.replace("\n", "\r\n")]) | _SECRETS),
    (Address, st.sampled_from(["db.example.com", "10.0.0.1", "fd00::1", "DB_1"]) | _SECRETS),
    (DatabasePort, st.integers(1024, 65535) | st.builds(SecretRef, st.just("db"), st.just(PORT_KEY))),
    (IpRange, st.sampled_from(["local", "10.0.0.0/8", "fd00::/8"])),
    (Parameter, _NUMBERS | _TEXTS | st.booleans()),
    (PositiveCount, st.integers(1, 2**31 - 1)),
    (Count, st.integers(0, 2**31 - 1)),
    (PositiveSeconds, _AGE),
    (Heartbeat, st.integers(5, 60)),
    (UnprivilegedPort, st.integers(1024, 65535)),
]
"""What stands in a field of a type."""


def of_type(hint: Any) -> Any_:
    """Any value of a field's type."""
    for leaf, strategy in LEAVES:
        if hint == leaf:
            return strategy
    parts = get_args(hint)
    made: dict[Any, Callable[[], Any_]] = {
        None: lambda: OWN[hint] if hint in OWN else of_model(hint),
        Annotated: lambda: of_type(parts[0]),
        Union: lambda: st.one_of(*(of_type(part) for part in parts)),
        types.UnionType: lambda: st.one_of(*(of_type(part) for part in parts)),
        Literal: lambda: st.sampled_from(parts),
        Sequence: lambda: st.lists(of_type(parts[0]), max_size=3),
        Mapping: lambda: st.dictionaries(of_type(parts[0]), of_type(parts[1]), max_size=4),
    }
    return made[get_origin(hint)]()


def of_model(model: type[BaseModel], always: Collection[str] = (), tidy: Tidy = dict, **own: Any_) -> Any_:
    """Any fields of a model, some of them always; `tidy` mends what does not go together."""
    hints = get_type_hints(model, include_extras=True)
    fields = {name: own[name] if name in own else of_type(hints[name]) for name in model.model_fields}
    needed = {name for name, field in model.model_fields.items() if field.is_required()} | set(always)
    required = {name: strategy.filter(_is_said) for name, strategy in fields.items() if name in needed}
    optional = {name: strategy for name, strategy in fields.items() if name not in needed}
    return st.fixed_dictionaries(required, optional=optional).map(lambda drawn: model(**tidy(drawn)))


def _is_said(value: object) -> bool:
    return value is not None


def without(drawn: dict[str, Any], *names: str) -> dict[str, Any]:
    """The others."""
    return {name: value for name, value in drawn.items() if name not in names}


def _connection(drawn: dict[str, Any]) -> dict[str, Any]:
    if drawn.get("sslmode") == "verify-ca" and not drawn.get("cacert"):
        drawn = without(drawn, "sslmode")
    return _pair(drawn, "client_certificate", "client_private_key")


def _pair(drawn: dict[str, Any], *names: str) -> dict[str, Any]:
    both = all(drawn.get(name) is not None for name in names)
    return drawn if both else without(drawn, *names)


def _login(drawn: dict[str, Any]) -> dict[str, Any]:
    return without(drawn, "additional_config") if drawn.get("cacert") else drawn


def _auth(drawn: dict[str, Any]) -> dict[str, Any]:
    return drawn if drawn.get("supabase") else without(drawn, "supabase_jwt_secret")


def _ports(drawn: dict[str, Any]) -> dict[str, Any]:
    metrics = drawn["telemetry"].prometheus_port if "telemetry" in drawn else 9464
    return without(drawn, "port", "telemetry") if drawn.get("port", 8080) == metrics else drawn


def _uris(*schemes: str) -> Any_:
    return _SECRETS | st.sampled_from([f"{scheme}://db.example.com/app" for scheme in schemes])


_SERVER = ("hostname", "username", "password", "database")
_POSTGRES = _uris("postgresql", "postgres") | st.none()
_MONGO = _uris("mongodb", "mongodb+srv")
OWN: dict[Any, Any_] = {}
"""Models that need more than any values of their fields."""
OWN[PostgresSource] = of_model(PostgresSource, _SERVER, _connection, uri=_POSTGRES)
OWN[PostgresStorage] = of_model(PostgresStorage, _SERVER, _connection, uri=_POSTGRES)
OWN[MongoSource] = of_model(MongoSource, uri=_MONGO)
OWN[ObjectStorage] = of_model(ObjectStorage, (), lambda drawn: _pair(drawn, "access_key_id", "secret_access_key"))
OWN[MongoStorage] = of_model(MongoStorage, uri=_MONGO)
OWN[MySqlSource] = of_model(MySqlSource, _SERVER, _connection, uri=_uris("mysql") | st.none())
OWN[SqlServerSource] = of_model(SqlServerSource, _SERVER, _login, uri=_uris("mssql") | st.none())
OWN[ConvexSource] = of_model(ConvexSource, deployment_url=_uris("https"), deploy_key=_SECRETS)
OWN[HmacKey] = of_model(HmacKey, k=_REFERENCES | _KEY)
OWN[KeySet] = of_model(KeySet, keys=st.lists(of_type(Key), min_size=1, max_size=4))
OWN[Probes] = of_model(Probes, ("use_filesystem",), use_filesystem=st.just(True))
OWN[ClientAuth] = of_model(
    ClientAuth,
    ("jwks_uri", "audience"),
    _auth,
    jwks_uri=of_type(HttpUrl) | st.lists(of_type(HttpUrl), min_size=1, max_size=3),
    audience=st.lists(_PLAIN, min_size=1, max_size=3),
)
_SERVICE = of_model(ServiceConfig, (), _ports)


@st.composite
def services(draw: st.DrawFn) -> ServiceConfig:
    """Any service.yaml."""
    service: ServiceConfig = draw(_SERVICE)
    return service
