"""Rollouts by Stakater Reloader when a Secret changes."""

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import PositiveSeconds


class Reloader(Props):
    """Annotations that make Stakater Reloader (1.4) roll out each Deployment when one of its Secrets changes.

    With `dev_postgres`, the StatefulSet of the database has the annotation too if its password is a `SecretRef`.

    Install the controller separately. Without it, a changed Secret has no effect on running pods, because the service
    reads its environment only at start. The CronJob and the migration Job have no annotations, because each of their
    runs reads the Secrets at start. With annotations, Reloader would delete and recreate the migration Job, and would
    start a compaction immediately, even if `concurrencyPolicy` forbids it (Reloader,
    internal/pkg/callbacks/rolling_upgrade.go).
    """

    error_path = "reloader"

    pause_seconds: PositiveSeconds | None = None
    """Seconds to wait for changes of other Secrets, so that one rollout covers all of them. During this time, no other
    change of the Deployment is rolled out. Default: no wait.
    """
