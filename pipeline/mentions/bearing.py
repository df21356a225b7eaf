"""Tell which concepts of a glossary can matter to a text: those of which some wording may stand in it.

A work need not be checked again when a term changes that it does not hold. What is said here is careful: a concept that no
reader could find in the text never bears on it, one that is found always does, and one in doubt does.

>>> from pipeline.model import Term
>>> ai = Concept("ai", (Term("en", "AI policy"), Term("zh-Hans", "人工智能政策")))
>>> [bears(ai, traces(texts)) for texts in (["Policies on AI."], ["人工智能 政策"], ["The council meets."])]
[True, True, False]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from ..language.terms import WORD, inflections
from ..model import Concept, Glossary, Work
from .names import same_names

Traces = tuple[str, tuple[str, ...]]  # the text as `plain` has it, and its Latin words in small letters
LETTERS = re.compile(r"[^\W_]+")  # v2 of "v2_3"; 第三条
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")  # 数


def plain(text: str) -> str:
    """Return letters and figures alone, in small letters and one width: no space, joint or hyphen can hide a wording.

    >>> plain("Ｕ.Ｓ. 约翰·斯图尔特")
    'us约翰斯图尔特'
    """
    return "".join(LETTERS.findall(unicodedata.normalize("NFKC", text).casefold()))


def traces(texts: Iterable[str]) -> Traces:
    """Return what is left of texts when all is gone that matters to no wording."""
    return _traces(tuple(texts))


@lru_cache(maxsize=2)
def _traces(texts: tuple[str, ...]) -> Traces:
    words = {w for text in texts for w in _words(text)}
    return "\n".join(dict.fromkeys(map(plain, texts))), tuple(sorted(words))


def texts_of(work: Work) -> Iterator[str]:
    """Yield everything that a work says."""
    yield from (work.title.en, work.title.zh, work.publisher, work.disclaimer)
    for document in (*(o.document for o in work.originals), work.translation.document):
        yield from (s.text for s in document.segments)


def held(glossary: Glossary, left: Traces) -> tuple[Concept, ...]:
    """Return the concepts of a glossary that can matter to texts of these traces, in their order and without their places."""
    return tuple(replace(c, path="", line=0) for c in glossary.concepts if bears(c, left))


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def bears(concept: Concept, left: Traces) -> bool:
    """Tell whether any wording of a concept, or another name of what it names, may stand in a text."""
    letters, words = left
    known = _known(words)
    for letter, forms in _wordings(concept):
        if (letter and letter in letters) or (forms and all(not own.isdisjoint(known) for own in forms)):
            return True
    return False


@lru_cache(maxsize=4)
def _known(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


@lru_cache(maxsize=20_000)
def _wordings(concept: Concept) -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """Return each wording as `plain` has it, and the forms of each of its words; of Chinese the first is enough."""
    texts = dict.fromkeys([*(t.text for t in concept.terms), *(same_names(concept) if concept.kind != "term" else ())])
    return tuple((plain(text), () if HAN.search(text) else tuple(_forms(w) for w in _words(text.removeprefix("to ")))) for text in texts)


@cache
def _forms(word: str) -> frozenset[str]:
    """Return every form that `inflections` gives a word, however it is capitalised."""
    return frozenset(form.casefold() for own in (word, word.capitalize(), word.upper()) for form, _ in inflections(own))
