"""What all ingress controllers have in common: what streams that last for hours require, and how each meets it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator
from typing_extensions import Self

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenList, LabelName, ObjectName
from powersync_constructs.config.core.errors import config_error

Requirement = Literal[
    "buffering",
    "absolute timers",
    "inactivity timers",
    "HTTP/2",
    "WebSocket",
    "TLS",
    "redirect",
    "health check",
    "balancing",
    "draining",
    "admin API",
]
"""What an ingress controller must get right."""
REQUIREMENTS: dict[Requirement, str] = {
    "buffering": "hands every line of a stream on at once",
    "absolute timers": "lets a stream last for a day, the longest that a client's token is valid",
    "inactivity timers": "waits an hour for the next line; the service sends one every 20 s (sync/util.ts)",
    "HTTP/2": "speaks HTTP/2 to clients and HTTP/1.1 to the pods, which know no other",
    "WebSocket": "lets WebSockets through",
    "TLS": "has the host's certificate",
    "redirect": "sends plain HTTP to HTTPS",
    "health check": "asks the pods for /probes/liveness",
    "balancing": "gives a new stream to the pod with the fewest",
    "draining": "leaves a pod that is to go its streams, while it gets no new ones",
    "admin API": "keeps /api/* and /probes/* from the host, unless told otherwise",
}
"""What each of them does."""

DAY, HOUR = 86_400, 3_600
CLIENT_PATHS = (("Prefix", "/sync"), ("Exact", "/write-checkpoint.json"), ("Exact", "/write-checkpoint2.json"))
"""All that clients ask for (routes/endpoints); `/api` and `/probes` are for administrators and kubelets."""
EVERYTHING = (("Prefix", "/"),)


class Tls(Props):
    """The certificate of the hosts: a Secret that is there, or that cert-manager makes."""

    error_path = "tls"

    secret_name: ObjectName | None = Field(
        default=None,
        description="the Secret with it. Default: `<instance>-tls`; of a second ingress, `<instance>-<name>-tls`",
    )
    issuer: ObjectName | None = Field(default=None, description="the Issuer of cert-manager that makes it")
    cluster_issuer: ObjectName | None = Field(default=None, description="the ClusterIssuer of cert-manager that does")

    @model_validator(mode="after")
    def _has_one_issuer(self) -> Self:
        if self.issuer is not None and self.cluster_issuer is not None:
            raise config_error("cluster_issuer", f"'{self.cluster_issuer}' stands beside issuer; keep one of the two")
        return self

    @property
    def issued_by(self) -> "Setting | None":
        """The annotation that has cert-manager make the Secret."""
        if self.issuer is not None:
            return Setting(("TLS",), "cert-manager.io/issuer", self.issuer)
        if self.cluster_issuer is not None:
            return Setting(("TLS",), "cert-manager.io/cluster-issuer", self.cluster_issuer)
        return None


class GatewayRef(Props):
    """A Gateway, or one of its listeners."""

    error_path = "parent"

    name: ObjectName = Field(description="the Gateway's name")
    namespace: LabelName | None = Field(default=None, description="its namespace; the instance's own unless given")
    section_name: ObjectName | None = Field(
        default=None, description="the listener's name; every listener unless given"
    )

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


@dataclass(frozen=True)
class IngressContext:
    """Where a controller stands: what it is called, what is behind it, and which hosts it opens for."""

    name: str
    service: str
    service_port: int
    pod_port: int
    secrets: Mapping[str, str]
    """The hosts, each with the Secret that has its certificate."""
    paths: tuple[tuple[str, str], ...]
    tls: Tls | None
    redirect: bool

    @property
    def hosts(self) -> list[str]:
        """The hosts, the first one first."""
        return list(self.secrets)


class Setting(NamedTuple):
    """An annotation, and what it is for."""

    serves: tuple[Requirement, ...]
    key: str
    value: str


class Resource(NamedTuple):
    """A custom resource of the controller, and what it is for."""

    serves: tuple[Requirement, ...]
    api_version: str
    kind: str
    name: str
    spec: Mapping[str, Any]


class Controller(Props):
    """An ingress controller. `notes` tells what the controller has built in, or what an Ingress cannot configure."""

    error_path = "controller"

    drain_seconds: ClassVar[int] = 20
    """How long pods sleep before they end: so long a proxy in the cluster may take to leave them alone."""
    source_addresses: ClassVar[str] = ""
    """Where the proxies are no pods: the addresses that they come from, which a NetworkPolicy must let in."""
    has_no_peer: ClassVar[bool] = False
    """Whether no NetworkPolicy can name the proxies at all."""
    end_of_life: ClassVar[str] = ""
    """Why nobody should begin with it any more."""
    notes: ClassVar[Mapping[Requirement, str]] = {}

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret; else it is the Gateway's or the cloud's."""
        return False

    most_hosts: ClassVar[int | None] = None
    """How many hosts one of its objects can have."""

    @property
    def own_certificate(self) -> str:
        """The field by which the controller is given a certificate that is in no Secret, where it is given."""
        return ""

    def check(self, tls: Tls | None) -> None:
        """Raise ConfigError for what the controller lacks, or cannot have."""
        if tls is None:
            if self.own_certificate:
                rule = "is for HTTPS, and tls=None is plain HTTP"
                raise config_error(f"controller.{self.own_certificate}", f"{rule}; drop one of the two")
            return
        if tls.secret_name is not None:
            self.check_secret(tls.secret_name, "tls.secret_name")
        if tls.issued_by is not None and not (isinstance(self, IngressApiController) and self.reads_secrets):
            field = "issuer" if tls.issuer is not None else "cluster_issuer"
            rule = "does not reach this controller: cert-manager reads Ingresses with a Secret alone"
            raise config_error(f"tls.{field}", f"'{tls.issued_by.value}' {rule}; make a Certificate, or drop it")

    def is_shared_with(self, other: "Controller") -> bool:
        """Whether both are one proxy, which takes what both open of a host together."""
        return False

    def check_secret(self, name: str, field: str) -> None:
        """Raise ConfigError for a Secret that the controller would not read."""
        if not self.reads_secrets:
            rule = "is a Secret, and this controller has its certificate from the Gateway or the cloud"
            raise config_error(field, f"'{name}' {rule}; drop it")

    def settings(self, site: IngressContext) -> list[Setting]:
        """The annotations of the Ingress."""
        return []

    def service_settings(self, site: IngressContext) -> list[Setting]:
        """The annotations of the Service before the pods."""
        return []

    def resources(self, site: IngressContext) -> list[Resource]:
        """The custom resources."""
        return []


