"""`StreamingIngress`: an ingress controller, configured for streams that last for hours."""

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
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._pods.serving import Serving
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.unified import UnifiedPod
from powersync_constructs.rules import Finding

_CLASS_ANNOTATION = "kubernetes.io/ingress.class"
_made: WeakKeyDictionary[Construct, list[IngressProps]] = WeakKeyDictionary()
"""The ingresses of each API, with which a new one is compared."""


class StreamingIngress(Construct):
    """An Ingress, HTTPRoute or HTTPProxy, and the policies that the ingress controller needs.

    Streams are not buffered, last for a day, and may be silent for an hour; clients reach what they ask for and no
    more (`expose_admin_api`). What the controller needs of the Service and of the pods is made with these: give the
    same props to `PowerSyncApi(..., ingresses=[...])` or `UnifiedPod(..., ingresses=[...])`.

    Objects are named as the instance; with a `name`, `<instance>-<name>`, for a second ingress. Your annotations win
    over ours, with a warning that says what that breaks; a controller at its end of life gives a warning too.

    Raises ConfigError for a host that another ingress of the same pods has on the same proxy, for a controller that
    needs something of the Service or of the pods where these were made without its props, and for the annotation of an
    ingress class beside the IngressClass, which the API server refuses.

    Attributes: `controller`, `host`, `hosts`, `url`, `ingress`, `routes`, `policies`.
    """

    controller: IngressController
    """The ingress controller."""
    host: str
    """The first host."""
    hosts: Sequence[str]
    """All hosts, the first one first."""
    url: str
    """Where clients find the instance: `https://<host>`, or `http://<host>` without TLS."""
    ingress: k8s.KubeIngress | None
    """The Ingress; None where the controller reads other objects."""
    routes: list[ApiObject]
    """The HTTPRoutes or HTTPProxies; empty where the controller reads the Ingress."""
    policies: list[ApiObject]
    """The controller's other custom resources. The first ingress of a controller has those of the Service."""

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
            configuration._validation.add_finding(finding)
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
    """Raise for what cannot stand beside the other ingresses, the pods as they are made, or the user's annotations."""
    for other in others:
        props.refuse_hosts_of(other, props.error_path)
    if props not in serving.ingresses:
        _check_needs(props.controller, serving)
    ingress_class = props.controller.ingress_class if isinstance(props.controller, IngressApiController) else None
    if ingress_class is not None and _CLASS_ANNOTATION in annotations:
        rule = f"'{_CLASS_ANNOTATION}' stands beside ingressClassName, which the API server refuses"
        raise config_error("ingress.metadata.annotations", f"{rule}; give controller.class_name instead")


def _check_needs(controller: IngressController, serving: Serving) -> None:
    name, needed = type(controller).__name__, controller.drain_seconds
    way_out = "give PowerSyncApi(..., ingresses=[...]), or UnifiedPod, these IngressProps"
    if needs_the_service(controller, serving.backend):
        raise config_error("ingress.controller", f"{name} needs annotations or policies of the Service; {way_out}")
    if serving.sleep_seconds < needed and not serving.sleep_is_given:
        rule = f"{name} needs pods that sleep {needed} s before they end, and these sleep {serving.sleep_seconds} s"
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
    """What the controller will do worse than it could."""
    ingress, service = f"Ingress/{context.name}", context.backend.service
    if isinstance(controller, IngressApiController):
        yield from _overridden(controller.all_settings(context), annotations, ingress)
    yield from _overridden(controller.service_settings(context.backend), serving.annotations, f"Service/{service}")
    needed, sleep = controller.drain_seconds, serving.sleep_seconds
    if sleep < needed and serving.is_replicated:
        reason = f"pods sleep {sleep} s before they end, and {type(controller).__name__} needs {needed} s to notice"
        yield _warning(f"Deployment/{service}", reason, "raise drain.sleep_seconds, or remove it")
    if controller.end_of_life is not None:
        yield _warning(ingress, controller.end_of_life, "choose another controller")


def _overridden(settings: Sequence[Setting], given: Mapping[str, str], where: str) -> Iterator[Finding]:
    """The annotations that the user's win over, or on a Service those of another controller."""
    for setting in settings:
        value = given.get(setting.key, setting.value)
        if value != setting.value:
            purpose = " and ".join(REQUIREMENTS[each] for each in setting.serves)
            told = f", by which the ingress controller {purpose}" if purpose else ""
            reason = f"{value!r} wins over {setting.value!r}{told}"
            yield _warning(f"{where}.metadata.annotations.{setting.key}", reason, "remove it, unless you mean it")


def _warning(where: str, reason: str, fix: str) -> Finding:
    return Finding("ingress-controller", "warning", where, reason, fix)
