"""The annotations of a Deployment for Stakater Reloader."""

from collections.abc import Iterator

from powersync_constructs.config.core._durations import go_duration
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.containers import Container
from powersync_constructs.config.pods.env import EnvFromSecret
from powersync_constructs.config.pods.volumes import ProjectedVolume, SecretProjection, SecretVolume
from powersync_constructs.constructs._pods.pod import ServicePod

RELOAD = "secret.reloader.stakater.com/reload"
"""The annotation of a workload that lists the Secrets, separated by commas, whose change restarts its pods."""


def reload_annotations(pod: ServicePod) -> dict[str, str]:
    """Return the annotations that list the user's Secrets that the pods use.

    The result is empty if the pods use none, or if `reloader` of the configuration is None.

    Secrets of this library are not listed, because their names change with their content.
    """
    reloader, secrets = pod.configuration.props.reloader, sorted(set(_secrets(pod)))
    if reloader is None or not secrets:
        return {}
    pause = reloader.pause_seconds
    return {
        RELOAD: ",".join(secrets),
        **({"deployment.reloader.stakater.com/pause-period": go_duration(pause)} if pause else {}),
    }


def _secrets(pod: ServicePod) -> Iterator[str]:
    props = pod.props
    yield from pod.configuration._loaded.secret_names
    holders: list[WorkloadProps | Container] = [props, *props.containers]
    for holder in holders:
        yield from (env.value.name for env in holder.env if isinstance(env.value, SecretRef))
        yield from (source.name for source in holder.env_from if isinstance(source, EnvFromSecret))
    for volume in props.volumes:
        sources = volume.source.sources if isinstance(volume.source, ProjectedVolume) else [volume.source]
        yield from (source.name for source in sources if isinstance(source, SecretVolume | SecretProjection))
