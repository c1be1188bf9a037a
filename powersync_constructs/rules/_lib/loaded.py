"""The environment of a container of the service, and the service.yaml that it loads."""

import posixpath
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256

from powersync_constructs.config.pods._reserved import CONFIG_B64, CONFIG_PATH
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest, mapping, mappings, text, texts
from powersync_constructs.rules._lib.objects import Objects
from powersync_constructs.rules._lib.service_containers import ServiceContainer

_KINDS = {"secretKeyRef": "Secret", "configMapKeyRef": "ConfigMap"}
"""The kinds that contain the values of variables, by the field that refers to them."""
_SOURCES = {"secretRef": "Secret", "configMapRef": "ConfigMap"}
"""The kinds that contain several variables, by the field of `envFrom`."""
SERVICE_YAML = "service.yaml"
"""The key of service.yaml in a ConfigMap or Secret of this library."""
WORKING_DIRECTORY = "/app"
"""The folder in which the service starts."""
_VARIABLE = re.compile(r"\$\((?P<name>[\w.-]+)\)")
"""A reference to an earlier variable in the value of a variable."""
_CREDENTIALS = re.compile(r"(?<=://)[^/?#]*@")
"""The user and the password of a URI."""
_DEFAULT_PATH = f"{WORKING_DIRECTORY}/powersync.yaml"


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


@dataclass(frozen=True)
class Loaded:
    """The service.yaml, or the sync config, that a container reads."""

    source: str
    """What identifies the file: the object that contains it and the key; a hash for base64 in the workload itself."""
    path: str
    """The path of the file in the container; empty for a variable with base64."""
    text: str | None
    """The content; None if the manifests do not show it."""
    stored: KubeObject | None = field(default=None, compare=False)
    """The ConfigMap or Secret that contains it, if it is in the manifests; the workload itself for its own base64."""
    key: str = ""
    """The key of the ConfigMap or Secret, or the name of the variable."""
    hidden: Hidden | None = None
    """The reference to the key, if the file comes from a ConfigMap or a Secret."""


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


def loaded_by(container: ServiceContainer, objects: Objects) -> Loaded | None:
    """Return the service.yaml that a container loads; None if it is neither base64 nor in a ConfigMap or Secret.

    The order is that of compound-config-collector.ts: base64 before a file, and an option before its variable.
    """
    return objects.for_container(_loaded_by, container)


def _loaded_by(container: ServiceContainer, objects: Objects) -> Loaded | None:
    environment = environment_of(container, objects)
    option = container.option("-c64", "--config-base64")
    key = None if option else environment.references.get(CONFIG_B64)
    if key is not None:
        return _file(key, "", container.object, objects)
    encoded = option or environment.values.get(CONFIG_B64)
    if encoded and isinstance(encoded, str):
        return _inline(encoded, container.object)
    path = container.option("-c", "--config-path") or environment.values.get(CONFIG_PATH, "")
    if not isinstance(path, str):  # from a Secret that is not shown, or from other variables
        return None
    return mounted(container, objects, posixpath.join(WORKING_DIRECTORY, path or _DEFAULT_PATH))


def mounted(container: ServiceContainer, objects: Objects, path: str) -> Loaded | None:
    """Return a file that a container mounts from a ConfigMap or Secret; None if no such volume contains it.

    If a projected volume has several sources, the one that contains the file counts. If the manifests show none that
    contains it, one that they do not show counts.
    """
    path = posixpath.normpath(path)
    found = volume_at(container, path)
    files = _files(*found, path, container.object, objects) if found is not None else ()
    return min(files, key=lambda each: (each.text is None, each.stored is not None), default=None)


def volume_at(container: ServiceContainer, path: str) -> tuple[Manifest, str] | None:
    """Return the volume that contains a path of a container, and the path in the volume; None if there is none.

    The volume is empty if the pod does not define it, or if variables of the container are in the path.
    """
    mounts = sorted(mappings(container.spec, "volumeMounts"), key=lambda mount: -len(_folder(mount)))
    for mount in mounts:
        inside = _inside(path, _folder(mount), text(mount.get("subPath")))
        if inside is not None:
            name = None if "subPathExpr" in mount else text(mount.get("name"))
            volumes = mappings(container.object.pod, "volumes")
            return next((volume for volume in volumes if volume.get("name") == name), {}), inside
    return None


