"""`with_`: another model with some fields changed, checked like a new one."""

from typing import Any

import pytest

from powersync_constructs.config import (
    AlertOverride,
    Alerts,
    ApiProps,
    ClientAuth,
    ConfigError,
    HpaAutoscaling,
    IngressProps,
    MigrateProps,
    PowerSyncProps,
    ProbeSettings,
    ReplicationProps,
    Scheduling,
    ServiceSettings,
    Split,
    Telemetry,
    Tls,
    Toleration,
    Unified,
)
from tests.samples.instance import EXISTING_INSTANCE, INSTANCE

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


def test_a_mapping_merges_by_key() -> None:
    """Labels that a change does not name stay, and None removes one."""
    base = INSTANCE.with_(metadata={"labels": {"a": "1", "b": "2", "c": "3"}})

    changed = base.with_(metadata={"labels": {"b": "4", "c": None}})

    assert changed.metadata.labels == {"a": "1", "b": "4"}


@pytest.mark.parametrize("change", [Unified(), {"type": "unified"}], ids=["object", "mapping"])
def test_another_member_of_a_union_replaces(change: object) -> None:
    """It has other fields, so nothing of the first one stays."""
    changed = INSTANCE.with_(topology=change)

    assert changed.topology == Unified()


def test_a_model_changes_what_it_names() -> None:
    """An object is the same change as a mapping."""
    base = INSTANCE.with_(topology={"api": {"replicas": 3}})

    changed = base.with_(topology=Split(api=ApiProps(max_surge=1)))

    assert changed == base.with_(topology={"api": {"max_surge": 1}})


def test_a_model_of_the_same_class_changes_what_it_names() -> None:
    """The whole of it is given at once."""
    assert ApiProps(replicas=3).with_(ApiProps(max_surge=1)) == ApiProps(replicas=3, max_surge=1)


def test_a_part_of_another_place_is_the_same_in_both_forms() -> None:
    """It sets what it names, and not what was the default of its first place."""
    part = ApiProps(scheduling=Scheduling(tolerations=[Toleration(operator="Exists")])).scheduling

    assert MigrateProps(scheduling=part) == MigrateProps().with_(scheduling=part)


def test_a_model_in_a_mapping_keeps_its_fields() -> None:
    """It is merged as one in a field is."""
    before = Alerts(overrides={"PowerSyncApiDown": AlertOverride(labels={"team": "a"}, annotations={"wiki": "sync"})})

    after = before.with_(overrides={"PowerSyncApiDown": {"labels": {"x": "b"}}})

    assert after.overrides["PowerSyncApiDown"] == AlertOverride(
        labels={"team": "a", "x": "b"}, annotations={"wiki": "sync"}
    )


def test_settings_replace_an_existing_service_yaml() -> None:
    """By the fields that only settings have."""
    changed = EXISTING_INSTANCE.with_(
        service={"telemetry": {"disable_telemetry_sharing": True}},
        source=INSTANCE.source,
        storage=INSTANCE.storage,
        client_auth=INSTANCE.client_auth,
    )

    assert changed.service == ServiceSettings(telemetry=Telemetry(disable_telemetry_sharing=True))


def test_a_model_of_another_class_is_refused() -> None:
    """With the name of the one that is meant."""
    other: Any = ReplicationProps()

    with pytest.raises(ConfigError) as refused:
        ApiProps().with_(other)

    assert refused.value.lines == ["api: is no ApiProps; give one, or its fields by name"]


def test_a_list_replaces() -> None:
    """Its items have no names by which they could merge."""
    base = ClientAuth(jwks_uri="https://a.example.com/k", audience=["a", "b"])

    assert base.with_(audience=["c"]).audience == ("c",)


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
        pytest.param(
            {"api": {"replicas": 3}},
            "api: no such field; did you mean service.api or topology.api?",
            id="a-field-of-a-nested-model",
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


def test_a_mapping_needs_no_type_where_it_changes_the_default() -> None:
    """In a new model as in a change of one: the default of the place tells which member of the union it is."""
    fields = {name: getattr(INSTANCE, name) for name in ("source", "storage", "client_auth", "sync_config")}
    change: dict[str, Any] = {"topology": {"api": {"replicas": 3}}}

    made = PowerSyncProps(**fields, **change)

    assert made == INSTANCE.with_(**change)
