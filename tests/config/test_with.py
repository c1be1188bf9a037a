"""`with_`: another model with some fields changed, checked like a new one."""

from typing import Any

import pytest

from powersync_constructs.config import (
    HpaAutoscaling,
    IngressProps,
    PowerSyncProps,
    ProbeSettings,
    ReplicationProps,
    Split,
    Tls,
    Unified,
)
from tests.samples.instance import INSTANCE

from .refusal import refusal


def test_the_others_stay() -> None:
    """What is not named is what it was."""
    changed = INSTANCE.with_(instance="tasks")

    assert changed.model_dump(exclude={"instance"}) == INSTANCE.model_dump(exclude={"instance"})


def test_the_first_stays() -> None:
    """A copy is changed, never the model itself."""
    INSTANCE.with_(instance="tasks")

    assert INSTANCE.instance is None


def test_a_mapping_changes_fields_of_a_nested_model() -> None:
    """At every depth, and its other fields stay."""
    changed = INSTANCE.with_(topology={"api": {"resources": {"cpu": "500m"}}})

    assert isinstance(changed.topology, Split)
    assert changed.topology.api.resources.cpu == "500m"
    assert changed.topology.api.resources.memory == Split().api.resources.memory


def test_defaults_of_a_model_stay_when_a_part_of_them_changes() -> None:
    """Replicators keep their patient probes when only a start is to take longer."""
    probes = {"startup": {"failure_threshold": 240}}

    changed = ReplicationProps().with_(probes=probes)

    assert changed.probes.startup.failure_threshold == 240
    assert changed.probes.liveness == ReplicationProps().probes.liveness != ProbeSettings().liveness


def test_a_mapping_of_texts_is_replaced() -> None:
    """Labels are one value: those that are not named again are gone."""
    changed = INSTANCE.with_(metadata={"labels": {"a": "1", "b": "2"}}).with_(metadata={"labels": {"b": "3"}})

    assert changed.metadata.labels == {"b": "3"}


def test_a_model_is_replaced_by_a_model() -> None:
    """A whole one takes the place of the other."""
    changed = INSTANCE.with_(topology=Unified())

    assert changed.topology == Unified()


def test_a_mapping_where_nothing_was_makes_a_model() -> None:
    """There is nothing to merge with."""
    changed = INSTANCE.with_(ingress={"host": "powersync.example.com"})

    assert changed.ingress == IngressProps(host="powersync.example.com", tls=Tls())


def test_none_takes_away() -> None:
    """What may be absent is taken away by None."""
    assert INSTANCE.with_(compact=None).compact is None


def test_steps_are_one_step() -> None:
    """Two changes after each other are the same as both at once."""
    stepwise = INSTANCE.with_(topology={"api": {"replicas": 3}}).with_(topology={"api": {"max_surge": 1}})

    assert stepwise == INSTANCE.with_(topology={"api": {"replicas": 3, "max_surge": 1}})


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param(
            {"topology": {"api": {"pdb": {"max_unavailable": 0}}}},
            "topology.api.pdb.max_unavailable: 0 blocks every node drain; use 1, or pdb=None to have none",
            id="depth",
        ),
        pytest.param(
            {"topology": {"api": {"replicas": 3, "autoscaling": HpaAutoscaling()}}},
            "topology.api.replicas: 3 beside autoscaling would be reset by every apply; drop one",
            id="fields-of-a-nested-model",
        ),
        pytest.param(
            {"topology": {"replication": {"replicas": 3}}},
            "topology.replication.replicas: 3 is not 1 or 2; one replicates and one stands by, more would only wait: "
            "use 2",
            id="field-of-a-nested-model",
        ),
        pytest.param(
            {"topology": {"api": {"replica": 3}}}, "topology.api.replica: no such field; use replicas", id="slip"
        ),
        pytest.param({"topolgy": {}}, "topolgy: no such field; use topology", id="slip-at-the-root"),
        pytest.param(
            {"source": None}, "source: missing; give the database, or dev_postgres for development", id="none"
        ),
        pytest.param(
            {"storage": {"sslmode": "verify-ca"}},
            "storage.cacert: missing; sslmode verify-ca needs the certificate authority",
            id="fields-together",
        ),
        pytest.param(
            {"sync_config": {"text": ""}}, "sync_config.text: is empty; write at least one stream", id="sync-config"
        ),
        pytest.param(
            {"topology": {"type": "unified"}},
            "topology.type: 'unified' is not one of 'split'; use one of these",
            id="a-mapping-does-not-change-the-kind",
        ),
    ],
)
def test_a_change_is_checked(changes: dict[str, Any], line: str) -> None:
    """The path in the line begins at the model that is changed."""
    assert refusal(INSTANCE.with_, **changes) == [line]


def test_a_change_is_checked_with_what_was_there() -> None:
    """Fields that went together may no longer do so."""
    props: PowerSyncProps = INSTANCE.with_(compact={"incremental_only": True})

    lines = refusal(props.with_, image={"tag": "1.25.0"})

    assert [line.partition(":")[0] for line in lines] == ["compact.incremental_only"]
