"""Invalid values of fields. The tests of each type check the text of its errors."""

from typing import Any

import pytest

from powersync_constructs.config import (
    ApiProps,
    CompactProps,
    Drain,
    EnvVar,
    IngressProps,
    MongoSource,
    ObjectMetadata,
    PostgresSource,
    Resources,
    Security,
    ServiceProps,
    Volume,
)
from powersync_constructs.config.core._model import Props
from tests.samples.databases import SOURCE

from .validation import errors_of

_HOST = {"host": "powersync.example.com"}


@pytest.mark.parametrize(
    ("make", "fields", "path"),
    [
        pytest.param(Resources, {"cpu": "1 core"}, "resources.cpu", id="cpu"),
        pytest.param(Resources, {"memory": "1 GB"}, "resources.memory", id="bytes"),
        pytest.param(ObjectMetadata, {"labels": {"team": "a b"}}, "metadata.labels.team", id="label-value"),
        pytest.param(EnvVar, {"name": "1ST", "value": "x"}, "env.name", id="variable-name"),
        pytest.param(Volume, {"name": "A", "source": {"type": "empty-dir"}}, "volume.name", id="volume-name"),
        pytest.param(Security, {"run_as_user": 0}, "security.run_as_user", id="user"),
        pytest.param(ServiceProps, {"port": 0}, "service.port", id="port"),
        pytest.param(Drain, {"sleep_seconds": "20s"}, "drain.sleep_seconds", id="seconds"),
        pytest.param(ApiProps, {"max_surge": "much"}, "api.max_surge", id="percent-or-count"),
        pytest.param(CompactProps, {"schedule": "61 3 * * *"}, "compact.schedule", id="schedule"),
        pytest.param(CompactProps, {"time_zone": "Local"}, "compact.time_zone", id="time-zone"),
        pytest.param(IngressProps, {"host": "https://app.example.com"}, "ingress.host", id="host"),
        pytest.param(
            IngressProps,
            {**_HOST, "controller": {"type": "traefik", "class_name": "Nginx"}},
            "ingress.controller.class_name",
            id="name-of-an-object",
        ),
        pytest.param(IngressProps, {**_HOST, "tls": {"secret_name": "A"}}, "ingress.tls.secret_name", id="secret"),
        pytest.param(SOURCE.with_, {"port": 80}, "source.port", id="port-of-a-database"),
        pytest.param(SOURCE.with_, {"hostname": "a b"}, "source.hostname", id="address"),
        pytest.param(SOURCE.with_, {"cacert": "/etc/ca.pem"}, "source.cacert", id="certificate"),
        pytest.param(
            SOURCE.with_, {"reject_ip_ranges": ["local", "10.0.0.0/33"]}, "source.reject_ip_ranges[1]", id="range"
        ),
        pytest.param(PostgresSource, {"uri": "mysql://db.example.com/app"}, "source.uri", id="uri"),
        pytest.param(MongoSource, {"uri": "mongodb://role:c4n4ry@db.example.com/app"}, "source.uri", id="password"),
    ],
)
def test_error_begins_with_the_path_of_the_field(make: type[Props], fields: dict[str, Any], path: str) -> None:
    """If the type of a field refuses a value, the error begins with the path of the field."""
    (line,) = errors_of(make, **fields)

    assert line.partition(": ")[0] == path
