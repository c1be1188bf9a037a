"""Props of `StreamingIngress`."""

from pydantic import Field

from powersync_constructs.config._base import Props
from powersync_constructs.config._types import Host, ObjectName
from powersync_constructs.config.pod import ObjectMetadata


class Tls(Props):
    """The certificate of the host."""

    called = "tls"

    secret_name: ObjectName | None = Field(
        default=None, description="the Secret with it; `<instance>-tls` unless given"
    )


class IngressProps(Props):
    """The front door through ingress-nginx."""

    called = "ingress"

    host: Host = Field(description="the host of this instance alone; clients must stay on one instance")
    class_name: ObjectName = Field(default="nginx", description="the IngressClass")
    tls: Tls | None = Field(
        default_factory=Tls, description="the certificate; None for plain HTTP, where tokens travel in the open"
    )
    metadata: ObjectMetadata = Field(
        default_factory=ObjectMetadata, description="labels and annotations of yours, like cert-manager's"
    )
