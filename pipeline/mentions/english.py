"""Read the values that an English text states."""

from __future__ import annotations

import re

from ..language.signs import spelt as words_of
from . import multiples
from .amounts_en import amount
from .clock import clock_en, zoned
from .dates_en import MAY, dates
from .groups import groups_en
from .identifiers import identifiers
from .multiples import RATED, multiples_en, one_unit, rates_en
from .numerals_en import numerals
from .periods_en import DECADES
from .ranges import spread
from .ranks import HEADS as RANKS
from .ranks import ranks_en
from .reading import Reading, Room, has_digits, in_order, longest, lower, mask, narrow
from .references import references_en
from .relative_en import any_in, relative_en
from .tables import months, stop
from .tokens_en import WORDS, standing

WORD = re.compile(r"[a-z]+")


# Words in lower case of which one stands in whatever a text may state without a digit, but for references.
TRIGGERS = (
    WORDS | multiples.HEADS | RANKS | frozenset(DECADES) | frozenset(m for m in months() if m.isalpha() and m != "may") | {"group", "eyes"}
)


def read(text: str) -> tuple[Reading, ...]:
    """Return what an English text states, in order and without overlaps; names are not read here."""
    text = narrow(text)
    spelt = words_of(text)
    figures = has_digits(text)
    if not figures and TRIGGERS.isdisjoint(spelt) and not (any_in(spelt) or one_unit(spelt) or _in_may(text, spelt)):
        hints = () if RATED.isdisjoint(spelt) else rates_en(text, spelt)
        return (*references_en(text, spelt), *hints)
    text = mask(text)
    found = [
        *references_en(text, spelt),
        *dates(text, spelt, figures),
        *relative_en(text, spelt),
        *groups_en(text, spelt),
        *multiples_en(text, spelt),
        *ranks_en(text, spelt),
        *clock_en(text, spelt),
    ]
    named = [span for _, span in identifiers(text)] if figures else []
    if named and found:
        marked = Room(len(text), named)
        found = [r for r in found if len(str(r.mention.value)) != 4 or r.mention.kind != "date" or marked.free(*r.mention.span)]
    room = Room(len(text))
    taken = longest(found, room)
    counted = [n for n in numerals(text, spelt, figures) if room.free(n.start, n.end)]
    if not counted:
        return zoned(text, in_order(taken))
    for span in named:
        room.take(*span)
    if any(n.form == "words" for n in counted):
        _stop(text, spelt, room)
    for n in counted:
        if room.free(n.start, n.end) and (one := amount(text, n)) is not None:
            taken.append(room.fit(one, n.start, n.end))
    return zoned(text, spread(text, in_order(taken), "en"))


def _in_may(text: str, spelt: frozenset[str]) -> bool:
    return "may" in spelt and MAY.search(text) is not None


def _phrases() -> dict[str, tuple[tuple[frozenset[str], str], ...]]:
    """Return the phrases that state no value, each with its words, by the longest of them."""
    found: dict[str, tuple[tuple[frozenset[str], str], ...]] = {}
    for phrase in stop("en"):
        needed = WORD.findall(phrase)
        key = max(needed, key=len)
        found[key] = (*found.get(key, ()), (frozenset(needed), phrase))
    return found


PHRASES = _phrases()


def _stop(text: str, spelt: frozenset[str], room: Room) -> None:
    """Take the places of phrases that hold a numeral but state no value: one of, on the one hand."""
    low = lower(text)
    for key in PHRASES.keys() & spelt:
        for needed, phrase in PHRASES[key]:
            if needed <= spelt:
                for at in standing(low, phrase):
                    room.take(at, at + len(phrase))
