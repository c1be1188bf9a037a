"""The two presets set the documented values, and users can change them."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from powersync_constructs import presets
from powersync_constructs.config import (
    CompactProps,
    ConfigError,
    Contour,
    HpaAutoscaling,
    NamespaceProps,
    PowerSyncProps,
    Resources,
    SecretValue,
    Split,
    Tls,
    Traefik,
    Unified,
    UnifiedProps,
)
from powersync_constructs.config.instance import production_problems
from tests.samples.configuration import SYNC_CONFIG
from tests.samples.databases import CLIENT_AUTH, SOURCE, STORAGE
from tests.samples.instance import DEV_POSTGRES
from tests.samples.secrets import EXTERNAL_SECRETS, RELOADER

COMMON: dict[str, Any] = {"client_auth": CLIENT_AUTH, "sync_config": SYNC_CONFIG}
DATABASES: dict[str, Any] = {"source": SOURCE, "storage": STORAGE}
HOST = "powersync.example.com"
ZONES_AND_NODES = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"]


def split_of(props: PowerSyncProps) -> Split:
    """Return the workloads of an instance that is not unified."""
    assert isinstance(props.topology, Split)
    return props.topology


DEV = presets.dev(**COMMON, postgres=DEV_POSTGRES)
HA = presets.ha(**COMMON, **DATABASES, host=HOST)
ONE_POD = presets.dev(**COMMON, **DATABASES, host=HOST).workload_props["topology.pod"]
SPLIT = split_of(HA)
AUTOSCALED = split_of(presets.ha(**COMMON, **DATABASES, host=HOST, autoscaling=HpaAutoscaling()))


@pytest.mark.parametrize(
    ("actual", "value"),
    [
        pytest.param(type(DEV.topology), Unified, id="one-pod"),
        pytest.param(ONE_POD.resources.memory, "512Mi", id="memory"),
        pytest.param(ONE_POD.resources.memory_limit, "1Gi", id="memory-limit"),
        pytest.param((ONE_POD.resources.cpu, ONE_POD.resources.cpu_limit), ("1", "1"), id="cpu"),
        pytest.param("pdb" in type(ONE_POD).model_fields, False, id="no-budget"),
        pytest.param(DEV.compact, None, id="no-compaction"),
        pytest.param(DEV.ingress, None, id="no-ingress-controller"),
        pytest.param(DEV.namespace, None, id="no-namespace"),
        pytest.param(DEV.dev_postgres, DEV_POSTGRES, id="development-postgres"),
    ],
)
def test_values_of_dev(actual: object, value: object) -> None:
    """`dev` is one small pod without the parts that a laptop does not need."""
    assert actual == value


@pytest.mark.parametrize(
    ("actual", "value"),
    [
        pytest.param(SPLIT.api.lowest_replicas, 2, id="two-api-pods"),
        pytest.param(SPLIT.replication.replicas, 2, id="leader-and-standby"),
        pytest.param(SPLIT.api.pdb is not None and SPLIT.api.pdb.at_most, 1, id="api-budget"),
        pytest.param(SPLIT.replication.pdb is not None and SPLIT.replication.pdb.at_most, 1, id="budget"),
        pytest.param([spread.topology_key for spread in SPLIT.api.scheduling.spread], ZONES_AND_NODES, id="api-spread"),
        pytest.param(
            [spread.topology_key for spread in SPLIT.replication.scheduling.spread], ZONES_AND_NODES, id="spread"
        ),
        pytest.param(SPLIT.api.resources, Resources(), id="api-resources"),
        pytest.param(SPLIT.replication.resources, Resources(), id="resources"),
        pytest.param(SPLIT.migrate.gates(HA.ordering), True, id="migration-gate"),
        pytest.param(HA.compact, CompactProps(), id="daily-compaction"),
        pytest.param(HA.ingress is not None and HA.ingress.tls, Tls(), id="tls"),
        pytest.param(HA.ingress is not None and HA.ingress.controller, Traefik(), id="controller"),
        pytest.param(HA.ingress is not None and HA.ingress.host, HOST, id="host"),
        pytest.param(HA.dev_postgres, None, id="your-databases"),
        pytest.param(AUTOSCALED.api.replicas, None, id="the-autoscaler-owns-the-replicas"),
        pytest.param(AUTOSCALED.api.lowest_replicas, 2, id="autoscaled-from-two"),
        pytest.param(
            AUTOSCALED.api.autoscaling is not None and AUTOSCALED.api.autoscaling.max_replicas,
            10,
            id="autoscaled-to-ten",
        ),
    ],
)
def test_values_of_ha(actual: object, value: object) -> None:
    """`ha` has two pods of each serving role, with spread, budgets, a migration gate and daily compaction."""
    assert actual == value


@pytest.mark.parametrize(
    ("fields", "name", "value"),
    [
        pytest.param({"source": SOURCE, "storage": STORAGE}, "dev_postgres", None, id="databases"),
        pytest.param({"postgres": DEV_POSTGRES, "source": SOURCE}, "source", SOURCE, id="source"),
        pytest.param({"postgres": DEV_POSTGRES, "compact": CompactProps()}, "compact", CompactProps(), id="compaction"),
        pytest.param({"postgres": DEV_POSTGRES, "namespace": NamespaceProps()}, "namespace", NamespaceProps()),
    ],
)
def test_dev_accepts_optional_parts(fields: dict[str, Any], name: str, value: object) -> None:
    """`dev` accepts your databases, a compaction and a Namespace."""
    assert getattr(presets.dev(**COMMON, **fields), name) == value


def test_ha_accepts_a_source_of_secrets() -> None:
    """`ha` accepts a source of Secrets, and a Reloader that rolls pods when a Secret changes."""
    props = presets.ha(**COMMON, **DATABASES, host=HOST, secrets=EXTERNAL_SECRETS, reloader=RELOADER)

    assert (props.secrets, props.reloader) == (EXTERNAL_SECRETS, RELOADER)


def test_dev_has_an_ingress_without_tls() -> None:
    """With a host, `dev` has an Ingress without TLS, because a laptop has no certificate."""
    ingress = presets.dev(**COMMON, postgres=DEV_POSTGRES, host=HOST).ingress

    assert ingress is not None
    assert (ingress.host, ingress.tls) == (HOST, None)


@pytest.mark.parametrize(
    ("preset", "names"),
    [
        (presets.dev, {"client_auth", "sync_config"}),
        (presets.ha, {"client_auth", "sync_config", "host", "source", "storage"}),
    ],
)
def test_required_parameters(preset: Callable[..., PowerSyncProps], names: set[str]) -> None:
    """Credentials, hosts and keys have no default, so they are required."""
    parameters = inspect.signature(preset).parameters.values()

    assert {parameter.name for parameter in parameters if parameter.default is inspect.Parameter.empty} == names


def test_parameters_are_keyword_only() -> None:
    """Every parameter is keyword-only."""
    parameters = [
        *inspect.signature(presets.dev).parameters.values(),
        *inspect.signature(presets.ha).parameters.values(),
    ]

    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}


def test_dev_needs_databases() -> None:
    """`dev` needs your databases, or a development Postgres."""
    with pytest.raises(ConfigError, match="source: missing; give the database, or postgres for a temporary one"):
        presets.dev(**COMMON)


def test_dev_accepts_secret_values() -> None:
    """`dev` accepts a secret in the manifests, for the development Postgres."""
    props = presets.dev(**COMMON, postgres=DEV_POSTGRES)

    assert props.dev_postgres is not None
    assert isinstance(props.dev_postgres.password, SecretValue)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"source": {"password": SecretValue("c4n4ry")}}, ["source.password"], id="a-secret"),
        pytest.param({"topology": {"api": {"replicas": 1}}}, ["topology.api.replicas"], id="one-api-pod"),
        pytest.param(
            {"topology": {"api": {"autoscaling": HpaAutoscaling(min_replicas=1)}}},
            ["topology.api.autoscaling.min_replicas"],
            id="autoscaler-with-minimum-one",
        ),
        pytest.param(
            {"topology": {"replication": {"replicas": 1}}},
            ["topology.replication.replicas"],
            id="no-standby",
        ),
        pytest.param({"topology": Unified()}, ["topology"], id="one-pod"),
    ],
)
def test_ha_checks_changes_too(changes: dict[str, Any], found: list[str]) -> None:
    """The rules for production of `ha` also report problems of a change by `with_`."""
    props = HA.with_(**changes)

    assert set(props.rules.severity.values()) == {"error"}
    assert [problem.path for problem in production_problems(props)] == found


@pytest.mark.parametrize(
    ("autoscaling", "line"),
    [
        pytest.param(True, "api.autoscaling: is not of type HpaAutoscaling or KedaAutoscaling", id="true"),
    ],
)
def test_ha_refuses_a_wrong_autoscaler(autoscaling: Any, line: str) -> None:
    """A wrong autoscaler is an error of one line."""
    with pytest.raises(ConfigError) as refused:
        presets.ha(**COMMON, **DATABASES, host=HOST, autoscaling=autoscaling)

    assert refused.value.lines[0].startswith(line)


@pytest.mark.parametrize("fields", [{"controller": Contour()}, {"tls": Tls()}], ids=["controller", "tls"])
def test_dev_refuses_ingress_fields_without_a_host(fields: dict[str, Any]) -> None:
    """Without a host, `dev` refuses the fields of its Ingress."""
    with pytest.raises(ConfigError) as refused:
        presets.dev(**COMMON, postgres=DEV_POSTGRES, **fields)

    assert refused.value.lines == ["host: missing; needed by controller and tls: give the host of the instance"]


def test_ha_compacts_by_default() -> None:
    """`ha` compacts daily by default, and not at all with None."""
    assert (HA.compact, presets.ha(**COMMON, **DATABASES, host=HOST, compact=None).compact) == (CompactProps(), None)


def test_presets_accept_mappings() -> None:
    """The presets accept mappings, which change only the fields that they name."""
    ha: dict[str, Any] = {"api": {"replicas": 4}, "replication": {"replicas": 1}, "migrate": {"backoff_limit": 2}}
    pod: Any = {"resources": {"memory_limit": "2Gi"}}

    split = split_of(presets.ha(**COMMON, **DATABASES, host=HOST, **ha))
    unified = presets.dev(**COMMON, postgres=DEV_POSTGRES, pod=pod).topology

    assert (split.api.replicas, split.replication.replicas, split.migrate.backoff_limit) == (4, 1, 2)
    assert unified == Unified(pod=UnifiedProps(resources=presets.SMALL_POD.with_(memory_limit="2Gi")))


@pytest.mark.parametrize("props", [DEV, HA], ids=["dev", "ha"])
def test_changes_to_a_preset_are_checked(props: PowerSyncProps) -> None:
    """`with_` checks the changes to a preset."""
    with pytest.raises(ConfigError, match="instance: 'A' is not valid as an instance's name"):
        props.with_(instance="A")


def test_change_keeps_other_fields() -> None:
    """Another number of replicas leaves the resources of a preset unchanged."""
    changed = split_of(HA.with_(topology={"api": {"replicas": 4}}))

    assert (changed.api.replicas, changed.api.resources) == (4, Resources())
