"""The groups of props that all workloads share: scheduling, probes, draining, disruption budget and metadata."""

from typing import Any

import pytest

from powersync_constructs.config import (
    DisruptionBudget,
    Drain,
    NodeRequirement,
    ObjectMetadata,
    ProbeSettings,
    ProbeTimes,
    Scheduling,
    Security,
    ServiceAccount,
    Spread,
    Toleration,
)
from powersync_constructs.config.core._model import Props
from powersync_constructs.config.pods.pod import PercentOrCount, grace_seconds, is_zero, pods
from powersync_constructs.config.pods.scheduling import NODE, ZONE

from .validation import accepts, error_of, errors_of, validated


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(Toleration, {"operator": "Exists"}, id="every-taint"),
        pytest.param(Toleration, {"key": "a", "operator": "Exists"}, id="a-taint-with-any-value"),
        pytest.param(Toleration, {"key": "a", "value": "b", "effect": "NoSchedule"}, id="a-taint"),
        pytest.param(Toleration, {"key": "a"}, id="a-taint-without-a-value"),
        pytest.param(
            Toleration, {"key": "a", "operator": "Exists", "effect": "NoExecute", "seconds": 0}, id="toleration-seconds"
        ),
        pytest.param(NodeRequirement, {"key": "a", "values": ["b"]}, id="in"),
        pytest.param(NodeRequirement, {"key": "a", "operator": "Exists"}, id="exists"),
        pytest.param(NodeRequirement, {"key": "a", "operator": "Gt", "values": ["4"]}, id="greater-than"),
        pytest.param(NodeRequirement, {"key": "a", "operator": "Exists", "weight": 100}, id="preferred"),
        pytest.param(Scheduling, {"spread": (ZONE, NODE)}, id="spread"),
        pytest.param(
            Scheduling,
            {"spread": [ZONE, ZONE.with_(when_unsatisfiable="DoNotSchedule")]},
            id="soft-and-strict",
        ),
        pytest.param(DisruptionBudget, {"max_unavailable": 1}, id="max-unavailable-1"),
        pytest.param(DisruptionBudget, {"max_unavailable": "100%"}, id="max-unavailable-100-percent"),
        pytest.param(DisruptionBudget, {"min_available": "99%"}, id="min-available-99-percent"),
        pytest.param(DisruptionBudget, {"min_available": 0}, id="min-available-0"),
        pytest.param(ServiceAccount, {"existing": "theirs"}, id="existing-account"),
        pytest.param(
            ServiceAccount,
            {"annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/x"}},
            id="created-account",
        ),
        pytest.param(Security, {"run_as_user": 901}, id="user-of-the-image"),
        pytest.param(Drain, {"sleep_seconds": 0}, id="no-sleep"),
        pytest.param(ObjectMetadata, {"labels": {"kubernetes.io/x": "y"}}, id="label"),
    ],
)
def test_valid_fields_are_accepted(model: type[Props], fields: dict[str, Any]) -> None:
    """Fields that Kubernetes accepts are accepted."""
    assert accepts(model, **fields)


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            Toleration,
            {"key": "a", "operator": "Exists", "value": "b"},
            "toleration.value: 'b' has no effect with operator Exists; remove it, or use operator Equal",
            id="exists-with-a-value",
        ),
        pytest.param(
            Toleration,
            {"effect": "NoSchedule"},
            "toleration.key: missing; set the key of the taint, or operator='Exists' for every taint",
            id="equal-without-a-key",
        ),
        pytest.param(
            Toleration,
            {"key": "a", "effect": "NoSchedule", "seconds": 30},
            "toleration.seconds: 30 needs effect NoExecute; set that effect, or remove seconds",
            id="seconds-without-no-execute",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "Gt", "values": ["4", "8"]},
            "node_requirement.values: is not a single whole number, which Gt needs; use one, like '4'",
            id="greater-than-two-values",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "Lt", "values": ["many"]},
            "node_requirement.values: is not a single whole number, which Lt needs; use one, like '4'",
            id="less-than-a-text",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "Exists", "weight": 101},
            "node_requirement.weight: 101 should be less than or equal to 100; set it to …",
            id="too-large-weight",
        ),
        pytest.param(
            Scheduling,
            {"spread": [{"topology_key": "zone", "min_domains": 2}]},
            "scheduling.spread[0].min_domains: 2 needs when_unsatisfiable='DoNotSchedule'; set it, or "
            "remove min_domains",
            id="min-domains-of-a-soft-spread",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a"},
            "node_requirement.values: does not fit operator In; set values for In and NotIn, and none for Exists and "
            "DoesNotExist",
            id="in-without-values",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "DoesNotExist", "values": ["b"]},
            "node_requirement.values: does not fit operator DoesNotExist; set values for In and NotIn, and none for "
            "Exists and DoesNotExist",
            id="does-not-exist-with-values",
        ),
        pytest.param(
            Scheduling,
            {"spread": [ZONE, NODE, ZONE]},
            "scheduling.spread: 'topology.kubernetes.io/zone' occurs twice with ScheduleAnyway; remove one of them",
            id="spread-twice",
        ),
        pytest.param(
            Scheduling,
            {"spread": [{"topology_key": "zone", "max_skew": 0}]},
            "scheduling.spread[0].max_skew: 0 should be greater than or equal to 1; set it to …",
            id="skew",
        ),
        pytest.param(
            Scheduling,
            {"node_selector": {"a b": "c"}},
            "scheduling.node_selector.a b: 'a b' is not the key of a label or annotation; use up to 63 letters, "
            "digits, '-', '_' and '.', with a letter or digit first and last",
            id="node-label",
        ),
        pytest.param(
            DisruptionBudget,
            {"max_unavailable": 0},
            "pdb.max_unavailable: 0 blocks every node drain; use 1, or pdb=None for no budget",
            id="max-unavailable-0",
        ),
        pytest.param(
            DisruptionBudget,
            {"max_unavailable": "0%"},
            "pdb.max_unavailable: 0% blocks every node drain; use 1, or pdb=None for no budget",
            id="max-unavailable-0-percent",
        ),
        pytest.param(
            DisruptionBudget,
            {"min_available": "100%"},
            "pdb.min_available: 100% blocks every node drain; use max_unavailable=1, or pdb=None for no budget",
            id="min-available-100-percent",
        ),
        pytest.param(
            DisruptionBudget,
            {"max_unavailable": 1, "min_available": 1},
            "pdb.min_available: 1 is set together with max_unavailable; remove one of them",
            id="both-fields-of-a-budget",
        ),
        pytest.param(
            ServiceAccount,
            {"existing": "theirs", "annotations": {"a": "b"}},
            "service_account.annotations: cannot be added to 'theirs', which the library does not create; annotate "
            "that ServiceAccount yourself",
            id="annotations-of-an-existing-account",
        ),
        *(
            pytest.param(
                ObjectMetadata,
                {"labels": {label: "x"}},
                f"metadata.labels: '{label}' is reserved by the library or a Kubernetes controller; use another prefix",
                id=label,
            )
            for label in (
                "app.kubernetes.io/name",
                "batch.kubernetes.io/job-name",
                "controller-uid",
                "controller-revision-hash",
                "job-name",
                "pod-template-hash",
                "statefulset.kubernetes.io/pod-name",
            )
        ),
        *(
            pytest.param(
                ObjectMetadata,
                {field: {"powersync-constructs/instance": "x"}},
                f"metadata.{field}.powersync-constructs/instance: 'powersync-constructs/instance' is reserved "
                "by the library; use another prefix",
                id=f"reserved-prefix-in-{field}",
            )
            for field in ("labels", "annotations", "pod_annotations")
        ),
        pytest.param(
            Drain,
            {"sleep_seconds": 3601},
            "drain.sleep_seconds: 3601 should be less than or equal to 3600; set it to …",
            id="long-drain",
        ),
        pytest.param(
            Security,
            {"run_as_user": 0},
            "security.run_as_user: 0 should be greater than or equal to 1; set it to …",
            id="root",
        ),
        pytest.param(
            ProbeTimes,
            {"period_seconds": 0, "timeout_seconds": 1, "failure_threshold": 1},
            "probe_times.period_seconds: 0 should be greater than or equal to 1; set it to …",
            id="period",
        ),
    ],
)
def test_invalid_fields_are_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """Fields that the API server would refuse, or that would block node drains, are refused with a way out."""
    assert errors_of(model, **fields) == [line]


