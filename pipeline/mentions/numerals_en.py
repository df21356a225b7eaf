"""Find English numerals: digits, words, and both mixed (`twelve million`, `1.5 bn`, `two thirds`, `the 21st`)."""

from __future__ import annotations

import re
from collections.abc import Collection
from fractions import Fraction

from .numeral import Numeral, noted, over, slashed
from .tokens_en import Token, scales, tokens

HUGE = 10**36  # beyond it nobody counts
GAP = re.compile(r"(?:\s|-|\u2011)+(?:and(?:\s|-)+)?(?:an?\s+)?")  # "twenty-one", "hundred and five", "two and a half"


def numerals(text: str, spelt: Collection[str] | None = None) -> list[Numeral]:
    """Return the numerals of a text, in order; `spelt` are its words in lower case, where they are known.

    >>> [(str(n.value), n.sort) for n in numerals("two thirds of twelve million and the 21st")]
    [('2/3', 'fraction'), ('12000000', 'cardinal'), ('21', 'ordinal')]
    """
    found: list[Numeral] = []
    chain: list[Token] = []
    for token in tokens(text, spelt):
        if chain and not _joined(text, chain[-1], token):
            _parse(text, chain, found)
            chain = []
        chain.append(token)
    if chain:
        _parse(text, chain, found)
    if "/" in text:
        found = over(slashed(text), found)
    if NOTATION.search(text):
        found = over(noted(text), found)
    return _summed(text, found) if len(found) > 1 else found


NOTATION = re.compile(r"\d[eE^][\d+-]|\d\^|10\^")
WITH = re.compile(r"\s+and\s+(?:an?\s+)?")
OUT_OF = re.compile(r"\s+out\s+of\s+")


def _summed(text: str, found: list[Numeral]) -> list[Numeral]:
    """Join `twenty and three fifths` and `one out of three`, which are single values."""
    joined = [found[0]]
    for n in found[1:]:
        last = joined[-1]
        if (
            n.sort == "fraction"
            and n.value < 1
            and last.sort == "cardinal"
            and last.value.denominator == 1
            and WITH.fullmatch(text, last.end, n.start)
        ):
            scale = SCALED.search(text, last.start, last.end)
            part = n.value * scales()[scale[1].lower()] if scale else n.value
            joined[-1] = Numeral(last.start, n.end, last.value + part, last.form, "fraction")
        elif last.sort == n.sort == "cardinal" and 0 < last.value < n.value and OUT_OF.fullmatch(text, last.end, n.start):
            joined[-1] = Numeral(last.start, n.end, last.value / n.value, last.form, "fraction")
        else:
            joined.append(n)
    return joined


SCALED = re.compile(r"\b(thousand|million|billion|trillion)$", re.IGNORECASE)


def _joined(text: str, a: Token, b: Token) -> bool:
    """Tell whether two pieces may belong to one numeral: twenty-one, hundred and five, two and a half, 11million."""
    if a.end == b.start:
        return a.sort == "D" and b.sort in "SH"
    return GAP.fullmatch(text, a.end, b.start) is not None


def _parse(text: str, chain: list[Token], found: list[Numeral]) -> None:
    if len(chain) == 1 and (t := chain[0]).sort == "D":
        found.append(Numeral(t.start, t.end, _sign(text, t.start) * t.value))
        return
    at = 0
    while at < len(chain):
        at = _one(text, chain, at, found)


def _and(text: str, a: Token, b: Token) -> bool:
    return "and" in text[a.end : b.start]


ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)  # "a hundred"


