"""Point at passages whose two sides are least alike, the least alike first.

This is a reading list, never an alarm: a sentence encoder knows what a passage is about, not whether it is right. In a document a
passage stands on the list when it is far below what is usual there. Loose pairs, and texts read without an encoder, are
compared by the words that a dictionary lets them share.

>>> on("Members pay an annual contribution to the secretariat.", "成员每年向秘书处缴纳会费。")
>>> on("Members pay an annual contribution to the secretariat.", "火车站明年将全面翻修并扩大停车场。")
meaning (neutral): read this against its source: the two are little alike (0.00)

Cannot see a wrong number, a lost negation or a swapped name: such sentences stay alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language import gaps
from ..language.encoder import load
from ..language.length import weight
from ..language.mask import shown
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Severity, join
from . import check

SIGN = re.compile(r"[A-Za-z\d](?:(?<=[A-Za-z])[A-Za-z]{2,}|(?<=\d)\d+)")  # OECD, 2020
FEWEST = 12  # beads below which a text has no usual likeness
SHORT = 25.0  # letters: shorter passages are too little to compare
FAR = 2.5  # deviations below the text's median, by the median absolute deviation
LOW = 0.45  # likeness, by an encoder, from which nothing is remarkable
NONE = 0.02  # share of common words below which a pair is remarkable by itself
MOST = 20  # entries of the list


@check(type="uncategorized", mqm="accuracy/mistranslation", severity=Severity.NEUTRAL)
def meaning(collation: Collation) -> Iterator[Finding]:
    """Yield the beads whose sides are least alike."""
    whole = collation.bitext.whole
    beads = [b for b in collation.bitext.beads if b.status == "computed" and _of_prose(b) and (whole or not _akin(b)) and _long(b)]
    many = whole and len(beads) >= FEWEST
    alike = (_meant(beads, collation.settings.encoder) if many else None) or [1.0 if not many and _akin(b) else _shared(b) for b in beads]
    floor = _floor(alike, many)
    listed = sorted((n for n in range(len(beads)) if alike[n] < floor), key=lambda n: (alike[n], n))[:MOST]
    for n in listed:
        message = Bilingual(
            f"read this against its source: the two are little alike ({alike[n]:.2f})",
            f"请对照原文细读：两侧相似度低（{alike[n]:.2f}）",
        )
        yield Finding(message, Place.whole(beads[n].source[0]), Place.whole(beads[n].target[0]), bead=beads[n])


def _of_prose(bead: Bead) -> bool:
    return bool(bead.source and bead.target) and bead.source[0].kind not in (Kind.CODE, Kind.CELL)


def _long(bead: Bead) -> bool:
    return all(sum(weight(s.text) for s in side) >= SHORT for side in (bead.source, bead.target))


def _meant(beads: Sequence[Bead], encoder: str) -> list[float] | None:
    encode = load(encoder)
    if encode is None:
        return None
    source = encode([shown(join(b.source, "en")) for b in beads])
    target = encode([shown(join(b.target, "zh")) for b in beads])
    return [float(x) for x in (source * target).sum(axis=1)]


def _akin(bead: Bead) -> bool:
    """Tell at a glance that the sides belong together: where nothing usual is known, only next to nothing in common is remarkable."""
    return _signed(bead) or gaps.akin(shown(join(bead.source, "en")), shown(join(bead.target, "zh")))


def _signed(bead: Bead) -> bool:
    """Tell whether both texts have a number or a Latin word in common, a sign that they belong together."""
    return any(_stands(sign, s.text) for t in bead.target for sign in SIGN.findall(t.text) for s in bead.source)


def _stands(sign: str, text: str) -> bool:
    """Tell whether a number or a word stands in a text by itself: nearly always where nothing touches it at its first place."""
    at = text.find(sign)
    if at < 0:
        return False
    before, after = text[at - 1] if at else " ", text[at + len(sign) : at + len(sign) + 1]
    return not (before.isalnum() or after.isalnum()) or sign in SIGN.findall(text)


def _shared(bead: Bead) -> float:
    """Return the share of common words; a sign of belonging together counts for all."""
    return 1.0 if _signed(bead) else gaps.common(shown(join(bead.source, "en")), shown(join(bead.target, "zh")))


def _floor(alike: Sequence[float], many: bool) -> float:
    """Return the likeness below which a passage is remarkable: far below the usual, or next to none."""
    if not many:
        return NONE
    import numpy as np

    median = float(np.median(alike))
    usual = 1.4826 * float(np.median(np.abs(np.array(alike) - median))) + 1e-6
    return max(NONE, min(LOW, median - FAR * usual))
