"""Functions that convert environment variables from the props to the Kubernetes API."""

from collections.abc import Iterable

from powersync_constructs.config.core.pod_fields import FieldRef, ResourceFieldRef
from powersync_constructs.config.core.secrets import ConfigMapRef, SecretRef
from powersync_constructs.config.pods.env import EnvFrom, EnvFromSecret, EnvValue
from powersync_constructs.constructs._lib.kplus import cached, k8s, quantity


@cached
def plain_env(name: str, value: str) -> k8s.EnvVar:
    """Return a variable with a plain value."""
    return k8s.EnvVar(name=name, value=value)


@cached
def secret_env(name: str, ref: SecretRef) -> k8s.EnvVar:
    """Return a variable with the value of a key of a Secret."""
    source = k8s.EnvVarSource(secret_key_ref=k8s.SecretKeySelector(name=ref.name, key=ref.key))
    return k8s.EnvVar(name=name, value_from=source)


def env_var(name: str, value: EnvValue) -> k8s.EnvVar:
    """Return a variable with a value, or with a reference to its value."""
    match value:
        case SecretRef():
            return secret_env(name, value)
        case ConfigMapRef():
            selector = k8s.ConfigMapKeySelector(name=value.name, key=value.key)
            return k8s.EnvVar(name=name, value_from=k8s.EnvVarSource(config_map_key_ref=selector))
        case FieldRef():
            return k8s.EnvVar(name=name, value_from=k8s.EnvVarSource(field_ref=field_selector(value)))
        case ResourceFieldRef():
            return k8s.EnvVar(name=name, value_from=k8s.EnvVarSource(resource_field_ref=resource_selector(value)))
    return plain_env(name, value)


def env_from(given: Iterable[EnvFrom]) -> list[k8s.EnvFromSource] | None:
    """Return the sources of variables: Secrets and ConfigMaps whose keys all become variables."""
    return [_env_from(source) for source in given] or None


def _env_from(source: EnvFrom) -> k8s.EnvFromSource:
    optional = source.optional or None
    if isinstance(source, EnvFromSecret):
        secret = k8s.SecretEnvSource(name=source.name, optional=optional)
        return k8s.EnvFromSource(prefix=source.prefix, secret_ref=secret)
    config_map = k8s.ConfigMapEnvSource(name=source.name, optional=optional)
    return k8s.EnvFromSource(prefix=source.prefix, config_map_ref=config_map)


def field_selector(field: FieldRef) -> k8s.ObjectFieldSelector:
    """Return a reference to a field of the pod, with the API version that the API server would set as default."""
    return k8s.ObjectFieldSelector(api_version="v1", field_path=field.path)


def resource_selector(field: ResourceFieldRef) -> k8s.ResourceFieldSelector:
    """Return a reference to a request or limit, with its unit."""
    return k8s.ResourceFieldSelector(
        container_name=field.container, resource=field.resource, divisor=quantity(field.divisor)
    )
