"""What Stakater Reloader reads of a Deployment."""

from collections.abc import Iterator

from powersync_constructs.config.core._durations import go_duration
from powersync_constructs.config.core.secrets import SecretRef
from powersync_constructs.config.pods.containers import SecretVolume
from powersync_constructs.constructs._pods.pod import ServicePod


def reload_annotations(pod: ServicePod) -> dict[str, str]:
    """The annotations of a Deployment: the Secrets of others that its pods refer to. None where there are none."""
    reloader, secrets = pod.configuration.reloader, sorted(set(_secrets(pod)))
    if reloader is None or not secrets:
        return {}
    pause = reloader.pause_seconds
    return {
        "secret.reloader.stakater.com/reload": ",".join(secrets),
        **({"deployment.reloader.stakater.com/pause-period": go_duration(pause)} if pause else {}),
    }


def _secrets(pod: ServicePod) -> Iterator[str]:
    props = pod.props
    yield from pod.configuration.kept_secrets
    for env in (*props.env, *(env for container in props.containers for env in container.env)):
        if isinstance(env.value, SecretRef):
            yield env.value.name
    for volume in props.volumes:
        if isinstance(volume.source, SecretVolume):
            yield volume.source.name
