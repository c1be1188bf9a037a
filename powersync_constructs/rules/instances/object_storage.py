"""Rules about the object storage, in which an instance must not delete the objects of another instance."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from powersync_constructs.rules._finding import Violation
from powersync_constructs.rules._lib.addresses import canonical_host, is_same_from_everywhere
from powersync_constructs.rules._lib.configurations import Configuration, configurations
from powersync_constructs.rules._lib.environments import Hidden, Value
from powersync_constructs.rules._lib.manifest import mapping
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._rule import rule
from powersync_constructs.rules.instances._claims import Claim, conflicts

_AWS = "amazonaws.com"
"""The domain of the endpoints of AWS. A bucket name is unique in all regions."""
_PORTS = {"http": 80, "https": 443}


@rule(
    "PS904",
    "object-prefix-of-one-instance",
    "error",
    "warning",
    looks_at="the service.yaml of each instance",
    fix="Set a different `storage.object_storage.prefix` for the new instance.",
    scope="app",
)
def object_prefix_is_of_one_instance(objects: Objects) -> Iterator[Violation]:
    """Instances that use one S3 bucket have different prefixes.

    `teardown` deletes all objects in `<prefix>/bucket-data/`, or in `bucket-data/` if there is no prefix
    (S3ObjectStorage.ts). Therefore a prefix may contain another prefix: `apps` and `apps/orders` do not conflict.
    """
    fix = "set a different storage.object_storage.prefix for the new instance"
    for conflict in conflicts(_claims(objects)):
        reason = f"stores its objects in {conflict.second.shown}, as {conflict.other} does"
        yield Violation(conflict.second.by, reason, conflict.fix(fix), severity=conflict.severity)


@rule(
    "PS905",
    "object-storage-without-prefix",
    "note",
    looks_at="the service.yaml of each instance",
    fix="Set `storage.object_storage.prefix` for a new instance, or use the bucket for one instance only.",
    scope="app",
)
def object_storage_has_a_prefix(objects: Objects) -> Iterator[Violation]:
    """An S3 bucket without a prefix is for one instance only.

    The finding is a note, because such a bucket is safe if no other instance uses it, and the rules cannot read other
    apps. The prefix of an instance that already has objects must not change, because the service finds them only by
    their prefix.
    """
    for each in configurations(objects):
        settings = mapping(each.storage, "object_storage")
        if settings.get("bucket") and not settings.get("prefix"):
            reason = "has object storage without a prefix, and teardown deletes the objects of all such instances"
            fix = "set storage.object_storage.prefix for a new instance, or use the bucket for this instance only"
            yield Violation(each.by, reason, fix)


def _claims(objects: Objects) -> Iterator[Claim]:
    for each in configurations(objects):
        settings = mapping(each.storage, "object_storage")
        bucket, prefix = each.value(settings, "bucket"), each.value(settings, "prefix") or ""
        endpoint = _endpoint(each, each.value(settings, "endpoint"))
        if bucket is None or endpoint is None:
            continue
        key = (endpoint, bucket, prefix)
        same = not any(isinstance(part, Hidden) for part in key) and _is_public(endpoint)
        place = f"'{bucket}/{prefix}'" if prefix else f"'{bucket}' without a prefix"
        shown = place if each.shows(settings, "bucket", "prefix") else "from a Secret"
        yield Claim(each.by, each.instance, (key,), same, f"the S3 bucket {shown}")


def _endpoint(configuration: Configuration, url: Value | None) -> Value | None:
    """Return what identifies an S3 server: the host and port of its URL. None if it is in the same pod."""
    if not isinstance(url, str):
        return url or _AWS
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    host = canonical_host(parts.hostname or "", configuration.by.namespace)
    if host is None or host.endswith(f".{_AWS}"):
        return host and _AWS
    return f"{host} {port}{parts.path.rstrip('/')}"


def _is_public(endpoint: Value) -> bool:
    return isinstance(endpoint, str) and is_same_from_everywhere(endpoint.partition(" ")[0])
