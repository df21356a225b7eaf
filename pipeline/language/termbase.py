"""Read a glossary as what checks ask of it: which concepts a text states, and which wordings render them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..model import Concept, Glossary, Status, Term, Work
from .memo import by_identity
from .script import regional
from .terms import Finder, Found, finder

BANNED = ("deprecated", "forbidden")
TRADITIONAL = ("zh-Hant-TW", "zh-Hant-HK")
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
        return {text: status for c in self.concepts[identity] for text, status in banned(c, self.locale).items()}


def wordings(concept: Concept, locale: str) -> tuple[str, ...]:
    """Return a concept's accepted wordings in a locale; where the house gives none, those of the mainland as the region writes them.

    >>> from pipeline.model import Term
    >>> ai = Concept("ai", (Term("zh-Hans", "人工智能"), Term("zh-Hant-TW", "人工智慧")))
    >>> wordings(ai, "zh-Hans-SG"), wordings(ai, "zh-Hant-TW"), wordings(Concept("r", (Term("zh-Hans", "风险"),)), "zh-Hant-HK")
    (('人工智能',), ('人工智慧',), ('風險',))
    """
    own = concept.texts(locale)
    if locale == "zh-Hant":  # nobody said which region it is
        own = tuple(text for region in TRADITIONAL for text in concept.texts(region))
    return own if own and locale != "zh-Hant" else tuple(dict.fromkeys((*own, *_converted(concept.texts("zh-Hans"), locale))))


def banned(concept: Concept, locale: str) -> dict[str, Status]:
    """Return a concept's disapproved wordings in a locale, with their status; where the house gives none, the mainland's.

    >>> from pipeline.model import Term
    >>> risk = Concept("risk", (Term("zh-Hans", "风险"), Term("zh-Hans", "危险", "forbidden")))
    >>> banned(risk, "zh-Hans-SG"), banned(risk, "zh-Hant-TW")
    ({'危险': 'forbidden'}, {'危險': 'forbidden'})
    """
    own = {t.text: t.status for t in concept.terms if t.status in BANNED and t.locale == locale}
    if own or locale == "zh-Hans":
        return own
    accepted = wordings(concept, locale)
    disapproved = [t for t in concept.terms if t.status in BANNED and t.locale == "zh-Hans"]
    return {text: t.status for t in disapproved for text in _converted([t.text], locale) if text not in accepted}


def _converted(texts: Sequence[str], locale: str) -> tuple[str, ...]:
    if not locale.startswith("zh-Hant"):
        return tuple(texts)
    every = [regional(text, locale) for text in texts]
    return tuple(forms[0] for forms in every) + tuple(form for forms in every for form in forms[1:])


def valid(concept: Concept, work: Work | None) -> bool:
    """Tell whether a concept holds for a work: it has no scope, or its scope names the work or its publisher."""
    return _holds(concept.scope, work)


def _holds(scope: str, work: Work | None) -> bool:
    if not scope:
        return True
    scopes = {s.casefold() for s in SCOPES.split(scope)}
    return work is not None and bool(scopes & {work.id.casefold(), work.publisher.casefold()})


def _within(concept: Concept, work: Work | None) -> Concept:
    """Return a concept without the wordings whose own scope does not name the work."""
    if not any(t.scope for t in concept.terms):
        return concept
    return replace(concept, terms=tuple(t for t in concept.terms if _holds(t.scope, work)))


KEPT = 16  # termbases remembered at a time: works share one where the same concepts hold for them
KEPT_TEXTS = 20_000
Limits = tuple[tuple[int, tuple[Term, ...]], ...]  # the concepts of which some wordings hold, and those
_asked: dict[tuple[int, str, int, bool], tuple[tuple[Concept, ...], Work | None, Termbase]] = {}  # by identity; each check of a work asks
_bases: dict[tuple[int, str, bool, tuple[int, ...], Limits], tuple[tuple[Concept, ...], Termbase]] = {}


@by_identity
def _limited(glossary: Glossary) -> tuple[tuple[int, Concept], ...]:
    """Return the concepts, with their places, that do not hold everywhere or not with all their wordings."""
    return tuple((n, c) for n, c in enumerate(glossary.concepts) if c.scope or any(t.scope for t in c.terms))


def termbase(glossary: Glossary, locale: str, work: Work | None = None, *, names: bool = False) -> Termbase | None:
    """Return the glossary's terms (with `names` its names too) as they hold for a work, or None where there are none."""
    concepts = glossary.concepts
    if not concepts:
        return None
    asked = (id(concepts), locale, id(work), names)
    if asked not in _asked:
        if len(_asked) >= KEPT:
            _asked.clear()
        _asked[asked] = (concepts, work, _of_work(glossary, locale, work, names))
    return _asked[asked][2]


def _of_work(glossary: Glossary, locale: str, work: Work | None, names: bool) -> Termbase:
    concepts = glossary.concepts
    limited = _limited(glossary)
    foreign = tuple(n for n, c in limited if not valid(c, work))
    partial = {n: _within(c, work) for n, c in limited if n not in foreign}
    key = (id(concepts), locale, names, foreign, tuple((n, c.terms) for n, c in partial.items()))
    if key not in _bases:
        if len(_bases) >= KEPT:
            _bases.clear()
        own = [partial.get(n, c) for n, c in enumerate(concepts) if (names or c.kind == "term") and n not in foreign]
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
        tuple(sorted({text for c in concepts for text in banned(c, locale)})),
    )


def _chinese(concept: Concept, locale: str) -> Iterator[str]:
    yield from wordings(concept, locale)
    yield from banned(concept, locale)
