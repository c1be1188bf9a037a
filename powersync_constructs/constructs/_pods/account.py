"""The ServiceAccount of the pods of a workload."""

from constructs import Construct

from powersync_constructs.config.pods.pod import ServiceAccount
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity


def service_account(
    scope: Construct, props: ServiceAccount, identity: Identity
) -> tuple[k8s.KubeServiceAccount | None, str]:
    """Create the ServiceAccount and return it with its name; None and the name if the props name an existing one."""
    if props.existing is not None:
        return None, props.existing
    meta = identity.object_meta(annotations=props.annotations)
    made = k8s.KubeServiceAccount(scope, "service-account", metadata=meta, automount_service_account_token=False)
    return made, identity.name
