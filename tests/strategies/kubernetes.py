"""Strategies for the props of the constructs: names at their limits, quantities, schedules, containers, volumes."""

from itertools import product
from typing import Any
from zoneinfo import available_timezones

from hypothesis import strategies as st

from powersync_constructs import SecretRef
from powersync_constructs.config import (
    ConfigMapRef,
    Container,
    DownwardApiProjection,
    FieldRef,
    HpaAutoscaling,
    KedaAutoscaling,
    NodeRequirement,
    ResourceFieldRef,
    Resources,
    StorageCredentials,
    Toleration,
    Volume,
    VolumeMount,
)
from powersync_constructs.config.alerts import AlertLabelName, AlertLabelValue, AnnotationName, Severity
from powersync_constructs.config.core._quantities import quantity
from powersync_constructs.config.core._types import (
    Bytes,
    Cidr,
    ConfigKey,
    Count,
    Cpu,
    CronSchedule,
    EnvName,
    Host,
    HostName,
    Identifier,
    ImageReference,
    IpAddress,
    LabelName,
    LabelValue,
    MapKey,
    ObjectName,
    Port,
    PortName,
    PositiveCount,
    QualifiedName,
    TimeZone,
    UserId,
)
from powersync_constructs.config.core._uris import PlainValue
from powersync_constructs.config.core.pod_fields import FieldPath
from powersync_constructs.config.ingress.aws import CertificateArn, SslPolicy
from powersync_constructs.config.monitoring import RunbookUrl
from powersync_constructs.config.pods._paths import MountPath, VolumePath
from powersync_constructs.config.pods.dns import OptionName
from powersync_constructs.config.pods.image import Digest, Repository, Tag, Version
from powersync_constructs.config.pods.pod import PercentOrCount
from powersync_constructs.config.pods.volumes import DriverName
from powersync_constructs.config.service.observability import BindAddress
from powersync_constructs.config.workloads.compact import BucketName

from .texts import FREE, HOSTILE, TEXTS
from .typed import Fields, Values, accepted, of_model, of_type, register, without

_LENGTHS = (1, 15, 16, 20, 43, 52, 63, 64, 128, 253, 254, 317)
_LABEL = "a" * 63
NAMES = [
    *("".join(letters) for length in range(1, 5) for letters in product("a0-._/A", repeat=length)),
    *("a" * length for length in _LENGTHS),
    *(f"{'a' * (length - 2)}-1" for length in _LENGTHS if length > 2),
    *(f"{_LABEL}.{_LABEL}.{_LABEL}.{'a' * length}" for length in (61, 62, 63)),
    *("example.com/a", f"{_LABEL}.com/{_LABEL}", f"{_LABEL}.{_LABEL}.{_LABEL}.{'b' * 61}/{_LABEL}", "kubernetes.io/a"),
    *(
        "constructor",
        "xn--bcher-kva.example",
        "a.example.com",
        "0.example",
        "1.2.3.4",
        "*.example.com",
        "true",
        "null",
        "on",
        "1e3",
        "~",
    ),
    *("a:1", "a:1@sha256:b", f"a@sha256:{'0' * 64}", "a//b", "a:b:c", "registry.example.com:5000/a:1"),
]
"""Names as users write them, at the limits of every kind of name, and near these limits."""
_CRON_FIELDS = [
    *(
        "*",
        "*/5",
        "0",
        "00",
        "7",
        "12",
        "31",
        "59",
        "60",
        "1-5",
        "5-1",
        "1,2",
        "*/0",
        "*/61",
        "1/2",
        "2-5/2",
        "0-0",
        "?",
    ),
    *("mon", "MON-FRI", "sun", "sun-mon", "jan", "Feb-apr", "L", "15W", "5#2", "1-", "1,,2", "1,2-4/2,*", "*,1", "0/7"),
]
_SCHEDULES = [
    *("@daily", "@midnight", "@every 1h", "@reboot", "@annually", "TZ=Etc/UTC 0 3 * * *", "  0  3  *  *  *  "),
    *(" ".join([*"*" * at, field, *"0" * (4 - at)]) for field in _CRON_FIELDS for at in range(5)),
    *(" ".join([field] * 5) for field in _CRON_FIELDS),
    *("0 0 31 2 *", "0 0 29 2 *", "0 0 30 feb mon", "59 23 31 12 6", "0 0 31 4,6,9,11 *"),
]
_ZONES = [*sorted(available_timezones()), "Local", "UTC", "utc", "localtime", "EST5EDT", "GMT+1", ""]
_AMOUNTS = [
    "0",
    "1",
    "2",
    "10",
    "100",
    "512",
    "999",
    "1024",
    "1025",
    "0010",
    "1.5",
    "0.5",
    "0.001",
    "1.0005",
    "5.",
    "99999",
]
_UNITS = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E3", "K", "e-3"]
_QUANTITIES = [amount + unit for amount in _AMOUNTS for unit in _UNITS]
_PATHS = [
    "/",
    "/a",
    "/a/b",
    "/a b",
    "/é",
    "/a:b",
    "/../a",
    "//a",
    "/a/",
    "a",
    f"/{'a' * 255}",
    f"/{'a/b' * 99}",
    "/a\n",
]
_PROMETHEUS_NAMES = ["a", "_", "A1_", "__name__", "summary", "severity", "pod", "constructor", "on", "y", "1", "é"]
_CIDRS = [
    *("10.0.0.0/8", "10.0.0.1/8", "0.0.0.0/0", "::/0", "fd00::/8", "fd00::1/8", "::ffff:10.0.0.0/104", "10.0.0.0/08"),
    *("010.0.0.0/8", "10.0.0.0/255.0.0.0", "fe80::1%eth0/64", "10.0.0.0/33", "10.0.0.0", " 10.0.0.0/8", "FD00::/8"),
]
_REPOSITORIES = [
    "a",
    "a/b",
    "r.example.com:5000/a/b",
    "localhost:5000/a",
    "a__b/c",
    "a.b/c",
    "a:5000/b",
    "A/b",
    "a" * 256,
]
_TAGS = ["1.26.0", "1.26.1", "1.26.0-dev.1", "1.26.0_a", "v1.26.0", f"1.26.0-{'a' * 121}", "1.20.0", "1.26"]
_BUCKETS = ["global[]", 'by_user["u1"]', 'a["$(HOME)"]', 'a["é\\n"]', "a[", "-x[1]", "a[\n]"]
_VOLUMES = st.sampled_from(["cache", "keys", _LABEL])


