"""Functions that convert volumes and mounts from the props to the Kubernetes API."""

from collections.abc import Mapping

from powersync_constructs.config.core.pod_fields import FieldRef, ResourceFieldRef
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.pods._reserved import Mount
from powersync_constructs.config.pods.volumes import (
    ClaimVolume,
    ConfigMapProjection,
    ConfigMapVolume,
    CsiVolume,
    DownwardApiProjection,
    EmptyDirVolume,
    Projection,
    SecretProjection,
    SecretVolume,
    Volume,
)
from powersync_constructs.constructs._lib.env import field_selector, resource_selector
from powersync_constructs.constructs._lib.kplus import cached, k8s, quantity


def volume(given: Volume) -> k8s.Volume:
    """Return a volume of the props as a volume of the Kubernetes API."""
    name, source = given.name, given.source
    match source:
        case ConfigMapVolume():
            config_map = k8s.ConfigMapVolumeSource(name=source.name, optional=source.optional)
            return k8s.Volume(name=name, config_map=config_map)
        case SecretVolume():
            secret = k8s.SecretVolumeSource(secret_name=source.name, optional=source.optional)
            return k8s.Volume(name=name, secret=secret)
        case EmptyDirVolume():
            return empty_dir(name, source.size_limit, medium=source.medium)
        case ClaimVolume():
            claim = k8s.PersistentVolumeClaimVolumeSource(claim_name=source.name, read_only=given.read_only or None)
            return k8s.Volume(name=name, persistent_volume_claim=claim)
        case CsiVolume():
            return _csi(given, source)
    sources = [_projection(each) for each in sorted(source.sources, key=lambda each: bool(each.paths))]
    return k8s.Volume(name=name, projected=k8s.ProjectedVolumeSource(sources=sources))


def mount(given: Volume) -> k8s.VolumeMount | None:
    """Return the mount of a volume of the props in the service container; None without a `mount_path`."""
    if given.mount_path is None:
        return None
    return k8s.VolumeMount(name=given.name, mount_path=given.mount_path, read_only=given.read_only or None)


def empty_dir(name: str, size_limit: str, *, medium: str | None = None) -> k8s.Volume:
    """Return an emptyDir volume, which exists as long as the pod."""
    return k8s.Volume(name=name, empty_dir=k8s.EmptyDirVolumeSource(medium=medium, size_limit=quantity(size_limit)))


@cached
def config_map_volume(ours: Mount, name: str) -> k8s.Volume:
    """Return the volume for a reserved mount, with all keys of a ConfigMap."""
    return k8s.Volume(name=ours.volume, config_map=k8s.ConfigMapVolumeSource(name=name))


@cached
def secret_volume(ours: Mount, ref: SecretRef, file: str) -> k8s.Volume:
    """Return the volume for a reserved mount, with one key of a Secret as a file with the given name."""
    items = [k8s.KeyToPath(key=ref.key, path=file)]
    return k8s.Volume(name=ours.volume, secret=k8s.SecretVolumeSource(secret_name=ref.name, items=items))


def _csi(given: Volume, source: CsiVolume) -> k8s.Volume:
    attributes = dict(source.attributes) or None
    csi = k8s.CsiVolumeSource(driver=source.driver, read_only=given.read_only or None, volume_attributes=attributes)
    return k8s.Volume(name=given.name, csi=csi)


def _projection(source: Projection) -> k8s.VolumeProjection:
    match source:
        case SecretProjection():
            secret = k8s.SecretProjection(name=source.name, items=_keys(source.items), optional=source.optional or None)
            return k8s.VolumeProjection(secret=secret)
        case ConfigMapProjection():
            config_map = k8s.ConfigMapProjection(
                name=source.name, items=_keys(source.items), optional=source.optional or None
            )
            return k8s.VolumeProjection(config_map=config_map)
        case DownwardApiProjection():
            items = [_downward_file(path, field) for path, field in source.items.items()]
            return k8s.VolumeProjection(downward_api=k8s.DownwardApiProjection(items=items))
    token = k8s.ServiceAccountTokenProjection(
        audience=source.audience, expiration_seconds=source.expiration_seconds, path=source.path
    )
    return k8s.VolumeProjection(service_account_token=token)


def _keys(items: Mapping[str, str]) -> list[k8s.KeyToPath] | None:
    return [k8s.KeyToPath(key=key, path=path) for key, path in items.items()] or None


def _downward_file(path: str, field: FieldRef | ResourceFieldRef) -> k8s.DownwardApiVolumeFile:
    if isinstance(field, FieldRef):
        return k8s.DownwardApiVolumeFile(path=path, field_ref=field_selector(field))
    return k8s.DownwardApiVolumeFile(path=path, resource_field_ref=resource_selector(field))
