"""Read a work: its folder, with or without a `work.toml`, or loose files that someone names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

from ..language.script import written_in
from ..model import Bilingual, Document, Edition, Format, Layout, Original, Revision, SourceError, Translation, Work
from .blocks import Context, Walk
from .documents import is_supported, read_document, title_of
from .files import read_bytes, read_text
from .locales import LOCALES, locale_of, normalise, says_script
from .pandoc import Node
from .scope import within
from .toml import Table, read_toml

ORIGINAL = re.compile(r"en(?:[-_.].*)?\Z", re.I)  # en, en-observatory
TRANSLATION = "zh-Hans"
THEMES = (".css",)


def read_work(folder: Path) -> Work:
    """Read a work's folder; SourceError with file and line where something is wrong.

    Without `work.toml`, `en*.*` are the originals and `zh-Hans.*` is the translation.
    """
    if not folder.is_dir():
        raise SourceError(folder, Bilingual("there is no such folder", "没有这个文件夹"), Bilingual("correct the path", "请更正路径"))
    path = folder / "work.toml"
    if path.exists() or path.is_symlink():
        return _declared(folder, read_toml(_inside(folder, path.name)))
    return _found(folder)


def read_files(originals: Sequence[Path], translation: Path) -> Work:
    """Read loose files as one work; a file's name may tell its locale (`zh-Hant-TW.md`, `guide.zh-TW.docx`)."""
    target = _told(read_document(translation, _chinese(translation), str(translation), translation=True), translation)
    sources = tuple(Original(d, title=title_of(d.segments)) for d in (read_document(p, "en", str(p)) for p in originals))
    return _loose(translation, sources, target)


def read_lines(originals: Sequence[Path], translation: Path) -> Work:
    """Read loose text files as one work, each line that is not empty one segment."""
    target = _told(_lines(translation, _chinese(translation)), translation)
    return _loose(translation, tuple(Original(_lines(p, "en")) for p in originals), target)


def _loose(path: Path, originals: tuple[Original, ...], target: Document) -> Work:
    folder = path.parent
    name = folder.resolve().name if locale_of(path) == path.stem or (folder / "work.toml").is_file() else path.stem
    title = Bilingual(next((o.title for o in originals if o.title), ""), title_of(target.segments))
    return Work(name or path.stem, folder, title, originals, Translation(target), (Edition(target.locale),))


def _chinese(path: Path) -> str:
    locale = locale_of(path)
    return locale if locale.startswith("zh") else TRANSLATION


def _told(document: Document, path: Path) -> Document:
    """Return the translation with the locale that its characters and words tell, where its file's name tells none."""
    return document if says_script(path) else replace(document, locale=written_in("\n".join(s.text for s in document.segments)))


def _lines(path: Path, locale: str) -> Document:
    sha256 = hashlib.sha256(read_bytes(path)).hexdigest()
    walk = Walk(str(path), locale, None)
    for n, line in enumerate(read_text(path).split("\n"), 1):
        if text := line.strip():
            nodes: list[Node] = [{"t": "Str", "c": text}]
            walk.whole_line(nodes, Context(line=n))
    return Document(str(path), locale, sha256, tuple(walk.segments), "\n".join(walk.html))


def _found(folder: Path) -> Work:
    sources, translation = _found_originals(folder), Translation(_found_translation(folder))
    title = Bilingual(sources[0].title, title_of(translation.document.segments))
    return Work(folder.resolve().name, folder, title, sources, translation)


def _found_originals(folder: Path) -> tuple[Original, ...]:
    names = [p.name for p in _files(folder) if ORIGINAL.match(p.stem)]
    if not names:
        raise _lacking(folder, "an original: en.md", "原文，如 en.md")
    return tuple(_original(folder, name) for name in names)


def _found_translation(folder: Path) -> Document:
    names = [p.name for p in _files(folder) if p.stem == TRANSLATION]
    if not names:
        raise _lacking(folder, "a translation: zh-Hans.md", "译文，如 zh-Hans.md")
    if len(names) > 1:
        raise SourceError(
            folder,
            Bilingual(f"there are several translations: {', '.join(names)}", f"有多份译文：{'、'.join(names)}"),
            Bilingual("keep one, or name it in work.toml", "请保留一份，或在 work.toml 中指明"),
        )
    return read_document(_inside(folder, names[0]), TRANSLATION, names[0], translation=True)


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_file() and is_supported(p))


def _lacking(folder: Path, en: str, zh: str) -> SourceError:
    return SourceError(
        folder,
        Bilingual(f"the folder lacks {en}", f"文件夹中缺少{zh}"),
        Bilingual("add it, or name the files in work.toml", "请补上，或在 work.toml 中指明"),
    )


def _original(folder: Path, name: str) -> Original:
    document = read_document(_inside(folder, name), "en", name)
    return Original(document, title=title_of(document.segments))


def _inside(folder: Path, name: str, table: Table | None = None, key: str = "path") -> Path:
    """Return a file's path if it stays in the folder once links are followed."""
    path = folder / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside or Path(name).is_absolute():
        problem = Bilingual(f"{name} leads out of the work's folder", f"{name} 指向作品文件夹之外")
        remedy = Bilingual("copy the file into the folder", "请把文件复制到该文件夹")
        raise table.fail(key, problem, remedy) if table else SourceError(path, problem, remedy)
    if table and not path.is_file():
        raise table.fail(
            key,
            Bilingual(f"there is no file {name}", f"没有文件 {name}"),
            Bilingual("correct the path or add the file", "请更正路径或补上文件"),
        )
    return path


# ---------------------------------------------------------------- work.toml


