"""Types of strings and numbers. At synth, they reject values that Kubernetes, DNS or cron would reject later."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, StrictInt, StrictStr
from typing_extensions import Self

from powersync_constructs.config.core._addresses import ip_address, network
from powersync_constructs.config.core._cron import check_cron
from powersync_constructs.config.core._interpolation import refuse_interpolation
from powersync_constructs.config.core._placeholders import is_placeholder
from powersync_constructs.config.core._quantities import quantity

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""An empty mapping, for defaults of arguments."""

_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_QUALIFIED = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
_CONFIG_KEY = re.compile(r"(?!\.$|\.\.)[-._a-zA-Z0-9]+")
_PORT_NAME = re.compile(r"(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ENDS = "a letter or digit first and last"
_OF_LABEL = f"lower-case letters, digits and dashes, with {_ENDS}"
_OF_SUBDOMAIN = f"lower-case letters, digits, dashes and dots, with {_ENDS}"
_OF_QUALIFIED = f"letters, digits, '-', '_' and '.', with {_ENDS}"
_NO_TIME_ZONES = frozenset({"local", "localtime", "posixrules", "factory"})
"""Files of the time zone database that are not time zones, and `local`, which is the zone of the machine in Go."""


def _matches(pattern: re.Pattern[str], text: str, limit: int, rule: str, characters: str) -> str:
    if not pattern.fullmatch(text) or len(text) > limit:
        refuse_interpolation(text, may_be_reference=False)
        raise ValueError(f"{rule}; use up to {limit} {characters}")
    return text


def _label_name(text: str) -> str:
    return _matches(_LABEL, text, 63, "is not a DNS label", _OF_LABEL)


def object_name(text: str) -> str:
    """Check the name of a Kubernetes object. Raises ValueError."""
    return _matches(_SUBDOMAIN, text, 253, "is not a Kubernetes object name", _OF_SUBDOMAIN)


def _host_name(text: str) -> str:
    if is_placeholder(text):
        raise ValueError("is a placeholder; replace it with the real host name")
    return _matches(_SUBDOMAIN, text, 253, "is not a host name", _OF_SUBDOMAIN)


def _host(text: str) -> str:
    if text.startswith("*"):
        raise ValueError("is a wildcard, but clients must stay on one instance; use one host name")
    _host_name(text)
    if re.fullmatch(r"[0-9.]+", text):
        raise ValueError("is an IP address, but an Ingress routes by host name; use a host name")
    if any(len(label) > 63 for label in text.split(".")):
        raise ValueError("has a part of more than 63 characters between the dots; shorten it")
    return text


def config_key(text: str) -> str:
    """Check a key of a ConfigMap or Secret. Raises ValueError."""
    characters = "letters, digits, '-', '_' and '.'"
    return _matches(_CONFIG_KEY, text, 253, "is not a key of a ConfigMap or Secret", characters)


def _port_name(text: str) -> str:
    characters = "lower-case letters, digits and single dashes, with at least one letter"
    return _matches(_PORT_NAME, text, 15, "is not a port name", characters)


def _env_name(text: str) -> str:
    characters = "letters, digits and '_', with a letter or '_' first"
    return _matches(_ENV_NAME, text, 253, "is not the name of an environment variable", characters)


def _map_key(text: str) -> str:
    """Reject keys with a special meaning in YAML, or in JavaScript objects, which cdk8s and jsii use for maps."""
    if text in ("__proto__", "constructor", "<<") or text.startswith("$jsii."):
        raise ValueError("is a key that cdk8s cannot write; choose another")
    return text


def qualified_name(text: str) -> str:
    """Check the key of a label or annotation. Raises ValueError."""
    prefix, slash, name = text.rpartition("/")
    if slash:
        _matches(_SUBDOMAIN, prefix, 253, "has a prefix that is not a DNS name", _OF_SUBDOMAIN)
    _matches(_QUALIFIED, name, 63, "is not the key of a label or annotation", _OF_QUALIFIED)
    return _map_key(text)


def _label_value(text: str) -> str:
    if text:
        _matches(_QUALIFIED, text, 63, "is not a label value", _OF_QUALIFIED)
    return text


def _positive(text: str, smallest: str) -> str:
    if quantity(text) < quantity(smallest):
        raise ValueError(f"is less than {smallest}; increase it")
    return text


def _cpu(text: str) -> str:
    value = quantity(text)
    if value * 1000 % 1:
        raise ValueError("is not a whole number of millicores; write it like 500m or 2")
    return _positive(text, "1m")


def _bytes(text: str) -> str:
    if quantity(text) % 1:
        raise ValueError("is not a whole number of bytes; write it like 512Mi or 1Gi")
    return _positive(text, "1Mi")


def _time_zone(text: str) -> str:
    is_copy = text.startswith(("posix/", "right/"))  # copies of the whole database; `right/` includes leap seconds
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
    """Return a validator that rejects a text with the error `rule` if the pattern does not match the whole text."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(rule)
        return text

    return AfterValidator(check)


class _FrozenDict(dict[Key, Item]):
    """An immutable dict. In contrast to a plain dict, the values True, 1 and 1.0 are not equal."""

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


def as_frozen(items: Mapping[Key, Item]) -> Mapping[Key, Item]:
    """Return an immutable copy, sorted by key."""
    return _FrozenDict(sorted(items.items(), key=lambda item: str(item[0])))


FrozenMap = Annotated[Mapping[Key, Item], AfterValidator(as_frozen), Field(validate_default=True)]
"""Any mapping, sorted by key, so that equal mappings are written identically."""
FrozenList = Annotated[Sequence[Item], AfterValidator(_as_tuple)]
"""Any sequence, stored as a tuple."""
LabelName = Annotated[StrictStr, AfterValidator(_label_name)]
"""An RFC 1123 label, at most 63 characters."""
ObjectName = Annotated[StrictStr, AfterValidator(object_name)]
"""An RFC 1123 subdomain, at most 253 characters: the name of most Kubernetes objects."""
Host = Annotated[StrictStr, AfterValidator(_host)]
"""The host name of an Ingress: neither a wildcard nor an IP address."""
HostName = Annotated[StrictStr, AfterValidator(_host_name)]
"""A host name that a resolver accepts."""
IpAddress = Annotated[StrictStr, AfterValidator(ip_address)]
"""An IPv4 or IPv6 address."""
ConfigKey = Annotated[StrictStr, AfterValidator(config_key)]
"""A key of a ConfigMap or Secret."""
Identifier = Annotated[
    StrictStr,
    matching(
        r"(?!pg_|postgres$|template)[a-z_][a-z0-9_]{0,62}",
        "is not valid as a name in Postgres, or is reserved; begin with a letter, use lower-case letters, digits and "
        "'_', and avoid postgres, pg_… and template…",
    ),
]
"""A name in Postgres that needs no quotes."""
ImageReference = Annotated[
    StrictStr,
    matching(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]*", "is not an image; write it like registry.example.com/proxy:1.2.3"),
]
"""An image, with or without a tag and a digest."""
PortName = Annotated[StrictStr, AfterValidator(_port_name)]
"""The name of a port, at most 15 characters."""
Cidr = Annotated[StrictStr, AfterValidator(network)]
"""A CIDR range without host bits: `10.0.0.0/8`, not `10.0.0.1/8`."""
EnvName = Annotated[StrictStr, AfterValidator(_env_name)]
"""The name of an environment variable."""
LabelValue = Annotated[StrictStr, AfterValidator(_label_value)]
"""The value of a label, at most 63 characters."""
QualifiedName = Annotated[StrictStr, AfterValidator(qualified_name)]
"""The key of a label or annotation, with or without a prefix."""
MapKey = Annotated[StrictStr, AfterValidator(_map_key)]
"""A key of a mapping that cdk8s can write."""
Cpu = Annotated[StrictStr, AfterValidator(_cpu)]
"""An amount of CPU: `500m` is half a core, `2` is two cores."""
Bytes = Annotated[StrictStr, AfterValidator(_bytes)]
"""Memory or disk: `512Mi`, `1Gi`."""
CronSchedule = Annotated[StrictStr, AfterValidator(check_cron)]
"""A cron schedule that Kubernetes accepts and runs at least once: five fields, or a word like `@daily`."""
TimeZone = Annotated[StrictStr, AfterValidator(_time_zone)]
"""A name in the IANA time zone database."""
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
"""A TCP port."""
UnprivilegedPort = Annotated[StrictInt, Field(ge=1024, le=65535)]
"""A TCP port that a process can open without root."""
Seconds = Annotated[StrictInt, Field(ge=0, le=31_536_000)]
"""A duration in whole seconds, at most a year."""
PositiveSeconds = Annotated[StrictInt, Field(ge=1, le=31_536_000)]
"""A duration of at least one second."""
Count = Annotated[StrictInt, Field(ge=0, le=2_147_483_647)]
"""A whole number, 0 or greater."""
PositiveCount = Annotated[StrictInt, Field(ge=1, le=2_147_483_647)]
"""A whole number, 1 or greater."""
UserId = Annotated[StrictInt, Field(ge=1, le=2_147_483_647)]
"""The ID of a user or group other than root."""
