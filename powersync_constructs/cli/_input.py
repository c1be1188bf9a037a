"""Reads the Kubernetes objects of files, in several processes if there is much to read."""

import gc
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from powersync_constructs.cli._files import InputFile, InputFolder, Inputs, reason_of
from powersync_constructs.cli._json import json_documents
from powersync_constructs.cli._unusable import raise_if_any
from powersync_constructs.cli._yaml import Document, YamlError, documents
from powersync_constructs.rules import Finding
from powersync_constructs.rules._lib.manifest import Manifest, Path as Field

LARGEST = 64 * 2**20
"""The maximum size of a file in bytes. An object in etcd has at most 1.5 MiB by default."""
_SEVERAL_PROCESSES = 2 * 2**20
"""The size of all files from which on several processes read them. A process takes about 0.1 s to start (measured)."""
_MOST_PROCESSES = 8
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
"""The bytes that no text contains."""
_KUSTOMIZE = "kustomize.config.k8s.io/"
_BUILD = "build it: kubectl kustomize … | powersync-constructs check -"
_HELM = "it contains {{, so it is probably a Helm template; render it: helm template … | powersync-constructs check -"


@dataclass(frozen=True)
class Place:
    """Where an object is."""

    file: InputFile
    line: int
    """The line at which its document begins, from 1."""
    begin: int
    """The position in the text at which its document begins."""
    path: Field
    """Its path in the document; empty if it is the document, `("items", 0)` in a List."""


@dataclass(frozen=True)
class FileContent:
    """What a file contains."""

    file: InputFile
    objects: tuple[tuple[Manifest, Place], ...] = ()
    problem: str = ""
    """Why the file is not usable, as one line; empty if it is."""
    text: str = ""
    """The text of standard input or of a pipe, which cannot be read a second time."""
    findings: tuple[Finding, ...] | None = None
    """The findings of the rules that look at one chart, if the file is a chart."""


def read_files(inputs: Inputs, read: Callable[[InputFile], FileContent]) -> list[FileContent]:
    """Return the content of the files that contain objects.

    `read` returns the content of one file. It is a function of a module, so that other processes can call it.

    Raise UnusableError with one line per file that is not usable, and per folder without objects.
    """
    contents = [*_read_all(inputs.files, read)]
    used = {content.file.shown for content in contents if content.objects or content.problem}
    empty = [each for each in inputs.folders if not any(file.shown in used for file in each.files)]
    problems = [content.problem for content in contents if content.problem]
    raise_if_any([*inputs.problems, *problems, *map(_no_objects, empty)])
    return [content for content in contents if content.objects]


def text_of(file: InputFile) -> str:
    """Return the text of a file. Raise OSError or YamlError if it is not readable."""
    if file.path is None:
        data = sys.stdin.buffer.read(LARGEST + 1)
    else:
        if file.path.stat().st_size > LARGEST:
            raise _too_large()
        with file.path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _too_large()
    return _decoded(data)


def problem_of(shown: str, error: OSError | ValueError) -> str:
    """Return why a file is not usable, as one line with the way out."""
    if not isinstance(error, YamlError):
        return f"{shown}: {reason_of(error)}"
    place = f"{shown}:{error.line}" if error.line else shown
    return f"{place}: {error.text if ';' in error.text else f'{error.text}; correct it'}"


def _read_all(files: Sequence[InputFile], read: Callable[[InputFile], FileContent]) -> Iterator[FileContent]:
    processes = min(os.cpu_count() or 1, _MOST_PROCESSES)
    if processes < 2 or len(files) < 2 or sum(map(_size, files)) < _SEVERAL_PROCESSES:
        return map(read, files)
    return _read_in_processes(files, read, processes)


