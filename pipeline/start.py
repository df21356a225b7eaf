"""Start a house: the folders and files that a newcomer fills in."""

from __future__ import annotations

from pathlib import Path

from .build import write_whole
from .model import Bilingual, SourceError

WORK = """\
title = { en = "A first work", zh-Hans = "第一部作品" }
publisher = ""
date = 2026-01-01
disclaimer = "中文翻译版 · 仅供参考，以英文原文为准"

[[original]]
path = "en.md"
title = "A first work"
url = ""                      # where it was published
licence = ""                  # printed on the editions with the attribution

[translation]
path = "zh-Hans.md"
translator = ""
version = "0.1"

[[edition]]
locale = "zh-Hans"
formats = ["html", "pdf"]
"""
ENGLISH = """\
# A first work

Replace this text by the original. It may be Markdown, HTML, DOCX, ODT, EPUB or MediaWiki.

The council has 15 members and meets twice a year.
"""
CHINESE = """\
# 第一部作品

请将本文换成译文；格式可以是 Markdown、HTML、DOCX、ODT、EPUB 或 MediaWiki。请将本段换成原文的译文。

理事会由15名成员组成，每年召开两次会议。
"""
TERMS = (
    "id,en,zh-Hans,zh-Hans-SG,zh-Hant-TW,zh-Hant-HK,status,scope,note\n"
    "ai,artificial intelligence | AI,人工智能,,人工智慧,人工智能,preferred,,\n"
)
NAMES = (
    "id,kind,en,zh-Hans,zh-Hans-SG,zh-Hant-TW,zh-Hant-HK,status,scope,note\n"
    "oecd,organisation,OECD | Organisation for Economic Co-operation and Development,经合组织 | 经济合作与发展组织,,"
    "經濟合作暨發展組織,經濟合作與發展組織,preferred,,\n"
)
FILES = {
    "sources/first/work.toml": WORK,
    "sources/first/en.md": ENGLISH,
    "sources/first/zh-Hans.md": CHINESE,
    "glossary/terms.csv": TERMS,
    "glossary/names.csv": NAMES,
    ".gitignore": "/output/\n",
}


def start(folder: Path) -> list[Path]:
    """Write the files of a new house into that folder and return their paths.

    Raises SourceError where one of them is there already; nothing is overwritten.
    """
    for name in FILES:
        if (folder / name).exists():
            raise SourceError(
                folder / name,
                Bilingual("this file is there already", "文件已存在"),
                Bilingual("name an empty folder", "请指定一个空文件夹"),
            )
    for name, content in FILES.items():
        write_whole(folder / name, content.encode())
    return [folder / name for name in FILES]