@pytest.mark.parametrize("value", [0, 1, 7, "0%", "1%", "25%", "100%"])
def test_number_or_percentage_of_pods_is_kept(value: int | str) -> None:
    """A number or a percentage is kept as written."""
    assert validated(PercentOrCount, value) == value


@pytest.mark.parametrize("value", [-1, 1.5, True, None, "", "1", "-1%", "101%", "2.5%", "25 %", "\u0663%", 2**31])
def test_other_values_are_refused(value: object) -> None:
    """A text without `%`, a fraction, and a percentage above 100 are refused."""
    rule = "is neither a number nor a percentage up to 100%; write it like 1 or 25%"

    assert error_of(PercentOrCount, value) == f"{value!r} {rule}"


@pytest.mark.parametrize(
    ("value", "replicas", "number"), [(3, 2, 3), (0, 5, 0), ("0%", 5, 0), ("1%", 2, 1), ("50%", 3, 2), ("100%", 3, 3)]
)
def test_percentage_is_rounded_up(value: int | str, replicas: int, number: int) -> None:
    """A percentage of pods is rounded up, as the disruption controller does."""
    assert pods(value, replicas) == number


@pytest.mark.parametrize(("value", "zero"), [(0, True), ("0%", True), ("00%", True), (1, False), ("1%", False)])
def test_zero_is_recognized(value: int | str, zero: bool) -> None:
    """0 and 0% both mean no pods."""
    assert is_zero(value) is zero


