"""What ingress controllers need from the Service and its pods."""

from collections.abc import Iterable, Mapping, Sequence

from powersync_constructs.config.ingress.base import Backend, Controller, Resource
from powersync_constructs.config.ingress.props import IngressProps


def needed_sleep_seconds(ingresses: Iterable[IngressProps]) -> int:
    """Return the seconds that pods sleep before SIGTERM: the longest `drain_seconds` of the controllers.

    Without an ingress, the result is the default for a proxy in the cluster.
    """
    return max([Controller.drain_seconds, *(ingress.controller.drain_seconds for ingress in ingresses)])


def needed_annotations(ingresses: Iterable[IngressProps], backend: Backend) -> Mapping[str, str]:
    """Return the annotations of the Service. If two controllers need the same annotation, the first value applies."""
    needed: dict[str, str] = {}
    for ingress in ingresses:
        for setting in ingress.controller.service_settings(backend):
            needed.setdefault(setting.key, setting.value)
    return needed


def own_service_policies(
    ingress: IngressProps, ingresses: Sequence[IngressProps], backend: Backend
) -> Sequence[Resource]:
    """Return the policies of the Service, except those that an earlier ingress creates."""
    earlier = ingresses[: ingresses.index(ingress)] if ingress in ingresses else []
    made = [policy for other in earlier for policy in other.controller.service_policies(backend)]
    return [policy for policy in ingress.controller.service_policies(backend) if policy not in made]


def needs_the_service(controller: Controller, backend: Backend) -> bool:
    """Return whether the controller needs annotations or policies of the Service."""
    return bool(controller.service_settings(backend) or controller.service_policies(backend))
