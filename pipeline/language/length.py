"""Weigh texts of the two languages on one scale, so that a translation that is too short or too long stands out."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from statistics import median

from ..model import Bitext
from .mask import shown

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]")
HANS = re.compile(HAN.pattern + "+")
OTHERS = bytes(c for c in range(256) if not (chr(c).isascii() and chr(c).isalnum()))  # all bytes but Latin letters and digits

# One Han character renders about three English letters, a Latin letter itself: least squares over the paragraph pairs of
# Kubernetes' documentation and Mozilla's policies and over NTREX-128 news give 2.8 to 3.5 and 0.9. The logarithm of the
# ratio then has mean 0 and this standard deviation (0.28 below 40 letters, 0.16 above 150).
LETTERS_PER_HAN = 3.0
DEVIATION = 0.2
KNOWN, MOST = 20, 0.15  # beads from which a text has a usual surplus, and how large it may be


@lru_cache(maxsize=50_000)
def weight(text: str) -> float:
    """Return a text's length in English letters; markup does not count.

    >>> weight("Good morning"), weight("早上好 OECD")
    (11.0, 13.0)
    """
    seen = shown(text)
    han = 0 if seen.isascii() else len("".join(HANS.findall(seen)))
    return LETTERS_PER_HAN * han + len(seen.encode("ascii", "ignore").translate(None, OTHERS))


def surplus(source: float, target: float) -> float:
    """Return by how much the target outweighs the source: the logarithm of the ratio; negative where it is too short.

    >>> round(surplus(100, 100), 2), round(surplus(100, 50), 2)
    (0.0, -0.69)
    """
    return math.log(max(target, 1.0) / max(source, 1.0))


def usual(bitext: Bitext) -> float:
    """Return by how much a translation outweighs its source as a rule; 0 where too little is known."""
    beads = [b for b in bitext.beads if b.source and b.target] if bitext.whole else []
    if len(beads) < KNOWN:
        return 0.0
    found = median(surplus(*(sum(weight(s.text) for s in side) for side in (b.source, b.target))) for b in beads)
    return max(-MOST, min(MOST, found))
