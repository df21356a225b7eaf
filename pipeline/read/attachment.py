"""Take out of a PDF what is attached to it."""

from __future__ import annotations

from pathlib import Path

from ..model import Bilingual, SourceError
from .files import read_bytes


def read_attachment(path: Path, name: str) -> bytes:
    """Return the attached file of that name; SourceError where the file is no PDF or carries none."""
    import pypdfium2  # type: ignore[import-untyped]

    content = read_bytes(path)
    try:
        document = pypdfium2.PdfDocument(content)
        found = [document.get_attachment(n) for n in range(document.count_attachments())]
        attached = next((bytes(a.get_data()) for a in found if a.get_name() == name), None)
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            path, Bilingual("this is no PDF that can be read", "这不是可读的 PDF"), Bilingual("name a published PDF", "请指定已出版的 PDF")
        ) from error
    if attached is None:
        raise SourceError(
            path,
            Bilingual(f"no {name} is attached", f"没有附带 {name}"),
            Bilingual("name a PDF that duikan build made", "请指定 duikan build 生成的 PDF"),
        )
    return attached
