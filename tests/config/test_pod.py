"""The groups that every workload's props are made of: where pods run, how they are probed, drained and named."""

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

from .refusal import kept, refusal, refused, taken


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        pytest.param(Toleration, {"operator": "Exists"}, id="every-taint"),
        pytest.param(Toleration, {"key": "a", "operator": "Exists"}, id="a-taint-with-any-value"),
        pytest.param(Toleration, {"key": "a", "value": "b", "effect": "NoSchedule"}, id="a-taint"),
        pytest.param(Toleration, {"key": "a"}, id="a-taint-without-a-value"),
        pytest.param(
            Toleration, {"key": "a", "operator": "Exists", "effect": "NoExecute", "seconds": 0}, id="for-a-while"
        ),
        pytest.param(NodeRequirement, {"key": "a", "values": ["b"]}, id="in"),
        pytest.param(NodeRequirement, {"key": "a", "operator": "Exists"}, id="exists"),
        pytest.param(NodeRequirement, {"key": "a", "operator": "Gt", "values": ["4"]}, id="more-than"),
        pytest.param(NodeRequirement, {"key": "a", "operator": "Exists", "weight": 100}, id="wished-for"),
        pytest.param(Scheduling, {"spread": (ZONE, NODE)}, id="spread"),
        pytest.param(
            Scheduling,
            {"spread": [ZONE, ZONE.with_(when_unsatisfiable="DoNotSchedule")]},
            id="softly-and-strictly",
        ),
        pytest.param(DisruptionBudget, {"max_unavailable": 1}, id="one-may-go"),
        pytest.param(DisruptionBudget, {"max_unavailable": "100%"}, id="all-may-go"),
        pytest.param(DisruptionBudget, {"min_available": "99%"}, id="some-stay"),
        pytest.param(DisruptionBudget, {"min_available": 0}, id="none-need-stay"),
        pytest.param(ServiceAccount, {"existing": "theirs"}, id="their-account"),
        pytest.param(
            ServiceAccount, {"annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/x"}}, id="ours"
        ),
        pytest.param(Security, {"run_as_user": 901}, id="the-images-user"),
        pytest.param(Drain, {"sleep_seconds": 0}, id="no-sleep"),
        pytest.param(ObjectMetadata, {"labels": {"kubernetes.io/x": "y"}}, id="label"),
    ],
)
def test_it_is_taken(model: type[Props], fields: dict[str, Any]) -> None:
    """What Kubernetes takes is taken."""
    assert taken(model, **fields)


@pytest.mark.parametrize(
    ("model", "fields", "line"),
    [
        pytest.param(
            Toleration,
            {"key": "a", "operator": "Exists", "value": "b"},
            "toleration.value: 'b' goes with Equal, and operator Exists compares no value; remove one of the two",
            id="exists-with-a-value",
        ),
        pytest.param(
            Toleration,
            {"effect": "NoSchedule"},
            "toleration.key: missing; give the key of the taint, or operator='Exists' for every taint",
            id="equal-without-a-key",
        ),
        pytest.param(
            Toleration,
            {"key": "a", "effect": "NoSchedule", "seconds": 30},
            "toleration.seconds: 30 goes only with effect NoExecute; set that effect, or remove seconds",
            id="seconds-without-no-execute",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "Gt", "values": ["4", "8"]},
            "node_requirement.values: is not what Gt compares with; give one whole number, like '4'",
            id="more-than-two-numbers",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "Lt", "values": ["many"]},
            "node_requirement.values: is not what Lt compares with; give one whole number, like '4'",
            id="less-than-no-number",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "Exists", "weight": 101},
            "node_requirement.weight: 101 should be less than or equal to 100; it is …",
            id="weight",
        ),
        pytest.param(
            Scheduling,
            {"spread": [{"topology_key": "zone", "min_domains": 2}]},
            "scheduling.spread[0].min_domains: 2 goes only with DoNotSchedule; set when_unsatisfiable, or remove "
            "min_domains",
            id="domains-that-nobody-insists-on",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a"},
            "node_requirement.values: does not go with In; In and NotIn take values, the others none",
            id="in-nothing",
        ),
        pytest.param(
            NodeRequirement,
            {"key": "a", "operator": "DoesNotExist", "values": ["b"]},
            "node_requirement.values: does not go with DoesNotExist; In and NotIn take values, the others none",
            id="a-value-of-nothing",
        ),
        pytest.param(
            Scheduling,
            {"spread": [ZONE, NODE, ZONE]},
            "scheduling.spread: 'topology.kubernetes.io/zone' is there twice with ScheduleAnyway; keep one of the two",
            id="spread-twice",
        ),
        pytest.param(
            Scheduling,
            {"spread": [{"topology_key": "zone", "max_skew": 0}]},
            "scheduling.spread[0].max_skew: 0 should be greater than or equal to 1; it is …",
            id="skew",
        ),
        pytest.param(
            Scheduling,
            {"node_selector": {"a b": "c"}},
            "scheduling.node_selector.a b: 'a b' is not a label's or annotation's key: letters, digits, -, _ and ., "
            "at most 63 characters; choose another",
            id="node-label",
        ),
        pytest.param(
            DisruptionBudget,
            {"max_unavailable": 0},
            "pdb.max_unavailable: 0 blocks every node drain; use 1, or pdb=None to have none",
            id="none-may-go",
        ),
        pytest.param(
            DisruptionBudget,
            {"max_unavailable": "0%"},
            "pdb.max_unavailable: 0% blocks every node drain; use 1, or pdb=None to have none",
            id="no-share-may-go",
        ),
        pytest.param(
            DisruptionBudget,
            {"min_available": "100%"},
            "pdb.min_available: 100% blocks every node drain; use max_unavailable=1, or pdb=None",
            id="all-must-stay",
        ),
        pytest.param(
            DisruptionBudget,
            {"max_unavailable": 1, "min_available": 1},
            "pdb.min_available: 1 stands beside max_unavailable; keep one of the two",
            id="both",
        ),
        pytest.param(
            ServiceAccount,
            {"existing": "theirs", "annotations": {"a": "b"}},
            "service_account.annotations: cannot be put on 'theirs', which is not ours; annotate it there",
            id="annotations-of-theirs",
        ),
        *(
            pytest.param(
                ObjectMetadata,
                {"labels": {label: "x"}},
                f"metadata.labels: '{label}' is ours or a controller's; use a prefix of your own",
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
                f"metadata.{field}.powersync-constructs/instance: 'powersync-constructs/instance' is a name by which "
                "we know our own objects; use a prefix of your own",
                id=f"our-name-in-{field}",
            )
            for field in ("labels", "annotations", "pod_annotations")
        ),
        pytest.param(
            Drain,
            {"sleep_seconds": 3601},
            "drain.sleep_seconds: 3601 should be less than or equal to 3600; it is …",
            id="long-drain",
        ),
        pytest.param(
            Security,
            {"run_as_user": 0},
            "security.run_as_user: 0 should be greater than or equal to 1; it is …",
            id="root",
        ),
        pytest.param(
            ProbeTimes,
            {"period_seconds": 0, "timeout_seconds": 1, "failure_threshold": 1},
            "probe_times.period_seconds: 0 should be greater than or equal to 1; it is …",
            id="period",
        ),
    ],
)
def test_it_is_refused(model: type[Props], fields: dict[str, Any], line: str) -> None:
    """What the API server refuses, or what would wedge a cluster, is refused with the way out."""
    assert refusal(model, **fields) == [line]


