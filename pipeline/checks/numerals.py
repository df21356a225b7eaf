"""Find numerals that break GB/T 15835-2011 in the translation.

Chinese and Arabic numerals mixed in one number or date, full-width digits, ranges of percentages with one %, years cut short,
二 before measure words: the rules stand with their clauses in `words/numerals.tsv`.

>>> on("It has about 4,000 members.", "它约有4000名成员。")
>>> on("It has about 4,000 members.", "它约有4千名成员。")
numerals (minor): only 万 and 亿 may follow Arabic digits (GB/T 15835-2011, 5.3)

Does not compare values with the source, and does not choose between 3倍 and 三倍, which the standard leaves free.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..language.usage import cited, rules, slips
from ..model import Collation, Finding, Kind, Place, Severity
from . import check

RULES = Path(__file__).parent / "words" / "numerals.tsv"
rules(RULES)  # patterns are made when the check is, not with the first text
STANDARD = "GB/T 15835-2011"


@check(type="typographical", mqm="linguistic-conventions/numerals", severity=Severity.MINOR)
def numerals(collation: Collation) -> Iterator[Finding]:
    """Yield numerals of the translation that break a rule of the table."""
    locale = collation.bitext.translation.locale
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind is Kind.CODE:
                continue
            for slip in slips(segment, RULES, locale):
                message = cited(slip.rule.message, slip.rule.clause, STANDARD)
                yield Finding(
                    message,
                    None,
                    Place(segment, slip.start, slip.end),
                    slip.suggestion,
                    severity=slip.rule.grade(collation.bitext.whole),
                    bead=bead,
                    safe=slip.safe,
                )
