"""Find numbers that are stated more or less exactly than in the original, or bounded on the other side.

"More than 500" is not 不到500, and "up to 7 %" is not 7%. 以上 and 以下 include the number in mainland law (Civil Code, art. 1259),
超过 and 不满 do not; as translators write 18岁以下 for "under 18", an inclusive bound for an exclusive one is a minor matter. A
date until which something holds is not one from which it does.

>>> on("more than 500 experts", "500多名专家")
>>> on("more than 500 experts", "不到500名专家")
bounds (major): "不到500" says less than 500; the original has "more than 500", more than 500
>>> on("It takes effect from 1 May 2025.", "该规定于2025年5月1日前生效。")
bounds (major): "2025年5月1日前" is until then; the original has "from 1 May 2025", from then on

Does not catch a bound that is expressed far from its number.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..mentions.report import differences, finding
from ..model import Collation, Finding, Severity
from . import check


@check(type="mistranslation", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def bounds(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each number whose bound the two sides do not share."""
    for compared, difference in differences(collation):
        if difference.what == "bound":
            yield finding(compared, difference)