@pytest.mark.parametrize("value", [0, 1, 7, "0%", "1%", "25%", "100%"])
def test_pods_are_a_number_or_a_share(value: int | str) -> None:
    """Both are kept as they are written."""
    assert kept(PercentOrCount, value) == value


@pytest.mark.parametrize("value", [-1, 1.5, True, None, "", "1", "-1%", "101%", "2.5%", "25 %", "\u0663%", 2**31])
def test_no_number_and_no_share(value: object) -> None:
    """A text without `%` is a slip; more than all is nothing that the API server takes."""
    rule = "is neither a number nor a percentage up to 100%; write it like 1 or 25%"

    assert refused(PercentOrCount, value) == f"{value!r} {rule}"


@pytest.mark.parametrize(
    ("value", "replicas", "number"), [(3, 2, 3), (0, 5, 0), ("0%", 5, 0), ("1%", 2, 1), ("50%", 3, 2), ("100%", 3, 3)]
)
def test_a_share_is_rounded_up(value: int | str, replicas: int, number: int) -> None:
    """As the disruption controller does."""
    assert pods(value, replicas) == number


@pytest.mark.parametrize(("value", "none"), [(0, True), ("0%", True), ("00%", True), (1, False), ("1%", False)])
def test_none_at_all(value: int | str, none: bool) -> None:
    """A number or share may be none."""
    assert is_zero(value) is none


@pytest.mark.parametrize(
    ("budget", "most"),
    [
        pytest.param(DisruptionBudget(), 1, id="node-by-node"),
        pytest.param(DisruptionBudget(max_unavailable="40%"), "40%", id="as-said"),
        pytest.param(DisruptionBudget(min_available=1), None, id="said-otherwise"),
    ],
)
def test_how_many_may_be_gone(budget: DisruptionBudget, most: object) -> None:
    """One, unless it is said how many, or how many must stay."""
    assert budget.at_most == most


@pytest.mark.parametrize(("sleep", "grace"), [(0, 40), (20, 60), (60, 100)])
def test_the_grace_holds_the_sleep(sleep: int, grace: int) -> None:
    """The sleep, 30 s in which the service ends itself, and 10 s to spare."""
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
    """Until a probe has failed: ten minutes for a start, one for a hang, half of one for readiness."""
    assert times.period_seconds * times.failure_threshold == seconds


@pytest.mark.parametrize("probe", ["liveness", "readiness"])
def test_a_busy_pod_is_not_killed(probe: str) -> None:
    """An answer may take 5.3 s while clients make their first sync, and Kubernetes' own timeout is 1 s."""
    times: ProbeTimes = getattr(ProbeSettings(), probe)

    assert times.timeout_seconds >= 10


def test_probe_times_have_defaults() -> None:
    """One field of a probe can be given without the others."""
    assert ProbeTimes(failure_threshold=5) == ProbeTimes(period_seconds=10, timeout_seconds=10, failure_threshold=5)


def test_spread_is_soft() -> None:
    """A cluster of one zone can run everything."""
    assert Spread(topology_key="zone").when_unsatisfiable == "ScheduleAnyway"
