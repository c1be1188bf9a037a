"""Generate the sections of docs/ingress.md from the controllers; `make pages` writes them."""

from collections.abc import Iterator
from pathlib import Path

from powersync_constructs.config.core._docstrings import own_docstring
from powersync_constructs.config.ingress.base import REQUIREMENTS, Controller, IngressApiController, Requirement

from .controllers import CONTEXT, CONTROLLERS_AT_LEAST, resources

PAGE = Path(__file__).parents[2] / "docs" / "ingress.md"
BEGIN, END = "<!-- begin: generated from the controllers -->\n", "<!-- end: generated from the controllers -->\n"


def with_controllers(page: str) -> str:
    """Return the page with one section per controller between its two comments."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return (
        f"{before}{BEGIN}\n{''.join(_section(controller) for controller in CONTROLLERS_AT_LEAST.values())}{END}{after}"
    )


def _section(controller: Controller) -> str:
    text = " ".join(own_docstring(type(controller)).split())
    rows = "".join(f"| {name} | {'; '.join(_how(controller, name))} |\n" for name in REQUIREMENTS)
    drain = f"API pods sleep {controller.drain_seconds} s before SIGTERM."
    name = type(controller).__name__
    fields = f"[Fields](reference/ingress-controllers.md#{name.lower()})"
    return f"### `{name}`\n\n{text} {drain} {fields}.\n\n| | |\n|---|---|\n{rows}\n"


def _how(controller: Controller, name: Requirement) -> Iterator[str]:
    for setting in controller.settings(CONTEXT):
        if name in setting.serves:
            yield f"`{setting.key}: {setting.value}`"
    for setting in controller.service_settings(CONTEXT.backend):
        if name in setting.serves:
            yield f"`{setting.key}: {setting.value}` on the Service"
    for resource in resources(controller):
        if name in resource.serves:
            yield f"`{resource.kind}` `{resource.name}`"
    if isinstance(controller, IngressApiController) and name == "admin API":
        yield "the Ingress has only the paths of clients"
    if name == "TLS" and isinstance(controller, IngressApiController) and controller.reads_secrets:
        yield "the Secret of `tls`, which cert-manager can create"
    if name in controller.notes:
        yield controller.notes[name]


if __name__ == "__main__":
    PAGE.write_text(with_controllers(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
