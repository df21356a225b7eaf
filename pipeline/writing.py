"""Write files so that nobody ever meets half of one: under a temporary name, then moved into place.

What is being written is locked. A process that dies lets go of the lock: whoever writes there next takes away what it left.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from .model import Bilingual, SourceError

UNFINISHED = ".duikan"  # how the hidden names of files end that are being written
ABANDONED = 3600  # seconds after which an unfinished file belongs to no living process, on file systems without locks
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
    """Write a file whole or not at all, and see it to the disk: for what people wrote and cannot make again.

    What is no file, such as a pipe or a device, is written into. Raises OSError with the path of the file itself, whatever it
    was called meanwhile.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    with _naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path, content, sync=True) as beside:
            _move(beside, path)
    with contextlib.suppress(OSError):  # the name is on the disk only when its folder is
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    sweep(path.parent, path.name)


def write_folder(folder: Path, files: Iterable[tuple[str, bytes | None]]) -> None:
    """Make a folder hold these files and no others; None leaves the one that is there. What is the same is left alone.

    All are written before the first is moved into place: where the disk is full, everything stays as it was. They can be made
    again, so nothing waits for the disk.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted, made = set[str](), list[tuple[Path, Path]]()
    with contextlib.ExitStack() as unfinished:
        for name, content in files:
            wanted.add(name)
            if content is not None and not _same(folder / name, content):
                made.append((unfinished.enter_context(_beside(folder / name, content, sync=False)), folder / name))
        for beside, path in made:
            _move(beside, path)
    for old in sorted(folder.iterdir()):
        if old.name not in wanted and not old.name.endswith(UNFINISHED):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink(missing_ok=True)
    sweep(folder)


def sweep(folder: Path, name: str = "*") -> None:
    """Take away what dying processes left unfinished in a folder, of the file of that name or of all."""
    for left in folder.glob(f".{name if name == '*' else glob.escape(name)}.*{UNFINISHED}"):
        with contextlib.suppress(OSError), left.open("rb") as file:
            if _abandoned(file.fileno()):
                left.unlink()


def _same(path: Path, content: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


@contextlib.contextmanager
def _beside(path: Path, content: bytes, sync: bool) -> Iterator[Path]:
    """Yield a file of that content beside `path`, to be moved into its place; what is not moved is taken away."""
    handle, name = _own(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(handle)
            os.fchmod(handle, 0o644)
            yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _own(path: Path) -> tuple[int, str]:
    """Return a new file beside `path`, open and locked; another that was swept before it was locked is let go."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=UNFINISHED, dir=path.parent)
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)


def _abandoned(handle: int) -> bool:
    """Lock a file; tell whether that could be done, so that nobody who lives is writing it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return time.time() - os.fstat(handle).st_mtime > ABANDONED
    return True


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Let an error name the file that was asked for."""
    try:
        yield
    except OSError as error:
        if isinstance(error, FileExistsError):  # where a folder is wanted stands a file
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from error
        if error.errno is not None:
            error.filename = str(path)
        raise


def _move(beside: Path, path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    beside.replace(path)
