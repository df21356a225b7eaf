"""Write files so that nobody ever meets half of one: under a temporary name, then moved into place."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from .model import Bilingual, SourceError

ABANDONED = 3600  # seconds after which a half-written file belongs to no living process
ROOM = Bilingual("make room, then build again", "请腾出空间后重新构建")
ELSEWHERE = Bilingual("change its permissions, or name another folder with --output", "请修改权限，或用 --output 指定其他文件夹")
REASONS = {
    errno.ENOSPC: (Bilingual("the disk is full", "磁盘已满"), ROOM),
    errno.EDQUOT: (Bilingual("the disk quota is used up", "磁盘配额已用尽"), ROOM),
    errno.EFBIG: (Bilingual("no file may grow so large here", "文件大小超出系统限制"), Bilingual("raise ulimit -f", "请调高 ulimit -f")),
    errno.EROFS: (Bilingual("the disk is read-only", "磁盘为只读"), ELSEWHERE),
    errno.EACCES: (Bilingual("no permission to write there", "没有写入权限"), ELSEWHERE),
}
REASONS[errno.EPERM] = REASONS[errno.EACCES]


def unwritable(path: Path | str, error: OSError) -> SourceError:
    """Return the error of a file that cannot be written, in words that say what to do."""
    reason = error.strerror or type(error).__name__
    plain = Bilingual(f"cannot be written: {reason}", f"无法写入：{reason}"), Bilingual("look after the disk", "请检查磁盘")
    return SourceError(path, *REASONS.get(error.errno or 0, plain))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and see it to the disk: for what people wrote and cannot make again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = _beside(path, content, sync=True)
    _move(beside, path)
    with contextlib.suppress(OSError):  # the name is on the disk only when its folder is
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_folder(folder: Path, files: Iterable[tuple[str, bytes | None]]) -> None:
    """Make a folder hold these files and no others; None leaves the one that is there. What is the same is left alone.

    All are written before the first is moved into place: where the disk is full, everything stays as it was. They can be made
    again, so nothing waits for the disk.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted, beside = set[str](), list[tuple[Path, Path]]()
    try:
        for name, content in files:
            wanted.add(name)
            if content is not None and not _same(folder / name, content):
                beside.append((_beside(folder / name, content, sync=False), folder / name))
    except BaseException:
        for temporary, _ in beside:
            temporary.unlink(missing_ok=True)
        raise
    for temporary, path in beside:
        _move(temporary, path)
    for old in sorted(folder.iterdir()):
        if old.name not in wanted and not _in_use(old):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink(missing_ok=True)


def _same(path: Path, content: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _beside(path: Path, content: bytes, sync: bool) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _move(beside: Path, path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _in_use(path: Path) -> bool:
    """Tell whether a file may be one that another build is writing now."""
    with contextlib.suppress(OSError):
        return path.name.startswith(".") and not path.is_dir() and time.time() - path.stat().st_mtime < ABANDONED
    return False
