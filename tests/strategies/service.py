"""A strategy for any valid service.yaml."""

from hypothesis import strategies as st

from powersync_constructs.config import (
    ClientAuth,
    ConfigMapRef,
    ConvexSource,
    EnvRef,
    FieldRef,
    HealthCheckProbes,
    HmacKey,
    InjectedSecret,
    KeySet,
    MongoSource,
    MongoStorage,
    MySqlSource,
    ObjectStorage,
    PostgresSource,
    PostgresStorage,
    ResourceFieldRef,
    SecretRef,
    SecretValue,
    ServiceConfig,
    SqlServerSource,
)
from powersync_constructs.config.core._credentials import (
    Credential,
    DatabasePort,
    FilledText,
    PlainText,
    StoredCredential,
    Text,
)
from powersync_constructs.config.core._uris import HttpUrl, StoredHttpUrl
from powersync_constructs.config.service._connection import Address, Heartbeat, IpRange
from powersync_constructs.config.service._extra import Extra
from powersync_constructs.config.service.client_auth import Key
from powersync_constructs.config.service.pem import Pem
from powersync_constructs.config.service.settings import Parameter
from powersync_constructs.config.service.source import SlotPrefix
from tests.service.reading import NUMBER_VARIABLE

from .texts import FREE, PLAIN, TEXTS
from .typed import Fields, Values, of_model, of_type, register, without

_REFERENCES = st.sampled_from(
    [SecretRef(name, key) for name in ("a", "db.example") for key in ("k", "tls.key", "pin", "flag", "lines")]
)
_INJECTED = st.sampled_from([InjectedSecret(name) for name in ("PS_A", "PS_injected_1")])
_CONFIG_MAPS = st.sampled_from([ConfigMapRef("ca", "ca.crt"), ConfigMapRef("db.example", "k")])
_POD_FIELDS = st.sampled_from(
    [FieldRef(path="spec.nodeName"), ResourceFieldRef(resource="limits.memory", divisor="1Mi")]
)
_ENV = _REFERENCES | _CONFIG_MAPS | _POD_FIELDS
"""References that may stand for any value. An injected variable may stand for a text only, because two fields can share
it.
"""
_HTTP_URLS = st.sampled_from(["https://a.example.com", "http://b.internal:8080/jwks?a=b#c"])
_SECRETS = _REFERENCES | st.builds(SecretValue, PLAIN)
_CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB+/==\n-----END CERTIFICATE-----\n"
LONG_CHAIN = _CERTIFICATE * 1_600
"""100 kB, as large as the bundle of a cloud provider."""
_CHAINS = st.sampled_from([1, 2] * 10 + [1_600]).map(lambda count: _CERTIFICATE * count)
_KEY = st.just(SecretValue("QUFB" * 22))
_NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2**53), 2**53)
_SERVER = ("hostname", "username", "password", "database")


def _uris(*schemes: str) -> Values:
    return _SECRETS | st.sampled_from([f"{scheme}://db.example.com/app" for scheme in schemes])


def _both_or_neither(drawn: Fields, *names: str) -> Fields:
    both = all(drawn.get(name) is not None for name in names)
    return drawn if both else without(drawn, *names)


def _with_whole_certificate(drawn: Fields) -> Fields:
    return _both_or_neither(drawn, "client_certificate", "client_private_key")


_POSTGRES = _uris("postgresql", "postgres") | st.none()
_MONGO = _uris("mongodb", "mongodb+srv")

register(PlainText, TEXTS)
register(FilledText, PLAIN)
register(EnvRef, _ENV)
register(Text, PLAIN | _SECRETS | _INJECTED | _ENV)
register(Credential, _SECRETS | _INJECTED)
register(StoredCredential, _SECRETS)
register(HttpUrl, _HTTP_URLS | _SECRETS | _INJECTED | _ENV)
register(StoredHttpUrl, _HTTP_URLS | _SECRETS)
register(Pem, _CHAINS | _CHAINS.map(lambda chain: chain.replace("\n", "\r\n")) | _SECRETS | _INJECTED | _ENV)
register(Address, st.sampled_from(["db.example.com", "10.0.0.1", "fd00::1", "DB_1"]) | _SECRETS | _ENV)
register(
    DatabasePort,
    st.integers(1024, 65535) | _ENV | st.just(InjectedSecret(NUMBER_VARIABLE)),
)
register(IpRange, st.sampled_from(["local", "10.0.0.0/8", "fd00::/8"]))
register(Parameter, _NUMBERS | FREE | st.booleans())
_YAML = st.recursive(
    _NUMBERS | FREE | st.booleans() | _ENV,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
register(Extra, st.dictionaries(TEXTS, _YAML, max_size=2))
register(Heartbeat, st.integers(5, 60))
register(SlotPrefix, st.sampled_from(["powersync_", "a", "9_b"]))
register(PostgresSource, of_model(PostgresSource, _SERVER, _with_whole_certificate, uri=_POSTGRES))
register(PostgresStorage, of_model(PostgresStorage, _SERVER, _with_whole_certificate, uri=_POSTGRES))
register(MongoSource, of_model(MongoSource, uri=_MONGO))
register(
    ObjectStorage,
    of_model(ObjectStorage, (), lambda drawn: _both_or_neither(drawn, "access_key_id", "secret_access_key")),
)
register(MongoStorage, of_model(MongoStorage, uri=_MONGO))
register(MySqlSource, of_model(MySqlSource, _SERVER, _with_whole_certificate, uri=_uris("mysql") | st.none()))
register(SqlServerSource, of_model(SqlServerSource, _SERVER, uri=_uris("mssql") | st.none()))
register(ConvexSource, of_model(ConvexSource, deployment_url=_uris("https"), deploy_key=_SECRETS))
register(HmacKey, of_model(HmacKey, k=_REFERENCES | _KEY))
register(KeySet, of_model(KeySet, keys=st.lists(of_type(Key), min_size=1, max_size=4)))
register(HealthCheckProbes, of_model(HealthCheckProbes, ("use_filesystem",), use_filesystem=st.just(True)))
register(
    ClientAuth,
    of_model(
        ClientAuth,
        ("jwks_uri", "audience"),
        jwks_uri=of_type(HttpUrl) | st.lists(of_type(HttpUrl), min_size=1, max_size=3),
        audience=st.lists(PLAIN, min_size=1, max_size=3),
    ),
)
_SERVICES = of_model(ServiceConfig)


@st.composite  # hypothesis then prints its name: printing the whole strategy takes long
def services(draw: st.DrawFn) -> ServiceConfig:
    """Draw any service.yaml."""
    drawn: ServiceConfig = draw(_SERVICES)
    return drawn
