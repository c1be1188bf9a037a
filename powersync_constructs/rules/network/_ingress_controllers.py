"""The ingress controller that serves a route, as far as the manifests show it."""

from collections.abc import Iterator, Mapping

from powersync_constructs.rules._lib.manifest import KubeObject, mappings, text
from powersync_constructs.rules._lib.objects import Objects

CLASS_ANNOTATION = "kubernetes.io/ingress.class"
"""The annotation with the class of an Ingress, from before `ingressClassName`."""
_BY_CONTROLLER_NAME = {
    "k8s.io/ingress-nginx": "ingress-nginx",
    "nginx.org/ingress-controller": "f5-nginx",
    "traefik.io/gateway-controller": "traefik-gateway",
    "traefik.io/": "traefik",
    "haproxy.org/": "haproxy-technologies",
    "haproxy-ingress.github.io/": "haproxy-ingress",
    "projectcontour.io/gateway-controller": "contour-gateway",
    "projectcontour.io/": "contour",
    "ingress.k8s.aws/alb": "alb",
    "eks.amazonaws.com/alb": "alb",
    "azure/application-gateway": "agic",
    "ingress-controllers.konghq.com/": "kong",
    "konghq.com/": "kong",
    "gateway.envoyproxy.io/": "envoy-gateway",
    "kgateway.dev/": "kgateway",
    "istio.io/": "istio",
    "io.cilium/": "cilium",
    "openshift.io/ingress-to-route": "openshift-router",
    "gateway.nginx.org/": "nginx-gateway",
    "networking.gke.io/": "gke-gateway",
    "gateway.k8s.aws/": "aws-gateway",
    "alb.networking.azure.io/": "azure-gateway",
}
"""The controllers by the beginning of `controller` of an IngressClass, or of `controllerName` of a GatewayClass."""
_BY_INGRESS_CLASS = {
    "traefik": "traefik",
    "contour": "contour",
    "alb": "alb",
    "azure-application-gateway": "agic",
    "azure/application-gateway": "agic",
    "gce": "gke",
    "gce-internal": "gke",
    "kong": "kong",
    "cilium": "cilium",
    "istio": "istio",
    "openshift-default": "openshift-router",
}
"""The controllers by the usual name of their IngressClass. Two controllers use `nginx`, and two use `haproxy`."""
_BY_GATEWAY_CLASS = {
    "eg": "envoy-gateway",
    "envoy-gateway": "envoy-gateway",
    "kgateway": "kgateway",
    "istio": "istio",
    "cilium": "cilium",
    "nginx": "nginx-gateway",
    "contour": "contour-gateway",
    "traefik": "traefik-gateway",
    "kong": "kong",
    "gke-l7-": "gke-gateway",
    "azure-alb-": "azure-gateway",
}
"""The controllers by the beginning of the usual names of their GatewayClasses."""
_BY_ANNOTATION = {
    "nginx.ingress.kubernetes.io/": "ingress-nginx",
    "nginx.org/": "f5-nginx",
    "nginx.com/": "f5-nginx",
    "haproxy.org/": "haproxy-technologies",
    "haproxy-ingress.github.io/": "haproxy-ingress",
    "haproxy.router.openshift.io/": "openshift-router",
    "route.openshift.io/": "openshift-router",
    "traefik.ingress.kubernetes.io/": "traefik",
    "projectcontour.io/": "contour",
    "alb.ingress.kubernetes.io/": "alb",
    "appgw.ingress.kubernetes.io/": "agic",
    "cloud.google.com/": "gke",
    "networking.gke.io/": "gke",
    "kubernetes.io/ingress.global-static-ip-name": "gke",
    "konghq.com/": "kong",
}
"""The controllers by the beginning of their annotations."""
_BY_POLICY = {
    "gateway.envoyproxy.io": "envoy-gateway",
    "gateway.kgateway.dev": "kgateway",
    "networking.gke.io": "gke-gateway",
    "gateway.nginx.org": "nginx-gateway",
    "alb.networking.azure.io": "azure-gateway",
    "gateway.k8s.aws": "aws-gateway",
}
"""The controllers of the Gateway API by the API group of their policies."""
_BY_KIND = {
    "HTTPProxy": "contour-proxy",
    "IngressRoute": "traefik",
    "VirtualServer": "f5-nginx",
    "VirtualService": "istio",
    "Route": "openshift-router",
}
"""The controllers that have their own kind of route."""


def controller_of(route: KubeObject, policies: tuple[KubeObject, ...], objects: Objects) -> str:
    """Return the type of the ingress controller, like `traefik`; empty if the manifests do not show it.

    `policies` are those for the route. A class in the manifests decides, then the usual name of a class, then the
    annotations of the route, or its policies.
    """
    match route.kind:
        case "Ingress":
            return _of_ingress(route, objects)
        case "HTTPRoute":
            return _of_gateways(route, objects) or next(
                (_BY_POLICY[policy.group] for policy in policies if policy.group in _BY_POLICY), ""
            )
    return _BY_KIND.get(route.kind, "")


def may_read(controller: str, annotation: str) -> bool:
    """Return whether a controller may read an annotation. It ignores those of other controllers."""
    owner = _beginning(_BY_ANNOTATION, annotation)
    return not controller or controller.startswith(owner)


def _of_ingress(ingress: KubeObject, objects: Objects) -> str:
    name = class_of(ingress)
    defined = objects.get("IngressClass", "", name, near=ingress)
    if defined is not None:
        return _beginning(_BY_CONTROLLER_NAME, text(defined.spec.get("controller")))
    if name in _BY_INGRESS_CLASS:
        return _BY_INGRESS_CLASS[name]
    used = {_beginning(_BY_ANNOTATION, annotation) for annotation in ingress.annotations}
    used -= {"", "gke" if name else ""}  # GKE ignores an Ingress with another class
    return used.pop() if len(used) == 1 else ""


def _of_gateways(route: KubeObject, objects: Objects) -> str:
    for gateway in gateways_of(route, objects):
        if gateway is not None:
            name = text(gateway.spec.get("gatewayClassName"))
            defined = objects.get("GatewayClass", "", name, near=route)
            if defined is not None:
                return _beginning(_BY_CONTROLLER_NAME, text(defined.spec.get("controllerName")))
            return _beginning(_BY_GATEWAY_CLASS, name)
    return ""


def _beginning(table: Mapping[str, str], name: str) -> str:
    """Return the entry of a table whose key is the beginning of a name; empty if there is none."""
    return next((entry for key, entry in table.items() if name.startswith(key)), "")


def class_of(ingress: KubeObject) -> str:
    """Return the class of an Ingress; empty for the default class of the cluster."""
    return text(ingress.spec.get("ingressClassName")) or ingress.annotations.get(CLASS_ANNOTATION, "")


def gateway_names(route: KubeObject) -> Iterator[tuple[str, str]]:
    """Yield the namespaces and the names of the Gateways of an HTTPRoute."""
    for parent in mappings(route.spec, "parentRefs"):
        yield text(parent.get("namespace")) or route.namespace, text(parent.get("name"))


def gateways_of(route: KubeObject, objects: Objects) -> list[KubeObject | None]:
    """Return the Gateways of an HTTPRoute. None for each one that is not in the manifests."""
    return [objects.get("Gateway", *gateway, near=route) for gateway in gateway_names(route)]
