"""Any service.yaml that validates."""

from hypothesis import strategies as st

from powersync_constructs.config import (
    ClientAuth,
    ConfigMapRef,
    ConvexSource,
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
from powersync_constructs.config.service.client_auth import Key
from powersync_constructs.config.service.pem import Pem
from powersync_constructs.config.service.settings import Parameter
from tests.service.reading import PORT_KEY, PORT_VARIABLE

from .texts import PLAIN, TEXTS
from .typed import Fields, Values, of_model, of_type, teach, without

_REFERENCES = st.sampled_from(
    [SecretRef(name, key) for name in ("a", "db.example") for key in ("k", "tls.key", "pin", "flag", "lines")]
)
_INJECTED = st.sampled_from([InjectedSecret(name) for name in ("PS_A", "PS_injected_1")])
_CONFIG_MAPS = st.sampled_from([ConfigMapRef("ca", "ca.crt"), ConfigMapRef("db.example", "k")])
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


def _pair(drawn: Fields, *names: str) -> Fields:
    both = all(drawn.get(name) is not None for name in names)
    return drawn if both else without(drawn, *names)


def _certified(drawn: Fields) -> Fields:
    return _pair(drawn, "client_certificate", "client_private_key")


_POSTGRES = _uris("postgresql", "postgres") | st.none()
_MONGO = _uris("mongodb", "mongodb+srv")

teach(PlainText, TEXTS)
teach(FilledText, PLAIN)
teach(Text, PLAIN | _SECRETS | _INJECTED)
teach(Credential, _SECRETS | _INJECTED)
teach(StoredCredential, _SECRETS)
teach(HttpUrl, _HTTP_URLS | _SECRETS | _INJECTED)
teach(StoredHttpUrl, _HTTP_URLS | _SECRETS)
teach(Pem, _CHAINS | _CHAINS.map(lambda chain: chain.replace("\n", "\r\n")) | _SECRETS | _INJECTED | _CONFIG_MAPS)
teach(Address, st.sampled_from(["db.example.com", "10.0.0.1", "fd00::1", "DB_1"]) | _SECRETS)
teach(
    DatabasePort,
    st.integers(1024, 65535) | st.sampled_from([SecretRef("db", PORT_KEY), InjectedSecret(PORT_VARIABLE)]),
)
teach(IpRange, st.sampled_from(["local", "10.0.0.0/8", "fd00::/8"]))
teach(Parameter, _NUMBERS | TEXTS | st.booleans())
teach(Heartbeat, st.integers(5, 60))
teach(PostgresSource, of_model(PostgresSource, _SERVER, _certified, uri=_POSTGRES))
teach(PostgresStorage, of_model(PostgresStorage, _SERVER, _certified, uri=_POSTGRES))
teach(MongoSource, of_model(MongoSource, uri=_MONGO))
teach(ObjectStorage, of_model(ObjectStorage, (), lambda drawn: _pair(drawn, "access_key_id", "secret_access_key")))
teach(MongoStorage, of_model(MongoStorage, uri=_MONGO))
teach(MySqlSource, of_model(MySqlSource, _SERVER, _certified, uri=_uris("mysql") | st.none()))
teach(SqlServerSource, of_model(SqlServerSource, _SERVER, uri=_uris("mssql") | st.none()))
teach(ConvexSource, of_model(ConvexSource, deployment_url=_uris("https"), deploy_key=_SECRETS))
teach(HmacKey, of_model(HmacKey, k=_REFERENCES | _KEY))
teach(KeySet, of_model(KeySet, keys=st.lists(of_type(Key), min_size=1, max_size=4)))
teach(HealthCheckProbes, of_model(HealthCheckProbes, ("use_filesystem",), use_filesystem=st.just(True)))
teach(
    ClientAuth,
    of_model(
        ClientAuth,
        ("jwks_uri", "audience"),
        jwks_uri=of_type(HttpUrl) | st.lists(of_type(HttpUrl), min_size=1, max_size=3),
        audience=st.lists(PLAIN, min_size=1, max_size=3),
    ),
)
_SERVICES = of_model(ServiceConfig)


@st.composite  # which hypothesis can name: to show the whole takes long
def services(draw: st.DrawFn) -> ServiceConfig:
    """Any service.yaml."""
    drawn: ServiceConfig = draw(_SERVICES)
    return drawn
