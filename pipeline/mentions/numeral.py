"""Say what a numeral is: a stretch of text that spells a number, before anybody asks what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from ..model import Bound

Form = Literal["digits", "words"]
Sort = Literal["cardinal", "ordinal", "fraction", "vague", "year", "range"]

# 1,234.5 | 20 000 | 20 000.5 | 1.234.567 | 1.234.567,89 | 12 | 0.5 | .5
DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?![\d.,]?\d)"
    r"|(?<![\d.,])\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d{1,2})?|\.\d{3},\d{1,2})(?![\d.,]?\d)|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
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


SLASH = re.compile(r"(?<![\d/.:-])(?<!\d,)(?:(?P<w>\d{1,6})[ -]{1,2})?(?P<a>\d{1,3})\s?/\s?(?P<b>\d{1,3})(?![\d/:-]|[.,]\d)")  # 1/2, 10 1/2
RUN = re.compile(r"\d\d*")
LONGEST = 60  # digits; what is longer is a key or an attack, and no number that anybody compares
CONTINENTAL = re.compile(r"\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d{1,2})?|\.\d{3},\d{1,2})")  # 1.234.567,89
SEPARATORS = re.compile(r"[,\s]")


@lru_cache(maxsize=5000)
def digits(text: str) -> Fraction:
    """Read digits with their separators: `1,234.5`, `20 000`, `1.234.567,5`.

    >>> digits("20 000"), digits("1,234.5"), digits("1.234.567,5")
    (Fraction(20000, 1), Fraction(2469, 2), Fraction(2469135, 2))
    """
    if CONTINENTAL.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    plain = SEPARATORS.sub("", text)[:LONGEST].rstrip(".")
    return Fraction(int(plain)) if plain.isdigit() else Fraction(plain)


def at_digits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with a run of digits; a try at each run is cheaper than one at every letter."""
    end = 0
    for run in RUN.finditer(text):
        if run.start() >= end and (m := pattern.match(text, run.start())):
            end = m.end()
            yield m


def slashed(text: str) -> list[Numeral]:
    """Return the fractions in digits: 1/2, 10 1/2; 24/7 and 9/11 are none.

    >>> [str(n.value) for n in slashed("1/2, 10 1/2, 24/7")]
    ['1/2', '21/2']
    """
    found = []
    for m in at_digits(SLASH, text):
        a, b = int(m["a"]), int(m["b"])
        if (b and (m["w"] or (a < b <= 10)) and b != 7) or (b in (16, 32, 100) and a < b):
            value = Fraction(a, b) + int(m["w"] or 0)
            if text[m.start() - 1 : m.start()] == "-" or text[max(0, m.start() - 2) : m.start()] == "- ":
                value = -value
            found.append(Numeral(m.start(), m.end(), value, "digits", "fraction"))
    return found


NOTING = frozenset("eE^⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")  # what stands behind a number that has an exponent: 2e5, 10^6, 10²⁵
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
# 2e5, 12.32e+14, 1.1^+23, 1.3x10^6, 2×10²⁵, 10²⁵
NOTED = re.compile(
    r"(?<![A-Za-z0-9_.])(?P<n>-?\d{1,15}(?:\.\d{1,15})?)(?:e(?P<e>[+-]?\d{1,2})|\s?[x×]\s?10(?:\^(?P<t>[+-]?\d{1,2})|(?P<u>[⁺⁻]?[⁰¹²³⁴-⁹]{1,2}))|\^(?P<p>[+-]{0,2}\d{1,2})"
    r"|(?<=(?<!\d)10)(?P<s>[⁺⁻]?[⁰¹²³⁴-⁹]{1,2}))(?![A-Za-z0-9_^⁰¹²³⁴-⁹]|\.\d)",
    re.IGNORECASE,
)


def noted(text: str) -> list[Numeral]:
    """Return the numbers in scientific notation and the powers.

    >>> [float(n.value) for n in noted("2e5, 1.3x10^6, 2^-1, 10²⁵")]
    [200000.0, 1300000.0, 0.5, 1e+25]
    """
    found = []
    for m in NOTED.finditer(text):
        n = Fraction(m["n"])
        ten = m["e"] or m["t"] or (m["u"] or "").translate(RAISED)
        power = m["p"] or (m["s"] or "").translate(RAISED)
        exponent = int(ten or power.replace("--", "").replace("+-", "-").replace("-+", "-"))
        if n or exponent > 0:
            value = n * Fraction(10) ** exponent if ten else (-1 if n < 0 else 1) * abs(n) ** exponent
            found.append(Numeral(m.start(), m.end(), Fraction(value), "digits"))
    return found


def over(first: list[Numeral], rest: list[Numeral]) -> list[Numeral]:
    """Put the first in place of what they overlap, in order.

    >>> over([], [Numeral(0, 1, Fraction(1))])[0].end
    1
    """
    if not first:
        return rest
    merged: list[Numeral] = []
    for n in sorted([*((f, 0) for f in first), *((r, 1) for r in rest)], key=lambda pair: (pair[0].start, pair[1])):
        merged.append(n[0])
    kept: list[Numeral] = []
    strong = {id(f) for f in first}
    for one in merged:
        while kept and kept[-1].end > one.start and id(one) in strong and id(kept[-1]) not in strong:
            kept.pop()
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept
