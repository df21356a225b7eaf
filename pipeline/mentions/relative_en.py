"""Find relative dates in English: yesterday, last year, next Friday, May last year, the week after next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .reading import Reading, lower
from .relative import step, table, told
from .tables import either, months
from .tokens_en import standing

STEPS = {"this": 0, "last": -1, "next": 1}
SORT = r"(?:school|calendar|fiscal|financial|academic|working)\s"
NAMES = ("good ", "black ", "ash ", "palm ", "holy ", "super ", "cyber ", "bloody ")  # Good Friday is no weekday
NAMED = re.compile(r" [A-Z]")  # the Sunday Times


def _pattern() -> re.Pattern[str]:
    day, steps, far = (either(table("en", part)) for part in ("day", "step", "far"))
    unit, season, month, week = (either(words) for words in (table("en", "unit"), table("en", "season"), months(), table("en", "weekday")))
    return re.compile(
        rf"(?:(?P<day>{day})|(?P<u2>{unit})\s(?P<far>{far})|(?P<d3>{week})\sof\s(?P<step2>{steps})\sweek"
        rf"|(?P<step>{steps})\s(?:{SORT})?(?:(?P<u>{unit})(?:\s(?P<d2>{week}))?|(?P<d>{week})|(?P<s>{season}))"
        rf"|(?:(?P<m>{month})|(?P<n>\d{{1,2}})(?:st|nd|rd|th)\smonth),?\s(?:of\s)?(?P<step3>{steps})\s(?:{SORT})?year)"
        rf"(?![a-z]|\sof\b|-old|['\u2019]s\seve\b|\s\d{{4}}\b)"
    )


PATTERN = _pattern()


def _words(place: int, *parts: str) -> frozenset[str]:
    """Return the first or the last words of some parts."""
    return frozenset(w.split()[place] for part in parts for w in table("en", part) if w[0].isalpha())


BEGINS = _words(0, "day", "step", "unit", "weekday") | {m.split()[0] for m in months() if m[0].isalpha()}
DAYS, STEPS_TO, STEPPED = _words(-1, "day", "weekday"), _words(-1, "step", "far"), _words(-1, "unit", "season")


def any_in(spelt: frozenset[str]) -> bool:
    """Tell whether words in lower case may make a relative date; most texts have none, and this is a quick look."""
    return not DAYS.isdisjoint(spelt) or not (STEPS_TO.isdisjoint(spelt) or STEPPED.isdisjoint(spelt))


NTH_MONTH = re.compile(r"\d{1,2}(?:st|nd|rd|th) month")


def relative_en(text: str, spelt: frozenset[str]) -> Iterator[Reading]:
    """Yield the relative dates of an English text; `spelt` are its words in lower case.

    >>> [r.mention.value for r in relative_en("yesterday, last year and next Friday", {"yesterday", "last", "year", "next", "friday"})]
    ['-P1Y', '+P1W-5', '-P1D', 'XXXX-WXX-5']
    """
    if not any_in(spelt):
        return
    low = lower(text)
    starts = [at for word in sorted(BEGINS & spelt) for at in standing(low, word)]
    if "month" in spelt:
        starts += [m.start() for m in NTH_MONTH.finditer(low)]
    for at in starts:
        if (m := PATTERN.match(low, at)) and (value := _value({k: v for k, v in m.groupdict().items() if v})):
            yield told(m.start(), m.end(), value)
    for word in table("en", "weekday").keys() & spelt:
        for at in standing(low, word):
            end = at + len(word)
            if not low[max(0, at - 7) : at].endswith(NAMES) and not (word.endswith("day") and _is_name(text, at, end)):
                yield told(at, end, f"XXXX-WXX-{table('en', 'weekday')[word]}")


def _is_name(text: str, at: int, end: int) -> bool:
    """Tell whether a weekday is no weekday: in lower case, or before a capital that begins no month."""
    following = text[end + 1 : end + 12].split()
    return text[at].islower() or (NAMED.match(text, end) is not None and following[0].lower().rstrip(",.") not in months())


def _value(said: dict[str, str]) -> str:
    if "day" in said:
        return table("en", "day")[said["day"]]
    units, days = table("en", "unit"), table("en", "weekday")
    if "far" in said:
        return step(int(table("en", "far")[said["far"]]), units[said["u2"]])
    many = STEPS[table("en", "step")[said.get("step") or said.get("step2") or said["step3"]]]
    if "step3" in said:
        month = months()[said["m"]] if "m" in said else int(said["n"])
        return step(many, "1Y", f"{month:02d}") if 1 <= month <= 12 else ""
    if weekday := said.get("d") or said.get("d2") or said.get("d3"):
        return step(many, "1W", days[weekday]) if said.get("u", "week") == "week" else ""
    if "s" in said:
        return step(many, "1Y", table("en", "season")[said["s"]])
    if said["u"] == "day" and said["step"] == "last":
        return ""  # the last day of the month
    return step(many, units[said["u"]])
