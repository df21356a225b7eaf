"""Find the values that a text states: quantities, durations, ordinals, references, dates and names.

One look at a text gives all of them, with the span, the value, the unit and how exactly it is stated. What only looks like a
number (一旦, 统一, `one of`) is passed over, and so is what stands in code, addresses and markup.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cache, lru_cache

from ..model import Glossary, Mention
from .reading import HINT, Reading, Room

__all__ = ["Reading", "mentions", "readings"]


def readings(text: str, locale: str) -> tuple[Reading, ...]:
    """Return all but the names, each with how firmly it stands; what checks compare."""
    return _reader("zh" if locale.startswith("zh") else "en")(text)


@cache
def _reader(language: str) -> Callable[[str], tuple[Reading, ...]]:
    """Return what reads a language, whatever the region, and remembers what it read.

    To make its patterns takes its time, and where nothing has changed no text is read.
    """
    if language == "zh":
        from .chinese import read
    else:
        from .english import read
    return lru_cache(maxsize=20_000)(read)


def mentions(text: str, locale: str, glossary: Glossary | None = None) -> list[Mention]:
    """Return the mentions of a text in order, none overlapping another; where a name holds a numeral the name stands.

    >>> [(m.kind, str(m.value), m.unit) for m in mentions("缴纳每年2万欧元的会费", "zh-Hans")]
    [('quantity', '20000', 'EUR')]
    >>> mentions("在一个统一的框架下", "zh-Hans")
    []
    """
    found = [r.mention for r in readings(text, locale) if r.strength > HINT]
    named = _names(text, locale, glossary)
    if not named or not found:
        return named or found
    whole = Room(len(text), (m.span for m in found))  # US$ 5 is money: a name that stands inside a longer mention gives way
    same = {m.span for m in found}
    kept = [n for n in named if whole.free(*n.span) or n.span in same or not _inside(n, found)]
    room = Room(len(text), (n.span for n in kept))
    return sorted([*kept, *(m for m in found if room.free(*m.span))], key=lambda m: m.span)


def _inside(name: Mention, found: list[Mention]) -> bool:
    at = bisect_right(found, name.span[0], key=lambda m: m.span[0]) - 1
    return at >= 0 and name.span[1] <= found[at].span[1] and name.span != found[at].span


def _names(text: str, locale: str, glossary: Glossary | None) -> list[Mention]:
    try:
        from .names import names
    except ImportError:
        return []
    return names(text, locale, glossary)
