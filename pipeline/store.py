"""Keep what stages have made, by the content of all that it was made from.

`keep` makes a value once for each key. A key is a digest of what the value depends on, the code of its stage included, so what
is kept is never out of date: it is only forgotten, the longest unused first, when the folder grows too large. Every file
carries its own digest; one that is spoilt, or half written, is made anew. Of Python's classes only the nouns are read back.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
ROOT = Path(__file__).parent
GROUND = ("model.py", "said.py", "settings.py", "language", "mentions")
ABANDONED = 3600  # seconds after which a temporary file belongs to no living process
CLASSES = {("fractions", "Fraction"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath")}


class Store:
    """Keep values in files under a folder. Any number of processes may use it at once; it can be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, stage: str, key: str, make: Callable[[], T]) -> T:
        """Return the value of that key, made now where it is not kept."""
        found: T | None = self.recall(stage, key)
        if found is None:
            found = make()
            self.put(stage, key, found)
        return found

    def recall(self, stage: str, key: str) -> Any:
        """Return the value of that key, or None."""
        path = self._path(stage, key)
        try:
            content = path.read_bytes()
            if hashlib.sha256(content[32:]).digest() != content[:32]:
                return None
            value = _Reader(io.BytesIO(zlib.decompress(content[32:]))).load()
            os.utime(path)
        except (OSError, zlib.error, pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError, MemoryError):
            return None
        return value

    def put(self, stage: str, key: str, value: object) -> None:
        """Keep a value; a folder that cannot be written to, or a full disk, only means that it is not kept."""
        content = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)
        with contextlib.suppress(OSError):
            place(self._path(stage, key), hashlib.sha256(content).digest() + content)

    def take(self, stage: str, key: str) -> Any:
        """Return the value of that key, which is kept no longer, or None."""
        value = self.recall(stage, key)
        with contextlib.suppress(OSError):
            self._path(stage, key).unlink(missing_ok=True)
        return value

    def _path(self, stage: str, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / stage / name[:2] / name[2:]


@dataclass(frozen=True, slots=True)
class Kept:
    """Hold what stages made before, and the digests of what they cannot see for themselves; without a store, keep nothing.

    `concepts`: the glossary's concepts that can matter to the work. `files`: what its editions may show besides its texts.
    `fonts`: the faces that they are set in. A stage is named as its room.
    """

    store: Store | None = None
    concepts: str = ""
    files: str = ""
    fonts: str = ""

    def keep(self, stage: str, key: str, make: Callable[[], T]) -> T:
        """Return what a stage makes, made now where it is not kept."""
        return make() if self.store is None else self.store.keep(stage, f"{version(stage)} {key}", make)

    def recall(self, stage: str, key: str) -> Any:
        """Return what a stage made, or None."""
        return None if self.store is None else self.store.recall(stage, f"{version(stage)} {key}")

    def take(self, stage: str, key: str) -> Any:
        """Return what a stage made for once, or None."""
        return None if self.store is None else self.store.take(stage, f"{version(stage)} {key}")

    def put(self, stage: str, key: str, value: object) -> None:
        """Keep what a stage made."""
        if self.store is not None:
            self.store.put(stage, f"{version(stage)} {key}", value)


class _Reader(pickle.Unpickler):
    """Read back the nouns of this package and nothing else: a file in the cache can run no code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in CLASSES or (module == f"{__package__}.model" and name[:1].isupper()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no noun")


def place(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def trim(folder: Path, limit: int) -> None:
    """Delete what was not used for longest until the folder holds at most `limit` bytes, and what dying processes left."""
    found: list[tuple[float, int, str]] = []
    now, total = time.time(), 0
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            with contextlib.suppress(OSError):
                status = os.stat(path)
                if name.startswith(".") and now - status.st_mtime > ABANDONED:
                    os.unlink(path)
                    continue
                total += status.st_size
                found.append((status.st_mtime, status.st_size, path))
    for _, size, path in sorted(found):
        if total <= limit:
            return
        with contextlib.suppress(OSError):
            os.unlink(path)
            total -= size


@cache
def version(*rooms: str) -> str:
    """Return the digest of the code and data of a stage: its rooms, the ground floor, and the libraries beside them.

    Nothing else of this package can change what a stage makes.
    """
    digest = hashlib.sha256()
    for name in sorted({*GROUND, *rooms}):
        for path, content in _code():
            if path == name or path.startswith(f"{name}/"):
                digest.update(f"{path}\0{content}\0".encode())
    digest.update(_libraries().encode())
    return digest.hexdigest()


@cache
def everything() -> str:
    """Return the digest of all of this package and of the libraries beside it."""
    return hashlib.sha256(repr((_code(), _libraries())).encode()).hexdigest()


@cache
def _code() -> tuple[tuple[str, str], ...]:
    found = []
    for top, folders, names in os.walk(ROOT):
        folders[:] = [f for f in folders if f != "__pycache__"]
        for name in names:
            path = os.path.join(top, name)
            with open(path, "rb") as file:
                found.append((os.path.relpath(path, ROOT).replace(os.sep, "/"), hashlib.file_digest(file, "sha256").hexdigest()))
    return tuple(sorted(found))


@cache
def _libraries() -> str:
    """Return the names and versions of what is installed: a folder `babel-2.18.0.dist-info` says both."""
    import sys

    found = {sys.version}
    for folder in sys.path:
        with contextlib.suppress(OSError):
            found |= {name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info"))}
    return "\0".join(sorted(found))
