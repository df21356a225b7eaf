"""Read the currency of an English amount, before it or behind it: EUR 20 000, £125m, 20 000 euros, 15 dollars 50, 75 USD million."""

from __future__ import annotations

import re
from fractions import Fraction

from .context import NEXT
from .numeral import Numeral
from .numerals_en import numerals
from .reading import NO_CODES
from .tables import cents, currency, currency_words, either, shared_signs

Paid = tuple[int, Fraction, str, frozenset[str]]  # where an amount ends, its value, its unit, the currencies that a shared word may mean

SHORT = {"k": 1000, "m": 10**6, "b": 10**9, "t": 10**12}
OF_MODELS = re.compile(r"\s?(?P<s>[MBT])(?=[\s-]?(?:param|token|[个個]?(?:参数|參數|词元)))")  # 70B parameters, 15T tokens, 7B参数
SHORT_SCALE = re.compile(r"\s?([kmbt])(?![A-Za-z0-9])", re.IGNORECASE)  # £125m
SCALE_AFTER = re.compile(r"\s(million|billion|trillion)\b", re.IGNORECASE)  # 75 USD million
# 15 dollars 50
SMALL_CHANGE = re.compile(r"(?:\s+and)?\s+(?P<n>[a-z]+(?:[ -][a-z]+)?|\d{2})(?P<c>\s+cents?\b)?(?![\w,]|\.\d)", re.IGNORECASE)
UNNAMED = re.compile(r"^(?:\sof\s|[\s-])|[\s-]$")
NOUN = re.compile(r"\s+[a-z]")
LAST_WORD = re.compile(r"[A-Za-z]+\s?$")


CODES = frozenset(s for s in currency_words("en")[1] if len(s) == 3 and s.isalpha() and s.isupper())
_SPELT, _SIGNS = map(either, currency_words("en"))
BEFORE = re.compile(
    rf"(?:(?<![A-Za-z])(?:{_SIGNS}|dollars?|[MK](?=[A-Z]{{3}}))|[A-Za-z]{{0,3}}\$|\b[MK](?P<mega>{either(CODES)}))\s?$", re.IGNORECASE
)  # EUR 5, US$ 5
BEHIND = re.compile(
    rf"(?:\sof\s|[\s-]?)(?:(?:{_SPELT})(?![A-Za-z])|(?P<mega>[MK])?(?:{_SIGNS})(?![A-Za-z]))", re.IGNORECASE
)  # 5 euros, 5 MUSD
CENT = re.compile(rf"[\s-]?(?:{either(cents('en'))})(?![A-Za-z])", re.IGNORECASE)  # 50 cents


def _heads() -> set[str]:
    spelt, signs = currency_words("en")
    return {w.split()[0].lower() if w[0].isalpha() else w[0] for w in (*spelt, *signs, *cents("en"))}


def _letters() -> set[str]:
    return {s.lower().rstrip(".") for s in currency_words("en")[1] if s[-1].isalpha() or s[-1] == "."} | {"dollar", "dollars"}


_MEGA = {prefix + code.lower() for code in CODES for prefix in "mk"}  # musd
HEADS = frozenset(_heads() | _MEGA)  # first words, in lower case, and signs of all that may stand behind an amount of money
LETTERS = frozenset(_letters() | _MEGA)  # words, in lower case, that stand before one
SIGNS = frozenset(s[-1] for s in currency_words("en")[1] if not s[-1].isalpha()) | {"$"}


def sign_before(left: str) -> re.Match[str] | None:
    """Find a currency at the end of what stands left of a number.

    >>> sign_before("a fine of EUR ")[0], sign_before("a fine of ")
    ('EUR ', None)
    """
    tail = left.rstrip()
    if not tail:
        return None
    if tail[-1] in SIGNS or ((word := LAST_WORD.search(tail)) and word[0].lower() in LETTERS):
        return BEFORE.search(left)
    return None


def priced(text: str, n: Numeral, sign: re.Match[str]) -> Paid:
    """Read an amount whose currency stands before it."""
    end, value, name = n.end, n.value, sign[0].strip()
    if sign["mega"]:
        value, name = value * SHORT[name[0].lower()], sign["mega"]
    unit, codes = currency("en", name)
    if n.form == "digits" and (m := SHORT_SCALE.match(text, end)):
        value, end = value * SHORT[m[1].lower()], m.end()
    if m := BEHIND.match(text, end):
        other, more = currency("en", UNNAMED.sub("", m[0]))
        if codes and other != unit and (other in codes or more):
            unit, codes = other, more
        if (other in codes or other == unit) and not NEXT.match(text, m.end()):
            end = m.end()
    return end, value, unit, codes


def paid(text: str, n: Numeral) -> Paid | None:
    """Read the currency behind an amount; None where there is none."""
    if m := BEHIND.match(text, n.end):
        return _spent(text, m, n.value)
    if (m := CENT.match(text, n.end)) and n.value >= 1:
        parts, code = cents("en")[UNNAMED.sub("", m[0]).lower()]
        return m.end(), n.value / parts, code or "USD", NO_CODES if code else shared_signs()["dollars"]
    return None


def _spent(text: str, m: re.Match[str], value: Fraction) -> Paid:
    end, sign = m.end(), UNNAMED.sub("", m[0])
    if m["mega"] and len(sign) == 4:
        value, sign = value * SHORT[sign[0].lower()], sign[1:]
    unit, codes = currency("en", sign)
    if more := SCALE_AFTER.match(text, end):
        value, end = value * SHORT[more[1][0].lower()], more.end()
    elif (change := SMALL_CHANGE.match(text, end)) and (small := _change(text, change)):
        value, end = value + small, change.end()
    return end, value, unit, codes


def _change(text: str, m: re.Match[str]) -> Fraction:
    """Return the part of a unit that small change comes to, 0 where the words are none."""
    n = next(iter(numerals(m["n"])), None)
    whole = n is not None and n.start == 0 and n.end == len(m["n"]) and 1 <= n.value < 100
    if n is not None and whole and (m["c"] or (n.value >= 10 and not NOUN.match(text, m.end()))):
        return n.value / 100
    return Fraction(0)