@pytest.mark.parametrize(
    ("budget", "maximum"),
    [
        pytest.param(DisruptionBudget(), 1, id="default"),
        pytest.param(DisruptionBudget(max_unavailable="40%"), "40%", id="max-unavailable"),
        pytest.param(DisruptionBudget(min_available=1), None, id="min-available"),
    ],
)
def test_max_unavailable_of_a_budget(budget: DisruptionBudget, maximum: object) -> None:
    """`at_most` is `max_unavailable`, by default 1, and None if `min_available` is set."""
    assert budget.at_most == maximum


@pytest.mark.parametrize(("sleep", "grace"), [(0, 40), (20, 60), (60, 100)])
def test_grace_period_includes_the_sleep(sleep: int, grace: int) -> None:
    """The grace period is the preStop sleep, plus 30 s for the shutdown of the service, plus 10 s of reserve."""
    assert grace_seconds(sleep) == grace


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        pytest.param(ProbeSettings().startup, 600, id="startup"),
        pytest.param(ProbeSettings().liveness, 60, id="liveness"),
        pytest.param(ProbeSettings().readiness, 30, id="readiness"),
    ],
)
def test_probe_times(times: ProbeTimes, seconds: int) -> None:
    """A startup probe fails after 10 minutes, a liveness probe after 1 minute, a readiness probe after 30 s."""
    assert times.period_seconds * times.failure_threshold == seconds


@pytest.mark.parametrize("probe", ["liveness", "readiness"])
def test_probe_timeout_allows_busy_pods(probe: str) -> None:
    """The timeout is at least 10 s, because an answer took 5.3 s during first syncs (measured)."""
    times: ProbeTimes = getattr(ProbeSettings(), probe)

    assert times.timeout_seconds >= 10


def test_probe_times_have_defaults() -> None:
    """One field of a probe can be set without the others."""
    assert ProbeTimes(failure_threshold=5) == ProbeTimes(period_seconds=10, timeout_seconds=10, failure_threshold=5)


def test_spread_is_soft() -> None:
    """The default spread is soft, so all pods can run in a cluster with one zone."""
    assert Spread(topology_key="zone").when_unsatisfiable == "ScheduleAnyway"
