"""A Role that is bound to one ServiceAccount."""

from collections.abc import Sequence

from constructs import Construct

from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import namespace_of


def role_of(
    scope: Construct, name: str, metadata: k8s.ObjectMeta, rules: Sequence[k8s.PolicyRule], account_name: str
) -> tuple[k8s.KubeRole, k8s.KubeRoleBinding]:
    """Create a Role and its RoleBinding, both with this name. Raises ConfigError if the chart has no namespace."""
    namespace = namespace_of(scope, "a RoleBinding must contain it")
    role = k8s.KubeRole(scope, "role", metadata=metadata, rules=list(rules))
    subject = k8s.Subject(kind="ServiceAccount", name=account_name, namespace=namespace)
    reference = k8s.RoleRef(api_group="rbac.authorization.k8s.io", kind="Role", name=name)
    binding = k8s.KubeRoleBinding(scope, "role-binding", metadata=metadata, subjects=[subject], role_ref=reference)
    return role, binding
