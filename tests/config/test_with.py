"""`with_` returns a new model with some fields changed, and validates it like any new model."""

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

from .validation import errors_of


def test_other_fields_are_kept() -> None:
    """Fields that a change does not name keep their values."""
    changed = INSTANCE.with_(instance="tasks")

    assert changed.model_dump(exclude={"instance"}) == INSTANCE.model_dump(exclude={"instance"})


def test_original_model_is_unchanged() -> None:
    """`with_` does not change the original model."""
    INSTANCE.with_(instance="tasks")

    assert INSTANCE.instance is None


def test_mapping_changes_a_nested_model() -> None:
    """A mapping changes fields at any depth, and the other fields keep their values."""
    changed = INSTANCE.with_(topology={"api": {"resources": {"cpu": "500m"}}})

    assert isinstance(changed.topology, Split)
    assert changed.topology.api.resources.cpu == "500m"
    assert changed.topology.api.resources.memory == Split().api.resources.memory


def test_defaults_of_the_workload_are_kept() -> None:
    """A change of the startup probe keeps the default liveness probe of replicators."""
    probes = {"startup": {"failure_threshold": 240}}

    changed = ReplicationProps().with_(probes=probes)

    assert changed.probes.startup.failure_threshold == 240
    assert changed.probes.liveness == ReplicationProps().probes.liveness != ProbeSettings().liveness


def test_mapping_merges_by_key() -> None:
    """Labels that a change does not name are kept, and None removes a label."""
    base = INSTANCE.with_(metadata={"labels": {"a": "1", "b": "2", "c": "3"}})

    changed = base.with_(metadata={"labels": {"b": "4", "c": None}})

    assert changed.metadata.labels == {"a": "1", "b": "4"}


@pytest.mark.parametrize("change", [Unified(), {"type": "unified"}], ids=["object", "mapping"])
def test_another_union_member_replaces_the_model(change: object) -> None:
    """Another member of a union has other fields, so it replaces the whole model."""
    changed = INSTANCE.with_(topology=change)

    assert changed.topology == Unified()


def test_model_changes_the_fields_that_it_sets() -> None:
    """An object makes the same change as a mapping."""
    base = INSTANCE.with_(topology={"api": {"replicas": 3}})

    changed = base.with_(topology=Split(api=ApiProps(max_surge=1)))

    assert changed == base.with_(topology={"api": {"max_surge": 1}})


def test_model_of_the_same_class_is_merged() -> None:
    """`with_` also accepts a model with the changes."""
    assert ApiProps(replicas=3).with_(ApiProps(max_surge=1)) == ApiProps(replicas=3, max_surge=1)


def test_group_from_another_workload_is_merged() -> None:
    """A group of props from another workload changes only the fields that it was created with."""
    part = ApiProps(scheduling=Scheduling(tolerations=[Toleration(operator="Exists")])).scheduling

    assert MigrateProps(scheduling=part) == MigrateProps().with_(scheduling=part)


def test_model_in_a_mapping_is_merged() -> None:
    """A model in a mapping is merged like a model in a field."""
    before = Alerts(overrides={"PowerSyncApiDown": AlertOverride(labels={"team": "a"}, annotations={"wiki": "sync"})})

    after = before.with_(overrides={"PowerSyncApiDown": {"labels": {"x": "b"}}})

    assert after.overrides["PowerSyncApiDown"] == AlertOverride(
        labels={"team": "a", "x": "b"}, annotations={"wiki": "sync"}
    )


def test_settings_replace_an_existing_service_yaml() -> None:
    """A mapping with fields that only ServiceSettings has becomes a ServiceSettings."""
    changed = EXISTING_INSTANCE.with_(
        service={"telemetry": {"disable_telemetry_sharing": True}},
        source=INSTANCE.source,
        storage=INSTANCE.storage,
        client_auth=INSTANCE.client_auth,
    )

    assert changed.service == ServiceSettings(telemetry=Telemetry(disable_telemetry_sharing=True))


