"""Compare what two texts that render each other state, value by value, in both directions.

A strong value must be met on the other side by an equal one or, failing that, by evidence: any numeral, however weak, that can
stand for it. What is not met is a difference: a changed value where both sides have one left over, else a missing or an
invented one. Values that are met may still differ in their unit or in how exactly they are stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from ..model import Span
from . import readings
from .evidence import evidence
from .reading import Reading
from .tables import bounds, units

What = Literal["changed", "missing", "invented", "unit", "bound", "twins"]
At = tuple[int, Reading]  # the index of a text and a reading in it


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold one difference: what it is, and the reading on either side with the index of its text; None where there is none."""

    what: What
    source: At | None
    target: At | None


@lru_cache(maxsize=4096)
def compare(
    source: tuple[str, ...], target: tuple[str, ...], around: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()), currency: str = ""
) -> tuple[Difference, ...]:
    """Return the differences between English and Chinese texts; `around` are the neighbours of each, where a value may stand too.

    >>> [d.what for d in compare(("EUR 20,000 a year",), ("每年2亿欧元",))]
    ['changed']
    >>> compare(("EUR 20,000 a year",), ("每年2万欧元",))
    ()
    """
    here = [(n, r) for n, text in enumerate(source) for r in readings(text, "en")]
    there = [(n, r) for n, text in enumerate(target) for r in readings(text, "zh")]
    if not here and not there:
        return ()
    lost = _unmet(here, there, (*target, *around[1]), "zh", around[1])
    new = _unmet(there, here, (*source, *around[0]), "en", around[0])
    return (*_pairs(lost, new), *_units(here, there, currency), *_bounds(here, there, source, target))


def _unmet(own: list[At], other: list[At], texts: Sequence[str], locale: str, around: Sequence[str]) -> list[At]:
    strong = [at for at in own if at[1].strong]
    left = [at for at in strong if not any(equal(at[1], o[1]) for o in other)]
    if not left:
        return []
    beyond = [r for text in around for r in readings(text, locale)]
    left = [at for at in left if not any(equal(at[1], r) for r in beyond)]
    if not left:
        return []
    known = evidence(tuple(texts), locale)
    return [at for at in left if not _evident(at[1], known, [o[1] for o in other])]


def equal(a: Reading, b: Reading) -> bool:
    """Tell whether two readings state the same value, whatever their kind, unit and bound."""
    x, y = a.mention, b.mention
    if x.value == y.value:
        return True
    if isinstance(x.value, str) or isinstance(y.value, str):
        return _same_text(x.value, y.value, x.kind, y.kind)
    if x.unit == y.unit:
        return False
    return same_size(x.value, x.unit, y.value, y.unit)


def same_size(x: Fraction, of: str, y: Fraction, unit: str) -> bool:
    """Tell whether two amounts are equal once their units are reckoned: half a year and six months."""
    a, b = units().get(of), units().get(unit)
    if a and b and a.factor and b.factor and a.dimension == b.dimension:
        return x * a.factor == y * b.factor
    if {of, unit} <= {"%", ""}:
        return x * (1 if of else 100) == y * (1 if unit else 100) and (x.denominator > 1 or y.denominator > 1)
    return False


def _same_text(x: Fraction | str, y: Fraction | str, kind: str, other: str) -> bool:
    if kind == "date" and other == "date":
        return dates_agree(str(x), str(y))
    if kind == "reference" and other == "reference":
        return str(x).split(":", 1)[-1] == str(y).split(":", 1)[-1]
    if kind == "date" or other == "date":
        date, n = (str(x), y) if kind == "date" else (str(y), x)
        return isinstance(n, Fraction) and n.denominator == 1 and date.rstrip("~") == str(n)
    return False


def dates_agree(x: str, y: str) -> bool:
    """Tell whether two dates agree in all that both of them say.

    >>> dates_agree("2020-06-15", "XXXX-06-15"), dates_agree("2024~", "2024"), dates_agree("2020-06", "2020-07")
    (True, True, False)
    """
    if x.startswith("T") and y.startswith("T"):
        (h, m), (g, n) = x[1:].split(":"), y[1:].split(":")
        return int(h) % 12 == int(g) % 12 and m == n
    if x.startswith("T") or y.startswith("T"):
        return False
    a, b = ([part.split("-") for part in t.rstrip("~").split("/")] for t in (x, y))
    if len(a) != len(b):
        return False
    for p, q in zip(a, b, strict=True):
        if len(p) != len(q) or any(
            not (("X" in s and set(s) == {"X"}) or ("X" in t and set(t) == {"X"}) or s == t) for s, t in zip(p, q, strict=True)
        ):
            return False
    return True


def parts(value: str) -> list[Fraction]:
    """Return the numbers that make up a date, a reference or a group's name.

    >>> [int(n) for n in parts("2020-06-15")], [int(n) for n in parts("199X")]
    ([2020, 6, 15], [1990])
    """
    found: list[Fraction] = []
    if value.startswith("T"):
        hour, minute = value[1:].split(":")
        return [Fraction(int(hour)), *([Fraction(int(minute))] if int(minute) else [])]
    for span in value.rstrip("~").replace(":", "/").split("/"):
        for n, piece in enumerate(span.split("-")):
            if piece.endswith("XX") and piece[:-2].isdigit():
                found.append(Fraction(int(piece[:-2]) + 1))
            elif piece.endswith("X") and piece[:-1].isdigit():
                found.append(Fraction(int(piece[:-1]) * 10))
            elif piece.isdigit():
                v = int(piece)
                found.append(Fraction(v - 32 if n == 1 and 33 <= v <= 36 else v - 39 if n == 1 and v in (40, 41) else v))
            else:
                digits = "".join(c for c in piece if c.isdigit())
                if digits:
                    found.append(Fraction(int(digits)))
    return found


