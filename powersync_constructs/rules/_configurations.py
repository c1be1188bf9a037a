"""The service.yaml of each instance, together with the environment variables that it reads."""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from powersync_constructs.config.pods._reserved import CONFIG, CONFIG_B64
from powersync_constructs.rules._manifest import KubeObject, Manifest, mapping, mappings, text, texts
from powersync_constructs.rules._service_yaml import Variable, service_yaml

_Instance = tuple[str, str, str]
"""The chart of an instance, its namespace and its name."""
_Environment = Mapping[str, Manifest]
"""The variables of the pods of an instance, by name, as a container lists them."""
_KINDS = {"secretKeyRef": "Secret", "configMapKeyRef": "ConfigMap"}
"""The kinds that contain the values of variables, by the field that refers to them."""
_Stored = Mapping[tuple[str, str, str, str], KubeObject]
"""The Secrets and ConfigMaps by chart, kind, namespace and name."""


@dataclass(frozen=True)
class Hidden:
    """A value that the manifests do not show. Two equal objects stand for equal values in one cluster."""

    kind: str
    """Secret or ConfigMap; Variable for a variable that something else sets in the pods of one instance."""
    namespace: str
    name: str
    """The name of the Secret or ConfigMap, or of the instance."""
    key: str
    """The key, or the name of the variable."""
    part: str = ""
    """The part of the value, like the database of a URI; empty for the whole value."""

    def of_part(self, part: str) -> "Hidden":
        """Return a part of the value."""
        return replace(self, part=part)


Value = str | Hidden
"""A value of service.yaml."""


@dataclass(frozen=True)
class Configuration:
    """The service.yaml of an instance."""

    by: KubeObject
    """The ConfigMap or Secret that contains service.yaml."""
    document: Manifest
    environment: Mapping[str, Value]
    """The values of the variables that service.yaml reads, by name."""

    @property
    def source(self) -> Manifest:
        """The settings of the source database. The service accepts only one."""
        return next(mappings(self.document, "replication", "connections"), {})

    @property
    def storage(self) -> Manifest:
        """The settings of the bucket storage."""
        return mapping(self.document, "storage")

    def value(self, settings: Manifest, field: str) -> Value | None:
        """Return the value of a field; None if the field is not set."""
        written = text(settings.get(field))
        if isinstance(written, Variable):
            return self.environment.get(written) or Hidden("Variable", *self.by.instance_id, written)
        return written or None

    def shows(self, settings: Manifest, *fields: str) -> bool:
        """Whether everyone who can read the manifests can read these fields."""
        return self.by.kind != "Secret" and not any(isinstance(settings.get(field), Variable) for field in fields)


def configurations(objects: Iterable[KubeObject]) -> Iterator[Configuration]:
    """Yield the service.yaml of each instance in these objects. A service.yaml that cannot be read is left out."""
    objects = [*objects]
    environments = _environments(objects)
    kinds = _KINDS.values()
    stored = {(each.chart, each.kind, each.namespace, each.name): each for each in objects if each.kind in kinds}
    for each in objects:
        document = service_yaml(each)
        if document is not None:
            environment = environments.get(_instance(each)) or environments.get(("", *each.instance_id), {})
            values = {name: value for name, env in environment.items() if (value := _value(each, env, stored))}
            yield Configuration(each, document, values)


def existing_service_yaml(workload: KubeObject) -> Hidden | None:
    """Return the key of the Secret from which a workload loads service.yaml; None if it does not load a Secret."""
    if not workload.instance:
        return None
    for volume in mappings(workload.pod, "volumes"):
        secret = mapping(volume, "secret")
        if volume.get("name") == CONFIG.volume and secret:
            keys = [text(item.get("key")) for item in mappings(secret, "items")]
            return Hidden("Secret", workload.namespace, text(secret.get("secretName")), *(keys[:1] or [""]))
    for container in workload.containers:
        for env in mappings(container, "env"):
            if env.get("name") == CONFIG_B64:
                return _reference(workload, env)
    return None


def _environments(objects: Sequence[KubeObject]) -> Mapping[_Instance, _Environment]:
    """Return the variables of each instance, by chart and for all charts together (with the chart '')."""
    found: dict[_Instance, dict[str, Manifest]] = {}
    for workload in objects:
        if not workload.instance:
            continue
        for container in workload.containers:
            for env in mappings(container, "env"):
                for instance in (_instance(workload), ("", *workload.instance_id)):
                    found.setdefault(instance, {}).setdefault(text(env.get("name")), env)
    return found


def _value(configuration: KubeObject, env: Manifest, stored: _Stored) -> Value | None:
    """Return the value of a variable; None if it comes from other variables, or from a field of the pod."""
    if written := text(env.get("value")):
        return None if "$(" in written else written
    reference = _reference(configuration, env)
    if reference is None:
        return None
    place = (configuration.chart, reference.kind, reference.namespace, reference.name)
    return (place in stored and _content(stored[place], reference.key)) or reference


def _reference(each: KubeObject, env: Manifest) -> Hidden | None:
    for field, kind in _KINDS.items():
        if reference := mapping(env, "valueFrom", field):
            return Hidden(kind, each.namespace, text(reference.get("name")), text(reference.get("key")))
    return None


def _content(stored: KubeObject, key: str) -> str:
    """Return the value of a key of a Secret or ConfigMap; empty if the manifest does not contain it as text."""
    if stored.kind == "ConfigMap":
        return stored.data.get(key, "")
    try:
        written = b64decode(stored.data.get(key, "")).decode()
    except ValueError:
        written = ""
    return texts(stored.manifest.get("stringData")).get(key, written)


def _instance(each: KubeObject) -> _Instance:
    return each.chart, *each.instance_id
