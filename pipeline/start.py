"""Start a house: the folders and files that a newcomer fills in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import tomlkit

from .model import Bilingual, SourceError
from .read import read_files, read_glossary
from .read.files import read_bytes
from .writing import write_whole

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

请将本文换成原文的译文。格式可以是 Markdown、HTML、DOCX、ODT、EPUB 或 MediaWiki。

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


WORK_OF_FILES = """\
title = { en = EN, zh-Hans = ZH }
publisher = ""
disclaimer = "中文翻译版 · 仅供参考，以英文原文为准"
"""
ORIGINAL = """
[[original]]
path = PATH
title = TITLE
url = ""                      # where it was published
sha256 = HASH
licence = ""                  # printed on the editions with the attribution
"""
TRANSLATION = """
[translation]
path = PATH
translator = ""
version = "0.1"

[[edition]]
locale = LOCALE
formats = ["html", "pdf"]
"""


def start(folder: Path, files: Sequence[Path] = (), glossary: Path | None = None, name: str = "") -> list[Path]:
    """Write the files of a new house into that folder and return their paths.

    With `files` (originals, and last the translation) they are its first work, else a small example is; `glossary` is a
    folder whose tables are taken over. Raises SourceError where a file is there already, or one that is named cannot be
    read; then nothing is written.
    """
    made: dict[str, bytes] = {key: text.encode() for key, text in FILES.items()}
    if files:
        made = {key: body for key, body in made.items() if not key.startswith("sources/")} | _work(files, name)
    if glossary is not None:
        found = [p for p in (glossary / "terms.csv", glossary / "names.csv") if p.is_file()]
        read_glossary(glossary)
        made |= {f"glossary/{p.name}": read_bytes(p) for p in found}
    for key in made:
        if (folder / key).exists():
            raise SourceError(
                folder / key,
                Bilingual("this file is there already", "文件已存在"),
                Bilingual("name an empty folder", "请指定一个空文件夹"),
            )
    for key, content in made.items():
        write_whole(folder / key, content)
    return [folder / key for key in made]


def _work(files: Sequence[Path], name: str) -> dict[str, bytes]:
    """Return the files of a work of those texts; they are read once, so that a broken one is told now."""
    work = read_files(files[:-1], files[-1])
    title = Bilingual(work.originals[0].title, work.title.zh)
    folder = f"sources/{name or _slug(title.en or files[0].stem)}"
    names = _distinct([p.name for p in files])
    text = _filled(WORK_OF_FILES, EN=title.en, ZH=title.zh)
    for original, own in zip(work.originals, names[:-1], strict=True):
        text += _filled(ORIGINAL, PATH=own, TITLE=original.title, HASH=original.document.sha256)
    text += _filled(TRANSLATION, PATH=names[-1], LOCALE=work.translation.document.locale)
    texts = {f"{folder}/{own}": read_bytes(path) for own, path in zip(names, files, strict=True)}
    return {f"{folder}/work.toml": text.encode(), **texts}


def _filled(template: str, **values: str) -> str:
    return re.sub(r"\b(EN|ZH|PATH|TITLE|HASH|LOCALE)\b", lambda m: tomlkit.item(values[m[1]]).as_string(), template)


def _slug(title: str) -> str:
    """Return a folder's name from a title.

    >>> _slug("The Council's Fee (2026)"), _slug("理事会")
    ('the-council-s-fee-2026', 'work')
    """
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-") or "work"


def _distinct(names: Sequence[str]) -> list[str]:
    """Return file names of which none is like another: a second en.md becomes en-2.md."""
    out: list[str] = []
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        numbers = (f"{stem}-{n}{dot}{suffix}" for n in range(2, len(names) + 2))
        out.append(name if name not in out and name != "work.toml" else next(n for n in numbers if n not in out))
    return out
