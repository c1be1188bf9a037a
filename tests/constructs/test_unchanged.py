"""No construct changes an object of another construct."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from cdk8s import Chart

from powersync_constructs import CompactCron, MigrateHook, PowerSyncApi, ReplicationPair, StreamingIngress
from powersync_constructs.config import (
    Alb,
    ApiProps,
    CompactProps,
    IngressProps,
    MigrateProps,
    Ordering,
    ReplicationProps,
)
from tests.samples.orderings import ORDERINGS

from .manifests import JOB_MIGRATES, Manifest, add_configuration, render

ARN = "arn:aws:acm:eu-central-1:123456789012:certificate/powersync"
INGRESS = IngressProps(host="powersync.example.com", controller=Alb(certificate_arns=[ARN]))
"""An ingress that needs annotations of the Service, and pods that sleep longer."""


@pytest.mark.parametrize("ordering", ORDERINGS.values(), ids=ORDERINGS)
def test_earlier_objects_do_not_change(chart: Chart, ordering: Ordering) -> None:
    """A construct does not change the objects of the constructs before it."""
    configuration = add_configuration(chart, ordering=ordering, service={"migrations": JOB_MIGRATES})
    migrate = MigrateHook(chart, "migrate", MigrateProps(), configuration=configuration)
    api = PowerSyncApi(chart, "api", ApiProps(), configuration=configuration, migrate=migrate, ingresses=[INGRESS])
    more: list[Callable[[], object]] = [
        lambda: StreamingIngress(chart, "ingress", INGRESS, api=api),
        lambda: ReplicationPair(chart, "replication", ReplicationProps(), configuration=configuration, migrate=migrate),
        lambda: CompactCron(chart, "compact", CompactProps(), configuration=configuration, migrate=migrate),
    ]
    steps: list[list[Manifest]] = [render(chart)]

    for make in more:
        make()
        steps.append(render(chart))

    for before, after in pairwise(steps):
        assert [each for each in before if each not in after] == []