def _declared(folder: Path, table: Table) -> Work:
    table.only("title", "publisher", "date", "disclaimer", "currency", "original", "translation", "edition")
    sources = tuple(_declared_original(folder, t) for t in table.tables("original")) or _found_originals(folder)
    named = "translation" in table.values
    translation = _translation(folder, table.table("translation")) if named else Translation(_found_translation(folder))
    editions = tuple(_edition(folder, t) for t in table.tables("edition")) or (Edition(translation.document.locale),)
    _distinct(table, sources, translation, editions)
    default = Work.__dataclass_fields__["disclaimer"].default
    return Work(
        id=folder.resolve().name,
        folder=folder,
        title=_title(table, sources, translation),
        originals=sources,
        translation=translation,
        editions=editions,
        publisher=table.string("publisher"),
        date=table.date("date"),
        disclaimer=table.string("disclaimer", str(default)),
        currency=_currency(table),
    )


def _title(table: Table, originals: tuple[Original, ...], translation: Translation) -> Bilingual:
    heads = Bilingual(originals[0].title, title_of(translation.document.segments))
    value = table.values.get("title")
    if isinstance(value, str):
        return Bilingual(heads.en, value)
    title = table.table("title")
    title.only("en", "zh-Hans")
    return Bilingual(title.string("en") or heads.en, title.string("zh-Hans") or heads.zh)


def _currency(table: Table) -> str:
    value = table.string("currency")
    if value and not re.fullmatch(r"[A-Z]{3}", value):
        raise table.wrong("currency", 'an ISO 4217 code such as "SGD"', 'ISO 4217 货币代码，如 "SGD"')
    return value


def _declared_original(folder: Path, table: Table) -> Original:
    table.only("path", "title", "url", "retrieved", "sha256", "licence", "attribution", "scope", "excerpt", "xpath", "redirects")
    name = table.string("path", None)
    document = read_document(_inside(folder, name, table), "en", name)
    scope, excerpt = table.strings("scope"), table.boolean("excerpt")
    return Original(
        document=within(document, scope, excerpt, table),
        title=table.string("title") or title_of(document.segments),
        url=_url(table),
        retrieved=table.date("retrieved"),
        sha256=_sha256(table),
        licence=table.string("licence"),
        attribution=table.string("attribution"),
        scope=scope,
        excerpt=excerpt,
    )


def _url(table: Table) -> str:
    value = table.string("url")
    if value and not value.startswith(("https://", "http://")):
        raise table.wrong("url", 'an address such as "https://example.org"', '网址，如 "https://example.org"')
    return value


def _sha256(table: Table) -> str:
    value = table.string("sha256").lower()
    if value and not re.fullmatch(r"[0-9a-f]{64}", value):
        raise table.wrong("sha256", "64 hexadecimal digits (sha256sum prints them)", "64 位十六进制数（可用 sha256sum 得到）")
    return value


def _translation(folder: Path, table: Table) -> Translation:
    table.only("path", "locale", "translator", "version", "revision")
    name = table.string("path", None)
    locale = _locale(table, locale_of(Path(name)) if locale_of(Path(name)).startswith("zh") else TRANSLATION)
    if locale == "en":
        raise table.wrong("locale", f"one of {', '.join(LOCALES[1:])}", f"以下之一：{'、'.join(LOCALES[1:])}")
    document = read_document(_inside(folder, name, table), locale, name, translation=True)
    document = document if table.string("locale", "") else _told(document, Path(name))
    revisions = tuple(_revision(t) for t in table.tables("revision"))
    return Translation(document, table.string("translator"), table.string("version"), revisions)


def _revision(table: Table) -> Revision:
    table.only("version", "date", "note")
    return Revision(table.string("version", None), table.date("date"), table.string("note"))


def _locale(table: Table, default: str | None) -> str:
    value = table.string("locale", default)
    if locale := normalise(value):
        return locale
    raise table.fail(
        "locale",
        Bilingual(f"unknown locale {value}", f"未知的语言区域 {value}"),
        Bilingual(f"use one of {', '.join(LOCALES)}", f"请使用：{'、'.join(LOCALES)}"),
    )


def _edition(folder: Path, table: Table) -> Edition:
    table.only("locale", "layout", "formats", "theme")
    locale = _locale(table, None)
    layout = cast(Layout, table.one_of("layout", get_args(Layout), "single"))
    formats = table.strings("formats") if "formats" in table.values else ("html", "pdf")
    known = get_args(Format)
    if not formats or not set(formats) <= set(known) or len(set(formats)) < len(formats):
        raise table.wrong("formats", f"a list of {', '.join(known)}", f"列表，可选：{'、'.join(known)}")
    theme = table.string("theme")
    if theme:
        _inside(folder, theme, table, "theme")
        if Path(theme).suffix.lower() not in THEMES:
            raise table.wrong("theme", "the path of a .css file", ".css 文件的路径")
    return Edition(locale, layout, cast(tuple[Format, ...], formats), theme)


def _distinct(table: Table, originals: tuple[Original, ...], translation: Translation, editions: tuple[Edition, ...]) -> None:
    """Refuse a file that is named twice, and editions whose files would have the same names."""
    paths = [str(Path(o.document.path)) for o in originals] + [str(Path(translation.document.path))]
    for n, path in enumerate(paths):
        if path in paths[:n]:
            own = table.table("translation") if n == len(originals) else table.tables("original")[n]
            raise own.fail("path", Bilingual(f"{path} is named twice", f"{path} 出现两次"), Bilingual("remove one", "请删除其一"))
    names = [e.name for e in editions]
    for n, name in enumerate(names):
        if name in names[:n]:
            own = table.tables("edition")[n]
            raise own.fail(
                "locale", Bilingual(f"the edition {name} is named twice", f"版本 {name} 出现两次"), Bilingual("remove one", "请删除其一")
            )
