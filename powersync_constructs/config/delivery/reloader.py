"""When pods are replaced since a Secret has changed: what Stakater Reloader is told."""

from pydantic import Field

from powersync_constructs.config.core._durations import PositiveDuration
from powersync_constructs.config.core._model import Props


class Reloader(Props):
    """Annotations by which Stakater Reloader rolls the Deployments when a Secret that they refer to has changed.

    The controller is somebody else's (1.4). Without it a changed Secret does nothing: the service reads its environment
    once, at its start. The CronJob and the migration Job are left alone. Reloader would start a compaction at once,
    which `concurrencyPolicy` does not hold back, and would delete the Job and make it again; a run reads its Secrets
    when it starts anyhow (Reloader, internal/pkg/callbacks/rolling_upgrade.go).
    """

    error_path = "reloader"

    pause_period: PositiveDuration | None = Field(
        default=None,
        description="how long a Deployment waits for more Secrets to change, like 5m, and rolls once for all of them; "
        "nothing else rolls it out meanwhile, so it does not wait unless this is given",
    )
