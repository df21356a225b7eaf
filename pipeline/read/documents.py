"""Read one file of any supported format into a document."""

from __future__ import annotations

import hashlib
import re
from html import escape
from pathlib import Path

from ..model import Bilingual, Document, Kind, Segment, SourceError
from .blocks import Context, Walk
from .bounds import keep, limits
from .files import MARK, check_archive, decode, read_bytes
from .front import with_front
from .notes import demand_ends
from .pandoc import MARKDOWN, Node, Tree, parse
from .pdf import parse_pdf
from .source import Source
from .webpage import main_text

# Suffix -> pandoc's reader, or our own for PDF; for archives also the part that every such archive holds.
READERS = {
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": MARKDOWN,
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".odt": "odt",
    ".epub": "epub",
    ".mediawiki": "mediawiki",
    ".wiki": "mediawiki",
    ".pdf": "pdf",
}
ARCHIVES = {".docx": "word/document.xml", ".odt": "content.xml", ".epub": "META-INF/container.xml"}
FRAGMENT = re.compile(r' href="#([^"]*)"')  # as the walk writes links inside the text
OWN_ANCHOR = re.compile(r"fn(?:ref)?\d+\Z")  # fn1, fnref1: the walk's own
METADATA = re.compile(
    r"\ufeff?---[ \t]*\r?\n((?:(?:[A-Za-z][\w-]*[ \t]*:.*|[ \t]+.*|- .*|#.*|[ \t]*)\r?\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)


def is_supported(path: Path) -> bool:
    """Say whether a file's name promises a format that can be read."""
    return path.suffix.lower() in READERS


def read_document(path: Path, locale: str, name: str = "", translation: bool = False) -> Document:
    """Read a file; `name` is the path that its segments carry. SourceError tells what is wrong with it."""
    suffix = path.suffix.lower()
    if path.is_file() and suffix not in READERS:
        raise _unknown(path)
    content = read_bytes(path, text=suffix not in (*ARCHIVES, ".pdf"))
    sha256 = hashlib.sha256(content).hexdigest()
    key = "\0".join((sha256, suffix, locale, name or str(path), str(translation)))
    return keep(key, lambda: _read(content, path, suffix, locale, name or str(path), sha256, translation))


def _read(content: bytes, path: Path, suffix: str, locale: str, name: str, sha256: str, translation: bool) -> Document:
    if suffix in ARCHIVES:
        check_archive(content, path, ARCHIVES[suffix])
    elif READERS[suffix] == "pdf":
        return _document(parse_pdf(content, path), None, name, locale, sha256, translation, path)
    elif READERS[suffix] == "html":
        content = main_text(content, path)
    elif READERS[suffix] == MARKDOWN:
        return _markdown(decode(content, path), name, locale, sha256, translation, path)
    else:
        content = decode(content, path).removeprefix(MARK).encode()
    tree = parse(content, READERS[suffix], path)
    return _document(tree, None, name, locale, sha256, translation, path)


def read_markdown(text: str, path: str, locale: str) -> Document:
    """Read Markdown from memory, as `read_document` reads it from a file.

    >>> [(s.id, s.text) for s in read_markdown("# Aims\\n\\nOne. *Two*.", "en.md", "en").segments]
    [('h1', 'Aims'), ('p1', 'One.'), ('p1.2', 'Two.')]
    """
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _markdown(text, path, locale, sha256, locale.startswith("zh"), path)


def _markdown(text: str, name: str, locale: str, sha256: str, translation: bool, path: Path | str) -> Document:
    source = Source(text)
    prepared = METADATA.sub(lambda m: re.sub(r"[^\n]", "", m[0]), source.text, count=1) if source.text.startswith("---") else source.text
    demand_ends(prepared, path)
    tree = parse(prepared.encode("utf-8", "replace"), MARKDOWN, path)
    return _document(tree, source, name, locale, sha256, translation, path)


def _document(tree: Tree, source: Source | None, name: str, locale: str, sha256: str, translation: bool, path: Path | str) -> Document:
    walk = Walk(name, locale, source)
    walk.walk(_titled(tree), Context())
    walk.finish()
    if not walk.segments:
        raise SourceError(path, Bilingual("there is no text in it", "其中没有文字"), Bilingual("check the file", "请检查文件"))
    if len(walk.segments) > limits().segments:
        raise SourceError(
            path,
            Bilingual(f"more than {limits().segments} segments", f"句段超过 {limits().segments} 个"),
            Bilingual("split the file, or raise limits.segments", "请拆分文件，或调高 limits.segments"),
        )
    segments = with_front(walk.segments) if translation else tuple(walk.segments)
    return Document(name, locale, sha256, segments, _linked("\n".join(walk.html), walk.anchors))


def _titled(tree: Tree) -> list[Node]:
    """Put a title that the format keeps apart before the text, its headings one level below."""
    if not tree.title:
        return tree.blocks
    title = {"t": "Header", "c": [1, ["", [], []], tree.title]}
    if not any(b["t"] == "Header" and b["c"][0] == 1 for b in tree.blocks):
        return [title, *tree.blocks]
    lower = [{"t": "Header", "c": [min(b["c"][0] + 1, 6), *b["c"][1:]]} if b["t"] == "Header" else b for b in tree.blocks]
    return [title, *lower]


def _linked(html: str, anchors: dict[str, str]) -> str:
    """Lead links inside the text to the ids that the blocks have now; one that leads nowhere loses its address."""

    def address(found: re.Match[str]) -> str:
        from html import unescape
        from urllib.parse import unquote

        name = unescape(found[1])
        if OWN_ANCHOR.match(name) and name not in anchors:
            return found[0]
        target = anchors.get(name) or anchors.get(unquote(name))
        return f' href="#{escape(target)}"' if target else ""

    return FRAGMENT.sub(address, html)


def title_of(segments: tuple[Segment, ...]) -> str:
    """Return the text of a document's first heading, or nothing."""
    return next((s.text for s in segments if s.kind is Kind.HEADING), "")


def _unknown(path: Path) -> SourceError:
    known = ", ".join(sorted(READERS))
    return SourceError(
        path,
        Bilingual(f"unknown format {path.suffix or '(no suffix)'}", f"未知格式 {path.suffix or '（无后缀）'}"),
        Bilingual(f"use one of {known}", f"请使用：{known}"),
    )
