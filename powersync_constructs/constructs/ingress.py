"""`StreamingIngress`: an Ingress or route, configured for streams that last for hours."""

from collections.abc import Iterator, Mapping, Sequence
from weakref import WeakKeyDictionary

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress._needs import needs_the_service, own_service_policies
from powersync_constructs.config.ingress.base import (
    REQUIREMENTS,
    IngressApiController,
    IngressContext,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.controllers import IngressController
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.config.pods._reserved import HTTP_PORT
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._pods.serving import Serving
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.unified import UnifiedPod
from powersync_constructs.rules import Finding
from powersync_constructs.rules._at_synth import INGRESS_CONTROLLER

_CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_made: WeakKeyDictionary[Construct, list[IngressProps]] = WeakKeyDictionary()
"""The ingresses of each API construct. A new ingress is compared with them."""


class StreamingIngress(DocumentedConstruct):
    """An Ingress, HTTPRoute or HTTPProxy, and the policies that the ingress controller needs.

    The ingress controller does not buffer streams. A stream can last for a day, and can be idle for an hour. Clients
    can reach only the paths of the client API. With `expose_admin_api`, they can reach all paths.

    Some ingress controllers need annotations on the Service, or a longer preStop sleep of the pods. Therefore pass the
    same props to `PowerSyncApi(..., ingresses=[...])` or `UnifiedPod(..., ingresses=[...])`.

    The objects have the name of the instance. For a second ingress, set `name`: the objects are then named
    `<instance>-<name>`. Your annotations override the annotations of this library. A warning then explains the effect.
    If the ingress controller is no longer maintained, there is also a warning.

    Raises ConfigError if another ingress of the same pods has the same host on the same proxy; if the ingress
    controller needs something from the Service or the pods, but you created the pods without these props; or if an
    annotation sets an ingress class in addition to `ingressClassName`: the API server rejects both together.
    """

    controller: IngressController
    """The ingress controller of the props."""
    host: str
    """The first host."""
    hosts: Sequence[str]
    """All hosts, in the order of the props."""
    url: str
    """The URL for clients: `https://<host>`, or `http://<host>` without TLS."""
    ingress: k8s.KubeIngress | None
    """The Ingress. None if the ingress controller uses routes."""
    routes: list[ApiObject]
    """The HTTPRoutes or HTTPProxies. Empty if the ingress controller uses the Ingress."""
    policies: list[ApiObject]
    """The other custom resources of the ingress controller.

    If several ingresses use one ingress controller, the first ingress has the custom resources for the Service.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        props: IngressProps,
        *,
        api: PowerSyncApi | UnifiedPod,
        name: str | None = None,
    ) -> None:
        check_props(props, IngressProps)
        super().__init__(scope, id)
        configuration, serving, others = api.configuration, api._serving, _made.setdefault(api, [])
        self._identity = configuration._identity("ingress", props.metadata, order=serving.order)
        _check(props, serving, others, self._identity.annotations)
        instance, controller = self._identity.instance, props.controller
        context = props.context(f"{instance}-{name}" if name else instance, serving.backend)
        self.controller = controller
        self.host = props.host
        self.hosts = tuple(props.hosts)
        self.url = props.url
        self.ingress = self._add_ingress(controller, context) if isinstance(controller, IngressApiController) else None
        self.routes = self._add_resources("route", controller.routes(context))
        policies = [*controller.policies(context), *own_service_policies(props, serving.ingresses, serving.backend)]
        self.policies = self._add_resources("policy", policies)
        for finding in _findings(controller, context, serving, self._identity.annotations):
            configuration._validation.add_finding(finding, self)
        others.append(props)

    def _add_ingress(self, controller: IngressApiController, context: IngressContext) -> k8s.KubeIngress:
        backend = k8s.IngressBackend(
            service=k8s.IngressServiceBackend(name=context.backend.service, port=k8s.ServiceBackendPort(name=HTTP_PORT))
        )
        paths = [k8s.HttpIngressPath(path=path, path_type=kind, backend=backend) for kind, path in context.paths]
        rules = [k8s.IngressRule(host=host, http=k8s.HttpIngressRuleValue(paths=paths)) for host in context.hosts]
        defaults = {each.key: each.value for each in controller.all_settings(context)}
        return k8s.KubeIngress(
            self,
            "Default",
            metadata=self._identity.object_meta(context.name, defaults=defaults),
            spec=k8s.IngressSpec(
                ingress_class_name=controller.ingress_class, rules=rules, tls=_tls(controller, context)
            ),
        )

    def _add_resources(self, id: str, resources: Sequence[Resource]) -> list[ApiObject]:
        return [
            custom_resource(
                self,
                f"{id}-{number}",
                api_version=resource.api_version,
                kind=resource.kind,
                name=resource.name,
                spec=resource.spec,
                identity=self._identity,
            )
            for number, resource in enumerate(resources, start=1)
        ]


def _check(
    props: IngressProps, serving: Serving, others: Sequence[IngressProps], annotations: Mapping[str, str]
) -> None:
    """Raise ConfigError if the props conflict with other ingresses, with the pods, or with the user's annotations."""
    for other in others:
        props.refuse_hosts_of(other, props.error_path)
    if props not in serving.ingresses:
        _check_needs(props.controller, serving)
    ingress_class = props.controller.ingress_class if isinstance(props.controller, IngressApiController) else None
    if ingress_class is not None and _CLASS_ANNOTATION in annotations:
        rule = f"the API server rejects '{_CLASS_ANNOTATION}' together with ingressClassName"
        raise config_error("ingress.metadata.annotations", f"{rule}; set only controller.class_name")


def _check_needs(controller: IngressController, serving: Serving) -> None:
    name, needed = type(controller).__name__, controller.drain_seconds
    way_out = "pass these IngressProps to PowerSyncApi(..., ingresses=[...]) or UnifiedPod"
    if needs_the_service(controller, serving.backend):
        raise config_error("ingress.controller", f"{name} needs annotations or policies for the Service; {way_out}")
    if serving.sleep_seconds < needed and not serving.sleep_is_given:
        rule = f"{name} needs pods that sleep {needed} s before SIGTERM, but these pods sleep {serving.sleep_seconds} s"
        raise config_error("ingress.controller", f"{rule}; {way_out}")


def _tls(controller: IngressApiController, context: IngressContext) -> list[k8s.IngressTls] | None:
    if context.tls is None or not controller.reads_secrets:
        return None
    hosts: dict[str, list[str]] = {}
    for host, secret in context.secrets.items():
        hosts.setdefault(secret, []).append(host)
    return [k8s.IngressTls(hosts=served, secret_name=secret) for secret, served in hosts.items()]


def _findings(
    controller: IngressController, context: IngressContext, serving: Serving, annotations: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield warnings about overridden settings, a short preStop sleep, and an unmaintained ingress controller."""
    ingress, service = f"Ingress/{context.name}", context.backend.service
    if isinstance(controller, IngressApiController):
        yield from _overridden(controller.all_settings(context), annotations, ingress)
    yield from _overridden(controller.service_settings(context.backend), serving.annotations, f"Service/{service}")
    needed, sleep = controller.drain_seconds, serving.sleep_seconds
    if sleep < needed and serving.is_replicated:
        rule = f"{type(controller).__name__} needs {needed} s to stop sending clients to a pod"
        reason = f"pods sleep {sleep} s before SIGTERM, but {rule}"
        yield _warning(f"Deployment/{service}", reason, "raise drain.sleep_seconds, or remove it")
    if controller.end_of_life is not None:
        yield _warning(ingress, controller.end_of_life, "choose another ingress controller")


def _overridden(settings: Sequence[Setting], given: Mapping[str, str], where: str) -> Iterator[Finding]:
    """Yield a warning for each annotation that the user overrides.

    Another ingress controller can override annotations of the Service too.
    """
    for setting in settings:
        value = given.get(setting.key, setting.value)
        if value != setting.value:
            purpose = " and ".join(REQUIREMENTS[each] for each in setting.serves)
            effect = f" (without the override, the ingress controller {purpose})" if purpose else ""
            reason = f"{value!r} overrides {setting.value!r}{effect}"
            fix = "remove the annotation if you did not intend this"
            yield _warning(f"{where}.metadata.annotations.{setting.key}", reason, fix)


def _warning(where: str, reason: str, fix: str) -> Finding:
    return INGRESS_CONTROLLER.finding(where, reason, fix)