def _one(text: str, chain: list[Token], at: int, found: list[Numeral]) -> int:
    """Read one numeral from the chain and return where the next begins."""
    first = chain[at]
    if first.sort == "V":
        found.append(Numeral(first.start, first.end, first.value, "words", "vague", "about"))
        return at + 1
    if first.sort == "P":
        return at + 1
    total, last = Fraction(0), None
    current: Fraction | None = None
    year = False
    i = at
    scale = Fraction(0)
    while i < len(chain):
        t = chain[i]
        joined = last is not None and _and(text, last, t)
        if t.sort == "C":
            v = t.value
            if current is None:
                if last is not None and not (scale and v < scale):
                    break
                current = v
            elif (current >= 100 and current % 100 == 0 and v < 100 and (joined or (last is not None and last.sort == "S"))) or (
                current % 100 >= 20 and current % 10 == 0 and 0 < v < 10 and not joined
            ):
                current += v
            elif not scale and current in (19, 20) and 10 <= v <= 99 and not joined and not year:
                current, year = current * 100 + v, True
            else:
                break
        elif t.sort == "D":
            if last is None:
                current = t.value
            elif joined and last.sort == "S" and t.value < scale and t.value.denominator == 1:
                current = (current or 0) + t.value
            elif (
                last.sort == "S"
                and t.value < scale
                and i + 1 < len(chain)
                and chain[i + 1].sort == "S"
                and chain[i + 1].value * t.value < scale
                and current is None
            ):
                current = t.value
            else:
                break
        elif t.sort == "S":
            if year or total > HUGE:
                break
            if last is None and not _countable(text, chain, i):
                return i + 1
            if t.value == 100:
                if current is not None and (current >= 100 or current == 0):
                    break
                current = Fraction(current or 1) * 100
                scale = scale or Fraction(100)
            else:
                if current is None and total and last is not None and last.sort == "S":
                    total *= t.value
                else:
                    total += (1 if current is None else current) * t.value
                current = None
                scale = t.value
        elif t.sort == "Z":
            if last is None and not ARTICLE.search(text, max(0, t.start - 4), t.start):
                return i + 1
            if last is not None and (current is None and not total):
                break
            total += (current if current is not None else 1) * 12
            current = None
            i, last = i + 1, t
            break
        else:
            break
        last = t
        i += 1
    value = total + (current or 0)
    start = first.start
    if last is None:
        return _tail_alone(text, chain, at, found)
    if first.sort in "SZ" and (m := ARTICLE.search(text, max(0, start - 4), start)):
        start = m.start()
    if i < len(chain):
        done = _after(text, chain, i, start, value, last, found)
        if done:
            return done
    words_only = all(t.sort != "D" for t in chain[at:i])
    found.append(
        Numeral(start, last.end, _sign(text, start) * value, "words" if words_only else "digits", "year" if year else "cardinal",
                small=words_only and value <= 12 and i == at + 1)
    )  # fmt: skip
    return i


def _sign(text: str, start: int) -> int:
    if text[max(0, start - 2) : start].rstrip()[-1:] not in SIGN_ENDS:
        return 1
    return -1 if NEGATIVE.search(text, max(0, start - 10), start) else 1


NO_NOUN = re.compile(r"\s+(?:of|more|less|fewer|larger|higher|lower|faster|as)\b|\s*(?:$|[.,;:)!?])")  # a third of
SIGN_ENDS = frozenset("-\u2212sSeE")
NEGATIVE = re.compile(r"(?:(?:^|[\s(=:])[-\u2212]\s?|\b(?:minus|negative)\s)$", re.IGNORECASE)  # "-5", "minus 5"


def _countable(text: str, chain: list[Token], i: int) -> bool:
    """Tell whether a word of scale without a number before it counts: `a hundred`, `half million`, `hundred thousand`."""
    t = chain[i]
    if ARTICLE.search(text, max(0, t.start - 4), t.start):
        return True
    return i + 1 < len(chain) and chain[i + 1].sort == "S"


