"""Compare what two texts that render each other state, value by value, in both directions.

Each mention is first tied to one on the other side that says the same. What is left over may be said again elsewhere, or be met by
evidence: any numeral, however weak, that can stand for it. What nothing answers for is a difference: a changed value where
both sides have one left over, else a missing or an invented one. Values that are met may still differ in unit or bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from . import readings
from .answers import own_evidence, unanswered
from .difference import At, Difference, Texts
from .ends import ends_otherwise
from .exactness import bounded_otherwise, by_or_to
from .reading import HINT, STRONG, Reading, settled
from .rivals import changes
from .same import agree, equal, leads, same_amount
from .swaps import swapped

for language in ("en", "zh"):
    readings("", language)  # makes the readers when what compares is made, and not with the first text
MOST = 400  # values of one side that are compared: no sentence has more, and a hostile one costs no more


@lru_cache(maxsize=512)
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
    points = [*_points(tied, there), *by_or_to(tied, source, target), *swapped(tied, source, target), *ends_otherwise(tied, source, target)]
    if not lost and not new:
        return (*points, *bounded_otherwise(tied, here, source, target))
    wrong = [*points, *_units(lost, new, here, there)]
    lost = [at for at in lost if all(at is not d.source for d in wrong)]
    new = [at for at in new if all(at is not d.target for d in wrong)]
    ours, theirs = own_evidence(source, target) if lost or new else (source, target)
    missed = unanswered(lost, there, theirs, "zh", around[1])
    made = unanswered(new, here, ours, "en", around[0])
    return (*changes(missed, made, lost, new, here, there), *wrong, *bounded_otherwise(tied, here, source, target))


def leftovers(source: Texts, twins: Texts) -> tuple[list[At], list[At]]:
    """Return the readings of two English sides that the other side neither says nor answers for.

    >>> [[str(r.mention.value) for _, r in side] for side in leftovers(("44 members since 2020",), ("46 members since 2020",))]
    [['44'], ['46']]
    """
    here = [(n, r) for n, text in enumerate(source) for r in readings(text, "en")][:MOST]
    there = [(n, r) for n, text in enumerate(twins) for r in readings(text, "en")][:MOST]
    _, lost, new = _tie(here, there)
    ours, theirs = unanswered(lost, there, twins, "en", ()), unanswered(new, here, source, "en", ())
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
            if b[1].mention.kind == a[1].mention.kind and b[1].unit == a[1].unit and b[1].mention.value == a[1].mention.value
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
        if b is not None and not any(same_amount(a[1], o[1]) and (o[1].unit or o in new) for o in there):
            free.remove(b)
            yield Difference("unit", a, b)
    for b in free:
        if b[1].unit and b[1].strength == STRONG:
            same = [a for a in here if _other_unit(a[1], b[1]) and a[1].strength > HINT]
            stated = (a for a in here if a[1].unit or a in lost)
            if same and not any(a[1].mention.value == b[1].mention.value and agree(a[1], b[1]) for a in stated):
                yield Difference("unit", same[0], b)


def _points(tied: list[tuple[At, At]], there: list[At]) -> Iterator[Difference]:
    """Find percentage points that became per cent; the other way round a translator may well have mended his source."""
    for a, b in tied:
        if a[1].unit == "percentage-point" and b[1].unit == "%" and not any(o[1].unit == "percentage-point" for o in there):
            yield Difference("unit", a, b)


def _other_unit(a: Reading, b: Reading) -> bool:
    return bool(a.unit and b.unit) and a.mention.value == b.mention.value and not agree(a, b)
