"""Instances that replicate from the same server have different slot prefixes and server IDs."""

import pytest

from powersync_constructs.rules import Manifest
from powersync_constructs.rules.instances.replication import (
    server_id_is_of_one_instance,
    slot_prefix_is_of_one_instance,
)
from tests.rules.manifests import app, finding, objects
from tests.rules.sample_instances import SOURCE, from_secret, instance

OWN_PREFIX = "set a different slot_name_prefix of the source database for each instance"
OWN_ID = "set a different server_id of the source database for each instance"
MYSQL = "{type: mysql, hostname: mysql.example.com, database: app}"


def with_field(source: str, field: str) -> str:
    """Return the source with one more field."""
    return source.replace("}", f", {field}}}")


def test_default_slot_prefix_of_two_instances_is_a_warning() -> None:
    """Two instances with one source and the default prefix have slots with the same prefix."""
    made = objects(*instance("one", source=SOURCE), *instance("two", source=SOURCE))

    found = slot_prefix_is_of_one_instance.findings(made)

    reason = (
        "uses the slot prefix 'powersync_' on db.example.com:5432, as ConfigMap/one-config of another instance does"
    )
    assert found == [finding("slot-prefix-of-one-instance", "warning", "ConfigMap/two-config", reason, OWN_PREFIX)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(SOURCE, SOURCE.replace("app", "shop"), id="two-databases-of-one-server"),
        pytest.param(SOURCE, with_field(SOURCE, "slot_name_prefix: powersync_"), id="default-and-its-value"),
        pytest.param(*[with_field(SOURCE, "slot_name_prefix: a_")] * 2, id="same-prefix"),
        pytest.param(SOURCE, "{type: postgresql, uri: 'postgres://r@DB.example.com/app'}", id="uri-and-fields"),
    ],
)
def test_equal_slot_prefix_on_one_server_is_reported(one: str, two: str) -> None:
    """A Postgres server has one list of slots for all its databases."""
    made = objects(*instance("one", source=one), *instance("two", source=two))

    assert len(slot_prefix_is_of_one_instance.findings(made)) == 1


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(SOURCE, with_field(SOURCE, "slot_name_prefix: two_"), id="other-prefixes"),
        pytest.param(SOURCE, SOURCE.replace("db.", "other."), id="other-servers"),
        pytest.param(SOURCE, with_field(SOURCE, "port: 5433"), id="other-ports"),
        pytest.param(MYSQL, MYSQL, id="mysql"),
    ],
)
def test_different_slot_prefixes_are_not_reported(one: str, two: str) -> None:
    """Instances with different prefixes or different servers have no finding."""
    made = objects(*instance("one", source=one), *instance("two", source=two))

    assert slot_prefix_is_of_one_instance.findings(made) == []


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_secret_prefix_is_not_shown(kind: str) -> None:
    """A prefix or an address that may come from a Secret is not in the finding."""
    source = '{type: postgresql, uri: !env "PS_URI", slot_name_prefix: !env "PS_PREFIX"}'
    env = {"PS_URI": from_secret("source"), "PS_PREFIX": {"value": "hidden_"}}
    made = objects(*(each for name in ("one", "two") for each in instance(name, source=source, env=env, kind=kind)))

    [found] = slot_prefix_is_of_one_instance.findings(made)

    where = "the server of its source database"
    assert found.reason == (
        f"uses the slot prefix from a Secret on {where}, as {kind}/one-config of another instance does"
    )


def test_default_server_id_of_two_instances_is_a_warning() -> None:
    """Two instances with one MySQL server and the default `server_id` have the same server ID."""
    made = objects(*instance("one", source=MYSQL), *instance("two", source=MYSQL.replace("app", "shop")))

    found = server_id_is_of_one_instance.findings(made)

    reason = "has the MySQL server ID '1' on mysql.example.com:3306, as ConfigMap/one-config of another instance does"
    assert found == [finding("server-id-of-one-instance", "warning", "ConfigMap/two-config", reason, OWN_ID)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param(MYSQL, with_field(MYSQL, "server_id: 2"), id="other-ids"),
        pytest.param(MYSQL, MYSQL.replace("mysql.", "other."), id="other-servers"),
        pytest.param(SOURCE, SOURCE, id="postgres"),
        pytest.param("{type: mysql}", "{type: mysql}", id="incomplete"),
    ],
)
def test_different_server_ids_are_not_reported(one: str, two: str) -> None:
    """Instances with different server IDs or different servers have no finding."""
    made = objects(*instance("one", source=one), *instance("two", source=two))

    assert server_id_is_of_one_instance.findings(made) == []


@pytest.mark.parametrize(
    ("source", "fix"),
    [
        (SOURCE, OWN_PREFIX),
        (MYSQL, OWN_ID),
        (SOURCE.replace("db.example.com", "db.data"), f"if both charts are for one cluster, {OWN_PREFIX}"),
        (MYSQL.replace("mysql.example.com", "10.0.0.9"), f"if both charts are for one cluster, {OWN_ID}"),
    ],
    ids=["public-postgres", "public-mysql", "service", "private-address"],
)
def test_fix_for_two_charts_depends_on_the_address(source: str, fix: str) -> None:
    """If the charts may be for two clusters, only a public address is certainly the same server."""
    charts = app({"a": instance("one", source=source), "b": instance("two", source=source)})

    [found] = [*slot_prefix_is_of_one_instance.findings(charts), *server_id_is_of_one_instance.findings(charts)]

    assert (found.severity, found.fix) == ("warning", fix)


def test_fleet_is_reported_by_instance() -> None:
    """In a fleet with one source, each instance after the first one needs its own prefix."""
    fleet: list[Manifest] = [each for number in range(50) for each in instance(f"shard-{number}", source=SOURCE)]

    assert len(slot_prefix_is_of_one_instance.findings(objects(*fleet))) == 49
