"""Compare the headings' levels and numbers.

A heading on another level moves its section into another chapter: contents, numbering and bookmarks go wrong with it. A
translation may shift all its levels alike; what counts is a heading that steps out of line.

>>> on("# A\\n\\n## The Council\\n\\n### Members\\n\\n## Funding", "# 甲\\n\\n## 理事会\\n\\n### 成员\\n\\n## 经费")
>>> on("# A\\n\\n## The Council\\n\\n### Members\\n\\n## Funding", "# 甲\\n\\n## 理事会\\n\\n## 成员\\n\\n## 经费")
headings (minor): heading of level 2; expected level 3, as in the source

Does not judge the wording of a heading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

NUMBER = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3}){0,5})(?:[.)、．]|\s|$)")  # 3.1 Scope
HANZI = re.compile(r"^\s*[（(]?([一二三四五六七八九十]{1,3})[）)、．.]")  # 三、范围
DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@check(type="formatting", mqm="design/layout", severity=Severity.MINOR, whole=True)
def headings(collation: Collation) -> Iterator[Finding]:
    """Yield headings on another level, or with another number, than their source's."""
    pairs = [(b, s, t) for b in collation.bitext.beads for s, t in _tied(b)]
    shift = {path: _shift([(s, t) for _, s, t in pairs if s.path == path]) for path in sorted({s.path for _, s, _ in pairs})}
    for bead, source, target in pairs:
        due = source.level + shift[source.path]
        if target.level != due and source.level > 1:
            message = Bilingual(
                f"heading of level {target.level}; expected level {due}, as in the source",
                f"此标题为{target.level}级，应与原文一致为{due}级",
            )
            yield Finding(message, Place.whole(source), Place.whole(target), bead=bead)
        was, now = _number(source), _number(target)
        if was and now and was != now:
            message = Bilingual(f"heading number {now}; the source has {was}", f"标题编号为{now}，原文为{was}")
            yield Finding(message, _place(source), _place(target), bead=bead)


def _tied(bead: Bead) -> Iterator[tuple[Segment, Segment]]:
    sources = [s for s in bead.source if s.kind is Kind.HEADING]
    targets = [t for t in bead.target if t.kind is Kind.HEADING]
    if len(sources) == 1 and len(targets) == 1:
        yield sources[0], targets[0]


def _shift(pairs: list[tuple[Segment, Segment]]) -> int:
    """Return by how many levels most headings below the title are shifted; the smallest shift where several are as frequent."""
    counts = Counter(t.level - s.level for s, t in pairs if s.level > 1)
    return min(counts, key=lambda d: (-counts[d], abs(d), d)) if counts else 0


def _number(segment: Segment) -> str:
    """Return the number before a heading's words, in digits; empty where it has none."""
    text = segment.label or segment.text
    found = NUMBER.match(text)
    if found:
        return found[1]
    hanzi = HANZI.match(text)
    if not hanzi:
        return ""
    tens, ten, ones = hanzi[1].rpartition("十")
    return str((DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0))


def _place(segment: Segment) -> Place:
    """Return where a heading's number stands; all of the heading, where it is not part of the text."""
    found = NUMBER.match(segment.text) or HANZI.match(segment.text)
    return Place(segment, *found.span(1)) if found else Place.whole(segment)
