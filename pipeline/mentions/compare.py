"""Compare what two texts that render each other state, value by value, in both directions.

Each mention is first tied to one on the other side that says the same. What is left over may be said again elsewhere, or be met by
evidence: any numeral, however weak, that can stand for it. What nothing answers for is a difference: a changed value where
both sides have one left over, else a missing or an invented one. Values that are met may still differ in unit or bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from ..model import Bound
from . import readings
from .evidence import Strict, evidence, near_bounds
from .reading import BLANK, PAIRED, STRONG, Reading, settled
from .relative import is_relative, named_part, of_week
from .same import agree, equal, leads, same_amount
from .tables import units

What = Literal["changed", "missing", "invented", "unit", "bound", "disagreed"]
At = tuple[int, Reading]  # the index of a text and a reading in it
Texts = tuple[str, ...]
MOST = 400  # values of one side that are compared: no sentence has more, and a hostile one costs no more


@dataclass(frozen=True, slots=True)
class Difference:
    """Hold one difference: what it is, and the reading on either side with the index of its text; None where there is none.

    Where two originals disagree, `twin` is what the second one states, and the target is the reading that follows either.
    """

    what: What
    source: At | None
    target: At | None
    twin: At | None = None


@lru_cache(maxsize=4096)
def compare(source: Texts, target: Texts, around: tuple[Texts, Texts] = ((), ()), currency: str = "") -> tuple[Difference, ...]:
    """Return the differences between English and Chinese texts; `around` are the neighbours of each, where a value may stand too.

    >>> [d.what for d in compare(("EUR 20,000 a year",), ("每年2亿欧元",))]
    ['changed']
    >>> compare(("EUR 20,000 a year",), ("每年2万欧元",))
    ()
    >>> [d.what for d in compare(("$500 each",), ("每人500港元",), currency="SGD")]
    ['unit']
    """
    here = [(n, settled(r, currency)) for n, text in enumerate(source) for r in readings(text, "en")][:MOST]
    there = [(n, settled(r, currency)) for n, text in enumerate(target) for r in readings(text, "zh")][:MOST]
    if not here and not there:
        return ()
    tied, lost, new = _tie(here, there)
    if not lost and not new:
        return tuple(_bounds(tied, here, source, target))
    wrong = list(_units(lost, new, here, there))
    lost = [at for at in lost if all(at is not d.source for d in wrong)]
    new = [at for at in new if all(at is not d.target for d in wrong)]
    ours, theirs = _own_evidence(source, target) if lost or new else (source, target)
    missed = _unanswered(lost, there, (*theirs, *around[1]), "zh", around[1])
    made = _unanswered(new, here, (*ours, *around[0]), "en", around[0])
    return (*_pairs(missed, made, lost, new), *wrong, *_bounds(tied, here, source, target))


SCORE = re.compile(r"(?<![A-Za-z0-9_.,/:&-])\d{1,3}[:&-]\d{1,3}(?![A-Za-z0-9_/:&-]|[.,]\d)")  # 10-6, 4&3, 2:1


def _own_evidence(source: Texts, target: Texts) -> tuple[Texts, Texts]:
    """Return the texts without the scores that both write alike: such a score answers for itself, and for no other number."""
    shared = {m[0] for text in source for m in SCORE.finditer(text)} & {m[0] for text in target for m in SCORE.finditer(text)}
    if not shared:
        return source, target

    def without(text: str) -> str:
        return SCORE.sub(lambda m: BLANK * len(m[0]) if m[0] in shared else m[0], text)

    return tuple(map(without, source)), tuple(map(without, target))


def leftovers(source: Texts, twins: Texts) -> tuple[list[At], list[At]]:
    """Return the readings of two English sides that the other side neither says nor answers for.

    >>> [[str(r.mention.value) for _, r in side] for side in leftovers(("44 members since 2020",), ("46 members since 2020",))]
    [['44'], ['46']]
    """
    here = [(n, r) for n, text in enumerate(source) for r in readings(text, "en")][:MOST]
    there = [(n, r) for n, text in enumerate(twins) for r in readings(text, "en")][:MOST]
    _, lost, new = _tie(here, there)
    ours, theirs = _unanswered(lost, there, twins, "en", ()), _unanswered(new, here, source, "en", ())
    # One language writes a date in one way, so that its parts elsewhere do not answer for it.
    return [a for a in lost if a in ours or a[1].mention.kind == "date"], [b for b in new if b in theirs or b[1].mention.kind == "date"]


def _tie(here: list[At], there: list[At]) -> tuple[list[tuple[At, At]], list[At], list[At]]:
    """Tie readings that say the same, the closest first; return the ties and what is left over on either side."""
    tied: list[tuple[At, At]] = []
    rest = list(there)
    left: list[At] = []
    for a in here:
        alike = [
            b
            for b in rest
            if b[1].mention.value == a[1].mention.value and b[1].unit == a[1].unit and b[1].mention.kind == a[1].mention.kind
        ]
        b = next((b for b in alike if b[1].mention.bound == a[1].mention.bound), alike[0] if alike else None)
        if b is None:
            left.append(a)
        else:
            rest.remove(b)
            tied.append((a, b))
    lost: list[At] = []
    for a in left:
        b = next((b for b in rest if equal(a[1], b[1]) and agree(a[1], b[1])), None) or next((b for b in rest if leads(a[1], b[1])), None)
        if b is None:
            lost.append(a)
        else:
            rest.remove(b)
            tied.append((a, b))
    return tied, lost, rest


def _units(lost: list[At], new: list[At], here: list[At], there: list[At]) -> Iterator[Difference]:
    """Find values that the other side has only in another unit."""
    free = list(new)
    for a in lost:
        if not a[1].unit or a[1].strength < STRONG:
            continue
        b = next((b for b in free if _other_unit(a[1], b[1])), None)
        if b is not None and not any(same_amount(a[1], o[1]) for o in there):
            free.remove(b)
            yield Difference("unit", a, b)
    for b in free:
        if b[1].unit and b[1].strength == STRONG:
            same = [a for a in here if _other_unit(a[1], b[1])]
            if same and not any(a[1].mention.value == b[1].mention.value and agree(a[1], b[1]) for a in here):
                yield Difference("unit", same[0], b)


def _other_unit(a: Reading, b: Reading) -> bool:
    return bool(a.unit and b.unit) and a.mention.value == b.mention.value and not agree(a, b)


def _unanswered(left: list[At], other: list[At], texts: Texts, locale: str, around: Texts) -> list[At]:
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
        if value.startswith("T") and pieces:
            return all(p in known or (n == 0 and (p + 12) % 24 in known) for n, p in enumerate(pieces))
        return bool(pieces) and all(p in known or (p > 999 and p % 100 in known) for p in pieces)
    if value in known or -value in known:
        return True
    if r.mention.unit == "%" and value / 100 in known:
        return True
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
            elif digits := "".join(c for c in piece if c.isdigit()):
                found.append(Fraction(int(digits)))
    return found


def _pairs(missed: list[At], made: list[At], lost: list[At], new: list[At]) -> Iterator[Difference]:
    """Tie what nothing answers for on both sides, like to like; then to what is merely left over there in the same unit."""
    rest = list(made)
    spare_new = [at for at in new if at not in made]
    spare_lost = [at for at in lost if at not in missed]
    for a in missed:
        b = max(rest, key=lambda b: _likeness(a[1], b[1]), default=None)
        if b is not None and _likeness(a[1], b[1]) > 0 and (STRONG in (a[1].strength, b[1].strength) or _paired(a[1], b[1])):
            rest.remove(b)
            yield Difference("changed", a, b)
        elif (b := _spare(a, spare_new)) is not None:
            spare_new.remove(b)
            yield Difference("changed", a, b)
        elif a[1].strength == STRONG:
            yield Difference("missing", a, None)
    for b in rest:
        if (c := _spare(b, spare_lost)) is not None:
            spare_lost.remove(c)
            yield Difference("changed", c, b)
        elif b[1].strength == STRONG:
            yield Difference("invented", None, b)
    for a in spare_lost:
        if a[1].unit and (b := _spare(a, [s for s in spare_new if s[1].digits and a[1].digits])) is not None:
            spare_new.remove(b)
            yield Difference("changed", a, b)


def _paired(a: Reading, b: Reading) -> bool:
    """Tell whether two readings differ though neither is missed by itself: last and next year, doubled and tripled."""
    if a.mention.kind != b.mention.kind:
        return False
    return a.mention.kind in ("ordinal", "date") or (a.unit == b.unit and (a.unit == "times" or a.unit.startswith("per-")))


def _spare(at: At, others: list[At]) -> At | None:
    """Return a left over reading of the same kind and unit with another value, though its value stands elsewhere too."""
    m = at[1].mention
    for other in others:
        o = other[1].mention
        if (
            o.kind == m.kind
            and other[1].unit == at[1].unit
            and (m.unit or m.kind in ("date", "ordinal"))
            and not equal(at[1], other[1])
            and other[1].strength >= (PAIRED if m.kind == "ordinal" else STRONG)
        ):
            return other
    return None


def _stepwise(value: str) -> bool:
    return is_relative(value) or bool(of_week(value))


def _likeness(a: Reading, b: Reading) -> int:
    x, y = a.mention, b.mention
    if {x.kind, y.kind} & {"reference", "name"} and x.kind != y.kind:
        return 0
    if _stepwise(str(x.value)) != _stepwise(str(y.value)):
        return 0
    return 1 + 4 * (x.kind == y.kind) + 3 * (a.unit == b.unit) + 2 * (a.digits == b.digits) + (x.bound == y.bound)


def _bounds(tied: list[tuple[At, At]], here: list[At], source: Texts, target: Texts) -> Iterator[Difference]:
    """Find tied values whose bounds differ; words that bound count from anywhere near the number."""
    for a, b in tied:
        x, y = a[1].mention, b[1].mention
        if x.bound == y.bound or x.kind not in ("quantity", "duration"):
            continue
        if x.unit == y.unit and x.value != y.value:
            continue  # a dozen, 十几
        if a[1].strength < STRONG and not _turned(x.bound, y.bound):
            continue  # more than half, 半数以上
        explicit = {x.bound, y.bound} in ({"more-than", "at-least"}, {"less-than", "at-most"}) and a[1].unit == b[1].unit
        explicit &= not COUNTED.search(target[b[0]], *y.span)
        if not explicit and (x.bound in near_bounds(target[b[0]], y.span, "zh") or y.bound in near_bounds(source[a[0]], x.span, "en")):
            continue
        if any(s.mention.bound == y.bound and s.mention.value == x.value for (_, s), _ in tied):
            continue
        if y.bound == "about" and isinstance(x.value, Fraction) and any(s.mention.value == x.value + 1 for n, s in here if n == a[0]):
            continue  # two or three, 两三个
        if y.bound == "exact" and _loose(source[a[0]], a[1]):
            continue
        yield Difference("bound", a, b)


def _turned(a: Bound, b: Bound) -> bool:
    """Tell whether two bounds stand on different sides of a number."""
    above = ("more-than", "at-least")
    return "exact" not in (a, b) and "about" not in (a, b) and (a in above) != (b in above)


COUNTED = re.compile(r"[人名个位家项次种](?:以上|以下|以内)$")  # 800人以上: with a noun between it is as loose as above


EMPHATIC = ("as many as", "as much as", "as high as", "as tall as", "as few as")


def _loose(text: str, r: Reading) -> bool:
    """Tell whether what looks like a bound only stresses the number (as many as 300) or means during (over 24 hours)."""
    start, end = r.mention.span
    said = text[start:end].lower()
    return said.startswith(EMPHATIC) or (r.mention.kind == "duration" and said.startswith("over"))