def _read_in_processes(
    files: Sequence[InputFile], read: Callable[[InputFile], FileContent], processes: int
) -> Iterator[FileContent]:
    from concurrent.futures import ProcessPoolExecutor  # takes 0.03 s
    from concurrent.futures.process import BrokenProcessPool

    others = [file for file in files if not file.is_stream]
    contents = {file.shown: read(file) for file in files if file.is_stream}  # another process may not have it
    try:
        with ProcessPoolExecutor(processes, initializer=_start_process) as pool:
            chunk = max(1, len(others) // (processes * 4))
            contents |= {content.file.shown: content for content in pool.map(read, others, chunksize=chunk)}
    except (OSError, BrokenProcessPool):  # a sandbox has no semaphores, or the system ended a process
        contents |= {file.shown: read(file) for file in others}
    return (contents[file.shown] for file in files)


def _start_process() -> None:
    """End together with the program, and keep all objects until they are sent."""
    from threading import Thread  # loaded only for several processes, as below

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_DFL)
    Thread(target=_end_with_program, daemon=True).start()
    gc.disable()


def _end_with_program() -> None:
    """Wait until the program has ended. A process that it was starting when it got a signal does not get the signal."""
    from multiprocessing import parent_process

    if (program := parent_process()) is not None:
        program.join()
        os._exit(1)


def _size(file: InputFile) -> int:
    try:
        return file.path.stat().st_size if file.path else 0
    except OSError:
        return 0


def read_file(file: InputFile) -> FileContent:
    """Return the content of a file. A problem is part of it, so that one run reports all problems."""
    text = ""
    try:
        text = text_of(file)
        found = tuple(_objects(file, _documents(file, text)))
    except (OSError, ValueError) as error:
        return FileContent(file, problem=_problem(file.shown, error, text))
    if not found and file.named:
        return FileContent(file, problem=f"{file.shown}: {_why_nothing(text)}")
    return FileContent(file, found, text=text if file.is_stream else "")


def _documents(file: InputFile, text: str) -> list[Document]:
    is_json = file.shown.lower().endswith(".json")
    if is_json or text.lstrip()[:1] in ("{", "["):
        try:
            return json_documents(text)
        except YamlError:
            if is_json:
                raise
    return documents(text)


def _objects(file: InputFile, found: Sequence[Document]) -> Iterator[tuple[Manifest, Place]]:
    for document in found:
        for manifest, path in _flattened(document.value, ()):
            if document.problem:
                raise document.problem
            yield manifest, Place(file, document.line, document.begin, path)


def _flattened(value: Any, path: Field) -> Iterator[tuple[Manifest, Field]]:
    """Yield the object, or the objects of a List. Anything else is not an object: values of Helm, for example."""
    if not isinstance(value, dict):
        return
    kind, api_version = value.get("kind"), value.get("apiVersion")
    if not (isinstance(kind, str) and kind and isinstance(api_version, str) and api_version):
        return
    items = value.get("items")
    if kind.endswith("List") and isinstance(items, list):
        named = {} if kind == "List" else {"apiVersion": api_version, "kind": kind.removesuffix("List")}
        for index, item in enumerate(items):
            if isinstance(item, dict):
                yield from _flattened({**named, **item} if named else item, (*path, "items", index))
    elif not api_version.startswith(_KUSTOMIZE):
        yield value, path


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding == "utf-8-sig" and _CONTROLS.search(data, 0, 8000):
        raise YamlError(0, "is a binary file; name a YAML or JSON file")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise YamlError(line, "is not UTF-8; save it as UTF-8") from None


def _too_large() -> YamlError:
    return YamlError(0, f"is larger than {LARGEST // 2**20} MiB; split it, or exclude it")


def _problem(shown: str, error: OSError | ValueError, text: str) -> str:
    if isinstance(error, YamlError) and "{{" in text:
        error = YamlError(error.line, f"{error.text.partition(';')[0]}; {_HELM}")
    return problem_of(shown, error)


def _why_nothing(text: str) -> str:
    if not text.strip():
        return "is empty; name a file with Kubernetes objects"
    if _KUSTOMIZE in text:
        return f"contains no Kubernetes object, but a kustomization; {_BUILD}"
    return "contains no Kubernetes object: apiVersion and kind; name a file with manifests"


def _no_objects(folder: InputFolder) -> str:
    fix = "search its folders with -R" if folder.has_folders else "name a folder with manifests"
    return f"{folder.shown}: contains no YAML or JSON file with a Kubernetes object; {fix}"
