"""Find words rendered by their opposite: increase by 下降, northern by 南部, voluntary by 强制.

Reads well, and says the contrary. A finding needs one side of a pair of opposites alone in the source and the other side alone in the
translation, sentence by sentence, with no negation in either.

>>> on("Costs increased sharply.", "费用大幅上升。")
>>> on("Costs increased sharply.", "费用大幅下降。")
opposites (major): “increased” is rendered by its opposite, 下降
>>> on("The measure is voluntary.", "该措施属强制性质。")
opposites (major): “voluntary” is rendered by its opposite, 强制

Knows the opposites of its table only, not before and after, which good Chinese often turns round.

Does not catch opposites that changed places in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..language.mask import hide
from ..language.pairs import Couple, couples
from ..language.signs import spelt
from ..language.tables import lower, rows
from ..language.terms import inflections
from ..model import Bilingual, Collation, Finding, Segment, Severity
from . import check

NEGATED_EN = frozenset(
    ["not", "no", "never", "without", "neither", "nor", "cannot", "t", "less", "non", "un", "fail", "failed", "instead", "than"]
)
NEGATED_ZH = re.compile(r"[不未无没非勿免]|[是能可与]否|否[则认]|别[再让把被去]|难以|而非|避免|防止")


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Hold one side of a pair of opposites with what renders it, and the other side with what renders that."""

    said: frozenset[str]
    right: re.Pattern[str]
    other: frozenset[str]
    wrong: re.Pattern[str]


@cache
def _pairs() -> tuple[Pair, ...]:
    found = rows(Path(__file__).parent / "words" / "opposites.tsv")
    return tuple(Pair(_forms(said), re.compile(right), _forms(other), re.compile(wrong)) for said, right, other, wrong in found)


def _forms(words: str) -> frozenset[str]:
    """Return words and their inflections; of a phrase the phrase alone."""
    each = words.split("|")
    return frozenset(form for w in each for form, _ in (inflections(w) if " " not in w else ((w, False),)))


@cache
def _by_word() -> dict[str, tuple[tuple[Pair, str], ...]]:
    """Return, by a word of small letters, the pairs of which a form may stand where it does: the form itself, or a phrase's last word."""
    found: dict[str, tuple[tuple[Pair, str], ...]] = {}
    for pair in _pairs():
        for form in pair.said:
            key = form.rpartition(" ")[2]
            found[key] = (*found.get(key, ()), (pair, form))
    return found


@check(type="mistranslation", mqm="accuracy/mistranslation", severity=Severity.MAJOR)
def opposites(collation: Collation) -> Iterator[Finding]:
    """Yield sentences in which a word is rendered by its opposite."""
    for bead in collation.bitext.beads:
        if bead.target and any(p.wrong.search(t.text) for p in _met(bead.source) for t in bead.target):
            for couple in couples(bead):
                if not couple.loose:
                    yield from _turned(couple)


def _met(segments: Sequence[Segment]) -> set[Pair]:
    """Return the pairs of which a word may stand in segments."""
    words = _by_word()
    return {pair for s in segments for word in words.keys() & spelt(s.text) for pair, _ in words[word]}


def _turned(couple: Couple) -> Iterator[Finding]:
    text = couple.source.text
    heard = spelt(text)
    met = _by_word().keys() & heard
    if not met or not NEGATED_EN.isdisjoint(heard):
        return
    target = hide(couple.target.text)
    if NEGATED_ZH.search(target):
        return
    low = lower(hide(text)).replace("-", " ")
    for pair, form in sorted({one for word in met for one in _by_word()[word]}, key=lambda one: one[1]):
        wrong = pair.wrong.search(target)
        if wrong and not pair.right.search(target) and pair.other.isdisjoint(heard):
            at = re.search(rf"\b{form}\b", low)
            if at and not any(" " in other and other in low for other in pair.other):
                place = couple.source.place(*at.span())
                message = Bilingual(
                    f"“{place.text}” is rendered by its opposite, {wrong[0]}", f"原文 “{place.text}” 译成了相反的“{wrong[0]}”"
                )
                yield Finding(message, place, couple.target.place(*wrong.span()), bead=couple.bead)
                return
