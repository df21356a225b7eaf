"""Find punctuation that breaks GB/T 15834-2011 in the translation.

Half-width marks between Chinese characters, doubled marks, 、 before 等 or a conjunction, dots for an ellipsis, hyphens for a
dash, brackets and titles nested in their own kind, and more: the rules stand with their clauses in `words/punctuation.tsv`.
Code, addresses and stretches of English are left alone; a half-width mark that touches Latin letters is neutral.

>>> on("It is based in Paris, and meets twice.", "它设于巴黎，召开两次会议。")
>>> on("It is based in Paris, and meets twice.", "它设于巴黎,召开两次会议。")
punctuation (minor): half-width comma in Chinese (GB/T 15834-2011, 4.4.2)
>>> on("The OECD hosts it.", "经合组织（OECD, Organisation for Economic Co-operation and Development）主持。")
punctuation (minor): half-width comma inside full-width brackets (GB/T 15834-2011, 4.4.2)

Does not judge the choice between comma and full stop, colon scope, or stops beside closing quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..language.mask import prose
from ..language.usage import cited, rules, slips
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

RULES = Path(__file__).parent / "words" / "punctuation.tsv"
rules(RULES)  # patterns are made when the check is, not with the first text
STANDARD = "GB/T 15834-2011"
GLOSS = re.compile(
    r"（(?<=[\u3400-\u9fff]（)([A-Za-z][\w&.'’-]*(?:, [A-Za-z\u3400-\u9fff][^（）,\ufffc]{1,80})+)）"
)  # 经合组织（OECD, Organisation for ...）
COMMA = re.compile(r", ?")


@check(type="typographical", mqm="linguistic-conventions/punctuation", severity=Severity.MINOR)
def punctuation(collation: Collation) -> Iterator[Finding]:
    """Yield stretches of the translation that break a rule of the table."""
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind is not Kind.CODE:
                if "（" in segment.text:
                    yield from _glosses(segment, bead)
                yield from _table(segment, bead, collation)


def _table(segment: Segment, bead: Bead, collation: Collation) -> Iterator[Finding]:
    for slip in slips(segment, RULES, collation.bitext.translation.locale):
        message = cited(slip.rule.message, slip.rule.clause, STANDARD)
        place = Place(segment, slip.start, slip.end)
        yield Finding(message, None, place, slip.suggestion, severity=slip.rule.grade(collation.bitext.whole), bead=bead, safe=slip.safe)


def _glosses(segment: Segment, bead: Bead) -> Iterator[Finding]:
    """Yield half-width commas that divide the parts of a gloss inside full-width brackets."""
    for m in GLOSS.finditer(prose(segment)):
        for comma in COMMA.finditer(m[1]):
            place = Place(segment, m.start(1) + comma.start(), m.start(1) + comma.end())
            message = cited(Bilingual("half-width comma inside full-width brackets", "全角括号内用了半角逗号"), "4.4.2", STANDARD)
            yield Finding(message, None, place, "，", bead=bead)
