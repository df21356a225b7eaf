"""List the conversions of an edition that could be read two ways, for an editor of the region to look at.

One simplified character may stand for several traditional ones (发: 發, 髮). Conversion decides by the word; this page shows
each word with such a character once, what became of it, what else it could be, how often it occurs, and where.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..language.tables import rows
from ..model import Collation, Glossary, Segment
from .conversion import pieces
from .phrases import phrases
from .templates import environment
from .vocabulary import WORDS

EXAMPLES = 4  # places shown for a word
AROUND = 12  # characters of context on either side


@dataclass(frozen=True, slots=True)
class Example:
    """Hold one place: `path:line`, and the text before and after the word."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a word that could be converted two ways: as written, as converted, and the traditional forms of its characters."""

    word: str
    converted: str
    forms: tuple[tuple[str, str], ...]
    count: int
    examples: tuple[Example, ...]


def readings(segments: tuple[Segment, ...], locale: str, glossary: Glossary) -> tuple[Reading, ...]:
    """Return the words whose conversion needs an eye, most doubtful first: single characters, then by how often they occur."""
    found: dict[tuple[str, str], list[Example]] = {}
    for segment in segments:
        at = 0
        for word, converted in pieces(segment.text, locale, glossary):
            if not _ambiguous().keys().isdisjoint(word):
                text = segment.text
                example = Example(
                    f"{segment.path}:{segment.line}", text[max(0, at - AROUND) : at], text[at + len(word) : at + len(word) + AROUND]
                )
                found.setdefault((word, converted), []).append(example)
            at += len(word)
    listed = (
        Reading(word, converted, tuple(_forms(word)), len(places), tuple(places[:EXAMPLES])) for (word, converted), places in found.items()
    )
    return tuple(sorted(listed, key=lambda r: (len(r.word) > 1, -r.count, r.word)))


def render_readings(collation: Collation, locale: str) -> str:
    """Return the page of an edition's conversions that could be read two ways."""
    document = collation.bitext.translation
    return (
        environment()
        .get_template("readings.html")
        .render(locale=locale, words=phrases(locale), readings=readings(document.segments, locale, collation.glossary), title=document.path)
    )


def _forms(word: str) -> Iterator[tuple[str, str]]:
    for character in dict.fromkeys(word):
        if character in _ambiguous():
            yield character, _ambiguous()[character]


@cache
def _ambiguous() -> dict[str, str]:
    return {row[0]: row[1] for row in rows(WORDS / "ambiguous.tsv")[1:]}
