"""Read what closes an English numeral: an ordinal (`twenty-first`), a fraction (`two thirds`, `five and a half`), decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .numeral import Numeral
from .tokens_en import ARTICLE, Token
from .wholes_en import Whole

Closed = tuple[Numeral, int] | None  # a numeral, its start not yet settled, and where the next begins
NO_NOUN = re.compile(r"\s+(?:of|more|less|fewer|larger|higher|lower|faster|as)\b|\s*(?:$|[.,;:)!?])")  # a third of


def alone(text: str, chain: Sequence[Token], at: int) -> tuple[Numeral | None, int]:
    """Read an ordinal, a half or a quarter that no number stands before."""
    t = chain[at]
    following = chain[at + 1] if at + 1 < len(chain) else None
    article = ARTICLE.search(text, max(0, t.start - 4), t.start)
    if t.sort == "H":
        if following is not None and following.sort in "SZ" and following.value > 1 and not t.plural:  # half a million, half a dozen
            return Numeral(t.start, following.end, t.value * following.value, "words", "cardinal"), at + 2
        start = article.start() if article else t.start
        period = t.text == "quarter" and not article and not text.startswith(" of ", t.end)  # in the quarter
        return (None if t.plural or period else Numeral(start, t.end, t.value, "words", "fraction", small=True)), at + 1
    if t.sort != "O" or t.plural:
        return None, at + 1
    if article and t.value > 2 and NO_NOUN.match(text, t.end):
        return Numeral(article.start(), t.end, 1 / t.value, "words", "fraction", small=True), at + 1
    if following is not None and following.sort == "O" and following.value >= 100 and not following.plural:
        return Numeral(t.start, following.end, t.value * following.value, "words", "ordinal"), at + 2
    return Numeral(t.start, t.end, t.value, "digits" if t.text[0].isdigit() else "words", "ordinal", small=t.value == 1), at + 1


def closed(text: str, chain: Sequence[Token], at: int, i: int, whole: Whole) -> Closed:
    """Read a number that began at `at` and is closed by the piece at `i`; None where that piece does not belong to it."""
    if whole.bare:
        return None
    t = chain[i]
    if t.sort == "H":
        return _halves(text, chain, at, i, whole)
    if t.sort == "P":
        return _decimals(chain, i, whole)
    if t.sort == "C":
        return _compound(text, chain, i, whole)
    if t.sort == "O" and not t.text[0].isdigit():
        return _ordinal(i, t, whole) or _fraction(text, chain, at, i, whole)
    return None


def _halves(text: str, chain: Sequence[Token], at: int, i: int, whole: Whole) -> Closed:
    """Read halves and quarters: five and a half, two and a half million, three quarters, five billion and three quarters."""
    t = chain[i]
    following = chain[i + 1] if i + 1 < len(chain) and chain[i + 1].sort == "S" and chain[i + 1].value > 1 else None
    if whole.and_before(t):
        if following:
            if whole.value < 1000:
                return Numeral(0, following.end, (whole.value + t.value) * following.value, "words"), i + 2
            return Numeral(0, following.end, whole.value + t.value * following.value, "words"), i + 2
        scaled = whole.last is not None and whole.last.sort == "S" and whole.scale >= 1000 and " a" in text[whole.end : t.start]
        value = whole.value + t.value * (whole.scale if scaled else 1)
        return Numeral(0, t.end, value, "words", "cardinal" if scaled else "fraction"), i + 1
    if t.plural or whole.value == 1:
        if following:
            head, count = _parted(text, chain, at, i)
            return Numeral(
                0, following.end, head.value + count * t.value * following.value if head else count * t.value * following.value, "words"
            ), i + 2
        return _added(text, chain, at, i, t.value)
    return None


def _parted(text: str, chain: Sequence[Token], at: int, i: int) -> tuple[Whole | None, Fraction]:
    """Part a chain before a fraction at its last `and`: the whole number before it, and how many parts are counted after it."""
    for k in range(i - 1, at, -1):
        if "and" in text[chain[k - 1].end : chain[k].start].lower():
            count, head = Whole(text, chain, k, i), Whole(text, chain, at, k)
            if count.length == i - k and head.length == k - at and count.value < 100:
                return head, count.value
            break
    return None, Whole(text, chain, at, i).value


def _added(text: str, chain: Sequence[Token], at: int, i: int, part: Fraction) -> Closed:
    """Read so many parts, with the whole number before them: three quarters, two hundred and three fifths, two million and a third."""
    head, count = _parted(text, chain, at, i)
    value = count * part
    if head is not None:
        million = head.last is not None and head.last.sort == "S" and head.scale >= 1000 and value < 1
        value = head.value + value * (head.scale if million else 1)
    return Numeral(0, chain[i].end, value, "words", "fraction"), i + 1


def _decimals(chain: Sequence[Token], i: int, whole: Whole) -> Closed:
    """Read the digits after a point: three point one four, three point fifteen."""
    j, read = i + 1, ""
    while j < len(chain) and chain[j].sort in "CD" and chain[j].value.denominator == 1:
        tens = chain[j].value >= 20 and chain[j].value % 10 == 0 and j + 1 < len(chain) and chain[j + 1].value < 10
        read += str(int(chain[j].value) // 10) if tens else str(int(chain[j].value))
        j += 1
    if not read:
        return None
    return Numeral(0, chain[j - 1].end, whole.value + Fraction(int(read), 10 ** len(read)), "words"), j


def _ordinal(i: int, t: Token, whole: Whole) -> Closed:
    """Read an ordinal that ends a number: twenty-first, two hundred and first, three hundredth."""
    joined = whole.and_before(t)
    if t.plural or whole.last is None:
        return None
    tens = not joined and t.value < 10 and whole.value % 100 >= 20 and whole.value % 10 == 0
    rank = (tens and not whole.year) or (
        whole.value >= 100 and t.value < whole.value and whole.last.sort == "S" and not whole.and_article(t)
    )
    if rank and ARTICLE.search(whole.text, max(0, whole.start - 4), whole.start) and NO_NOUN.match(whole.text, t.end):
        return Numeral(0, t.end, 1 / (whole.value + t.value), "words", "fraction"), i + 1  # a twenty-first of the whole
    if rank:
        return Numeral(0, t.end, whole.value + t.value, "words", "ordinal"), i + 1
    if t.value >= 100 and not joined and whole.value > 1:
        return Numeral(0, t.end, whole.value * t.value, "words", "ordinal"), i + 1
    return None


def _fraction(text: str, chain: Sequence[Token], at: int, i: int, whole: Whole) -> Closed:
    """Read a fraction in words: two thirds, three twenty-firsts, one hundred thirty fifths (100/35), two hundred and a fifth."""
    t = chain[i]
    if whole.and_before(t):
        return _joined_fraction(i, t, whole) if t.value > 2 else None
    for k in range(at + 1, i):  # the longest denominator that leaves a number to be divided
        if "and" in text[chain[k - 1].end : chain[k].start].lower():
            break
        if chain[k - 1].sort == chain[k].sort == "C" and chain[k].value < 10 and 20 <= chain[k - 1].value < 100:
            continue  # ninety-five is not parted
        lower, upper = Whole(text, chain, k, i), Whole(text, chain, at, k)
        if lower.length == i - k and not lower.bare and upper.length == k - at and _denominates(lower, t):
            return Numeral(0, t.end, upper.value / (lower.value + t.value), "words", "fraction"), i + 1
    return _added(text, chain, at, i, 1 / t.value) if t.value > 2 and (t.plural or whole.value == 1) else None


def _compound(text: str, chain: Sequence[Token], i: int, whole: Whole) -> Closed:
    """Read a fraction whose denominator is of several words, which do not go on from the number before: three twenty-firsts."""
    lower = Whole(text, chain, i)
    j = i + lower.length
    t = chain[j] if j < len(chain) else None
    if t is None or t.sort != "O" or whole.and_before(chain[i]) or not (t.plural or whole.value == 1) or not _denominates(lower, t):
        return None
    return Numeral(0, t.end, whole.value / (lower.value + t.value), "words", "fraction"), j + 1


def _denominates(lower: Whole, t: Token) -> bool:
    """Tell whether a number goes on into an ordinal as one denominator: twenty fifths, one hundred fifth."""
    if t.value >= 100 or lower.last is None:
        return False
    return (lower.value % 100 >= 20 and lower.value % 10 == 0 and t.value < 10) or (lower.last.sort == "S" and t.value < lower.scale)


def _joined_fraction(i: int, t: Token, whole: Whole) -> Closed:
    """Read a whole number and one part: five and a third."""
    if not whole.and_article(t):
        return None
    return Numeral(0, t.end, whole.value + 1 / t.value, "words", "fraction"), i + 1
