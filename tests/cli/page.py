"""The output of the commands in docs/check.md. `python -m tests.cli.page` writes it into the page.

In a block with the language `console`, each line that begins with `$ ` is a command. The lines after it are what the
command writes to stdout and stderr. The first YAML block of the page is the file that the commands read.
"""

import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import CHECKOUT

PAGE = CHECKOUT / "docs" / "check.md"
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROGRAM = "powersync-constructs"


def yaml_blocks(page: str) -> list[str]:
    """Return the YAML blocks of a page."""
    return _YAML.findall(page)


def with_output(page: str) -> str:
    """Return the page with the current output of its commands, which run in a folder of their own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "k8s").mkdir()
        (folder / "k8s" / "powersync.yaml").write_text(yaml_blocks(page)[0], encoding="utf-8")
        return _CONSOLE.sub(lambda block: _block(block.group(), folder), page)


def _block(block: str, folder: Path) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{line}\n{_output(line.removeprefix('$ '), folder)}" for line in commands)


def _output(command: str, folder: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == _PROGRAM
    done = subprocess.run(
        [sys.executable, "-m", "powersync_constructs", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


if __name__ == "__main__":
    PAGE.write_text(with_output(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
