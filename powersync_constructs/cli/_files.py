"""The files that a user names: files, folders, globs and `-` for standard input."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from powersync_constructs.cli._report import STDIN

SUFFIXES = (".json", ".yaml", ".yml")
"""The endings of the files that are read in a folder."""
_NOT_SOURCES = ("node_modules", "__pycache__")
"""The folders that are not searched, like the hidden ones."""


@dataclass(frozen=True)
class InputFile:
    """A file to read."""

    shown: str
    """The path relative to the working directory, with `/`."""
    path: Path | None
    """None for standard input."""
    named: bool
    """Whether the user named the file itself. Such a file must contain objects."""

    @property
    def is_stream(self) -> bool:
        """Whether it can be read only once, like standard input or a pipe."""
        return self.path is None or not self.path.is_file()


@dataclass(frozen=True)
class InputFolder:
    """A folder that the user named. At least one of its files must contain an object."""

    shown: str
    files: tuple[InputFile, ...]
    has_folders: bool
    """Whether it has folders that were not searched."""


@dataclass(frozen=True)
class Inputs:
    """The files of all paths that the user named."""

    files: tuple[InputFile, ...]
    """Each file once, in the order of the paths."""
    folders: tuple[InputFolder, ...] = ()
    problems: tuple[str, ...] = ()
    """One line for each path without files."""


def find_files(paths: Sequence[str], *, recursive: bool, excluded: Callable[[str], bool]) -> Inputs:
    """Return the files to read. `excluded` returns whether a file is not read."""
    search = _Search(recursive, excluded)
    for path in paths:
        search.add(path)
    return Inputs(tuple(search.files.values()), tuple(search.folders), tuple(search.problems))


def shown_path(path: Path) -> str:
    """Return a path as reports show it: relative to the working directory if it is below it, and with `/`."""
    absolute = absolute_path(path)
    return absolute.relative_to(Path.cwd()).as_posix() if absolute.is_relative_to(Path.cwd()) else path.as_posix()


def absolute_path(path: str | Path) -> Path:
    """Return an absolute path without `..`. Links stay, because a report shows the path that the user wrote."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve follows links


class _Search:
    """Collects the files of all paths."""

    def __init__(self, recursive: bool, excluded: Callable[[str], bool]) -> None:
        self.files: dict[str, InputFile] = {}
        self.folders: list[InputFolder] = []
        self.problems: list[str] = []
        self._recursive = recursive
        self._excluded = excluded

    def add(self, path: str) -> None:
        """Add the files of a path that the user wrote."""
        if path == "-":
            self.files.setdefault(STDIN, InputFile(STDIN, None, named=True))
        elif not path:
            self.problems.append("'': is not a path; name a file, a folder, or - for standard input")
        elif glob.has_magic(path) and not os.path.lexists(path):
            self._add_glob(path)
        else:
            self._add_path(Path(path), named=True)

    def _add_glob(self, pattern: str) -> None:
        """Expand a pattern, because not every shell does."""
        found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob accepts no absolute pattern
        if not found:
            self.problems.append(f"{pattern}: matches no file; correct the pattern")
        for path in found:
            self._add_path(Path(path), named=False)

    def _add_path(self, path: Path, *, named: bool) -> None:
        try:
            is_folder = path.is_dir()
            path.stat()
        except (OSError, ValueError) as error:  # ValueError: a NUL character
            self.problems.append(f"{path.as_posix()}: {reason_of(error)}")
            return
        if is_folder:
            self._add_folder(path, named=named)
        elif named or _may_be_manifest(path):
            self._add_file(path, named=named)

    def _add_folder(self, folder: Path, *, named: bool) -> None:
        try:
            paths = [path for path in _files_in(folder, self._recursive) if _may_be_manifest(path)]
            subfolders = not self._recursive and any(
                _is_searched(each.name) and each.is_dir() for each in folder.iterdir()
            )
        except OSError as error:
            self.problems.append(f"{shown_path(Path(error.filename or folder))}: {reason_of(error)}")
            return
        files = [found for path in paths if (found := self._add_file(path, named=False)) is not None]
        if named:
            self.folders.append(InputFolder(shown_path(folder), tuple(files), subfolders))

    def _add_file(self, path: Path, *, named: bool) -> InputFile | None:
        file = InputFile(shown_path(path), path, named)
        if self._excluded(file.shown):
            return None
        before = self.files.get(file.shown)
        self.files[file.shown] = file if before is None or named else before
        return self.files[file.shown]


def _files_in(folder: Path, recursive: bool) -> Iterator[Path]:
    """Yield the files of a folder in the order of their names, without hidden ones: editors write them for themselves.

    Links to folders are not followed, because they may be loops.
    """

    def fail(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(filter(_is_searched, folders)) if recursive else []
        yield from (Path(parent, name) for name in sorted(files) if not name.startswith("."))


def _is_searched(folder: str) -> bool:
    return not folder.startswith(".") and folder not in _NOT_SOURCES


def _may_be_manifest(path: Path) -> bool:
    """Return whether a file that the user did not name is read. To read a pipe without a writer would never end."""
    return path.suffix.lower() in SUFFIXES and (path.is_file() or not path.exists())


def reason_of(error: OSError | ValueError) -> str:
    """Return why a file cannot be used, with the way out."""
    if isinstance(error, FileNotFoundError):
        return "does not exist; correct the path"
    if isinstance(error, PermissionError):
        return "cannot be opened: permission denied; change its permissions"
    if isinstance(error, OSError):
        return f"cannot be used: {error.strerror or error}; correct the path"
    return f"is not a path: {error}; correct it"
