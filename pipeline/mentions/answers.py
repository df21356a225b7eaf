"""Look for what answers for a value that the other side does not state: the value in a neighbour, or any numeral that can stand for it."""

from __future__ import annotations

import re
from fractions import Fraction

from . import readings
from .difference import At, Texts
from .evidence import Strict, evidence
from .reading import BLANK, PAIRED, Reading
from .relative import is_relative, named_part, of_week
from .same import equal
from .tables import units

MULTIPLES = 11  # up to how many times the least terms a share may be written
SHARING = re.compile(r"[中里比]|分之|每(?![周週年月日天次])")
SCORE = re.compile(r"(?<![A-Za-z0-9_.,/:&-])\d{1,3}[:&-]\d{1,3}(?![A-Za-z0-9_/:&-]|[.,]\d)")  # 10-6, 4&3, 2:1


def own_evidence(source: Texts, target: Texts) -> tuple[Texts, Texts]:
    """Return the texts without the scores that both write alike: such a score answers for itself, and for no other number."""
    shared = {m[0] for text in target for m in SCORE.finditer(text)}
    if shared:
        shared &= {m[0] for text in source for m in SCORE.finditer(text)}
    if not shared:
        return source, target

    def without(text: str) -> str:
        return SCORE.sub(lambda m: BLANK * len(m[0]) if m[0] in shared else m[0], text)

    return tuple(map(without, source)), tuple(map(without, target))


def unanswered(left: list[At], other: list[At], texts: Texts, locale: str, around: Texts) -> list[At]:
    """Return the left over readings, strong or paired, that nothing on the other side answers for."""
    left = [at for at in left if at[1].strength >= PAIRED and not any(equal(at[1], o[1]) for o in other)]
    if not left:
        return []
    if around:
        beyond = [r for text in around for r in readings(text, locale)]
        left = [at for at in left if not any(equal(at[1], r) for r in beyond)]
    return [at for at in left if not _evident(at[1], texts, locale, [o[1] for o in other])]


def _evident(r: Reading, texts: Texts, locale: str, other: list[Reading]) -> bool:
    value = r.mention.value
    kind = r.mention.kind
    strict: Strict = (
        "ordinal" if kind == "ordinal" else "date" if kind == "date" else "digits" if r.digits and value == 1 and not r.unit else "any"
    )
    known = evidence(texts, locale, strict)
    if isinstance(value, str):
        pieces = parts(value)
        if kind == "reference":
            known |= {n for o in other if o.mention.kind == "reference" for n in parts(str(o.mention.value))}
        if value.startswith("T") and pieces:
            return all(p in known or (n == 0 and (p + 12) % 24 in known) for n, p in enumerate(pieces))
        return bool(pieces) and all(p in known or (p > 999 and p % 100 in known) for p in pieces)
    if value in known or -value in known:
        return True
    if r.mention.unit == "%" and value / 100 in known:
        return True
    if value.denominator > 1 and any(value.numerator * n in known and value.denominator * n in known for n in range(1, MULTIPLES)):
        # 30 out of 44, 44个中的30个; a 1 stands in many texts, and 一次 beside 三家 is no third
        return value.numerator > 1 or locale != "zh" or any(SHARING.search(text) for text in texts)
    if value.denominator == 1 and not value % 12 and r.mention.bound != "exact" and value * 10 / 12 in known:
        return True  # a dozen, 十几
    unit = units().get(r.mention.unit)
    return bool(unit and unit.factor) and any(
        (u := units().get(o.unit))
        and u.factor
        and unit
        and unit.factor
        and u.dimension == unit.dimension
        and value * unit.factor / u.factor in known
        for o in other
    )


def parts(value: str) -> list[Fraction]:
    """Return the numbers that make up a date, a reference or a group's name.

    >>> [int(n) for n in parts("2020-06-15")], [int(n) for n in parts("199X")]
    ([2020, 6, 15], [1990])
    """
    found: list[Fraction] = []
    if is_relative(value) or of_week(value):
        return [Fraction(named_part(value))] if named_part(value) else []
    if value.startswith("T"):
        hour, minute = int(value[1:3]), int(value[4:6])
        return [Fraction(hour), *([Fraction(minute)] if minute else [])]
    for span in value.rstrip("~").replace(":", "/").split("/"):
        for n, piece in enumerate(span.split("-")):
            if piece.endswith("XX") and piece[:-2].isdigit():
                found.append(Fraction(int(piece[:-2]) + 1))
            elif piece.endswith("X") and piece[:-1].isdigit():
                found.append(Fraction(int(piece[:-1]) * 10))
            elif piece.isdigit():
                v = int(piece)
                found.append(Fraction(v - 32 if n == 1 and 33 <= v <= 36 else v - 39 if n == 1 and v in (40, 41) else v))
            elif digits := "".join(c for c in piece if c.isdigit()):
                found.append(Fraction(int(digits)))
    return found
