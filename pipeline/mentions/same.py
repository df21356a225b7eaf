"""Tell whether two readings say the same: the value, however it is written, and the unit."""

from __future__ import annotations

from fractions import Fraction

from .clock import times_agree
from .reading import Reading
from .relative import is_relative, may_be, of_week
from .tables import rows, units


def equal(a: Reading, b: Reading) -> bool:
    """Tell whether two readings state the same value, whatever their unit and bound."""
    x, y = a.mention, b.mention
    if isinstance(x.value, str) or isinstance(y.value, str):
        if x.kind == y.kind == "date" and str(x.value).startswith("T"):
            return times_agree(a, b)
        return (x.value == y.value and x.kind == y.kind) or _same_text(x.value, y.value, x.kind, y.kind) or _days(a, b)
    if "ordinal" in (x.kind, y.kind) and x.kind != y.kind and not (b if x.kind == "ordinal" else a).digits:
        return False  # four points are not the fourth
    if x.value == y.value:
        return True
    if not x.unit and not y.unit and ((y.bound != "exact" and _dozens(a, y.value)) or (x.bound != "exact" and _dozens(b, x.value))):
        return True  # a dozen, 十几
    if {x.unit, y.unit} == {"times", ""} and x.value * y.value == 1:
        return True  # by a factor of five, to a fifth
    return x.unit != y.unit and same_size(x.value, x.unit, y.value, y.unit) and not _overgrown(a, b)


def _days(a: Reading, b: Reading) -> bool:
    """Tell whether one reading is a day of the month and the other so many days: 三十日 may be either."""
    day, lasting = (a.mention, b.mention) if a.mention.kind == "date" else (b.mention, a.mention)
    return lasting.unit == "day" and str(day.value).startswith("XXXX-XX-") and Fraction(str(day.value)[8:]) == lasting.value


def _overgrown(a: Reading, b: Reading) -> bool:
    """Tell whether a share by which something grew is taken for the share to which it grew: by 200 %, 增至两倍."""
    share, times = (a, b) if a.unit == "%" else (b, a)
    return share.grown and times.unit == "times" and Fraction(times.mention.value) != Fraction(share.mention.value) / 100 + 1


def _dozens(a: Reading, tens: Fraction) -> bool:
    """Tell whether so many dozens in words are rendered as so many tens."""
    value = a.mention.value
    return isinstance(value, Fraction) and not a.digits and value in (12, 24, 36, 48, 60) and value * 10 == tens * 12


def same_amount(a: Reading, b: Reading) -> bool:
    """Tell whether two readings are one amount in perhaps different units: half a year and six months."""
    x, y = a.mention, b.mention
    if isinstance(x.value, str) or isinstance(y.value, str):
        return False
    return (x.value == y.value and agree(a, b)) or same_size(x.value, x.unit, y.value, y.unit)


def same_size(x: Fraction, of: str, y: Fraction, unit: str) -> bool:
    """Tell whether two amounts are equal once their units are reckoned.

    >>> same_size(Fraction(2), "year", Fraction(24), "month"), same_size(Fraction(200), "%", Fraction(3), "times")
    (True, True)
    """
    a, b = units().get(of), units().get(unit)
    if a and b and a.factor and b.factor and a.dimension == b.dimension:
        return x * a.factor == y * b.factor
    if of.startswith("per-") and unit.startswith("per-"):
        a, b = units().get(of[4:]), units().get(unit[4:])
        return bool(a and b and a.factor and b.factor and a.dimension == b.dimension and x * b.factor == y * a.factor)
    if of.startswith("per-") != unit.startswith("per-"):
        return _lasts(x, of[4:], y, unit) if of.startswith("per-") else _lasts(y, unit[4:], x, of)
    if {of, unit} == {"%", "times"}:
        share, times = (x / 100, y) if of == "%" else (y / 100, x)
        return share in (times, times - 1)  # to 300 %, or by 200 %, is threefold
    if {of, unit} == {"%", ""}:
        return x * (1 if of else 100) == y * (1 if unit else 100)
    return False


def _lasts(times: Fraction, every: str, y: Fraction, unit: str) -> bool:
    """Tell whether so many times in a unit of time is once in an amount of time: semi-annual, 半年度."""
    a, b = units().get(every), units().get(unit)
    return bool(times and a and b and a.factor and b.factor and a.dimension == b.dimension and y * times * b.factor == a.factor)


def _same_text(x: Fraction | str, y: Fraction | str, kind: str, other: str) -> bool:
    if kind == other == "date":
        return dates_agree(str(x), str(y))
    if kind == other == "reference":
        (of, _, at), (unit, _, part) = str(x).partition(":"), str(y).partition(":")
        return at == part and (of == unit or not {of, unit} <= DISTINCT)
    if "date" in (kind, other):
        date, n = (str(x), y) if kind == "date" else (str(y), x)
        return isinstance(n, Fraction) and n.denominator == 1 and date.rstrip("~") == str(n)
    return False


def dates_agree(x: str, y: str) -> bool:
    """Tell whether two dates agree in all that both of them say.

    >>> dates_agree("2020-06-15", "XXXX-06-15"), dates_agree("2024~", "2024"), dates_agree("2020-06", "2020-07")
    (True, True, False)
    """
    if is_relative(x) or is_relative(y):
        return x == y or (of_week(x) == of_week(y) != "")  # next Friday, 本周五
    if x.startswith("T") or y.startswith("T"):
        return False
    if x[:2] + x[3:] == y[:2] + y[3:] and {x[2:3], y[2:3]} == {"0", "X"} and x[3:] == "X":
        return True  # the 2000s, 21世纪初
    a, b = ([part.split("-") for part in t.rstrip("~").split("/")] for t in (x, y))
    return len(a) == len(b) and all(len(p) == len(q) and all(map(_fits, p, q)) for p, q in zip(a, b, strict=True))


def leads(a: Reading, b: Reading) -> bool:
    """Tell whether one reading is a step from another day and may lead to the date that the other states: last year, 2017年."""
    x, y = str(a.mention.value), str(b.mention.value)
    if a.mention.kind != "date" or b.mention.kind != "date" or is_relative(x) == is_relative(y):
        return False
    return may_be(x, y) if is_relative(x) else may_be(y, x)


def _fits(a: str, b: str) -> bool:
    return a == b or set(a) == {"X"} or set(b) == {"X"}


def agree(a: Reading, b: Reading) -> bool:
    """Tell whether two readings name one unit; a shared sign agrees with every currency that it may stand for."""
    x, y = a.unit, b.unit
    if x == y or not x or not y:
        return True
    if a.codes or b.codes:
        return bool((a.codes or frozenset({x})) & (b.codes or frozenset({y})))
    return frozenset((x, y)) in ALIKE


DISTINCT = frozenset(["chapter", "section", "annex", "recital", "table", "figure", "page"])  # translators keep them apart
ALIKE = frozenset(frozenset(r[:2]) for r in rows("alike.tsv"))
