"""Examples of ingresses and of their controllers."""

from powersync_constructs.config import (
    AdditionalHost,
    Agic,
    Alb,
    AwsGateway,
    AzureGateway,
    CiliumGateway,
    Contour,
    ContourProxy,
    EnvoyGateway,
    F5Nginx,
    GatewayRef,
    GenericIngress,
    GkeGateway,
    GkeIngress,
    HaproxyIngress,
    HaproxyTechnologies,
    IngressNginx,
    IngressProps,
    IstioGateway,
    Kgateway,
    NginxGateway,
    Tls,
    Traefik,
    TraefikGateway,
)

IngressProps(host="sync.example.com", controller=Traefik(), tls=Tls(issuer="letsencrypt"))
Tls(issuer="letsencrypt")
AdditionalHost(host="sync.example.org", secret_name="example-org-certificate")
Traefik(cert_resolver="letsencrypt")
TraefikGateway(gateways=[GatewayRef(name="public", namespace="gateways")])
IngressNginx(class_name="nginx")
F5Nginx(class_name="nginx")
NginxGateway(gateways=[GatewayRef(name="public", section_name="https")])
HaproxyIngress(class_name="haproxy")
HaproxyTechnologies(class_name="haproxy")
Contour(class_name="contour")
ContourProxy(class_name="contour")
EnvoyGateway(gateways=[GatewayRef(name="public", section_name="https")])
IstioGateway(gateways=[GatewayRef(name="public", namespace="istio-ingress")])
CiliumGateway(gateways=[GatewayRef(name="public", namespace="gateways")])
Kgateway(gateways=[GatewayRef(name="public", section_name="https")])
Alb(scheme="internal", certificate_arns=["arn:aws:acm:eu-west-1:123456789012:certificate/ab-cd"])
AwsGateway(
    gateways=[GatewayRef(name="public")],
    certificate_arns=["arn:aws:acm:eu-west-1:123456789012:certificate/ab-cd"],
)
Agic(certificate="company-wildcard")
AzureGateway(gateways=[GatewayRef(name="public", section_name="https")])
GkeIngress(managed_certificates=["sync"], static_ip="sync-address")
GkeGateway(gateways=[GatewayRef(name="public", section_name="https")])
GenericIngress(class_name="kong", annotations={"konghq.com/read-timeout": "86400000"})
GatewayRef(name="public", namespace="gateways", section_name="https")
