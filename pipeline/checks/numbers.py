"""Find numbers that the translation changed, lost or made up, comparing values and not their spelling.

2万欧元 is EUR 20,000 and 百分之五十 is 50 %; a wrong 万 or 亿 looks right and is wrong by a factor of ten thousand. A published
wrong number is the error that readers quote. Numbers are read after GB/T 15835-2011 in Chinese and as ISO 80000-1 writes them in
English; a value must be met in the same bead or in the one beside it.

>>> on("an annual contribution of EUR 20,000", "每年缴纳2万欧元的会费")
>>> on("an annual contribution of EUR 20,000", "每年缴纳2亿欧元的会费")
numbers (critical): "2亿欧元" = EUR 200,000,000; the original has "EUR 20,000"

Two numbers that changed places are told where it is plain what each is said of: from 12% to 15%, votes for and against, two nouns.

>>> on("It has 12 members and 40 observers.", "有12名观察员和40名成员。")
numbers (major): "40"; the original has "12"

Does not catch a number that is right in itself but stands with the wrong noun, where the dictionary does not know the nouns.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..mentions.difference import Difference
from ..mentions.report import differences, finding
from ..model import Collation, Finding, Severity
from . import check


@check(type="numbers", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def numbers(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each number that the two sides do not share."""
    for compared, difference in differences(collation):
        if difference.what in ("changed", "missing", "invented", "disagreed") and _own(difference):
            yield finding(compared, difference)


def _own(difference: Difference) -> bool:
    kinds = {at[1].mention.kind for at in (difference.source, difference.target) if at}
    return not (kinds <= {"date"} or kinds <= {"reference"})
