"""Checked strings and numbers: what Kubernetes, DNS and cron accept, refused here rather than by a cluster."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StrictInt, StrictStr
from typing_extensions import Self

from powersync_constructs.config.core._addresses import ip_address, network
from powersync_constructs.config.core._cron import check_cron

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""An empty mapping, for defaults of arguments."""

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_QUALIFIED = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_CONFIG_KEY = re.compile(r"(?!\.$|\.\.)[-._a-zA-Z0-9]+")
_PORT_NAME = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_QUANTITY = re.compile(r"([0-9]+|[0-9]+\.[0-9]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|)")
_PLACEHOLDER = re.compile(
    r"\bYOUR(?=[-_ ])|\b(FIXME|TODO|STRIPPED|PLACEHOLDER)(?=\b|_)|<[^<>]+>"
    r"|\b(?i:change[-_ ]?me|replace[-_ ]?me|placeholder)\b"
    r"|\b(?i:your[-_ ](domain|fqdn|host|password|secret|token|key|url|uri)s?)\b"
)
_QUANTITY_LENGTH, _QUANTITY_END = 20, 1024**5
_NO_TIME_ZONES = frozenset({"local", "localtime", "posixrules", "factory"})
"""Files of the time zone database, and Go's word, that mean the zone of a machine or none."""
_MULTIPLES = {"m": Decimal("0.001"), "": Decimal(1)}
_MULTIPLES |= {unit: Decimal(1000) ** power for power, unit in enumerate("kMGTPE", 1)}
_MULTIPLES |= {f"{unit}i": Decimal(1024) ** power for power, unit in enumerate("KMGTPE", 1)}


def is_placeholder(text: str) -> bool:
    """Whether a text is what a template leaves for the user to fill in: the Helm chart's defaults are such texts."""
    return bool(_PLACEHOLDER.search(text))


def quantity(text: str) -> Decimal:
    """The number that a Kubernetes quantity stands for: `500m` is 0.5, `1Gi` is 1073741824."""
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise ValueError("is not a Kubernetes quantity; write it like 500m, 2, 512Mi or 1Gi")
    number = Decimal(match[1]) * _MULTIPLES[match[2]]
    if len(text) > _QUANTITY_LENGTH or number >= _QUANTITY_END:
        raise ValueError("is larger than any machine; write it like 2, 512Mi or 1Gi")
    return number


def _matches(pattern: re.Pattern[str], text: str, limit: int, rule: str) -> str:
    if not pattern.fullmatch(text) or len(text) > limit:
        raise ValueError(f"{rule}, at most {limit} characters; choose another")
    return text


def _label_name(text: str) -> str:
    return _matches(_LABEL, text, 63, "is not a DNS label: lower-case letters, digits and dashes")


def object_name(text: str) -> str:
    """Check a Kubernetes name. Raises ValueError."""
    return _matches(_SUBDOMAIN, text, 253, "is not a Kubernetes name: lower-case letters, digits, dashes and dots")


def _host_name(text: str) -> str:
    if is_placeholder(text):
        raise ValueError("is a placeholder; give the real host")
    return _matches(_SUBDOMAIN, text, 253, "is not a host name: lower-case letters, digits, dashes and dots")


def _host(text: str) -> str:
    if text.startswith("*"):
        raise ValueError("is a wildcard, and clients must stay on one instance; give a host of its own")
    _host_name(text)
    if re.fullmatch(r"[0-9.]+", text):
        raise ValueError("is an IP address, and an ingress routes host names; give the name of the host")
    if any(len(label) > 63 for label in text.split(".")):
        raise ValueError("has a part of more than 63 characters between its dots; shorten it")
    return text


def config_key(text: str) -> str:
    """Check a key of a ConfigMap or Secret. Raises ValueError."""
    return _matches(_CONFIG_KEY, text, 253, "is not a key of a ConfigMap or Secret: letters, digits, -, _ and .")


def _port_name(text: str) -> str:
    return _matches(_PORT_NAME, text, 15, "is not a port's name: letters in lower case, digits, single dashes")


def _env_name(text: str) -> str:
    return _matches(_ENV_NAME, text, 253, "is not the name of an environment variable: letters, digits and _")


def _map_key(text: str) -> str:
    """Refuse what means something else to JavaScript, whose plain objects cdk8s and jsii keep maps in, or to YAML."""
    if text in ("__proto__", "constructor", "<<") or text.startswith("$jsii."):
        raise ValueError("is a key that cdk8s cannot write; choose another")
    return text


def qualified_name(text: str) -> str:
    """Check the key of a label or annotation. Raises ValueError."""
    prefix, slash, name = text.rpartition("/")
    if slash:
        _matches(_SUBDOMAIN, prefix, 253, "has a prefix that is no DNS name")
    _matches(_QUALIFIED, name, 63, "is not a label's or annotation's key: letters, digits, -, _ and .")
    return _map_key(text)


def _label_value(text: str) -> str:
    if text:
        _matches(_QUALIFIED, text, 63, "is not a label's value: letters, digits, -, _ and .")
    return text


def _positive(text: str, smallest: str) -> str:
    if quantity(text) < quantity(smallest):
        raise ValueError(f"is less than {smallest}; give more")
    return text


