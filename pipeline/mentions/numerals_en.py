"""Find English numerals: digits, words, and both mixed (`twelve million`, `1.5 bn`, `two thirds`, `the 21st`).

The pieces that stand together make a chain. From its head as many are added up as make one whole number; what follows may close it
as an ordinal (`twenty-first`), a fraction (`two thirds`, `five and a half`) or decimals (`three point five`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .closings_en import alone, closed
from .numeral import NOTING, Form, Numeral, noted, over, slashed
from .reading import lower
from .tokens_en import Token, scales, tokens
from .wholes_en import Whole

GAP = re.compile(r"(?:\s|-|\u2011)+(?:and(?:\s|-)+)?(?:an?\s+)?")  # "twenty-one", "hundred and five", "two and a half"
OF_A = re.compile(r"\s+of\s+an?\s+")  # a quarter of a million
WITH = re.compile(r"\s+and\s+(?:an?\s+)?")
OUT_OF = re.compile(r"\s+out\s+of\s+")
# one in five people
IN_ALL = re.compile(r"\s+in\s+(?:every\s+)?")
LASTING = re.compile(r"\s+(?:second|minute|hour|day|week|month|year|decade|case|place|part|language|categor)", re.IGNORECASE)
# 1 over three: a fraction only where nothing is counted by the second number, since "over" before one means more than, or during
OVER = re.compile(r"\s+over\s+")
NO_NOUN = re.compile(r"\s*(?:$|[.;)!?](?!\d))")
SCALED = re.compile(r"\b(thousand|million|billion|trillion)$", re.IGNORECASE)
SIGN_ENDS = frozenset("-\u2212sSeE")
NEGATIVE = re.compile(r"(?:(?:^|[\s(=:])[-\u2212]\s?|\b(?:minus|negative)\s)$", re.IGNORECASE)  # "-5", "minus 5"


def numerals(text: str, spelt: Collection[str] | None = None, figures: bool = True) -> list[Numeral]:
    """Return the numerals of a text, in order.

    `spelt` are its words in lower case, where they are known, and `figures` tells whether it may have digits.

    >>> [(str(n.value), n.sort) for n in numerals("two thirds of twelve million and the 21st")]
    [('2/3', 'fraction'), ('12000000', 'cardinal'), ('21', 'ordinal')]
    """
    found: list[Numeral] = []
    chain: list[Token] = []
    for token in tokens(text, spelt, figures):
        if chain and not _joined(text, chain[-1], token):
            _read(text, chain, found)
            chain = []
        chain.append(token)
    if chain:
        _read(text, chain, found)
    if "/" in text:
        found = over(slashed(text), found)
    if any(text[n.end : n.end + 1] in NOTING for n in found):
        found = over(noted(text), found)
    return _summed(text, found) if len(found) > 1 else found


def _joined(text: str, a: Token, b: Token) -> bool:
    """Tell whether two pieces may belong to one numeral: twenty-one, hundred and five, two and a half, 11million."""
    if a.end == b.start:
        return a.sort == "D" and b.sort in "SH"
    if a.sort == "H" and b.sort in "SZ" and OF_A.fullmatch(text, a.end, b.start):
        return True
    return GAP.fullmatch(text, a.end, b.start) is not None


def _read(text: str, chain: Sequence[Token], found: list[Numeral]) -> None:
    """Read the numerals of a chain."""
    at = 0
    while at < len(chain):
        n, at = _one(text, chain, at)
        if n is not None:
            found.append(_signed(text, n))


def _one(text: str, chain: Sequence[Token], at: int) -> tuple[Numeral | None, int]:
    """Read one numeral and return it with where the next begins."""
    first = chain[at]
    if first.sort in "CD" and at + 1 == len(chain):
        worded = first.sort == "C"
        return Numeral(first.start, first.end, first.value, "words" if worded else "digits", small=worded and first.value <= 12), at + 1
    if first.sort == "V":
        return Numeral(first.start, first.end, first.value, "words", "vague", "about"), at + 1
    if first.sort == "P":
        return None, at + 1
    whole = Whole(text, chain, at)
    if whole.length == 0:
        return alone(text, chain, at)
    start, after = whole.start, at + whole.length
    if after < len(chain) and (done := closed(text, chain, at, after, whole)):
        n, after = done
        return n._replace(start=start), after
    if whole.bare:
        return None, after
    form: Form = "digits" if any(t.sort == "D" for t in chain[at:after]) else "words"
    small = form == "words" and whole.value <= 12 and whole.length == 1
    return Numeral(start, whole.end, whole.value, form, "year" if whole.year else "cardinal", small=small), after


def _signed(text: str, n: Numeral) -> Numeral:
    """Return a numeral with the minus that stands before it; a date or a rank has none."""
    if n.sort in ("ordinal", "year", "vague") or text[max(0, n.start - 2) : n.start].rstrip()[-1:] not in SIGN_ENDS:
        return n
    return n._replace(value=-n.value) if NEGATIVE.search(text, max(0, n.start - 10), n.start) else n


def _summed(text: str, found: list[Numeral]) -> list[Numeral]:
    """Join `twenty and three fifths`, `one out of three` and `1 over three`, which are single values."""
    joined = [found[0]]
    for n in found[1:]:
        last = joined[-1]
        if n.sort == "fraction" and n.value < 1 and _whole(last) and WITH.fullmatch(text, last.end, n.start):
            scale = SCALED.search(text, last.start, last.end)
            part = n.value * scales()[lower(scale[1])] if scale else n.value
            joined[-1] = Numeral(last.start, n.end, last.value + part, last.form, "fraction")
        elif _whole(last) and _whole(n) and n.value and _divided(text, last, n):
            joined[-1] = Numeral(last.start, n.end, last.value / n.value, last.form, "fraction")
        else:
            joined.append(n)
    return joined


def _whole(n: Numeral) -> bool:
    return n.sort == "cardinal" and n.value.denominator == 1


def _divided(text: str, a: Numeral, b: Numeral) -> bool:
    """Tell whether the second numeral divides the first."""
    if OUT_OF.fullmatch(text, a.end, b.start):
        return 0 < a.value < b.value and (a.form == "words" or b.value <= 12 or b.value in (100, 1000))  # 30 out of 44: two numbers
    if a.form == "words" and a.small and IN_ALL.fullmatch(text, a.end, b.start):
        return a.value < b.value <= 1000 and text[b.end : b.end + 1] in tuple(" ,.;:)") and not LASTING.match(text, b.end)
    return OVER.fullmatch(text, a.end, b.start) is not None and NO_NOUN.match(text, b.end) is not None
