"""Tell whether files are the same as before, by their bytes, and without reading them where the file system can vouch for it.

A stamp is what the file system says of a file: size, times of the last change of content and of state, inode. A file whose
stamp is the same has the same bytes, unless it was changed again within one tick of the clock after it was read. As git does
with its index, such a stamp is therefore not trusted: the bytes are compared until the file has rested a while.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .model import Bilingual, SourceError

Stamp = tuple[int, int, int, int]  # size, mtime and ctime in ns, inode
TICK = 50_000_000  # ns; the clocks of file systems go in steps of at most 10 ms
COARSE = 2_500_000_000  # ns; but some count whole seconds, FAT every second one
BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold what a file was when it was read: its stamp (None: not to be trusted) and the digest of its bytes."""

    stamp: Stamp | None
    sha256: str


def stamp(path: Path) -> Stamp:
    """Return what the file system says of a file."""
    return _stamp(path.stat())


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def rested(found: Stamp) -> Stamp | None:
    """Return a stamp that was taken just now if it can be trusted: the file was not touched within the last tick.

    A file from the future (the clock was set back) cannot be told apart and is not trusted.
    """
    tick = COARSE if found[1] % 1_000_000 == 0 or found[2] % 1_000_000 == 0 else TICK
    return found if max(found[1], found[2]) + tick < time.time_ns() else None


def sha256(path: Path) -> str:
    """Return the digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def look(path: Path, before: Seen | None = None, limit: int | None = None) -> Seen:
    """Return what a file is now, reading it only where its stamp is not the trusted one of `before`.

    A file above the limit (in bytes) is not read: no reader takes it, and its digest is made of its stamp.
    """
    now = stamp(path)
    if before is not None and before.stamp == now:
        return before
    trusted = rested(now)
    if limit is not None and now[0] > limit:
        return Seen(trusted, f"large {now}")
    return Seen(trusted, sha256(path))


def inputs(folder: Path, before: dict[str, Seen], most: int, limit: int) -> dict[str, Seen]:
    """Return all that stands in a work's folder, by name; hidden files are no part of it.

    A link that leads out of the folder is not followed: where it leads is all that is noted. Raises SourceError where there
    are more than `most` files, or one cannot be read.
    """
    root = folder.resolve()
    found: dict[str, Seen] = {}
    for entry in _entries(str(folder)):
        name = os.path.relpath(entry.path, folder)
        if len(found) >= most:
            raise SourceError(
                folder,
                Bilingual(f"more than {most} files in the folder", f"文件夹中的文件超过 {most} 个"),
                Bilingual("take out what does not belong there, or raise limits.files", "请移走无关文件，或调高 limits.files"),
            )
        path = Path(entry.path)
        if entry.is_symlink() and not _inside(path, root):
            found[name] = Seen(None, f"link {path.readlink()}")
            continue
        try:
            regular = stat.S_ISREG(path.stat().st_mode)
            found[name] = look(path, before.get(name), limit) if regular else Seen(None, "no ordinary file")
        except OSError:
            found[name] = Seen(None, "unreadable")  # the reader says so, if it needs the file
    return found


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root) and not path.is_dir()
    except (OSError, RuntimeError):
        return False


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(entry.path)
            else:
                yield entry


@cache
def boot() -> str:
    """Return a name for the time since the machine was started: what was not yet on the disk when it stopped is lost."""
    try:
        return BOOT.read_text().strip()
    except OSError:
        return ""


def digest(files: dict[str, Seen]) -> str:
    """Return one digest for the names and bytes of files."""
    text = "\0".join(f"{name}\0{seen.sha256}" for name, seen in sorted(files.items()))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
