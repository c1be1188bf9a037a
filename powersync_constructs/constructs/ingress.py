"""`StreamingIngress`: the ingress controller, set for streams that last for hours."""

from constructs import Construct

from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.ingress.base import (
    CLIENT_PATHS,
    EVERYTHING,
    REQUIREMENTS,
    IngressApiController,
    IngressContext,
    Resource,
    Setting,
)
from powersync_constructs.config.ingress.props import IngressProps
from powersync_constructs.constructs._lib.custom_resource import custom_resource
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._pods.probes import HTTP_PORT
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.unified import UnifiedPod
from powersync_constructs.rules import Finding

_CLASS_ANNOTATION = "kubernetes.io/ingress.class"


class StreamingIngress(Construct):
    """What an ingress controller needs: an Ingress, HTTPRoute or HTTPProxy, its policies, and the pods' drain.

    Streams are not buffered, last for a day, and may be silent for an hour; clients reach what they ask for and no
    more (`expose_admin_api`). The API pods' Service gets the annotations that the controller looks for there, and the
    pods sleep as long as the controller needs to leave them alone, unless `drain` was given.

    Objects are named as the instance; with a `name`, `<instance>-<name>`, for a second ingress. Annotations of the user
    win over ours, with a warning that names what it breaks; a controller at its end of life gives one too.

    Raises ConfigError for a host that another ingress of the same pods has on the same proxy, and for the annotation of
    an ingress class beside the IngressClass, which the API server refuses.
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
        super().__init__(scope, id)
        self.controller = props.controller
        self._props = props
        self._api = api
        self._rules = api.configuration._validation
        self._identity = api.configuration._identity("ingress", props.metadata, order=api.backend.order)
        api.backend.add_controller(props)
        self._site = self._context(name)
        self._theirs = self._identity.annotations
        if isinstance(props.controller, IngressApiController):
            self._add_ingress(props.controller)
        for number, resource in enumerate(props.controller.resources(self._site)):
            self._add_resource(f"resource-{number}", resource)
        self._prepare_the_api()
        if props.controller.end_of_life:
            self._warn(f"Ingress/{self._site.name}", props.controller.end_of_life, "choose another controller")

    @property
    def host(self) -> str:
        """The host for clients."""
        return self._props.host

    @property
    def url(self) -> str:
        """The URL for clients."""
        return f"https://{self.host}" if self._props.tls is not None else f"http://{self.host}"

    def _context(self, name: str | None) -> IngressContext:
        props, instance = self._props, self._identity.instance
        own_name = f"{instance}-{name}" if name else instance
        return IngressContext(
            name=own_name,
            service=self._api.backend.name,
            service_port=self._api.backend.port,
            pod_port=self._api.configuration.props.service.port,
            secrets=props.secrets(own_name),
            paths=EVERYTHING if props.expose_admin_api else CLIENT_PATHS,
            tls=props.tls,
            redirect=props.https_redirect and props.tls is not None,
        )

    def _add_ingress(self, controller: IngressApiController) -> None:
        site = self._site
        settings = controller.settings(site)
        if controller.ingress_class is not None and _CLASS_ANNOTATION in self._theirs:
            rule = f"'{_CLASS_ANNOTATION}' stands beside ingressClassName, which the API server refuses"
            raise config_error("ingress.metadata.annotations", f"{rule}; give controller.class_name instead")
        if site.tls is not None and site.tls.issued_by is not None:
            settings.append(site.tls.issued_by)
        backend = k8s.IngressBackend(
            service=k8s.IngressServiceBackend(name=site.service, port=k8s.ServiceBackendPort(name=HTTP_PORT))
        )
        paths = [k8s.HttpIngressPath(path=path, path_type=kind, backend=backend) for kind, path in site.paths]
        rules = [k8s.IngressRule(host=host, http=k8s.HttpIngressRuleValue(paths=paths)) for host in site.hosts]
        for setting in settings:
            self._look_for_ours(setting, f"Ingress/{site.name}", self._theirs.get(setting.key, setting.value))
        k8s.KubeIngress(
            self,
            "Default",
            metadata=self._identity.object_meta(site.name, defaults={each.key: each.value for each in settings}),
            spec=k8s.IngressSpec(ingress_class_name=controller.ingress_class, rules=rules, tls=self._tls(controller)),
        )

    def _tls(self, controller: IngressApiController) -> list[k8s.IngressTls] | None:
        if self._site.tls is None or not controller.reads_secrets:
            return None
        hosts: dict[str, list[str]] = {}
        for host, secret in self._site.secrets.items():
            hosts.setdefault(secret, []).append(host)
        return [k8s.IngressTls(hosts=served, secret_name=secret) for secret, served in hosts.items()]

    def _add_resource(self, id: str, resource: Resource) -> None:
        if self._api.backend.is_new(resource.kind, resource.name, resource.spec):
            custom_resource(
                self,
                id,
                api_version=resource.api_version,
                kind=resource.kind,
                name=resource.name,
                spec=resource.spec,
                identity=self._identity,
            )

    def _prepare_the_api(self) -> None:
        """Tell the Service and the pods what the controller asks of them."""
        controller, backend = self._props.controller, self._api.backend
        for setting in controller.service_settings(self._site):
            self._look_for_ours(setting, f"Service/{backend.name}", backend.annotate(setting.key, setting.value))
        if (
            isinstance(self._api, PowerSyncApi)
            and self._api.drain_for(controller.drain_seconds) < controller.drain_seconds
        ):
            reason = (
                f"pods sleep less than the {controller.drain_seconds} s that the controller takes to leave them alone"
            )
            self._warn(f"Deployment/{backend.name}", reason, "raise drain.sleep_seconds, or leave drain out")

    def _look_for_ours(self, setting: Setting, where: str, value: str) -> None:
        """Warn when something else stands where ours should."""
        if value != setting.value:
            purpose = " and ".join(REQUIREMENTS[each] for each in setting.serves)
            told = f", by which the ingress controller {purpose}" if purpose else ""
            reason = f"{value!r} wins over {setting.value!r}{told}"
            self._warn(f"{where}.metadata.annotations.{setting.key}", reason, "drop it, unless you mean it")

    def _warn(self, where: str, reason: str, fix: str) -> None:
        self._rules.add_finding(Finding("ingress-controller", "warning", where, reason, fix))
