"""The structure of a sync config: its keys, the editions, and the definitions of streams and buckets.

The rules are those of from_yaml.ts and json_schema.ts in sync-rules 0.32.0 to 0.40.0. The SQL of the queries is left to
the parser of the service.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache, partial

from powersync_constructs.config.core._suggestions import similar_name
from powersync_constructs.config.core._versions import ServiceVersion
from powersync_constructs.config.core._yaml_nodes import (
    CORE,
    Alias,
    Mapping,
    Node,
    Scalar,
    UnreadableError,
    nodes,
    read,
)
from powersync_constructs.config.core.errors import shown
from powersync_constructs.config.service._sync_config._options import (
    COMPILED_STREAMS,
    DEFAULT_EDITION,
    edition_of,
    has_valid_edition,
    options,
)
from powersync_constructs.config.service._sync_config._remarks import ALL, NONE, STRICT, Remark
from powersync_constructs.config.service._sync_config._values import (
    Check,
    boolean,
    fields,
    named,
    priority,
    queries,
    query,
    query_or_queries,
    text_of,
)

_TAGS = {
    "!",
    "!accept_potentially_dangerous_queries",
    *(CORE + kind for kind in ("bool", "float", "int", "map", "null", "seq", "str")),
}
"""The tags that the service does not ignore."""

_common_table_expressions = partial(named, of="queries", check=query, aliased=STRICT)
_STREAM: dict[str, Check] = {
    "query": query,
    "queries": queries,
    "with": _common_table_expressions,
    "auto_subscribe": boolean,
    "priority": priority,
    "accept_potentially_dangerous_queries": boolean,
}
_BUCKET: dict[str, Check] = {
    "data": queries,
    "parameters": query_or_queries,
    "priority": priority,
    "accept_potentially_dangerous_queries": boolean,
}
_EVENT: dict[str, Check] = {"payloads": queries}


def _stream(path: str, node: Node) -> Iterator[Remark]:
    yield from fields(path, node, _STREAM, of="a stream", unknown=STRICT, aliased=STRICT)


def _bucket(path: str, node: Node) -> Iterator[Remark]:
    yield from _required(path, node, "data", _BUCKET)
    yield from fields(path, node, _BUCKET, of="a bucket definition")


def _event(path: str, node: Node) -> Iterator[Remark]:
    yield from _required(path, node, "payloads", _EVENT)
    yield from fields(path, node, _EVENT, of="an event definition", unknown=STRICT)


_SECTIONS: dict[str, Check] = {
    "config": options,
    "streams": partial(named, of="streams", check=_stream, aliased=STRICT),
    "bucket_definitions": partial(named, of="bucket definitions", check=_bucket, aliased=STRICT),
    "with": _common_table_expressions,
    "event_definitions": partial(named, of="event definitions", check=_event, aliased=STRICT),
}
"""The keys of a sync config."""


@lru_cache(maxsize=8)  # reading is slow, and a model is validated again in each model that contains it
def remarks_on(text: str) -> tuple[Remark, ...]:
    """Return the remarks on a sync config, in the order of the text."""
    try:
        root = read(text)
    except UnreadableError as error:
        return (Remark(error.place, error.problem, error.fix),)
    if not isinstance(root, Mapping):
        return (Remark(None, "is not a mapping", "begin it with streams:"),)
    found = [
        *_doubled_keys(root),
        *_editions(root),
        *_doubled_names(root),
        *fields("", root, _SECTIONS, of="a sync config"),
    ]
    reported = {remark.place for remark in found}
    found += [remark for remark in _ignored_tags(root) if remark.place not in reported]
    return tuple(sorted(_most_severe(found), key=lambda remark: remark.place or (0, 0)))


def warnings_on(text: str, version: ServiceVersion) -> list[Remark]:
    """Return the remarks on what a version of the service accepts, but ignores or does not recommend."""
    return [remark for remark in remarks_on(text) if remark.is_warning(version)]


def _most_severe(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Yield one remark per place if all versions reject the text there; otherwise all remarks on this place."""
    always: dict[object, Remark] = {}
    for remark in remarks:
        if remark.rejected_by is ALL and remark.place is not None:
            always.setdefault(remark.place, remark)
    for remark in remarks:
        if always.get(remark.place, remark) is remark:
            yield remark