class IngressApiController(Controller):
    """A controller that reads Ingresses."""

    @property
    def reads_secrets(self) -> bool:
        """Whether the certificate is in a Secret, which the Ingress names and cert-manager can make."""
        return True

    @property
    def ingress_class(self) -> str | None:
        """The IngressClass; None where an annotation says it, beside which the API server takes no class."""
        return None

    def is_shared_with(self, other: Controller) -> bool:
        """In the cluster, those of one class; in a cloud, each Ingress has a load balancer of its own."""
        return (
            isinstance(other, IngressApiController)
            and not self.source_addresses
            and self.ingress_class == other.ingress_class
        )


class IngressClassController(IngressApiController):
    """A controller that goes by the IngressClass."""

    class_name: ObjectName | None = Field(default=None, description="the IngressClass")

    @property
    def ingress_class(self) -> str | None:
        """The IngressClass."""
        return self.class_name


class GatewayApiController(Controller):
    """A controller that reads HTTPRoutes of the Gateway API (v1). Certificates are the Gateway's, not the route's.

    Every route says `timeouts.request: "0s"`, since Envoy would else end a stream after 15 s, but where the controller
    refuses a route that has them. Defaults inside of lists are written out, since each `kubectl apply` would else send
    them again.
    """

    most_hosts: ClassVar[int | None] = 16
    takes_timeouts: ClassVar[bool] = True
    """Whether the controller takes a route with `timeouts`, or at least does not mind them."""

    gateways: FrozenList[GatewayRef] = Field(
        min_length=1, description="the Gateway's listeners for the hosts, with TLS"
    )
    http_gateways: FrozenList[GatewayRef] = Field(
        default=(), description="the listeners without TLS, which send to HTTPS; none unless given"
    )

    @model_validator(mode="after")
    def _redirects_another_listener(self) -> Self:
        for parent in self.http_gateways:
            if any(parent.may_be_same_listener(other) for other in self.gateways):
                rule = f"'{parent.name}' is a listener of `gateways` too, where the longer path wins over the redirect"
                raise config_error("http_gateways", f"{rule}; give each its `section_name`")
        return self

    def is_shared_with(self, other: Controller) -> bool:
        """Those that hang on one listener."""
        return isinstance(other, GatewayApiController) and any(
            mine.may_be_same_listener(its) for mine in self.gateways for its in other.gateways
        )

    def resources(self, site: IngressContext) -> list[Resource]:
        """The route, and the one that redirects."""
        kinds = {"Prefix": "PathPrefix", "Exact": "Exact"}
        rule: dict[str, Any] = {
            "matches": [{"path": {"type": kinds[kind], "value": path}} for kind, path in site.paths],
            **({"timeouts": {"request": "0s"}} if self.takes_timeouts else {}),
            "backendRefs": [
                {"group": "", "kind": "Service", "name": site.service, "port": site.service_port, "weight": 1}
            ],
        }
        serves: tuple[Requirement, ...] = ("absolute timers", "admin API") if self.takes_timeouts else ("admin API",)
        made = [_route(site, site.name, self.gateways, rule, *serves)]
        if self.http_gateways and site.redirect:
            https = {"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}
            every = {"matches": [{"path": {"type": "PathPrefix", "value": "/"}}], "filters": [https]}
            made.append(_route(site, f"{site.name}-redirect", self.http_gateways, every, "redirect"))
        return made


def _route(
    site: IngressContext, name: str, gateways: FrozenList[GatewayRef], rule: Mapping[str, Any], *serves: Requirement
) -> Resource:
    spec = {"parentRefs": [parent.reference for parent in gateways], "hostnames": site.hosts, "rules": [rule]}
    return Resource(serves, HTTP_ROUTE, "HTTPRoute", name, spec)


HTTP_ROUTE = "gateway.networking.k8s.io/v1"
"""The Gateway API 1.0 and newer; `timeouts` since 1.2 in the standard channel."""
