"""Find amounts whose number is right and whose currency or unit is not: GBP for EUR, 小时 for minutes.

Units are compared as ISO 4217 codes and CLDR unit identifiers; half a year is six months. A bare $ or 元 agrees with every currency
of that sign unless the work names one.

>>> on("a fine of EUR 500", "罚款500欧元")
>>> on("a fine of EUR 500", "罚款500英镑")
units (critical): "500英镑" is in GBP; the original has "EUR 500" in EUR

Does not catch a unit that was lost altogether where the number stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..mentions.report import differences, finding
from ..model import Collation, Finding, Severity
from . import check


@check(type="numbers", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def units(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each amount that stands in another unit."""
    for compared, difference in differences(collation):
        if difference.what == "unit":
            yield finding(compared, difference)
