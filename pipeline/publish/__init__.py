"""Publish a verified work: HTML, PDF, EPUB and DOCX editions, and the record of what was verified.

    page      Work, Verification -> one HTML page        pdf      the page -> PDF, through WeasyPrint
    body      a document's HTML -> title, headings, text book     the page -> EPUB and DOCX, through pandoc
    parallel  beads -> both texts side by side           record   Verification -> verification.json
    clreq     how Chinese is set; measure, lines, typeset, emphasis teach it to WeasyPrint; conformance: PDF/A-3a, PDF/UA-1
    conversion  text -> the script and words of a region: characters, vocabulary
    fonts     the four faces, and only they              resources images and stylesheets of the work's folder

A writer decides nothing: what is open, waived or approved was settled before.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Collation, Edition, Format, Verification
from .conversion import convert

__all__ = ["convert", "publish"]


def publish(collation: Collation, verification: Verification, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the edition's files as (name, content), in the order of `edition.formats`.

    Raises SourceError where the edition cannot be published: a missing font or glyph, an image outside the work's folder.
    """
    for format in edition.formats:
        yield f"{edition.name}.{format}", _render(collation, verification, edition, format)


def _render(collation: Collation, verification: Verification, edition: Edition, format: Format) -> bytes:
    """Load a writer only when its format is asked for: WeasyPrint alone costs most of a second."""
    if format == "html":
        from .page import render_page

        return render_page(collation, verification, edition, "screen").encode("utf-8")
    if format == "pdf":
        from .pdf import render_pdf

        return render_pdf(collation, verification, edition)
    from .book import render_docx, render_epub

    return {"epub": render_epub, "docx": render_docx}[format](collation, verification, edition)
