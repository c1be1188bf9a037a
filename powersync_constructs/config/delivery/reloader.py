"""Rolling pods with Stakater Reloader when a Secret changes."""

from pydantic import Field

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import PositiveSeconds


class Reloader(Props):
    """Annotations by which Stakater Reloader rolls the Deployments when a Secret that they refer to has changed.

    The controller is somebody else's (1.4). Without it a changed Secret does nothing: the service reads its environment
    once, at its start. The CronJob and the migration Job are left alone. Reloader would start a compaction at once,
    which `concurrencyPolicy` does not hold back, and would delete the Job and make it again; a run reads its Secrets
    when it starts anyhow (Reloader, internal/pkg/callbacks/rolling_upgrade.go).
    """

    error_path = "reloader"

    pause_seconds: PositiveSeconds | None = Field(
        default=None,
        description="seconds that a Deployment waits for more Secrets to change, to roll once for all of them; nothing "
        "else rolls it out meanwhile; default: None, it does not wait",
    )
