"""`StreamingIngress`: the front door, set for streams that last for hours."""

from constructs import Construct

from powersync_constructs.config.ingress import IngressProps
from powersync_constructs.constructs._kplus import k8s
from powersync_constructs.constructs._probes import HTTP_PORT
from powersync_constructs.constructs.api import PowerSyncApi
from powersync_constructs.constructs.unified import UnifiedPod

_STREAMING = {
    "nginx.ingress.kubernetes.io/proxy-buffering": "off",
    "nginx.ingress.kubernetes.io/proxy-read-timeout": "3600",
    "nginx.ingress.kubernetes.io/proxy-send-timeout": "3600",
}


class StreamingIngress(Construct):
    """An Ingress for ingress-nginx: nothing buffered, and an hour of silence before a stream is cut.

    The service sends a line every 20 s, so the hour is never reached (sync/util.ts). HTTP/2 to the client, HTTP/1.1 to
    the pods, WebSockets without more ado. The certificate is in the Secret `<instance>-tls` unless named otherwise.
    """

    def __init__(self, scope: Construct, id: str, props: IngressProps, *, api: PowerSyncApi | UnifiedPod) -> None:
        super().__init__(scope, id)
        identity = api.configuration.identity("ingress", props.metadata)
        backend = k8s.IngressBackend(
            service=k8s.IngressServiceBackend(name=api.service.name, port=k8s.ServiceBackendPort(name=HTTP_PORT))
        )
        paths = [k8s.HttpIngressPath(path="/", path_type="Prefix", backend=backend)]
        rule = k8s.IngressRule(host=props.host, http=k8s.HttpIngressRuleValue(paths=paths))
        tls = None
        if props.tls is not None:
            secret = props.tls.secret_name or f"{identity.instance}-tls"
            tls = [k8s.IngressTls(hosts=[props.host], secret_name=secret)]
        self.ingress = k8s.KubeIngress(
            self,
            "Default",
            metadata=identity.object_meta(identity.instance, defaults=_STREAMING),
            spec=k8s.IngressSpec(ingress_class_name=props.class_name, rules=[rule], tls=tls),
        )
        api.configuration.rules.look_again()
