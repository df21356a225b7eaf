"""Read files that strangers wrote: bytes within limits, text that is UTF-8, archives that do not burst.

Everything that is wrong with a file as a file is found here, before pandoc sees it, and told in one SourceError.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
from io import BytesIO
from pathlib import Path

from ..model import Bilingual, SourceError
from ..said import trouble
from .bounds import MB, limits

RATIO_MATTERS = MB  # a part of an archive that is smaller may have any ratio

MARK = "\ufeff"


def read_bytes(path: Path, *, text: bool = False) -> bytes:
    """Return a file's bytes, or tell why they cannot be had: missing, a folder, unreadable, empty, too large (for a `text`)."""
    limit = min(limits().file, limits().text) * MB if text else limits().file * MB
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise SourceError(path, Bilingual("this is a folder", "这是文件夹"), Bilingual("name a file in it", "请指明其中的文件"))
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(path, Bilingual("this is no ordinary file", "这不是普通文件"), Bilingual("name a file", "请改用普通文件"))
        if status.st_size > limit:
            raise _too_large(path, limit)
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:  # a NUL in the name
        raise SourceError(path, Bilingual("this is no file name", "文件名无效"), Bilingual("correct the name", "请更正")) from error
    if len(content) > limit:
        raise _too_large(path, limit)
    if not content.strip():
        raise SourceError(path, Bilingual("the file is empty", "文件是空的"), Bilingual("put the text into it", "请补上内容"))
    return content


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal; empty where it is not there or cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def demand_own(path: Path) -> None:
    """Refuse a link that leads out of its folder: what stands there was not put there by this work's people."""
    try:
        own = not path.is_symlink() or path.resolve().is_relative_to(path.parent.resolve())
    except (OSError, RuntimeError):
        own = False
    if not own:
        raise SourceError(
            path,
            Bilingual("this link leads out of the work's folder", "该链接指向作品文件夹之外"),
            Bilingual("copy the file into the folder", "请把文件复制到该文件夹"),
        )


def _too_large(path: Path, limit: int) -> SourceError:
    size = f"{limit // MB} MB"
    return SourceError(
        path,
        Bilingual(f"the file is larger than {size}", f"文件超过 {size}"),
        Bilingual(
            "split it, take the pictures out, or raise limits.file or limits.text",
            "请拆分文件、移除图片，或调高 limits.file 或 limits.text",
        ),
    )


def _unreadable(path: Path, error: OSError) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(path, Bilingual("there is no such file", "没有这个文件"), Bilingual("correct the path", "请更正路径"))
    if isinstance(error, PermissionError):
        return SourceError(
            path, Bilingual("no permission to read the file", "没有读取权限"), Bilingual("change its permissions", "请修改文件权限")
        )
    said = trouble(OSError(error.errno, error.strerror or type(error).__name__))
    return SourceError(
        path, Bilingual(f"cannot be read: {said.en}", f"无法读取：{said.zh}"), Bilingual("check file and disk", "请检查文件与磁盘")
    )


def read_text(path: Path) -> str:
    """Return a text file's characters, without its byte order mark; line ends stay as they are."""
    return decode(read_bytes(path, text=True), path).removeprefix(MARK)


def decode(content: bytes, path: Path | str) -> str:
    """Decode UTF-8, or say which byte is none. A byte order mark stays as the first character.

    >>> decode(b"caf\\xc3\\xa9", "a.md")
    'café'
    >>> decode(b"one\\ncaf\\xe9", "a.md")
    Traceback (most recent call last):
    ...
    pipeline.model.SourceError: a.md:2: not UTF-8: byte 0xe9 at offset 7; save the file as UTF-8
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = f"0x{content[error.start]:02x}"
        raise SourceError(
            path,
            Bilingual(f"not UTF-8: byte {byte} at offset {error.start}", f"不是 UTF-8：偏移 {error.start} 处的字节为 {byte}"),
            Bilingual("save the file as UTF-8", "请将文件另存为 UTF-8"),
            content.count(b"\n", 0, error.start) + 1,
        ) from error
    if "\0" in text:
        at = text.index("\0")
        raise SourceError(
            path,
            Bilingual(f"a NUL character at offset {at}: this is no text file", f"偏移 {at} 处有 NUL 字符，这不是文本文件"),
            Bilingual("name a text file, or remove the character", "请改用文本文件，或删除该字符"),
            text.count("\n", 0, at) + 1,
        )
    return text


def check_archive(content: bytes, path: Path, holds: str) -> None:
    """Make sure that a DOCX, ODT or EPUB is one and stays small when unpacked; `holds` is the part that it must have."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {p.filename for p in parts}
            if holds not in names:
                raise _no_archive(path)
            if len(parts) > limits().parts:
                raise _bomb(path, f"{len(parts)} parts", f"{len(parts)} 个部分")
            if (total := sum(p.file_size for p in parts)) > limits().unpacked * MB:
                raise _bomb(path, f"{total // MB} MB unpacked", f"解压后 {total // MB} MB")
            for part in parts:
                _check_part(archive, part, path)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _no_archive(path) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
    """Measure what a part really unpacks to: the size that the archive states may be a lie."""
    bound = max(RATIO_MATTERS, min(limits().part * MB, part.compress_size * limits().ratio))
    seen = 0
    with archive.open(part) as stream:
        while piece := stream.read(2**16):
            seen += len(piece)
            if seen > bound:
                raise _bomb(path, f"{part.filename} grows without bound", f"{part.filename} 解压后过大")
    if seen != part.file_size:
        raise _no_archive(path)


def _no_archive(path: Path) -> SourceError:
    kind = path.suffix.lower().removeprefix(".").upper()
    return SourceError(
        path,
        Bilingual(f"this is no {kind} file", f"这不是 {kind} 文件"),
        Bilingual(f"save it again as {kind} in a word processor", f"请用文字处理软件重新存为 {kind}"),
    )


def _bomb(path: Path, what: str, what_zh: str) -> SourceError:
    return SourceError(
        path,
        Bilingual(f"the archive is too large inside: {what}", f"压缩包内容过大：{what_zh}"),
        Bilingual(
            "save only the text, or raise limits.ratio, limits.part or limits.unpacked",
            "请只保存正文，或调高 limits.ratio、limits.part 或 limits.unpacked",
        ),
    )
