"""The base class of all Gateway API controllers: HTTPRoutes, and the listeners that they attach to."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, LabelName, ObjectName
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.base import Controller, IngressContext, Requirement, Resource


class GatewayRef(Props):
    """A reference to a Gateway, or to one of its listeners."""

    error_path = "parent"

    name: ObjectName
    """The name of the Gateway."""
    namespace: LabelName | None = None
    """The namespace of the Gateway. Default: the namespace of the instance."""
    section_name: ObjectName | None = None
    """The name of the listener. Default: every listener of the Gateway."""

    def may_be_same_listener(self, other: "GatewayRef") -> bool:
        """Return whether both can select the same listener: the same Gateway, and equal or missing section names."""
        same = (self.name, self.namespace) == (other.name, other.namespace)
        return same and (self.section_name == other.section_name or None in (self.section_name, other.section_name))

    @property
    def reference(self) -> dict[str, str]:
        """The entry of `parentRefs`."""
        fields = {"name": self.name, "namespace": self.namespace, "sectionName": self.section_name}
        given = {field: value for field, value in fields.items() if value is not None}
        return {"group": "gateway.networking.k8s.io", "kind": "Gateway", **given}


class GatewayApiController(Controller):
    """A controller that reads HTTPRoutes of the Gateway API (v1). Certificates belong to the Gateway, not to the route.

    A route has `timeouts.request: "0s"`, because Envoy would otherwise end a stream after 15 s. If the controller
    rejects routes with timeouts, the route has no timeouts. Default values inside lists are set explicitly, because
    otherwise each `kubectl apply` would patch the lists again.
    """

    most_hosts: ClassVar[int | None] = 16
    takes_timeouts: ClassVar[bool] = True
    """Whether the controller accepts a route with `timeouts`, even if it ignores them."""

    gateways: FrozenList[GatewayRef] = Field(min_length=1)
    """The Gateway listeners that serve the hosts. The listeners use TLS, unless `tls` is None."""
    http_gateways: FrozenList[GatewayRef] = ()
    """The Gateway listeners without TLS, which only redirect to HTTPS. Default: none."""

    @model_validator(mode="after")
    def _check_listeners(self) -> Self:
        for parent in self.http_gateways:
            if any(parent.may_be_same_listener(other) for other in self.gateways):
                rule = (
                    f"'{parent.name}' can select a listener of `gateways`, where another route overrides the redirect"
                )
                raise config_error("http_gateways", f"{rule}; use `section_name` to select different listeners")
        return self

    def is_shared_with(self, other: Controller) -> bool:
        """Return whether both controllers attach to the same listener."""
        return isinstance(other, GatewayApiController) and any(
            mine.may_be_same_listener(its) for mine in self.gateways for its in other.gateways
        )

    def routes(self, context: IngressContext) -> list[Resource]:
        """Return the HTTPRoute of the hosts, and the HTTPRoute that redirects to HTTPS."""
        kinds, backend = {"Prefix": "PathPrefix", "Exact": "Exact"}, context.backend
        rule: dict[str, Any] = {
            "matches": [{"path": {"type": kinds[kind], "value": path}} for kind, path in context.paths],
            **({"timeouts": {"request": "0s"}} if self.takes_timeouts else {}),
            "backendRefs": [
                {"group": "", "kind": "Service", "name": backend.service, "port": backend.port, "weight": 1}
            ],
        }
        serves: tuple[Requirement, ...] = ("absolute timers", "admin API") if self.takes_timeouts else ("admin API",)
        made = [_route(context, context.name, self.gateways, rule, *serves)]
        if self.http_gateways and context.redirect:
            https = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
            every = {"matches": [{"path": {"type": "PathPrefix", "value": "/"}}], "filters": [https]}
            made.append(_route(context, f"{context.name}-redirect", self.http_gateways, every, "redirect"))
        return made


def _route(
    context: IngressContext, name: str, gateways: FrozenList[GatewayRef], rule: Mapping[str, Any], *serves: Requirement
) -> Resource:
    spec = {"parentRefs": [parent.reference for parent in gateways], "hostnames": context.hosts, "rules": [rule]}
    return Resource(serves, HTTP_ROUTE, "HTTPRoute", name, spec)


HTTP_ROUTE = "gateway.networking.k8s.io/v1"
"""Gateway API 1.0 and newer. `timeouts` have been in the standard channel since 1.2."""