def _folder(mount: Manifest) -> str:
    """Return where a volume is mounted. A relative path is relative to the root of the container."""
    return posixpath.normpath(posixpath.join("/", text(mount.get("mountPath"))))


def mounted_objects(workload: KubeObject, objects: Objects) -> Iterator[KubeObject]:
    """Yield the ConfigMaps and Secrets in the volumes of a workload."""
    for volume in mappings(workload.pod, "volumes"):
        for kind, name, _ in _projections(volume):
            stored = objects.get(kind, workload.namespace, name, near=workload)
            yield from [stored] if stored is not None else []


def sourced_objects(container: ServiceContainer, objects: Objects) -> Iterator[KubeObject]:
    """Yield the ConfigMaps and Secrets in `envFrom` of a container."""
    for source in mappings(container.spec, "envFrom"):
        for reference, kind in _SOURCES.items():
            name = text(mapping(source, reference).get("name"))
            stored = objects.get(kind, container.object.namespace, name, near=container.object)
            yield from [stored] if stored is not None else []


def content_keys(stored: KubeObject) -> tuple[str, ...]:
    """Return the keys of a ConfigMap or Secret."""
    return tuple({**stored.data, **texts(stored.manifest.get("stringData"))})


def content_of(stored: KubeObject, key: str) -> str | None:
    """Return the text of a key of a ConfigMap or Secret; None if the manifest does not contain it as text."""
    if stored.kind == "ConfigMap":
        return stored.data.get(key)
    plain = texts(stored.manifest.get("stringData")).get(key)
    return plain if plain is not None else decoded(stored.data.get(key))


def unloaded_service_yaml(stored: KubeObject) -> str | None:
    """Return service.yaml in an object of this library, even if no workload loads it. None if it is missing."""
    return content_of(stored, SERVICE_YAML) if stored.component == "config" else None


@lru_cache(maxsize=1024)
def decoded(encoded: str | None) -> str | None:
    """Return the text of a base64 value; None if it is not base64 of a text."""
    try:
        return None if encoded is None else b64decode(encoded).decode()
    except ValueError:
        return None


def _inside(path: str, folder: str, sub_path: str) -> str | None:
    """Return the path in the volume for a path at or below a mount; None for a path elsewhere."""
    if path == folder:
        return sub_path
    if not path.startswith(f"{folder.rstrip('/')}/"):
        return None
    return posixpath.join(sub_path, path[len(folder.rstrip("/")) + 1 :])


def _files(volume: Manifest, inside: str, path: str, workload: KubeObject, objects: Objects) -> Iterator[Loaded]:
    """Yield the file of a volume, if a ConfigMap or Secret of the volume contains it."""
    for kind, name, items in _projections(volume):
        keys = [text(item.get("key")) for item in items if item.get("path") == inside] if items else [inside]
        if name and inside and keys:
            yield _file(Hidden(kind, workload.namespace, name, keys[0]), path, workload, objects)


def _projections(volume: Manifest) -> Iterator[tuple[str, str, list[Manifest]]]:
    """Yield the ConfigMaps and Secrets of a volume: the kind, the name and the items."""
    for source in (volume, *mappings(mapping(volume, "projected"), "sources")):
        for kind, name_of_field in (("ConfigMap", "configMap"), ("Secret", "secret")):
            if projection := mapping(source, name_of_field):
                name = text(projection.get("name")) or text(projection.get("secretName"))
                yield kind, name, mappings(projection, "items")


def _file(key: Hidden, path: str, workload: KubeObject, objects: Objects) -> Loaded:
    """Return the file in a key of a ConfigMap or Secret. Without a path, the key contains its base64."""
    stored = objects.get(key.kind, key.namespace, key.name, near=workload)
    content = content_of(stored, key.key) if stored else None
    source = f"{key.kind}/{key.name}/{key.key}"
    return Loaded(source, path, content if path else decoded(content), stored, key.key, key)


def _inline(encoded: str, workload: KubeObject) -> Loaded:
    """Return the file in a variable or an option of a workload. Workloads with the same text load the same file."""
    content = decoded(encoded)
    digest = sha256((content or encoded).encode(errors="replace")).hexdigest()
    return Loaded(f"{CONFIG_B64}/{digest}", "", content, workload, CONFIG_B64)


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
