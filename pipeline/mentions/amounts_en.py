"""Read what an English numeral counts: an ordinal, a year, money, a measure, a share, how many times; and how exactly it is meant."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from ..model import Bound, MentionKind
from . import money_en
from .bounding_en import FOLLOWER, bound_before, bound_behind
from .context import REACH, named
from .money_en import OF_MODELS, SHORT, Paid, paid, priced, sign_before
from .multiples import ADVERBS, EVERY, PERIOD
from .numeral import Numeral
from .reading import NO_CODES, PAIRED, STRONG, WEAK, Reading, reading
from .tables import Phrases, durations, either, unit_words

# 7 % | 3.5 percentage points | 3 per thousand
PERCENT = re.compile(
    r"[\s-]?(?P<point>percentage[\s-]points?|percent points?|pp\b)|\s?%|[\s-]?(?:per\s?cents?|percentages?|pct)\b"
    r"|\s?(?P<mille>‰|per (?:mille|thousand)\b|permille\b)",
    re.IGNORECASE,
)
OF_PERCENT = re.compile(r"\bper\s?cent of\s+$", re.IGNORECASE)  # percent of 10
FACTOR = "factor of "  # by a factor of five
# three times a year, three times daily
FREQUENCY = re.compile(rf"\s+times\s+(?:{EVERY}\s+(?P<u>{PERIOD})|(?P<often>{'|'.join(ADVERBS)}))\b", re.IGNORECASE)
TIMES = re.compile(r"[\s-]?(?:times\b|fold\b|x\b(?!\s?\d))", re.IGNORECASE)  # three times, tenfold, 10x
AGE = re.compile(r"[\s-]years?[\s-]olds?\b", re.IGNORECASE)  # 18 years old
# one hour and a half
ONE_HALF = re.compile(r"\s+and\s+(?:(?:an?\s+)?half|a\s+(?P<q>quarter))\b(?!\s+(?:million|billion|trillion|dozen))", re.IGNORECASE)
INCHES = re.compile(r"\s?(?:and\s+)?(?P<n>\d{1,2}(?:\.\d+)?)\s?(?:in\b|inch(?:es)?\b|\")", re.IGNORECASE)  # 5 ft 2 in
SHORT_K = re.compile(r"\s?([kbM])(?![A-Za-z0-9])")  # 10k, 3.5 M
STUCK = re.compile(r"\d|[A-Za-z_]")  # 3D, 2FA: no number of something
# Symbols that are words or names as well: they measure only where they touch the number.
SYMBOL_WORDS = frozenset(
    ["in", "m", "d", "s", "h", "w", "y", "l", "t", "g", "B", "W", "V", "J", "Ki", "Mi", "Gi", "Ti", "rad", "cal", "hp", "ha"]
)
SECONDS = re.compile(r"(?:\b(?:within|every|after|for|to|of|is|than|default|least|most|about)\s|[=:(]\s?)$", re.IGNORECASE)  # within 90s
IN_YEAR = re.compile(r"\b(?:in|year|of|since|until|by)\s$", re.IGNORECASE)  # in two thousand and fifteen
ORDINAL_UNIT = re.compile(
    r"[\s-](second|minute|hour|day|week|month|year|anniversary|birthday|floor|century)\b", re.IGNORECASE
)  # 34th-minute
COUNTED_AS = {"anniversary": "year", "birthday": "year", "floor": ""}
RANGE = re.compile(r"\s?(?:to|and|[-\u2013\u2014~])\s?[\d$£€]")  # 2 to 4 inches
SORTS = [
    *("full", "whole", "consecutive", "successive", "straight", "calendar", "working", "business", "fiscal", "financial", "academic"),
    *(
        "school",
        "additional",
        "further",
        "more",
        "extra",
        "upcoming",
        "coming",
        "next",
        "previous",
        "past",
        "last",
        "preceding",
        "following",
    ),
]
SHARES = ["%", "‰", "per", "percent", "percents", "percentage", "percentages", "pct", "pp", "permille", "times", "fold", "x"]
SERIES = re.compile(r"\b(?:last|past|previous|next|coming|following|consecutive|successive|first|for|over)\s$", re.IGNORECASE)
SHARE_OF = re.compile(r"\sof\s(?!\d{4}\b|the\s(?:fiscal\s|financial\s)?year\b)")  # three quarters of the members
HEAD = re.compile(r"[a-z]+")


BEFORE_UNIT = re.compile(r"[\s-](?:of\s)?", re.IGNORECASE)  # five years, 10 of years
# five full years, 10 working days, 2 more weeks
SORTED = re.compile(rf"[\s-](?:{'|'.join(sorted(SORTS, key=len, reverse=True))})[\s-]", re.IGNORECASE)


@cache
def _units() -> tuple[Phrases, Phrases]:
    """Return the words for units, and for units of time, which a word may stand before: consecutive years, calendar days."""
    table = unit_words("en")[0]
    return Phrases(table), Phrases(w for w, unit in table.items() if unit in durations())


def _unit(text: str, at: int) -> tuple[int, str] | None:
    """Return where the word for a unit ends that stands behind an amount, and the unit."""
    for before, known in zip((BEFORE_UNIT, SORTED), _units(), strict=True):
        if (m := before.match(text, at)) and (word := known.at(text, m.end())):
            return m.end() + len(word), unit_words("en")[0][word]
    return None


SYMBOL = re.compile(rf"\s?[\[<]?(?P<w>{either(unit_words('en')[1])})(?![A-Za-z0-9])[\]>]?")  # 5 km, 20 [kg]


def _measuring() -> frozenset[str]:
    """Return the first words, in lower case, and the signs of all that may make a numeral a measure: a quick look saves the long ones."""
    found = {*SHARES, *SORTS, "[", "<", '"', "of"}
    for words in unit_words("en"):
        found |= {m[0] if (m := HEAD.match(w.lower())) else w[0] for w in words}
    return frozenset(found | money_en.HEADS)


MEASURING = _measuring()


def amount(text: str, n: Numeral) -> Reading | None:
    """Read what a numeral counts; None where it is no number of anything."""
    left = text[max(0, n.start - REACH) : n.start]
    money = sign_before(left)
    if money is None and n.form == "digits" and named(left):
        return None
    if n.sort == "ordinal":
        return _ordinal(text, n)
    if n.sort == "year" or (n.form == "words" and not n.small and 1500 <= n.value <= 2199 and IN_YEAR.search(left)):
        return reading("date", n.start, n.end, str(n.value))
    digits = n.form == "digits"
    if n.sort == "fraction" and text.startswith("quarters", n.end - 8) and SERIES.search(left) and not SHARE_OF.match(text, n.end):
        return reading("duration", n.start, n.end, n.value * 4, "quarter", digits=digits)  # the next three quarters
    if money is not None:
        end, value, unit, codes = priced(text, n, money)
        bound, start, end = _bound(text, n, n.start - (len(left) - money.start()), end)
        return reading("quantity", start, end, value, unit, bound, digits=digits, codes=codes)
    end, value, unit, codes = _measured(text, n)
    if not unit and digits:
        if m := SHORT_K.match(text, end):
            value, end = value * SHORT[m[0].strip().lower()], m.end()
        elif STUCK.match(text, end):
            return None
    if (n.small and value == 1 and not unit) or (value == 0 and not digits):
        return None
    kind: MentionKind = "duration" if unit in durations() else "quantity"
    bound, start, end = _bound(text, n, n.start, end)
    grown = unit == "%" and text[max(0, start - 3) : start].lower() == "by "
    return reading(kind, start, end, value, unit, bound, strength=_strength(text, n, unit), digits=digits, codes=codes, grown=grown)


def _ordinal(text: str, n: Numeral) -> Reading:
    m = ORDINAL_UNIT.match(text, n.end)
    of = COUNTED_AS.get(m[1].lower(), m[1].lower()) if m else ""
    strength = WEAK if n.value == 1 else STRONG if n.form == "digits" else PAIRED
    return reading("ordinal", n.start, n.end, n.value, strength=strength, digits=n.form == "digits", of=of)


def _strength(text: str, n: Numeral, unit: str) -> int:
    if n.form == "digits":
        return STRONG
    if (n.small and n.value <= 1) or (n.sort == "fraction" and n.value == Fraction(1, 2)):
        return WEAK
    return PAIRED if n.sort == "vague" or (n.small and not unit and _titled(text, n)) else STRONG


def _titled(text: str, n: Numeral) -> bool:
    """Tell whether a small numeral is part of a name within a sentence: at Four Corners."""
    after = text[n.end : n.end + 2].strip()
    return text[n.start].isupper() and n.start > 0 and text[n.start - 1] == " " and after[:1].isupper()


def _measured(text: str, n: Numeral) -> Paid:
    """Read the unit that follows an amount: a share, how many times, an age, money, a measure."""
    if n.start > 9 and text[n.start - 1] == " " and OF_PERCENT.search(text, max(0, n.start - 13), n.start):
        return n.end, n.value, "%", NO_CODES
    if text[max(0, n.start - len(FACTOR)) : n.start].lower() == FACTOR:
        return n.end, n.value, "times", NO_CODES
    if n.form == "digits" and (m := OF_MODELS.match(text, n.end)):
        return m.end(), n.value * SHORT[m["s"].lower()], "", NO_CODES
    follower = FOLLOWER.match(text, n.end)
    if not follower or (follower[1].lower() if follower[1] else follower[2]) not in MEASURING:
        return n.end, n.value, "", NO_CODES
    if m := PERCENT.match(text, n.end):
        return m.end(), n.value / 10 if m["mille"] else n.value, "percentage-point" if m["point"] else "%", NO_CODES
    if m := FREQUENCY.match(text, n.end):
        return m.end(), n.value, f"per-{m['u'].lower() if m['u'] else ADVERBS[m['often'].lower()]}", NO_CODES
    if m := TIMES.match(text, n.end):
        return m.end(), n.value, "times", NO_CODES
    if m := AGE.match(text, n.end):
        return m.end(), n.value, "year", NO_CODES
    return paid(text, n) or _sized(text, n) or (n.end, n.value, "", NO_CODES)


def _sized(text: str, n: Numeral) -> Paid | None:
    """Read a unit of measure behind a number, with the half or the inches that follow it."""
    if worded := _unit(text, n.end):
        end, unit = worded
    elif n.form == "digits" and (m := SYMBOL.match(text, n.end)) and not _no_symbol(text, n, m):
        end, unit = m.end(), unit_words("en")[1][m["w"]]
    else:
        return None
    if unit in durations() and (m := ONE_HALF.match(text, end)):
        return m.end(), n.value + Fraction(1, 4 if m["q"] else 2), unit, NO_CODES
    if unit == "foot" and (m := INCHES.match(text, end)):
        return m.end(), n.value + Fraction(m["n"]) / 12, unit, NO_CODES
    return end, n.value, unit, NO_CODES


def _no_symbol(text: str, n: Numeral, m: re.Match[str]) -> bool:
    """Tell whether what looks like a symbol is a word (5 in), or makes a decade, an age or a temperature (80s)."""
    if m["w"] in SYMBOL_WORDS and m[0][0] == " ":
        return True
    decade = m[0] == "s" and n.value % 10 == 0 and 20 <= n.value <= 90
    return decade and not SECONDS.search(text, max(0, n.start - 10), n.start)


def _bound(text: str, n: Numeral, start: int, end: int) -> tuple[Bound, int, int]:
    """Read the words before or behind an amount that bound it; return the bound, and the span with them."""
    if n.bound != "exact" or RANGE.match(text, n.end):
        return n.bound, start, end
    bound, at = bound_before(text, start)
    if bound != "exact" and not (n.small and bound == "about" and end == n.end):  # talking about two environments
        return bound, at, end
    bound, at = bound_behind(text, end)
    return (bound, start, at) if bound != "exact" else ("exact", start, end)
