"""Find Chinese numerals: hanzi, digits, and both mixed (`一千二百三十四万`, `1.5亿`, `十几`, `三分之二`, `二〇二四`)."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from .numeral import DIGITS, Numeral, digits, over, slashed
from .tables import rows


@cache
def _table() -> dict[str, tuple[int, str]]:
    return {r[0]: (int(r[1]), r[2]) for r in rows("numerals.zh.tsv")}


def _of(*roles: str) -> str:
    return "".join(c for c, (_, role) in _table().items() if role in roles)


PLAIN = _of("digit", "unit", "myriad")
ALL = PLAIN + _of("capital")
UNITS = _of("unit")
MYRIADS = _of("myriad")
SMALL = _of("digit")
ANY = re.compile(rf"[0-9{PLAIN}{_of('capital')}半]")

# 五亿零六 | 1.5亿 | 5万4千6百 | 二〇二四 | 两千点五 | 十几万 | 1,100万 | 3 万
_PIECE = rf"(?:{DIGITS}|[{ALL}])"
CHAIN = re.compile(
    rf"(?:(?P<vague>[数數几幾上成近]|好几)(?=[{UNITS}{MYRIADS}]))?"
    rf"{_PIECE}(?:[ \u3000]?(?:[{ALL}]|(?<=[{ALL}])[ ]?{DIGITS}|[点點](?=[{ALL}])|[几幾](?=[ ]?[{MYRIADS}{UNITS}])|(?<=[{UNITS}{MYRIADS}])[多余餘来](?=[{MYRIADS}])))*"
)
HOW_MANY = re.compile(rf"(?<=[{UNITS}])[几幾]")
FRACTION = re.compile(r"\s?分\s?之\s?")  # 三分之二


def numerals(text: str) -> list[Numeral]:
    """Return the numerals of a text, in order.

    >>> [str(n.value) for n in numerals("一千二百万和1.5亿，三分之二，二〇二四")]
    ['12000000', '150000000', '2/3', '2024']
    """
    found: list[Numeral] = []
    for m in CHAIN.finditer(text):
        start, chain = m.start(), m[0]
        while chain and chain[-1] in " \u3000":
            chain = chain[:-1]
        found += _split(start, chain, text)
    found = _fractions(text, found)
    return over(slashed(text), found) if "/" in text else found


def _split(start: int, chain: str, text: str) -> list[Numeral]:
    """Read a chain of numeral characters; one that makes no single number is read piece by piece."""
    bound_about = False
    body = chain
    offset = 0
    if body[0] in "数數几幾上成近好":
        offset = 2 if body.startswith("好") else 1
        bound_about = body[0] not in "近"
        body = body[offset:]
    if not any(c in PLAIN or c.isdigit() for c in body) and len(body) < 2:
        return []
    value, about, small = evaluate(body)
    if value is None:
        return _pieces(start + offset, body)
    if bound_about or about:
        return [Numeral(start if offset and bound_about else start + offset, start + len(chain), value, "words", "vague", "about")]
    form = "digits" if any(c.isdigit() for c in body) else "words"
    return [Numeral(start + offset, start + len(chain), value, form, small=small)]


LEADING = re.compile(rf"{DIGITS}|[{ALL}]+")


def _pieces(start: int, body: str) -> list[Numeral]:
    found = []
    for m in LEADING.finditer(body):
        value, about, small = evaluate(m[0])
        if value is not None:
            found.append(
                Numeral(
                    start + m.start(),
                    start + m.end(),
                    value,
                    "digits" if m[0][0].isdigit() else "words",
                    bound="about" if about else "exact",
                    small=small,
                )
            )
    return found


_SCAN = re.compile(rf"(?P<d>{DIGITS})|(?P<h>[{ALL}])|(?P<p>[点點])|(?P<v>[几幾多余餘来])|[ \u3000]+")


def evaluate(body: str) -> tuple[Fraction | None, bool, bool]:
    """Return a chain's value (None: not one number), whether it is approximate, and whether it is a single small numeral.

    >>> evaluate("四百五")[0], evaluate("二〇二四")[0], evaluate("三四")[:2]
    (Fraction(450, 1), Fraction(2024, 1), (Fraction(3, 1), True))
    """
    table = _table()
    if len(body) == 1 and body in table:
        value, role = table[body]
        return (Fraction(value), False, True) if role in ("digit", "capital") or body in "十廿卅" else (None, False, True)
    if body.isdigit() and body.isascii():
        return Fraction(int(body)), False, False
    if all(table.get(c, (0, ""))[1] == "digit" for c in body):
        return _positional(body)
    return _spelt(body)


def _positional(body: str) -> tuple[Fraction | None, bool, bool]:
    table = _table()
    if any(c in "两兩" for c in body):
        return (Fraction(2), True, True) if body in ("两三", "兩三") else (None, False, False)
    values = [table[c][0] for c in body]
    if len(values) == 2 and 0 < values[0] == values[1] - 1 and values[0] < 9:  # 三四个
        return Fraction(values[0]), True, False
    return Fraction(int("".join(map(str, values)))), False, False


def _spelt(body: str) -> tuple[Fraction | None, bool, bool]:
    total = Fraction(0)
    section = Fraction(0)
    current: Fraction | None = None
    previous = 0
    last_unit = 0
    zero = False
    about = False
    smallest = Fraction(10**20)
    pending = ""
    for m in _SCAN.finditer(body):
        if m["d"]:
            if current is not None:
                return None, False, False
            current, pending = digits(m["d"]), "d"
        elif m["v"]:
            about = True
        elif m["p"]:
            return _decimals(body, m.end(), total + section + (current or 0), last_unit, current, zero)
        elif m["h"]:
            n, role = _table()[m["h"]]
            if role == "capital":
                role = "unit" if n >= 10 else "digit"
            if role == "digit":
                if n == 0:
                    if current is not None:
                        return None, False, False
                    zero = True
                elif current is not None:
                    if pending == "h" and current < 10 and n == current + 1:  # 三四百, 七八十
                        about = True
                        continue
                    return None, False, False
                else:
                    current, pending = Fraction(n), "h"
            elif role == "unit":
                if n in (20, 30):
                    section, current, last_unit = section + n, None, 10
                    continue
                if last_unit and n >= last_unit and section % (n * 10) and section:
                    return None, False, False
                if current is None and (last_unit == n and section):
                    return None, False, False
                section += (current if current is not None else 1) * n
                current, last_unit, zero = None, n, False
            else:
                if total and n > smallest:
                    section += total
                    total = Fraction(0)
                if current is None and not section and not total:
                    if m.start() == 0:
                        section = Fraction(1)
                    else:
                        return None, False, False
                if total and not section and current is None:
                    total *= n
                else:
                    total += (section + (current or 0)) * n
                smallest = min(smallest, Fraction(n))
                section, current, last_unit, zero = Fraction(0), None, n, False
            previous = n
    _ = previous
    if current is not None and last_unit >= 100 and not zero and pending == "h":
        current *= Fraction(last_unit, 10)  # 四百五 is 450
    return total + section + (current or 0), about, False


def _decimals(
    body: str, at: int, whole: Fraction, last_unit: int, current: Fraction | None, zero: bool
) -> tuple[Fraction | None, bool, bool]:
    if current is not None and last_unit >= 100 and not zero:
        whole += current * Fraction(last_unit, 10) - current
    tail = body[at:].replace(" ", "")
    table = _table()
    end = 0
    read = ""
    while end < len(tail) and (tail[end].isdigit() or table.get(tail[end], (10, ""))[0] < 10):
        read += tail[end] if tail[end].isdigit() else str(table[tail[end]][0])
        end += 1
    if not read:
        return None, False, False
    value = whole + Fraction(int(read), 10 ** len(read))
    for c in tail[end:]:
        if c not in table or table[c][0] < 10:
            return None, False, False
        value *= table[c][0]
    return value, False, False


def _fractions(text: str, found: list[Numeral]) -> list[Numeral]:
    """Join `三分之二` (value 2/3) into one numeral; per cent, per mille and the like are read later."""
    if "分" not in text or "之" not in text:
        return found
    joined: list[Numeral] = []
    i = 0
    while i < len(found):
        a = found[i]
        if i + 1 < len(found) and (m := FRACTION.match(text, a.end)) and m.end() == found[i + 1].start and a.value:
            b = found[i + 1]
            joined.append(Numeral(a.start, b.end, b.value / a.value, a.form, "fraction", b.bound))
            i += 2
        else:
            joined.append(a)
            i += 1
    return joined


DIGIT_VALUES = {c: n for c, (n, _) in _table().items()}