def _in_order(kind: Any) -> Values:
    """Return a request and a limit, with the request not above the limit."""
    return st.tuples(of_type(kind), of_type(kind)).map(lambda pair: tuple(sorted(pair, key=quantity)))


def _resources(drawn: Fields) -> Resources:
    pairs = {name: dict(zip((name, f"{name}_limit"), pair, strict=True)) for name, pair in drawn.items()}
    return Resources(**{field: value for pair in pairs.values() for field, value in pair.items()})


def with_its_volumes(drawn: Fields) -> Fields:
    """Return the fields of a workload whose containers mount only volumes that exist."""
    names = {volume.name for volume in drawn.get("volumes", ())}
    adjusted: Fields = {
        field: [_mounting(container, names) for container in drawn[field]]
        for field in ("init_containers", "sidecars")
        if field in drawn
    }
    resolved = without(drawn, "dns_policy") if drawn.get("dns_policy") == "None" else drawn
    return {**resolved, **adjusted}


def _mounting(container: Container, names: set[str]) -> Container:
    return container.with_(volume_mounts=[mount for mount in container.volume_mounts if mount.name in names])


def _scaling(drawn: Fields) -> Fields:
    fewest, most = sorted((drawn["min_replicas"], drawn["max_replicas"]))
    return {**drawn, "min_replicas": fewest, "max_replicas": most}


def _scaling_by_keda(drawn: Fields) -> Fields:
    """Return fields in which the Prometheus fields are set if connections are, and absent with CPU alone."""
    bounded = _scaling(drawn)
    if bounded.get("connections") is None:
        return {
            **without(bounded, "prometheus_url", "query", "authentication", "fallback_replicas"),
            "connections": None,
        }
    return {**bounded, "fallback_replicas": bounded["max_replicas"]}


def _toleration(drawn: Fields) -> Fields:
    """Return the fields of a toleration; without a key it tolerates all taints."""
    return drawn if drawn.get("key") is not None else {**without(drawn, "value"), "operator": "Exists"}


def _requirement(drawn: Fields) -> Fields:
    return drawn if drawn.get("values") else {**drawn, "operator": "Exists"}


