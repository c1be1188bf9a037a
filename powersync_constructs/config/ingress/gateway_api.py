"""What the controllers of the Gateway API have in common: HTTPRoutes, and the listeners that these are attached to."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, LabelName, ObjectName
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.base import Controller, IngressContext, Requirement, Resource


class GatewayRef(Props):
    """A Gateway, or one of its listeners."""

    error_path = "parent"

    name: ObjectName = Field(description="the Gateway's name")
    namespace: LabelName | None = Field(default=None, description="its namespace. Default: the instance's own")
    section_name: ObjectName | None = Field(default=None, description="the listener's name. Default: every listener")

    def may_be_same_listener(self, other: "GatewayRef") -> bool:
        """Whether both can be one listener: of one Gateway, and of one section where both name theirs."""
        same = (self.name, self.namespace) == (other.name, other.namespace)
        return same and (self.section_name == other.section_name or None in (self.section_name, other.section_name))

    @property
    def reference(self) -> dict[str, str]:
        """What stands in `parentRefs`."""
        fields = {"name": self.name, "namespace": self.namespace, "sectionName": self.section_name}
        given = {field: value for field, value in fields.items() if value is not None}
        return {"group": "gateway.networking.k8s.io", "kind": "Gateway", **given}


class GatewayApiController(Controller):
    """A controller that reads HTTPRoutes of the Gateway API (v1). Certificates are the Gateway's, not the route's.

    Every route has `timeouts.request: "0s"`, since Envoy would otherwise end a stream after 15 s, except where the
    controller refuses a route with timeouts. Defaults inside lists are written out, since each `kubectl apply` would
    otherwise send them again.
    """

    most_hosts: ClassVar[int | None] = 16
    takes_timeouts: ClassVar[bool] = True
    """Whether the controller accepts a route with `timeouts`, even if it ignores them."""

    gateways: FrozenList[GatewayRef] = Field(
        min_length=1, description="the Gateway's listeners for the hosts, with TLS"
    )
    http_gateways: FrozenList[GatewayRef] = Field(
        default=(), description="the listeners without TLS, which send to HTTPS. Default: none"
    )

    @model_validator(mode="after")
    def _redirects_another_listener(self) -> Self:
        for parent in self.http_gateways:
            if any(parent.may_be_same_listener(other) for other in self.gateways):
                rule = f"'{parent.name}' is a listener of `gateways` too, where the longer path wins over the redirect"
                raise config_error("http_gateways", f"{rule}; give each its `section_name`")
        return self

    def is_shared_with(self, other: Controller) -> bool:
        """Those that are attached to one listener."""
        return isinstance(other, GatewayApiController) and any(
            mine.may_be_same_listener(its) for mine in self.gateways for its in other.gateways
        )

    def routes(self, context: IngressContext) -> list[Resource]:
        """The route, and the one that redirects."""
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
"""The Gateway API 1.0 and newer; `timeouts` since 1.2 in the standard channel."""
