"""The name and the version of the program, and the addresses of its pages."""

from powersync_constructs.config.core._repository import DOCUMENTATION

PROGRAM = "powersync-constructs"
"""The name of the program and of the package."""


def version() -> str:
    """Return the version of the installed package."""
    from importlib.metadata import version as version_of  # takes 0.02 s

    return version_of(PROGRAM)


def url_of_rule(id: str) -> str:
    """Return the address of the page of a rule, which `make pages` writes."""
    return f"{DOCUMENTATION}/reference/rules/{id}.md"
