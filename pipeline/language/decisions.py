"""Know how a decision is worded where people write it by hand: in a cell of a spreadsheet, in a reply to a comment.

What is written out (`report`) and what comes back (`read`) share these words.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from ..model import WaiverKind
from .tables import rows

WORDS = tuple((cast(WaiverKind, kind), word) for kind, word in rows(Path(__file__).parent / "words" / "decisions.tsv"))
KINDS = {word.casefold(): kind for kind, word in WORDS}
# A reply that decides: a kind, a mark, a reason. "误报：日期在原文脚注中", "intended - so the treaty"
REPLY = re.compile(
    r"\s*(" + "|".join(re.escape(w) for w in sorted(KINDS, key=len, reverse=True)) + r")\s*[:：,，.。;；–—-]+\s*(\S.*)", re.I | re.S
)
AUTHOR = "对勘 Duikan"
ISSUE = re.compile(r"\[([0-9a-f]{8})\]")  # an issue's id in a comment: [8c1f0a52]
# The columns of a sheet by their key; a sheet that comes back is read by these heads, in whatever order they stand.
COLUMNS = {
    "id": "编号 ID",
    "severity": "严重程度 Severity",
    "check": "检查项 Check",
    "place": "位置 Place",
    "source": "原文 Source",
    "target": "译文 Target",
    "message": "说明",
    "suggestion": "建议 Suggestion",
    "kind": "决定 Decision",
    "reason": "理由 Reason",
    "by": "决定人 By",
    "second": "第二署名人 Second",
    "status": "状态 Status",
    "message-en": "Message",
    "text": "标记文字 Marked",
}
SHEET, ABOUT = "问题 Issues", "说明 About"


def kind_of(word: str) -> WaiverKind | None:
    """Return the kind of waiver that a word names; None where it names none.

    >>> kind_of("误报"), kind_of(" Accepted "), kind_of("false alarm 误报"), kind_of("maybe")
    ('false-alarm', 'accepted', 'false-alarm', None)
    """
    said = word.strip().casefold()
    if said in KINDS:
        return KINDS[said]
    both = {KINDS[part] for part in re.split(r"(?<=[一-鿿])\s+|\s+(?=[一-鿿])", said) if part in KINDS}
    return both.pop() if len(both) == 1 else None


def offered(kind: WaiverKind) -> str:
    """Return how a kind is offered to be chosen: 误报 false alarm."""
    words = [word for k, word in WORDS if k == kind]
    return f"{next(w for w in words if not w.isascii())} {next(w for w in words if w.isascii())}"


def decided(reply: str) -> tuple[WaiverKind, str] | None:
    """Return kind and reason of a reply that decides.

    >>> decided("误报：原文脚注有说明"), decided("Intended - so the treaty"), decided("see above")
    (('false-alarm', '原文脚注有说明'), ('intended', 'so the treaty'), None)
    """
    found = REPLY.match(reply)
    return (KINDS[found[1].casefold()], found[2].strip()) if found else None
