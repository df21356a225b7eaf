"""Find dates, years, decades, quarters and times of day that the translation changed, lost or made up.

Dates are compared as EDTF (ISO 8601-2), so that 15 June 2020, 2020年6月15日 and 二〇二〇年六月十五日 are one date, and 上世纪九十年代
is the 1990s. Relative dates and weekdays are compared as steps from the day that neither side names: last year is 去年, not 明年.

>>> on("launched on 15 June 2020", "于2020年6月15日启动")
>>> on("launched on 15 June 2020", "于2020年6月25日启动")
dates (critical): "2020年6月25日" = 2020-06-25; the original has "15 June 2020" = 2020-06-15

>>> on("It grew last year.", "明年有所增长。")
dates (critical): "明年" = 1 year later; the original has "last year" = 1 year earlier

Does not catch a relative date that the translator reckoned wrongly into a calendar date (last year, 2017年).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..mentions.report import differences, finding
from ..model import Collation, Finding, Severity
from . import check


@check(type="numbers", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def dates(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each date that the two sides do not share."""
    for compared, difference in differences(collation):
        kinds = {at[1].mention.kind for at in (difference.source, difference.target) if at}
        if difference.what in ("changed", "missing", "invented", "disagreed") and kinds == {"date"}:
            yield finding(compared, difference)
