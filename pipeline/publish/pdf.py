"""Set an edition as a PDF through WeasyPrint.

WeasyPrint is loaded when the first page is set: it costs most of a second, and a check of two files does not need it.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..model import Bilingual, Collation, Edition, Segment, SourceError, Verification, Work
from .fonts import use_fonts
from .page import render_page, work_of
from .record import render

MISSING_GLYPH = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)")  # .notdef glyph rendered for ...: "𠮷" (U+20BB7)


def render_pdf(collation: Collation, verification: Verification, edition: Edition) -> bytes:
    """Return the edition as a PDF.

    Raises SourceError for a missing font, for a character that no face has, and for what `render_page` refuses.
    """
    page = render_page(collation, verification, edition, "print")
    work = work_of(collation)
    characters, content = _set(page, work, verification, render(collation, verification))
    if characters:
        raise _missing(characters, work.translation.document.path, work.translation.document.segments)
    return content


def _set(page: str, work: Work, verification: Verification, record: str) -> tuple[list[str], bytes]:
    """Lay the page out; return the characters without a glyph and the PDF."""
    use_fonts()
    weasyprint = _weasyprint()
    from .conformance import conform

    with _missing_characters() as characters:
        base = work.folder.resolve().as_uri() + "/"
        document = weasyprint.HTML(string=page, base_url=base, url_fetcher=_fetcher(work.folder)).render()
        return characters, bytes(document.write_pdf(**conform(document, work, verification, record, page)))


def _weasyprint() -> Any:
    import weasyprint

    from . import emphasis, typeset

    typeset.install()
    emphasis.install()
    return weasyprint


def _fetcher(folder: Path) -> Any:
    """Return a fetcher that opens data: addresses and files under the folder, after links are resolved; never the network."""
    from weasyprint.urls import URLFetcher

    root = folder.resolve()

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if url.startswith("file:"):
                from urllib.parse import unquote, urlsplit

                file = Path(unquote(urlsplit(url).path)).resolve()
                if file.is_relative_to(root):
                    return super().fetch(file.as_uri(), headers)
            raise ValueError(f"outside the work's folder: {url[:80]}")

    return Fetcher(allowed_protocols={"data", "file"})


@contextlib.contextmanager
def _missing_characters() -> Iterator[list[str]]:
    """Collect the characters that WeasyPrint logs as drawn without a glyph."""
    found: dict[str, None] = {}

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if match := MISSING_GLYPH.search(record.getMessage()):
                found[chr(int(match[1], 16))] = None

    logger, listener, result = logging.getLogger("weasyprint"), Listener(logging.WARNING), list[str]()
    quiet = logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield result
    finally:
        logger.removeHandler(listener)
        logger.propagate = quiet
        result += found


def _missing(characters: list[str], path: str, segments: tuple[Segment, ...]) -> SourceError:
    """Name the first character that no face has, and its line."""
    place = next(((c, s) for s in segments for c in s.text if c in characters), None)
    character = place[0] if place else characters[0]
    name = f"U+{ord(character):04X}"
    return SourceError(
        path,
        Bilingual(f"no font has the character {character} ({name})", f"字体中没有字符 {character}（{name}）"),
        Bilingual("replace it, or show it as an image", "请更换该字符，或以图片显示"),
        place[1].line if place else None,
    )
