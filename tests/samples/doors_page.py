"""What docs/front-doors.md says of each door, made from the doors themselves: `make pages` writes it."""

import inspect
from collections.abc import Iterator
from pathlib import Path

from powersync_constructs.config.doors._door import PROPERTIES, Door, IngressDoor, Property

from .doors import DOORS_AT_LEAST, SITE

PAGE = Path(__file__).parents[2] / "docs" / "front-doors.md"
BEGIN, END = "<!-- begin of what is made from the doors -->\n", "<!-- end -->\n"


def with_doors(page: str) -> str:
    """Give the page with a section for each door, between its two comments."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n{''.join(_section(door) for door in DOORS_AT_LEAST.values())}{END}{after}"


def _section(door: Door) -> str:
    text = " ".join(str(inspect.getdoc(type(door))).split())
    rows = "".join(f"| {name} | {'; '.join(_how(door, name))} |\n" for name in PROPERTIES)
    drain = f"API pods sleep {door.drain_seconds} s before they end."
    return f"### `{type(door).__name__}`\n\n{text} {drain}\n\n| | |\n|---|---|\n{rows}\n"


def _how(door: Door, name: Property) -> Iterator[str]:
    for setting in door.settings(SITE):
        if name in setting.serves:
            yield f"`{setting.key}: {setting.value}`"
    for setting in door.service_settings(SITE):
        if name in setting.serves:
            yield f"`{setting.key}: {setting.value}` on the Service"
    for resource in door.resources(SITE):
        if name in resource.serves:
            yield f"`{resource.kind}` `{resource.name}`"
    if isinstance(door, IngressDoor) and name == "admin API":
        yield "only the paths of clients are there"
    if name == "TLS" and isinstance(door, IngressDoor) and door.reads_secrets:
        yield "the Secret of `tls`, which cert-manager can make"
    if name in door.notes:
        yield door.notes[name]


if __name__ == "__main__":
    PAGE.write_text(with_doors(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
