"""Say in both languages what others say of trouble: the system by its numbers, libraries in English (`said.csv`)."""

from __future__ import annotations

import csv
import errno
import os
import re
from functools import cache
from pathlib import Path

from .model import Bilingual

BLANK = "{}"
TROUBLES = {
    errno.ENOENT: Bilingual("there is no such file", "没有这个文件"),
    errno.EACCES: Bilingual("no permission", "没有权限"),
    errno.EPERM: Bilingual("not permitted", "操作不被允许"),
    errno.ENOSPC: Bilingual("the disk is full", "磁盘已满"),
    errno.EDQUOT: Bilingual("the disk quota is used up", "磁盘配额已用尽"),
    errno.EROFS: Bilingual("the disk can only be read", "磁盘只读"),
    errno.EISDIR: Bilingual("this is a folder", "这是文件夹"),
    errno.ENOTDIR: Bilingual("part of the path is no folder", "路径中有一段不是文件夹"),
    errno.ENOTEMPTY: Bilingual("the folder is not empty", "文件夹非空"),
    errno.EEXIST: Bilingual("it is there already", "已存在"),
    errno.ENAMETOOLONG: Bilingual("the name is too long", "名称过长"),
    errno.ELOOP: Bilingual("links lead in a circle", "链接循环"),
    errno.EMFILE: Bilingual("too many files are open", "打开的文件过多"),
    errno.ENFILE: Bilingual("too many files are open", "打开的文件过多"),
    errno.ENOMEM: Bilingual("not enough memory", "内存不足"),
    errno.EIO: Bilingual("the disk cannot be read or written", "磁盘读写出错"),
    errno.EBUSY: Bilingual("it is in use", "正被占用"),
    errno.EPIPE: Bilingual("nobody reads the output any more", "输出已无人读取"),
    errno.EADDRINUSE: Bilingual("the port is in use", "端口已被占用"),
}


def trouble(error: BaseException) -> Bilingual:
    """Say what the system refused, with the file where it names one.

    >>> trouble(OSError(errno.ENOSPC, "No space left on device", "output/a.pdf")).text("zh")
    'output/a.pdf：磁盘已满'
    """
    if isinstance(error, MemoryError):
        return TROUBLES[errno.ENOMEM]
    if not isinstance(error, OSError):
        return Bilingual(f"{type(error).__name__}: {error}", f"{type(error).__name__}：{error}")
    said = error.strerror or type(error).__name__
    known = TROUBLES.get(error.errno or 0, Bilingual(said, f"系统错误（{said}）"))
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes | os.PathLike) else ""
    return Bilingual(f"{name}: {known.en}", f"{name}：{known.zh}") if name else known


def in_chinese(said: str) -> str:
    """Return a library's words in Chinese; words that are not in the table as they are.

    >>> in_chinese("Unclosed array"), in_chinese("Cannot declare ('a',) twice"), in_chinese("7 is not in the range 1<=x<=5.")
    ('数组缺少右方括号 ]', "表 ('a',) 声明了两次", '7 不在允许范围 1<=x<=5 内')
    """
    for pattern, zh in _table():
        if found := pattern.fullmatch(said):
            for n, part in enumerate(found.groups(), 1):
                zh = zh.replace(f"{{{n}}}", part)
            return zh
    return said


@cache
def _table() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = Path(__file__).with_suffix(".csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple((re.compile("(.+?)".join(map(re.escape, r["en"].split(BLANK))) + r"\.?", re.DOTALL), r["zh"]) for r in rows)