def _cpu(text: str) -> str:
    value = quantity(text)
    if value * 1000 % 1:
        raise ValueError("is finer than one thousandth of a CPU; round it to 1m")
    return _positive(text, "1m")


def _bytes(text: str) -> str:
    if quantity(text) % 1:
        raise ValueError("is not a whole number of bytes; write it like 512Mi or 1Gi")
    return _positive(text, "1Mi")


def _time_zone(text: str) -> str:
    is_copy = text.startswith(("posix/", "right/"))  # of the whole database, the second one with leap seconds
    try:
        known = text.lower() not in _NO_TIME_ZONES and not is_copy and bool(ZoneInfo(text))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = False
    if not known:
        raise ValueError("is not a time zone of the IANA database; write it like Etc/UTC or Europe/Berlin")
    return text


Key = TypeVar("Key")
Item = TypeVar("Item")


def _as_tuple(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(items)


def matching(pattern: str, rule: str) -> AfterValidator:
    """Refuse a text that the pattern does not match as a whole, with the rule as its error."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(rule)
        return text

    return AfterValidator(check)


class _FrozenDict(dict[Key, Item]):
    """A dict that stays as it was checked. Unlike in a plain dict, True, 1 and 1.0 are different values."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("a mapping of a frozen model cannot be changed; make a copy of the model: with_(...)")

    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = _refuse
    setdefault = update = _refuse  # pyright: ignore[reportAssignmentType]

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (dict(self),)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, dict) or not super().__eq__(other):
            return False
        return all(type(value) is type(other[key]) for key, value in self.items())

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


def _as_frozen(items: Mapping[Key, Item]) -> Mapping[Key, Item]:
    return _FrozenDict(sorted(items.items(), key=lambda item: str(item[0])))


FrozenMap = Annotated[Mapping[Key, Item], AfterValidator(_as_frozen), Field(validate_default=True)]
"""Any mapping, in the order of its keys, so that equal ones are written equally."""
FrozenList = Annotated[Sequence[Item], AfterValidator(_as_tuple)]
"""Any sequence, kept as a tuple."""
LabelName = Annotated[StrictStr, AfterValidator(_label_name)]
"""An RFC 1123 label, at most 63 characters."""
ObjectName = Annotated[StrictStr, AfterValidator(object_name)]
"""An RFC 1123 subdomain, at most 253 characters: the name of most Kubernetes objects."""
Host = Annotated[StrictStr, AfterValidator(_host)]
"""A host name without a wildcard."""
HostName = Annotated[StrictStr, AfterValidator(_host_name)]
"""A host name, as a resolver takes it."""
IpAddress = Annotated[StrictStr, AfterValidator(ip_address)]
"""An IPv4 or IPv6 address."""
ConfigKey = Annotated[StrictStr, AfterValidator(config_key)]
"""A key of a ConfigMap or Secret."""
Identifier = Annotated[
    StrictStr,
    matching(
        r"(?!pg_|postgres$|template)[a-z_][a-z0-9_]{0,62}",
        "is not available as a name in Postgres; use lower-case letters, digits and _, and do not begin with pg_",
    ),
]
"""A name in Postgres that needs no quotes."""
ImageReference = Annotated[
    StrictStr,
    matching(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*", "is not an image; write it like registry.example.com/proxy:1.2.3"),
]
"""An image with its tag or digest."""
PortName = Annotated[StrictStr, AfterValidator(_port_name)]
"""The name of a port, at most 15 characters."""
Cidr = Annotated[StrictStr, AfterValidator(network)]
"""A range of addresses, named by its first one, like `10.0.0.0/8`."""
EnvName = Annotated[StrictStr, AfterValidator(_env_name)]
"""The name of an environment variable."""
LabelValue = Annotated[StrictStr, AfterValidator(_label_value)]
"""A label's value, at most 63 characters."""
QualifiedName = Annotated[StrictStr, AfterValidator(qualified_name)]
"""The key of a label or annotation, with or without a prefix."""
MapKey = Annotated[StrictStr, AfterValidator(_map_key)]
"""Any key of a map."""
Cpu = Annotated[StrictStr, AfterValidator(_cpu)]
"""CPU time: `500m` is half a core, `2` is two cores."""
Bytes = Annotated[StrictStr, AfterValidator(_bytes)]
"""Memory or disk: `512Mi`, `1Gi`."""
CronSchedule = Annotated[StrictStr, AfterValidator(check_cron)]
"""Five fields of cron, as Kubernetes reads them, that come true at least once."""
TimeZone = Annotated[StrictStr, AfterValidator(_time_zone)]
"""A name of the IANA time zone database."""
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
"""A TCP port."""
UnprivilegedPort = Annotated[StrictInt, Field(ge=1024, le=65535)]
"""A TCP port that a process without root may open."""
Seconds = Annotated[StrictInt, Field(ge=0, le=31_536_000)]
"""A duration in whole seconds, at most a year."""
PositiveSeconds = Annotated[StrictInt, Field(ge=1, le=31_536_000)]
"""A duration of at least one second."""
Count = Annotated[StrictInt, Field(ge=0, le=2_147_483_647)]
"""How many; it may be none."""
PositiveCount = Annotated[StrictInt, Field(ge=1, le=2_147_483_647)]
"""How many; at least one."""
UserId = Annotated[StrictInt, Field(ge=1, le=2_147_483_647)]
"""A user or group that is not root."""
