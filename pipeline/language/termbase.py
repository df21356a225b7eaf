"""Read a glossary as what checks ask of it: which concepts a text states, and which wordings render them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..model import Concept, Glossary, Work
from .terms import Finder, Found, finder

BANNED = ("deprecated", "forbidden")
SCOPES = re.compile(r"\s*[|,;]\s*")  # gpai-singapore | Example Press


@dataclass(frozen=True, slots=True)
class Termbase:
    """Hold the concepts (by id) that are valid for a work, the finders of their wordings, and the disapproved wordings."""

    concepts: dict[str, tuple[Concept, ...]]
    locale: str
    english: Finder
    chinese: Finder
    banned: tuple[str, ...] = ()
    _seen: dict[tuple[str, str], list[Found]] = field(default_factory=dict)

    def source(self, text: str) -> list[Found]:
        """Return the terms of an English text; the keys are ids of concepts."""
        return self._find("en", self.english, text)

    def target(self, text: str) -> list[Found]:
        """Return the wordings in a Chinese text, the disapproved ones too; the keys are ids of concepts."""
        return self._find("zh", self.chinese, text)

    def _find(self, language: str, tool: Finder, text: str) -> list[Found]:
        found = self._seen.get((language, text))
        if found is None:
            if len(self._seen) > KEPT_TEXTS:
                self._seen.clear()
            found = self._seen[language, text] = tool.find(text)
        return found

    def accepted(self, identity: str) -> tuple[str, ...]:
        """Return the wordings that render a concept here, preferred first."""
        return tuple(dict.fromkeys(t for c in self.concepts[identity] for t in wordings(c, self.locale)))

    def disapproved(self, identity: str) -> dict[str, str]:
        """Return the wordings that must not render a concept here, with their status."""
        terms = (t for c in self.concepts[identity] for t in c.terms)
        return {t.text: t.status for t in terms if t.status in BANNED and t.locale == self.locale}


def wordings(concept: Concept, locale: str) -> tuple[str, ...]:
    """Return a concept's accepted wordings in a locale; a regional locale without its own has those of its script.

    >>> from pipeline.model import Term
    >>> wordings(Concept("ai", (Term("zh-Hans", "人工智能"),)), "zh-Hans-SG")
    ('人工智能',)
    """
    return concept.texts(locale) or concept.texts("-".join(locale.split("-")[:2]))


def valid(concept: Concept, work: Work | None) -> bool:
    """Tell whether a concept holds for a work: it has no scope, or its scope names the work or its publisher."""
    if not concept.scope:
        return True
    scopes = {s.casefold() for s in SCOPES.split(concept.scope)}
    return work is not None and bool(scopes & {work.id.casefold(), work.publisher.casefold()})


KEPT = 16  # termbases remembered at a time: works share one where the same concepts hold for them
KEPT_TEXTS = 20_000
_bases: dict[tuple[int, str, bool, tuple[int, ...]], tuple[tuple[Concept, ...], Termbase]] = {}


def termbase(glossary: Glossary, locale: str, work: Work | None = None, *, names: bool = False) -> Termbase | None:
    """Return the glossary's terms (with `names` its names too) as they hold for a work, or None where there are none."""
    concepts = glossary.concepts
    if not concepts:
        return None
    foreign = tuple(n for n, c in enumerate(concepts) if c.scope and not valid(c, work))
    key = (id(concepts), locale, names, foreign)
    if key not in _bases:
        if len(_bases) >= KEPT:
            _bases.clear()
        own = [c for n, c in enumerate(concepts) if (names or c.kind == "term") and n not in foreign]
        _bases[key] = (concepts, _build(own, locale))
    return _bases[key][1]


def _build(concepts: list[Concept], locale: str) -> Termbase:
    by_id: dict[str, tuple[Concept, ...]] = {}
    for concept in concepts:
        by_id[concept.id] = (*by_id.get(concept.id, ()), concept)
    return Termbase(
        by_id,
        locale,
        finder("en", ((t, c.id) for c in concepts for t in c.texts("en"))),
        finder("zh", ((t, c.id) for c in concepts for t in _chinese(c, locale))),
        tuple(sorted({t.text for c in concepts for t in c.terms if t.status in BANNED and t.locale == locale})),
    )


def _chinese(concept: Concept, locale: str) -> Iterator[str]:
    yield from wordings(concept, locale)
    yield from (t.text for t in concept.terms if t.status in BANNED and t.locale == locale)
