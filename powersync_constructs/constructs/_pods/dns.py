"""How the pods of a workload resolve names."""

from powersync_constructs.config.pods._workload import WorkloadProps
from powersync_constructs.config.pods.dns import DnsConfig
from powersync_constructs.constructs._lib.kplus import k8s


def dns_policy(props: WorkloadProps) -> str | None:
    """The policy, where it is not the one that the API server fills in."""
    return None if props.dns_policy == "ClusterFirst" else props.dns_policy


def dns_config(given: DnsConfig | None) -> k8s.PodDnsConfig | None:
    """Name servers, search domains and options."""
    if given is None:
        return None
    return k8s.PodDnsConfig(
        nameservers=list(given.nameservers) or None,
        searches=list(given.searches) or None,
        options=[k8s.PodDnsConfigOption(name=option.name, value=option.value) for option in given.options] or None,
    )


def host_aliases(props: WorkloadProps) -> list[k8s.HostAlias] | None:
    """The lines of /etc/hosts."""
    return [k8s.HostAlias(ip=alias.ip, hostnames=list(alias.hostnames)) for alias in props.host_aliases] or None
