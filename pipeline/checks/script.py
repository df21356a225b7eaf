"""Find traditional characters in a simplified text, and simplified ones in a traditional text.

>>> on("Data governance matters.", "数据治理很重要。")
>>> on("Data governance matters.", "數據治理很重要。")
script (minor): 數據 is written in traditional characters

Does not catch a character that both scripts share, and does not convert words: that is for `regional-words`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..language.mask import prose
from ..language.mixed import of_other_script
from ..model import Bilingual, Collation, Finding, Kind, Place, Severity
from . import check


@check(type="characters", mqm="locale-convention/characters", severity=Severity.MINOR)
def script(collation: Collation) -> Iterator[Finding]:
    """Yield runs of characters of the other script."""
    locale = collation.bitext.translation.locale
    hant = locale.startswith("zh-Hant")
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind is Kind.CODE:
                continue
            for start, end, right in of_other_script(prose(segment), locale):
                place = Place(segment, start, end)
                en, zh = ("simplified", "简体") if hant else ("traditional", "繁体")
                message = Bilingual(f"{place.text} is written in {en} characters", f"{place.text}为{zh}字")
                yield Finding(message, None, place, right, bead=bead)
