"""Tie what is left over on two sides, like to like: a value that was changed is one difference, and not a lost and an invented one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .difference import At, Difference
from .reading import PAIRED, STRONG, Reading
from .relative import is_relative, of_week
from .same import equal, same_size

PEERS = frozenset(["article", "section", "clause", "rule"])  # what Chinese calls 条
DAY = re.compile(r"(?:\d{4}|XXXX)-\d\d(?:-\d\d)?")  # a day or a month, a quarter or a half (2024-36)


def changes(missed: list[At], made: list[At], lost: list[At], new: list[At], here: list[At], there: list[At]) -> Iterator[Difference]:
    """Tie what nothing answers for on both sides, like to like; then to what is merely left over there in the same unit.

    Last come those that something answers for, though a rival has taken their place: the 两 of 翻两番 is no `double`.
    """
    rest = list(made)
    spare_new = [at for at in new if at not in made]
    spare_lost = [at for at in lost if at not in missed]
    for a in missed:
        b = max(rest, key=lambda b: _likeness(a[1], b[1]), default=None)
        if b is not None and _likeness(a[1], b[1]) > 0 and (STRONG in (a[1].strength, b[1].strength) or _paired(a[1], b[1])):
            rest.remove(b)
            yield Difference("changed", a, b)
        elif (b := _spare(a, spare_new) or next((b for b in spare_new if rivals(a[1], b[1])), None)) is not None:
            spare_new.remove(b)
            yield Difference("changed", a, b)
        elif a[1].strength == STRONG:
            yield Difference("missing", a, None)
    for b in rest:
        if (c := _spare(b, spare_lost) or next((c for c in spare_lost if rivals(c[1], b[1])), None)) is not None:
            spare_lost.remove(c)
            yield Difference("changed", c, b)
        elif b[1].strength == STRONG:
            yield Difference("invented", None, b)
    spare_lost = [a for a in spare_lost if not any(_same(a[1], o[1]) for o in there)]
    spare_new = [b for b in spare_new if not any(_same(o[1], b[1]) for o in here)]
    for a in spare_lost:
        if (b := next((b for b in spare_new if rivals(a[1], b[1])), None)) is not None:
            spare_new.remove(b)
            yield Difference("changed", a, b)


def _same(a: Reading, b: Reading) -> bool:
    """Tell whether two readings are alike in value and unit, or one amount in two units."""
    x, y = a.mention, b.mention
    if isinstance(x.value, str) or isinstance(y.value, str) or a.unit == b.unit:
        return equal(a, b)
    return same_size(x.value, a.unit, y.value, b.unit)


def rivals(a: Reading, b: Reading) -> bool:
    """Tell whether two left over readings claim the same place, so that nothing else in the texts answers for either.

    Two amounts in digits of one unit; two fractions, rates, frequencies or lengths of time; two days; two parts of one kind.
    """
    x, y = a.mention, b.mention
    if x.kind != y.kind or _same(a, b):
        return False
    if isinstance(x.value, str) or isinstance(y.value, str):
        if x.kind == "reference":
            return _other_part(str(x.value), str(y.value))
        return x.kind == "date" and _other_day(str(x.value), str(y.value))
    if not a.unit and not b.unit:
        return x.value.denominator > 1 and y.value.denominator > 1 and not (a.digits or b.digits)  # two thirds, 四分之三
    if not a.unit or not b.unit:
        return False
    if a.unit.startswith("per-") and b.unit.startswith("per-"):
        return True
    if x.kind == "duration":
        return STRONG in (a.strength, b.strength) and "about" not in (x.bound, y.bound)
    return a.unit == b.unit and ((a.digits and b.digits) or a.unit == "times")


def _other_part(x: str, y: str) -> bool:
    """Tell whether two references name different parts of one kind; Article 6 is no other part than Article 6(2)."""
    (kind, _, at), (other, _, part) = x.partition(":"), y.partition(":")
    return (kind == other or {kind, other} <= PEERS) and any(a != b for a, b in zip(at.split("/"), part.split("/"), strict=False))


def _other_day(x: str, y: str) -> bool:
    """Tell whether two dates, which are not the same, are both times of day, or days, months, quarters or halves."""
    return x[0] == y[0] == "T" or (len(x) == len(y) and DAY.fullmatch(x) is not None and DAY.fullmatch(y) is not None)


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
