"""Judge, by what stands left of digits, whether they are a number of something or part of a name: `v1`, `CO2`, `10.0.0.1`."""

from __future__ import annotations

import re

from .reading import BLANK

REACH = 12  # characters to the left that are looked at
TOUCHING = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_#/\\+.@=-" + BLANK)
# (5 | mid-5 | 第5 | 3-5
LOOSE = re.compile(
    r"(?:^|[\s(\[\"'\u201c\u2018,;:\u2013\u2014>+~=])[-+=/.@#]?$|(?:^|[^A-Za-z])[a-z]{2,}-$|[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]$|[\d%][-/]$"
)
NEXT = re.compile(r"\s?\d")  # EUR 1 EUR 2: the second sign is the second number's


def named(left: str) -> bool:
    """Tell whether digits after this text are part of a name and count nothing.

    >>> named("COVID-"), named("mid-"), named("in ")
    (True, False, False)
    """
    return left[-1:] in TOUCHING and left != "" and (left[-1] == BLANK or not LOOSE.search(left))