def _tail_alone(text: str, chain: list[Token], at: int, found: list[Numeral]) -> int:
    """Read an ordinal, a half or a quarter that no number stands before."""
    t = chain[at]
    nxt = chain[at + 1] if at + 1 < len(chain) else None
    if t.sort == "H":
        if nxt is not None and nxt.sort == "S" and nxt.value > 1 and not t.plural:  # half a million, quarter million
            found.append(Numeral(t.start, nxt.end, t.value * nxt.value, "words", "cardinal"))
            return at + 2
        start = m.start() if (m := ARTICLE.search(text, max(0, t.start - 4), t.start)) else t.start
        if not t.plural:
            found.append(Numeral(start, t.end, t.value, "words", "fraction", small=True))
        return at + 1
    if t.sort == "O" and not t.plural:
        if (m := ARTICLE.search(text, max(0, t.start - 4), t.start)) and t.value > 2 and NO_NOUN.match(text, t.end):
            found.append(Numeral(m.start(), t.end, 1 / t.value, "words", "fraction", small=True))
            return at + 1
        if nxt is not None and nxt.sort == "O" and nxt.value >= 100 and not nxt.plural:
            found.append(Numeral(t.start, nxt.end, t.value * nxt.value, "words", "ordinal"))
            return at + 2
        found.append(Numeral(t.start, t.end, t.value, "digits" if t.text[0].isdigit() else "words", "ordinal", small=t.value == 1))
    return at + 1


def _after(text: str, chain: list[Token], i: int, start: int, value: Fraction, last: Token, found: list[Numeral]) -> int:
    """Read what may close a numeral: an ordinal (`twenty-first`), a fraction (`two thirds`, `and a half`), decimals."""
    t = chain[i]
    sign = _sign(text, start)
    between = text[last.end : t.start].lower()
    if t.sort == "H":
        end, extra = t.end, t.value
        if "and" in between or (value.denominator == 1 and value != int(value)):
            if i + 1 < len(chain) and chain[i + 1].sort == "S" and chain[i + 1].value > 1:
                found.append(
                    Numeral(
                        start,
                        chain[i + 1].end,
                        sign * (value + extra) * chain[i + 1].value if value < 1000 else value + extra * chain[i + 1].value,
                        "words",
                    )
                )
                return i + 2
            scale = last.value if last.sort == "S" else Fraction(1)
            if last.sort == "S" and "and a" in between and last.value >= 1000:
                found.append(Numeral(start, end, sign * (value + extra * scale), "words"))
            else:
                found.append(Numeral(start, end, sign * (value + extra), "words", "fraction"))
            return i + 1
        if t.plural or value == 1:
            if i + 1 < len(chain) and chain[i + 1].sort == "S":
                found.append(Numeral(start, chain[i + 1].end, sign * value * extra * chain[i + 1].value, "words"))
                return i + 2
            found.append(Numeral(start, end, sign * value * extra, "words", "fraction"))
            return i + 1
        return 0
    if t.sort == "P":
        j, read = i + 1, ""
        while j < len(chain) and chain[j].sort in "CD" and chain[j].value.denominator == 1:
            read += (
                str(int(chain[j].value))
                if chain[j].value < 20 or chain[j].value % 10 != 0 or j + 1 == len(chain) or chain[j + 1].value >= 10
                else str(int(chain[j].value) // 10)
            )
            j += 1
        if not read:
            return 0
        found.append(Numeral(start, chain[j - 1].end, sign * (value + Fraction(int(read), 10 ** len(read))), "words"))
        return j
    if t.sort == "O" and not t.text[0].isdigit():
        joined = "and" in between
        if (not t.plural and not joined and t.value < 10 and value % 100 >= 20 and value % 10 == 0) or (
            not t.plural and value >= 100 and t.value < value and last.sort == "S"
        ):
            found.append(Numeral(start, t.end, value + t.value, "words", "ordinal"))
            return i + 1
        if not t.plural and t.value >= 100 and not joined and value > 1:
            found.append(Numeral(start, t.end, value * t.value, "words", "ordinal"))
            return i + 1
        if (t.plural or value == 1) and t.value > 2 and not joined:
            found.append(Numeral(start, t.end, sign * value / t.value, "words", "fraction"))
            return i + 1
        if joined and " a" in between and t.value > 2:
            found.append(Numeral(start, t.end, sign * (value + 1 / t.value), "words", "fraction"))
            return i + 1
    return 0