_KEYS_OF_LABELS = [f"metadata.labels['{key}']" for key in ("app", "a.example.com/b", "a b", f"{_LABEL}.com/A_b")]
_CANDIDATES: dict[Any, list[Any]] = {
    CertificateArn: ["arn:aws:acm:eu-west-1:123456789012:certificate/ab-cd", "arn:aws:iam::123456789012:server/a", "a"],
    SslPolicy: ["ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08", "TLS13"],
    BindAddress: ["::", "0.0.0.0", "127.0.0.1", ""],
    **dict.fromkeys(
        (LabelName, ObjectName, ConfigKey, PortName, EnvName, LabelValue, QualifiedName, Host, HostName), NAMES
    ),
    ImageReference: NAMES,
    Cpu: _QUANTITIES,
    Bytes: _QUANTITIES,
    TimeZone: _ZONES,
    CronSchedule: _SCHEDULES,
    Cidr: _CIDRS,
    MountPath: _PATHS,
    VolumePath: ["a", "a/b", "a b", "..a", "a..b", ".a", "a/", "/a", "a/../b", "__proto__", "a:b", "é", "a" * 255],
    IpAddress: ["10.0.0.10", "010.0.0.1", "fd00::10", "FD00::10", "::ffff:10.0.0.1", "fe80::1%eth0", "::", "db"],
    FieldPath: ["metadata.uid", "spec.nodeName", "status.podIPs", "status.phase", *_KEYS_OF_LABELS],
    OptionName: ["ndots", "edns0", "a b", "", "use-vc"],
    Repository: _REPOSITORIES,
    Tag: _TAGS,
    BucketName: _BUCKETS,
    DriverName: NAMES,
    RunbookUrl: ["https://example.com/runbooks", "http://wiki/a b", "https://wiki.example/é#", "ftp://a", "https://a/"],
    MapKey: [*HOSTILE, "$jsii.map", "$jsii.byref", "toString"],
    AnnotationName: _PROMETHEUS_NAMES,
    AlertLabelName: _PROMETHEUS_NAMES,
    Severity: NAMES,
    Identifier: [*NAMES, "app", "pg_app", "postgres"],
    Version: _TAGS,
    PercentOrCount: [0, 1, 2, 3, 2**31 - 1, 2**31, "0%", "1%", "25%", "99%", "100%", "00%", "101%"],
    UserId: [0, 1, 999, 10001, 65534, 2**31 - 1, 2**31],
}
for _hint, _candidates in _CANDIDATES.items():
    register(_hint, accepted(_hint, _candidates))

register(PlainValue, FREE)
register(AlertLabelValue, TEXTS.filter(bool))
register(Digest, st.just(f"sha256:{'0' * 64}"))
register(Port, st.integers(1, 65535))
register(Count, st.integers(0, 4) | st.integers(0, 2**31 - 1))
register(PositiveCount, st.integers(1, 300) | st.integers(1, 2**31 - 1))
register(SecretRef, st.builds(SecretRef, of_type(ObjectName), of_type(ConfigKey)))
register(ConfigMapRef, st.builds(ConfigMapRef, of_type(ObjectName), of_type(ConfigKey)))
register(StorageCredentials, st.builds(StorageCredentials, password=of_type(SecretRef)))
register(
    Resources,
    st.fixed_dictionaries(
        {}, optional={"cpu": _in_order(Cpu), "memory": _in_order(Bytes), "ephemeral_storage": _in_order(Bytes)}
    ).map(_resources),
)
register(ResourceFieldRef, of_model(ResourceFieldRef, container=st.none(), divisor=st.just("1")))
_FIELDS = st.sampled_from(["metadata.name", "metadata.labels", "metadata.annotations['a/b']"])
_FILES = st.dictionaries(of_type(VolumePath), st.builds(FieldRef, path=_FIELDS), min_size=1, max_size=3)
register(DownwardApiProjection, of_model(DownwardApiProjection, items=_FILES))
register(Toleration, of_model(Toleration, adjust=_toleration))
register(NodeRequirement, of_model(NodeRequirement, adjust=_requirement))
register(VolumeMount, of_model(VolumeMount, name=_VOLUMES))
register(Volume, of_model(Volume, name=_VOLUMES))
register(
    HpaAutoscaling,
    of_model(HpaAutoscaling, ("min_replicas", "max_replicas"), _scaling, connections=st.integers(1, 300) | st.none()),
)
register(
    KedaAutoscaling,
    of_model(
        KedaAutoscaling,
        ("min_replicas", "max_replicas", "prometheus_url"),
        _scaling_by_keda,
        connections=st.integers(1, 300) | st.none(),
        prometheus_url=st.just("http://prometheus-operated.monitoring.svc:9090"),
    ),
)
