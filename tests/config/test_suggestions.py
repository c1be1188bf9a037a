"""Unknown field names: the error asks for a similar field, and never names a setting that does the opposite."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest

from powersync_constructs.config import (
    ApiProps,
    ClientAuth,
    HealthCheckProbes,
    Migrations,
    PostgresSource,
    PowerSyncProps,
    ServiceSettings,
    Telemetry,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._suggestions import similar_name
from tests.samples.databases import SOURCE, STORAGE

from .test_models import PROPS
from .validation import errors_of

NEGATIONS = ("block", "deny", "disable", "disallow", "exclude", "ignore", "no", "not", "reject", "skip", "without")
AFFIRMATIONS = ("accept", "allow", "enable", "include", "use")
FIELDS = sorted({name for model in PROPS for name in model.model_fields})


@pytest.mark.parametrize(
    ("name", "names", "similar"),
    [
        ("hostnme", ["hostname", "username"], "hostname"),
        ("host", ["hostname", "port"], "hostname"),
        ("ssl_mode", ["sslmode", "cacert"], "sslmode"),
        ("blok_local_jwks", ["block_local_jwks"], "block_local_jwks"),
        ("disabled_telemetry_sharing", ["disable_telemetry_sharing"], "disable_telemetry_sharing"),
        ("disable_auto_migrations", ["disable_auto_migration"], "disable_auto_migration"),
        ("reject_ip_range", ["reject_ip_ranges"], "reject_ip_ranges"),
        ("max_surges", ["max_surge", "min_ready_seconds"], "max_surge"),
        ("ingress_controllers", ["ingress_controller", "egress_controller"], "ingress_controller"),
    ],
)
def test_similar_name_is_found(name: str, names: list[str], similar: str) -> None:
    """A misspelled or shortened name is recognized."""
    assert similar_name(name, names) == similar


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("allow_local_jwks", "block_local_jwks"),
        ("local_jwks", "block_local_jwks"),
        ("telemetry_sharing", "disable_telemetry_sharing"),
        ("enable_telemetry_sharing", "disable_telemetry_sharing"),
        ("auto_migration", "disable_auto_migration"),
        ("allow_ip_ranges", "reject_ip_ranges"),
        ("ip_ranges", "reject_ip_ranges"),
        ("disable_http", "use_http"),
        ("min_surge", "max_surge"),
        ("scale_up", "scale_down"),
        ("more_ingress", "more_egress"),
        ("disallow_local", "allow_local"),
        ("exclude_tables", "include_tables"),
        ("include_tables", "exclude_tables"),
        ("internal_metrics", "internal_service_endpoint"),
        ("stats_interval", "prometheus_port"),
        ("jwks_cache_ttl", "jwks"),
        ("supabase_url", "supabase"),
        ("bucket_versioning", "bucket"),
        ("host_aliases", "host"),
        ("storage_class", "storage"),
    ],
)
def test_opposite_or_unrelated_name_is_not_suggested(name: str, other: str) -> None:
    """A name with the opposite meaning, or with another subject, is not suggested."""
    assert similar_name(name, [other]) is None


def opposites_of(field: str) -> list[str]:
    """Return names with the opposite meaning: the field with another first word, or without its negation."""
    words = field.split("_")
    negation = next((word for word in words if word in NEGATIONS), None)
    if negation is None:
        return [f"{word}_{field}" for word in NEGATIONS]
    without = "_".join(word for word in words if word != negation)
    return [without, *("_".join(new if word == negation else word for word in words) for new in AFFIRMATIONS)]


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_is_suggested_for_its_opposite(field: str) -> None:
    """For each field of each model, neither its negation nor its affirmation suggests the opposite field."""
    assert [name for name in opposites_of(field) if similar_name(name, [field]) is not None] == []


@pytest.mark.parametrize(
    ("make", "name", "text"),
    [
        pytest.param(
            ClientAuth,
            "allow_local_jwks",
            "client_auth.allow_local_jwks: no such field; remove it: local addresses are allowed unless "
            "jwks_reject_ip_ranges or block_local_jwks rejects them",
            id="allow-local-jwks",
        ),
        pytest.param(
            ClientAuth,
            "telemetry",
            "client_auth.telemetry: no such field; did you mean telemetry of the service settings?",
            id="telemetry-of-client-auth",
        ),
        pytest.param(
            Telemetry,
            "internal_metrics",
            "internal_metrics: no such field; use one of: ",
            id="unknown",
        ),
        pytest.param(
            SOURCE.with_,
            "max_pool_size",
            "source.max_pool_size: no such field; it has an effect only on the bucket storage; remove it",
            id="pool-of-the-source",
        ),
        pytest.param(
            STORAGE.with_,
            "slot_name_prefix",
            "storage.slot_name_prefix: no such field; it has an effect only on the source database; set "
            "source.slot_name_prefix",
            id="slots-of-the-storage",
        ),
        pytest.param(STORAGE.with_, "ssl", "storage.ssl: no such field; set sslmode", id="ssl"),
        pytest.param(
            ServiceSettings, "connections", "service.connections: no such field; did you mean source of the instance?"
        ),
        pytest.param(
            ServiceSettings,
            "dev",
            "service.dev: no such field; the service has not read it since 1.13.4; remove it",
            id="dev",
        ),
        pytest.param(ApiProps, "replica", "api.replica: no such field; did you mean replicas?", id="misspelled"),
        pytest.param(Migrations, "auto_migration", "auto_migration: no such field; use one of: ", id="opposite"),
        pytest.param(HealthCheckProbes, "disable_http", "disable_http: no such field; use one of: ", id="negation"),
    ],
)
def test_error_for_an_unknown_name_has_a_fix(make: Callable[..., object], name: str, text: str) -> None:
    """A known mistake has its own fix, a similar name is a question, and otherwise the error lists the fields."""
    lines = errors_of(make, **{name: True})

    assert any(text in line for line in lines)


@pytest.mark.parametrize("name", ["sync_rules", "connections", "replication"])
def test_name_of_service_yaml_is_translated(name: str) -> None:
    """The name of a key of service.yaml leads to the field of the instance."""
    lines = errors_of(PowerSyncProps, **{name: {}})

    field = "sync_config" if name == "sync_rules" else "source"
    assert f"{name}: no such field; did you mean {field}?" in lines


@pytest.mark.parametrize("mode", ["require", "prefer", "allow", "no-verify"])
def test_sslmode_of_other_clients_is_explained(mode: Any) -> None:
    """An sslmode that libpq accepts, but the service does not, is refused with the mode to use."""
    (line,) = errors_of(SOURCE.with_, sslmode=mode)

    assert line == (
        f"source.sslmode: '{mode}' is not one of 'verify-full', 'verify-ca' or 'disable'; "
        "use verify-full, with cacert if the CA is private; disable turns TLS off"
    )


def test_correction_is_inherited() -> None:
    """The corrections of a source include those of all Postgres connections."""

    class Derived(PostgresSource):
        """A model that lists one more mistake."""

        corrections: ClassVar[Mapping[str, str]] = {"pool": "remove it"}

    assert [
        line for name in ("pool", "ssl", "max_pool_size") for line in errors_of(Derived, **{name: 1}) if name in line
    ] == [
        "source.pool: no such field; remove it",
        "source.ssl: no such field; set sslmode",
        "source.max_pool_size: no such field; it has an effect only on the bucket storage; remove it",
    ]


@pytest.mark.parametrize("model", PROPS, ids=lambda model: model.__name__)
def test_corrections_name_no_field(model: type[Props]) -> None:
    """A correction is about a name that is not a field, or about a value of a field."""
    for mistake in model.corrections:
        name, _, value = mistake.partition("=")
        assert (name in model.model_fields) == bool(value)