def _evident(r: Reading, known: frozenset[Fraction], other: list[Reading]) -> bool:
    value = r.mention.value
    if isinstance(value, str):
        pieces = parts(value)
        if value.startswith("T") and pieces:
            return all(p in known or (n == 0 and (p + 12) % 24 in known) for n, p in enumerate(pieces))
        return bool(pieces) and all(p in known or (p > 999 and p % 100 in known) for p in pieces)
    if value in known or -value in known:
        return True
    unit = units().get(r.mention.unit)
    if unit and unit.factor:
        return any(
            u.factor and u.dimension == unit.dimension and value * unit.factor / u.factor in known and _names_unit(u.id, other)
            for u in units().values()
        )
    return False


def _names_unit(unit: str, other: list[Reading]) -> bool:
    return any(o.mention.unit == unit for o in other)


def _pairs(lost: list[At], new: list[At]) -> Iterable[Difference]:
    """Tie what is left over on both sides: like to like first, then in order."""
    rest = list(new)
    for a in lost:
        best = max(rest, key=lambda b: _likeness(a[1], b[1]), default=None)
        if best is not None and _likeness(a[1], best[1]) > 0:
            rest.remove(best)
            yield Difference("changed", a, best)
        else:
            yield Difference("missing", a, None)
    for b in rest:
        yield Difference("invented", None, b)


def _likeness(a: Reading, b: Reading) -> int:
    x, y = a.mention, b.mention
    score = 4 * (x.kind == y.kind) + 3 * (x.unit == y.unit) + (x.bound == y.bound)
    if {x.kind, y.kind} & {"reference", "name"} and x.kind != y.kind:
        return 0
    return score + 1


def _units(here: list[At], there: list[At], currency: str) -> Iterable[Difference]:
    """Find values that are met only by the same number of another unit."""
    for a in here:
        if not a[1].mention.unit or isinstance(a[1].mention.value, str) or not a[1].strong:
            continue
        same = [b for b in there if b[1].mention.value == a[1].mention.value]
        if not same or any(agree(a[1], b[1], currency) or not b[1].mention.unit for b in same):
            continue
        if any(equal(a[1], b[1]) and agree(a[1], b[1], currency) for b in there):
            continue
        free = [b for b in same if not any(agree(s[1], b[1], currency) and s[1].mention.value == b[1].mention.value for s in here)]
        if free:
            yield Difference("unit", a, free[0])


def agree(a: Reading, b: Reading, currency: str = "") -> bool:
    """Tell whether two readings name one unit; a shared sign agrees with every currency that it may stand for."""
    x, y = a.mention, b.mention
    if x.unit == y.unit:
        return True
    if a.codes or b.codes:
        one = a.codes or frozenset({x.unit})
        two = b.codes or frozenset({y.unit})
        if currency and (x.unit == currency or y.unit == currency):
            return currency in one and currency in two
        return bool(one & two)
    return isinstance(x.value, Fraction) and isinstance(y.value, Fraction) and _alike(x.unit, y.unit)


LIKE = (
    {"%", "percentage-point"},
    {"ton", "tonne"},
    {"celsius", "degree"},
    {"fahrenheit", "degree"},
    {"day", "night"},
    {"mile", "nautical-mile"},
    {"fortnight", "week"},
)


def _alike(x: str, y: str) -> bool:
    return any({x, y} <= pair for pair in LIKE) or (x.startswith("per-") and not y) or (y.startswith("per-") and not x)


def _bounds(here: list[At], there: list[At], source: Sequence[str], target: Sequence[str]) -> Iterable[Difference]:
    """Find values whose bound differs on the two sides; words that bound count from anywhere near the number."""
    done: set[Fraction | str] = set()
    for a in here:
        value = a[1].mention.value
        if isinstance(value, str) or value in done or a[1].mention.kind == "ordinal" or not a[1].strong:
            continue
        done.add(value)
        ours = [x for x in here if x[1].mention.value == value]
        theirs = [y for y in there if y[1].mention.value == value]
        if not theirs or {x[1].mention.bound for x in ours} & {y[1].mention.bound for y in theirs}:
            continue
        b = theirs[0]
        x, y = ours[0][1].mention, b[1].mention
        if x.bound != "exact" and y.bound == "exact" and x.bound in near_bounds(target[b[0]], y.span, "zh"):
            continue
        if y.bound != "exact" and x.bound == "exact" and y.bound in near_bounds(source[a[0]], x.span, "en"):
            continue
        yield Difference("bound", ours[0], b)


NEAR = 24  # characters on either side in which a word of bound may stand


def near_bounds(text: str, span: Span, locale: str) -> set[str]:
    """Return the bounds that words near a number state.

    >>> sorted(near_bounds("不超过其营业额的7%", (8, 10), "zh"))
    ['at-least', 'at-most', 'less-than', 'more-than']
    """
    window = text[max(0, span[0] - NEAR) : span[1] + NEAR].lower()
    found: set[str] = set()
    for side in ("before", "after"):
        found |= {b for word, b in bounds(locale, side).items() if word in window}
    return found | {MATES[b] for b in found if b in MATES}


MATES = {"more-than": "at-least", "at-least": "more-than", "at-most": "less-than", "less-than": "at-most"}
