"""Find references to articles, chapters, annexes and the like that the translation changed, lost or made up.

A wrong article number sends the reader to another obligation. Article 21(3)(b) and 第二十一条第三款第二项 are one reference.

>>> on("as set out in Article 21(3)", "如第二十一条第三款所述")
>>> on("as set out in Article 21(3)", "如第二十二条第三款所述")
references (critical): "第二十二条第三款" = article 22/3; the original has "Article 21(3)" = article 21/3

What mixes letters and digits is compared letter by letter: versions, standards, document symbols, models.

>>> on("The H100 chip needs a licence.", "H200芯片须经许可。")
references (critical): "H200"; the original has "H100"

Does not catch a reference by the name of a law alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..mentions.report import differences, finding
from ..model import Collation, Finding, Severity
from . import check


@check(type="numbers", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def references(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each reference that the two sides do not share."""
    for compared, difference in differences(collation):
        kinds = {at[1].mention.kind for at in (difference.source, difference.target) if at}
        if difference.what in ("changed", "missing", "invented") and kinds == {"reference"}:
            yield finding(compared, difference)
