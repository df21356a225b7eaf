"""Keep in the user's cache what takes long to make of what libraries carry, so that only the first process makes it.

A file's name holds a digest of all that it was made of, so that what is kept is never out of date, and it begins with a checksum, so
that a spoilt one is made anew. Where nothing can be kept, everything is made each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

SEPARATOR = b"\0"
FORMAT = "2"  # of the files
SUM = 4  # bytes of the checksum
ABANDONED = 60 * 86400  # seconds after which a file is made anew, if anybody still needs it


def cache_folder() -> Path:
    """Return the folder of the user's cache that is this program's; it need not exist."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "duikan"


def place(name: str, *made_of: str | Path) -> Path:
    """Return where something is kept that was made of these texts and files."""
    parts = [part.encode() if isinstance(part, str) else part.read_bytes() for part in (FORMAT, *made_of)]
    return cache_folder() / "words" / f"{name}-{hashlib.sha256(SEPARATOR.join(parts)).hexdigest()[:16]}"


def recall(path: Path) -> memoryview | None:
    """Return what is kept there; None where nothing is, or something spoilt."""
    try:
        whole = memoryview(path.read_bytes())
    except OSError:
        return None
    return whole[SUM:] if bytes(whole[:SUM]) == _sum(whole[SUM:]) else None


def _sum(content: bytes | memoryview) -> bytes:
    return zlib.crc32(content).to_bytes(SUM, "big")


def keep(path: Path, content: bytes | memoryview) -> None:
    """Write a file under a temporary name and move it into place; what other versions left long ago goes."""
    with contextlib.suppress(OSError):
        handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_sum(content))
                file.write(content)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for other in path.parent.iterdir():
            if time.time() - other.stat().st_mtime > ABANDONED:
                other.unlink(missing_ok=True)


def may_keep(path: Path) -> bool:
    """Tell whether something can be kept there."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.access(path.parent, os.W_OK)
    return False


def table(path: Path, make: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return a table of strings that is kept there, made now where it is not."""
    content = recall(path)
    if content is not None:
        known: dict[str, str] = json.loads(bytes(content))
        return known
    made = make()
    if may_keep(path):
        keep(path, json.dumps(made, ensure_ascii=False).encode())
    return made