def test_model_of_another_class_is_refused() -> None:
    """The error names the expected class."""
    other: Any = ReplicationProps()

    with pytest.raises(ConfigError) as raised:
        ApiProps().with_(other)

    assert raised.value.lines == ["api: is not of type ApiProps; use such an object, or name the fields to change"]


def test_list_replaces_the_list() -> None:
    """The items of a list have no keys to merge by, so a list replaces the whole list."""
    base = ClientAuth(jwks_uri="https://a.example.com/k", audience=["a", "b"])

    assert base.with_(audience=["c"]).audience == ("c",)


def test_mapping_creates_an_absent_model() -> None:
    """If a field is None, a mapping creates the model."""
    changed = INSTANCE.with_(ingress={"host": "powersync.example.com"})

    assert changed.ingress == IngressProps(host="powersync.example.com", tls=Tls())


def test_none_removes_an_optional_model() -> None:
    """None removes a model that is optional."""
    assert INSTANCE.with_(compact=None).compact is None


def test_two_changes_equal_one_change() -> None:
    """Two changes in a row give the same model as both changes together."""
    stepwise = INSTANCE.with_(topology={"api": {"replicas": 3}}).with_(topology={"api": {"max_surge": 1}})

    assert stepwise == INSTANCE.with_(topology={"api": {"replicas": 3, "max_surge": 1}})


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param(
            {"topology": {"api": {"pdb": {"max_unavailable": 0}}}},
            "topology.api.pdb.max_unavailable: 0 blocks every node drain; use 1, or pdb=None for no budget",
            id="nested-field",
        ),
        pytest.param(
            {"topology": {"api": {"replicas": 3, "autoscaling": HpaAutoscaling()}}},
            "topology.api.replicas: 3 would undo all scaling at every apply; remove replicas or autoscaling",
            id="two-nested-fields",
        ),
        pytest.param(
            {"topology": {"replication": {"replicas": 3}}},
            "topology.replication.replicas: 3 is not 1 or 2, and only a leader and one standby are useful; use 2",
            id="nested-replicas",
        ),
        pytest.param(
            {"topology": {"api": {"replica": 3}}},
            "topology.api.replica: no such field; did you mean replicas?",
            id="misspelled-field",
        ),
        pytest.param(
            {"api": {"replicas": 3}},
            "api: no such field; did you mean service.api or topology.api?",
            id="nested-field-at-the-root",
        ),
        pytest.param({"topolgy": {}}, "topolgy: no such field; did you mean topology?", id="misspelled-at-the-root"),
        pytest.param(
            {"source": None}, "source: missing; give the database, or dev_postgres for development", id="required-model"
        ),
        pytest.param(
            {"storage": {"sslmode": "verify-ca"}},
            "storage.cacert: missing; set the CA certificates, which sslmode verify-ca needs",
            id="dependent-fields",
        ),
        pytest.param(
            {"sync_config": {"text": ""}}, "sync_config.text: is empty; write at least one stream", id="sync-config"
        ),
    ],
)
def test_change_is_validated(changes: dict[str, Any], line: str) -> None:
    """The path in the error begins at the model that is changed."""
    assert errors_of(INSTANCE.with_, **changes) == [line]


def test_change_is_validated_with_the_other_fields() -> None:
    """A change is refused if it does not fit the fields that it keeps."""
    props: PowerSyncProps = INSTANCE.with_(compact={"incremental_only": True})

    lines = errors_of(props.with_, image={"tag": "1.25.0"})

    assert [line.partition(":")[0] for line in lines] == ["compact.incremental_only"]


def test_mapping_without_a_type_changes_the_default() -> None:
    """In a new model and in a change, a mapping without `type` changes the default member of the union."""
    fields = {name: getattr(INSTANCE, name) for name in ("source", "storage", "client_auth", "sync_config")}
    change: dict[str, Any] = {"topology": {"api": {"replicas": 3}}}

    made = PowerSyncProps(**fields, **change)

    assert made == INSTANCE.with_(**change)
