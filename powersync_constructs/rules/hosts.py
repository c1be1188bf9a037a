"""Rules about the hosts of ingress controllers."""

from collections.abc import Iterator, Sequence

from powersync_constructs.rules._finding import Finding, Manifest, kind_and_name, label


def host_is_of_one_instance(manifests: Sequence[Manifest]) -> list[Finding]:
    """A host leads to one instance: what a client has synced from one means nothing to another."""
    found: list[Finding] = []
    first: dict[str, Manifest] = {}
    for manifest in manifests:
        for host in _hosts(manifest):
            other = first.setdefault(host, manifest)
            if label(other, "instance") != label(manifest, "instance"):
                reason = f"{host} is the host of {kind_and_name(other)} too, which is another instance's"
                found.append(
                    Finding("host-of-one-instance", "error", kind_and_name(manifest), reason, "give each its own")
                )
    return found


def _hosts(manifest: Manifest) -> Iterator[str]:
    """The hosts of an ingress controller of ours; other objects have none."""
    if label(manifest, "name") != "powersync":
        return
    spec = manifest.get("spec", {})
    match manifest["kind"]:
        case "Ingress":
            yield from (rule["host"] for rule in spec["rules"])
        case "HTTPRoute":
            yield from spec["hostnames"]
        case "HTTPProxy":
            yield spec["virtualhost"]["fqdn"]
