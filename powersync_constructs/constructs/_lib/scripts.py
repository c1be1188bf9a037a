"""The scripts next to the constructs, which containers and Node.js run."""

from functools import cache
from importlib.resources import files


@cache
def script(path: str) -> str:
    """Return the text of a script, by its path in the folder of the constructs: `databases/dev_postgres.sh`."""
    return files("powersync_constructs.constructs").joinpath(path).read_text(encoding="utf-8")
