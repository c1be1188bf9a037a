"""What ingress controllers need of the Service and of the pods that they lead to."""

from collections.abc import Iterable, Mapping, Sequence

from powersync_constructs.config.ingress.base import Backend, Controller, Resource
from powersync_constructs.config.ingress.props import IngressProps


def needed_sleep_seconds(ingresses: Iterable[IngressProps]) -> int:
    """How long pods must sleep before they end: as long as the slowest controller takes to send them nobody any more.

    Without an ingress of ours, somebody else's proxy in the cluster is assumed.
    """
    return max([Controller.drain_seconds, *(ingress.controller.drain_seconds for ingress in ingresses)])


def needed_annotations(ingresses: Iterable[IngressProps], backend: Backend) -> Mapping[str, str]:
    """The annotations of the Service. Where two controllers want different ones, the first ingress wins."""
    needed: dict[str, str] = {}
    for ingress in ingresses:
        for setting in ingress.controller.service_settings(backend):
            needed.setdefault(setting.key, setting.value)
    return needed


def own_service_policies(
    ingress: IngressProps, ingresses: Sequence[IngressProps], backend: Backend
) -> Sequence[Resource]:
    """The policies of the Service that this ingress makes: those that no earlier ingress makes."""
    earlier = ingresses[: ingresses.index(ingress)] if ingress in ingresses else []
    made = [policy for other in earlier for policy in other.controller.service_policies(backend)]
    return [policy for policy in ingress.controller.service_policies(backend) if policy not in made]


def needs_the_service(controller: Controller, backend: Backend) -> bool:
    """Whether the controller needs annotations or policies of the Service."""
    return bool(controller.service_settings(backend) or controller.service_policies(backend))
