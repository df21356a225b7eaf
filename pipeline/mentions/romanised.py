"""Compare the people and places of China that English writes in pinyin with the characters of the other side.

A reading is weak evidence: characters that read like a name show that it is rendered, and nothing more is said of them. Only a name
that no characters read like, in the passage or beside it, is told, and what stands in its place where that is a place of China too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ..language.cedict import headwords
from ..language.lexicon import HAN
from ..language.romanised import cues, key, known, letters, person, stretches, syllables, usual
from ..language.signs import spelt as words_of
from ..model import Place, Segment, Span

CAPITAL = re.compile(r"\b[A-Z][a-z]+(?:['’][a-z]+)?\b")  # Xi'an
APOSTROPHE = re.compile(r"['’](?<=[a-z].)[aeo]")  # Xi'an
SPACE = re.compile(r" ")
LONGEST = 4  # characters of a place


class Unmet(NamedTuple):
    """Hold a name in pinyin that nothing reads like, how it is written in Chinese (empty where that is open), and what stands for it."""

    source: Place
    expected: str
    target: Place | None


@lru_cache(maxsize=2048)
def spelt(text: str) -> tuple[Span, ...]:
    """Return where an English text has Chinese names in pinyin.

    >>> spelt("Wang Xiaoming of Shenzhen spoke in Paris.")
    ((0, 13), (17, 25))
    """
    if cues().isdisjoint(words_of(text)) and not (("'" in text or "’" in text) and APOSTROPHE.search(text)):
        return ()
    found: list[Span] = []
    before: re.Match[str] | None = None
    for m in CAPITAL.finditer(text):
        if before and SPACE.fullmatch(text, before.end(), m.start()) and person(before[0], m[0]):
            found = [*(span for span in found if span[0] != before.start()), (before.start(), m.end())]
            before = None
            continue
        if letters(m[0]) in known():
            found.append(m.span())
        before = m
    return tuple(found)


def unmet(source: Sequence[Segment], target: Sequence[Segment], near: Sequence[Segment] = ()) -> Iterator[Unmet]:
    """Yield the names in pinyin of some segments that neither the target nor its neighbours (`near`) render.

    >>> from pipeline.checks import pair
    >>> bead = pair("A pilot in Shenzhen.", "在苏州试点。").beads[0]
    >>> [(u.source.text, u.expected, u.target.text) for u in unmet(bead.source, bead.target)]
    [('Shenzhen', '深圳', '苏州')]
    """
    spans = [(s, span) for s in source for span in spelt(s.text)]
    if not spans:
        return
    text = "\n".join(s.text for s in (*target, *near))
    low = text.lower()
    for segment, span in spans:
        name = Place(segment, *span)
        surname, *given = name.text.split()
        forms = known().get(key(name.text), ())
        if name.text.lower() in low or any(form in text for form in forms) or any(stretches(name.text, text)):
            continue
        if given and (any(stretches(given[0], text)) or letters(surname) in {s for c in set(text) for s in syllables(c)}):
            continue  # 王女士 is Wang Xiaoming
        yield Unmet(name, usual(name.text), None if given else _instead(source, target))


def _instead(source: Sequence[Segment], target: Sequence[Segment]) -> Place | None:
    """Return the one place of China in the target that the source does not have."""
    said = {letters(m) for s in source for m in CAPITAL.findall(s.text)}
    found = {
        form: Place(segment, at, at + len(form))
        for segment in target
        for run in HAN.finditer(segment.text)
        for form in headwords().inside(run[0], 2, LONGEST)
        if said.isdisjoint(_written().get(form, said)) and (at := run.start() + run[0].index(form)) >= 0
    }
    return next(iter(found.values())) if len(found) == 1 else None


@cache
def _written() -> dict[str, frozenset[str]]:
    """Return how English writes each Chinese name."""
    found: dict[str, set[str]] = {}
    for word, forms in known().items():
        for form in forms:
            found.setdefault(form, set()).add(word)
    return {form: frozenset(words) for form, words in found.items()}


cues(), known()  # the tables are read when what looks for such names is, and not with the first text
