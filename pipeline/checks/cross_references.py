"""Find references inside the translation that lead nowhere: links to no heading, chapters and sections that do not exist.

>>> on("# A\\n\\n## Scope\\n\\nSee [Scope](#scope).", "# 甲\\n\\n## 范围 {#scope}\\n\\n见[范围](#scope)。")
>>> on("# A\\n\\n## Scope\\n\\nSee [Scope](#scope).", "# 甲\\n\\n## 范围\\n\\n见[范围](#scope)。")
cross-references (minor): the link “范围” to #scope leads nowhere in this text

Does not follow references to other documents, or to articles that have no heading of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from ..language.mask import prose
from ..model import Bead, Bilingual, Collation, Document, Finding, Kind, Place, Segment, Severity
from . import check

NUMERAL = "[一二三四五六七八九十百]{1,5}|\\d{1,3}"
REFERENCE = re.compile(rf"(?<!《)(?:本[^，。；]{{0,4}})?第({NUMERAL})(章|节|编)")  # 见第三节
HEADING = re.compile(rf"^第({NUMERAL})(章|节|编)")  # 第三章 经费
OTHER = re.compile(r"》[^。；]{0,12}$|(?:法|条例|公约|协定|规定|办法|议定书)[^。；，]{0,6}$")  # 《人工智能法》第三章: another text's
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}


@check(type="markup", mqm="accuracy/mistranslation", severity=Severity.MINOR, whole=True)
def cross_references(collation: Collation) -> Iterator[Finding]:
    """Yield links and references of the translation that lead nowhere in it."""
    document = collation.bitext.translation
    numbered = _numbered(document)
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind is Kind.CODE:
                continue
            yield from _links(segment, document, bead)
            yield from _chapters(segment, numbered, bead)


def _links(segment: Segment, document: Document, bead: Bead) -> Iterator[Finding]:
    """Yield links to an anchor that the reader did not find: it leaves them in the page without an address."""
    for m in segment.marks:
        words = segment.text[m.start : m.end]
        if m.kind == "link" and m.target.startswith("#") and f"<a>{escape(words, quote=False)}</a>" in document.html:
            message = Bilingual(
                f"the link “{words}” to {m.target} leads nowhere in this text", f"链接“{words}”指向的 {m.target} 在本文中不存在"
            )
            yield Finding(message, None, Place(segment, m.start, m.end), bead=bead)


def _numbered(document: Document) -> dict[str, set[int]]:
    """Return the numbers of the chapters, sections and parts that have a heading."""
    found: dict[str, set[int]] = {}
    for segment in document.segments:
        m = HEADING.match(segment.label + segment.text) if segment.kind is Kind.HEADING else None
        if m:
            found.setdefault(m[2], set()).add(_value(m[1]))
    return found


def _chapters(segment: Segment, numbered: dict[str, set[int]], bead: Bead) -> Iterator[Finding]:
    if segment.kind is Kind.HEADING or not numbered:
        return
    text = prose(segment)
    for m in REFERENCE.finditer(text):
        known = numbered.get(m[2])
        if known and _value(m[1]) not in known and not OTHER.search(text[: m.start()]):
            message = Bilingual(f"{m[0]} does not exist in this text", f"本文中没有{m[0]}")
            yield Finding(message, None, Place(segment, *m.span()), bead=bead)


def _value(numeral: str) -> int:
    """Return the value of a numeral below a thousand: 十二 is 12."""
    if numeral.isdigit():
        return int(numeral)
    total = digit = 0
    for c in numeral:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100}[c], 0
    return total + digit
