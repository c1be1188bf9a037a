"""The environment variables of the containers of the service."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from powersync_constructs.rules._lib.contents import content_keys, content_of
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer

_KINDS = {"secretKeyRef": "Secret", "configMapKeyRef": "ConfigMap"}
"""The kinds that contain the values of variables, by the field that refers to them."""
_SOURCES = {"secretRef": "Secret", "configMapRef": "ConfigMap"}
"""The kinds that contain several variables, by the field of `envFrom`."""
_VARIABLE = re.compile(r"\$\((?P<name>[\w.-]+)\)")
"""A reference to an earlier variable in the value of a variable."""
_CREDENTIALS = re.compile(r"(?<=://)[^/?#]*@")
"""The user and the password of a URI."""


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
"""A value of service.yaml, or of a variable."""


@dataclass(frozen=True)
class Environment:
    """The variables of a container."""

    values: Mapping[str, Value | None]
    """The values by name. None for a value that is made from other variables, or from fields of the pod."""
    is_complete: bool
    """Whether the manifests show the names of all variables. `envFrom` may refer to an object of another origin."""
    references: Mapping[str, Hidden | None]
    """The keys of Secrets and ConfigMaps with the values, by the name of the variable. None for other variables."""
    composed_uris: Mapping[str, str] = field(default_factory=dict)
    """The URIs that are made from other variables, by name. They are without the user and the password."""

    @cached_property
    def from_secrets(self) -> frozenset[str]:
        """The names of the variables whose values come from Secrets."""
        return frozenset(name for name, key in self.references.items() if key is not None and key.kind == "Secret")


def environment_of(container: ServiceContainer, objects: Objects) -> Environment:
    """Return the variables of a container. A variable of `env` overrides one of `envFrom`."""
    return objects.for_container(_environment, container)


def _environment(container: ServiceContainer, objects: Objects) -> Environment:
    workload = container.object
    references: dict[str, Hidden | None] = {}
    is_complete = True
    for source in mappings(container.spec, "envFrom"):
        found = _source(source, workload, objects)
        is_complete = is_complete and found is not None
        references |= found or {}
    values: dict[str, Value | None] = {
        name: _shown(key, workload, objects) for name, key in references.items() if key is not None
    }
    composed_uris: dict[str, str] = {}
    for env in mappings(container.spec, "env"):
        name = text(env.get("name"))
        references[name] = key = reference_of(workload, env)
        values[name] = _shown(key, workload, objects) if key else _plain(env)
        if uri := _composed_uri(env, values):
            composed_uris[name] = uri
    return Environment(values, is_complete, references, composed_uris)


def sourced_objects(container: ServiceContainer, objects: Objects) -> Iterator[KubeObject]:
    """Yield the ConfigMaps and Secrets in `envFrom` of a container."""
    for source in mappings(container.spec, "envFrom"):
        for reference, kind in _SOURCES.items():
            name = text(mapping(source, reference).get("name"))
            stored = objects.get(kind, container.object.namespace, name, near=container.object)
            yield from [stored] if stored is not None else []


def _source(source: Manifest, workload: KubeObject, objects: Objects) -> dict[str, Hidden] | None:
    """Return the keys of the variables of an item of `envFrom`, by name; None if the manifests do not show them."""
    prefix = text(source.get("prefix"))
    for reference, kind in _SOURCES.items():
        if name := text(mapping(source, reference).get("name")):
            stored = objects.get(kind, workload.namespace, name, near=workload)
            keys = content_keys(stored) if stored else ()
            return {prefix + key: Hidden(kind, workload.namespace, name, key) for key in keys} if stored else None
    return None


def _shown(key: Hidden, workload: KubeObject, objects: Objects) -> Value:
    """Return the text of a key of a Secret or ConfigMap; the key itself if the manifests do not show the text."""
    stored = objects.get(key.kind, key.namespace, key.name, near=workload)
    return (stored and content_of(stored, key.key)) or key


def _plain(env: Manifest) -> str | None:
    """Return the value of a variable; None if it is made from other variables, or from a field of the pod."""
    written = text(env.get("value"))
    return None if "$(" in written or (not written and mapping(env, "valueFrom")) else written


def _composed_uri(env: Manifest, values: Mapping[str, Value | None]) -> str | None:
    """Return a URI that is made from earlier variables, without its user and password; None if more is unknown."""

    def shown(found: re.Match[str]) -> str:
        value = values.get(found["name"])
        return value if isinstance(value, str) else found[0]

    written = text(env.get("value"))
    if "$(" not in written or "://" not in written:
        return None
    uri = _CREDENTIALS.sub("", _VARIABLE.sub(shown, written))
    return None if "$(" in uri else uri


def reference_of(each: KubeObject, env: Manifest) -> Hidden | None:
    """Return the key of a Secret or ConfigMap that a variable refers to; None if it refers to none."""
    for field_of_kind, kind in _KINDS.items():
        if reference := mapping(env, "valueFrom", field_of_kind):
            return Hidden(kind, each.namespace, text(reference.get("name")), text(reference.get("key")))
    return None
