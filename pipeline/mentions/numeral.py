"""Say what a numeral is: a stretch of text that spells a number, before anybody asks what it counts."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from ..model import Bound

Form = Literal["digits", "words"]
Sort = Literal["cardinal", "ordinal", "fraction", "vague", "year", "range"]

# 1,234.5 | 20 000 | 12 | 0.5 | .5
DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d.,]?\d)|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
)


class Numeral(NamedTuple):
    """Hold where a numeral stands, its value, how it is written and what it is.

    `bound` is `about` for `十几` or `dozens`; `small` is true for a single small numeral in words, which may be part of a word.
    """

    start: int
    end: int
    value: Fraction
    form: Form = "digits"
    sort: Sort = "cardinal"
    bound: Bound = "exact"
    small: bool = False


SEPARATORS = re.compile(r"[,\s]")


def digits(text: str) -> Fraction:
    """Read digits with their separators: `1,234.5`, `20 000`.

    >>> digits("20 000"), digits("1,234.5")
    (Fraction(20000, 1), Fraction(2469, 2))
    """
    if text.isdigit():
        return Fraction(int(text))
    return Fraction(SEPARATORS.sub("", text))
