"""The ServiceAccount that a workload's pods run as."""

from constructs import Construct

from powersync_constructs.config.pods.pod import ServiceAccount
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity


def service_account(
    scope: Construct, props: ServiceAccount, identity: Identity
) -> tuple[k8s.KubeServiceAccount | None, str]:
    """Make the account, without a token, and return it and its name; only the name where the account exists."""
    if props.existing is not None:
        return None, props.existing
    meta = identity.object_meta(annotations=props.annotations)
    made = k8s.KubeServiceAccount(scope, "service-account", metadata=meta, automount_service_account_token=False)
    return made, identity.name
