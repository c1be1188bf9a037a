"""The DNS settings of the pods of a workload."""

from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.dns import DnsConfig
from powersync_constructs.constructs._lib.kplus import k8s


def dns_policy(props: WorkloadProps) -> str | None:
    """Return the DNS policy; None for the default of the API server."""
    return None if props.dns_policy == "ClusterFirst" else props.dns_policy


def dns_config(given: DnsConfig | None) -> k8s.PodDnsConfig | None:
    """Return the name servers, search domains and options; None if the props set none."""
    if given is None:
        return None
    return k8s.PodDnsConfig(
        nameservers=list(given.nameservers) or None,
        searches=list(given.searches) or None,
        options=[k8s.PodDnsConfigOption(name=option.name, value=option.value) for option in given.options] or None,
    )


def host_aliases(props: WorkloadProps) -> list[k8s.HostAlias] | None:
    """Return the additional entries of /etc/hosts; None if the props set none."""
    return [k8s.HostAlias(ip=alias.ip, hostnames=list(alias.hostnames)) for alias in props.host_aliases] or None