@lru_cache(maxsize=8)
def config_of(text: str) -> Mapping | None:
    """Return the `config` block of a valid sync config; None if there is none."""
    root = read(text)
    config = root.get("config") if isinstance(root, Mapping) else None
    return config if isinstance(config, Mapping) else None


def _doubled_keys(root: Mapping) -> Iterator[Remark]:
    for node in nodes(root):
        if not isinstance(node, Mapping):
            continue
        seen: set[tuple[type, object]] = set()
        for key, _ in node.entries:
            if isinstance(key, Scalar):
                identity = (type(key.value), key.value)
                if identity in seen:
                    yield Remark(key.place, f"the key '{key.text}' occurs twice", "rename or remove one of the two")
                seen.add(identity)


def _doubled_names(root: Mapping) -> Iterator[Remark]:
    seen: set[str] = set()
    for section in ("bucket_definitions", "streams"):
        for key, _ in _entries(root.get(section)):
            if text_of(key) in seen:
                problem = f"'{text_of(key)}' is the name of another stream or bucket definition"
                yield Remark(key.place, problem, "rename one of the two")
            seen.add(text_of(key))


def _editions(root: Mapping) -> Iterator[Remark]:
    """Check what depends on the edition."""
    config = root.get("config")
    if "streams" not in root and "bucket_definitions" not in root:
        yield Remark(None, "has neither streams nor bucket_definitions", "write at least one stream")
    elif not has_valid_edition(config):
        return
    elif edition_of(config) >= COMPILED_STREAMS:
        yield from _compiled(root)
    else:
        yield from _before_compiled(root, edition_of(config))


def _compiled(root: Mapping) -> Iterator[Remark]:
    if (place := root.place_of("bucket_definitions")) is not None:
        problem = f"edition {COMPILED_STREAMS} has no bucket_definitions"
        yield Remark(place, problem, "convert them to streams, or use edition 1 or 2")
    for name, stream in _entries(root.get("streams")):
        if not isinstance(stream, Mapping):
            continue
        path = f"streams.{text_of(name)}"
        if "query" in stream and "queries" in stream:
            yield Remark(stream.place, f"{path} has both query and queries", "remove one of the two")
        elif "queries" not in stream:
            yield from _required(path, stream, "query", _STREAM, "query or queries")


def _before_compiled(root: Mapping, edition: int) -> Iterator[Remark]:
    yield from _needs_compiled(root, "with")
    streams = root.get("streams")
    if not isinstance(streams, Mapping):
        return
    if edition == DEFAULT_EDITION and streams.entries:
        yield Remark(
            root.place_of("streams"),
            f"streams need edition {COMPILED_STREAMS}, but the edition is {edition} (the default)",
            "write config.edition: 3",
        )
        return
    problem = f"streams of edition {edition} are an alpha version of Sync Streams"
    yield Remark(streams.place, problem, "write config.edition: 3", NONE)
    for name, stream in streams.entries:
        if isinstance(stream, Mapping):
            path = f"streams.{text_of(name)}"
            yield from _needs_compiled(stream, "with", path)
            yield from _needs_compiled(stream, "queries", path)
            yield from _required(path, stream, "query", _STREAM)


def _needs_compiled(node: Mapping, key: str, path: str = "") -> Iterator[Remark]:
    if (place := node.place_of(key)) is not None:
        name = f"{path}.{key}" if path else key
        yield Remark(place, f"{name} needs edition {COMPILED_STREAMS}", "use this edition, or remove the key")


def _required(path: str, node: Node, key: str, known: Collection[str], wanted: str = "") -> Iterator[Remark]:
    """Check that a mapping has a key. An unknown key may be the required key with a typing error."""
    if not isinstance(node, Mapping) or key in node:
        return
    others = {text_of(other): other for other, _ in node.entries if text_of(other) not in known}
    if (close := similar_name(key, others)) is not None:
        yield Remark(others[close].place, f"{path} has the unknown key '{close}'", f"did you mean '{key}'?")
    else:
        yield Remark(node.place, f"{path} has no {wanted or key}", "add it")


def _ignored_tags(root: Mapping) -> Iterator[Remark]:
    for node in nodes(root):
        tag = None if isinstance(node, Alias) else node.tag
        if tag is not None and tag not in _TAGS:
            name = tag.replace(CORE, "!!")
            yield Remark(node.place, f"the service ignores the tag {shown(name)}", "remove the tag", NONE)


def _entries(node: Node | None) -> tuple[tuple[Node, Node], ...]:
    return node.entries if isinstance(node, Mapping) else ()
