"""Find words rendered by their opposite: increase by 下降, northern by 南部, voluntary by 强制.

Reads well, and says the contrary. A finding needs one side of a pair of opposites alone in the source and the other side alone in the
translation, sentence by sentence, with no negation in either.

>>> on("Costs increased sharply.", "费用大幅上升。")
>>> on("Costs increased sharply.", "费用大幅下降。")
opposites (major): “increased” is rendered by its opposite, 下降
>>> on("The measure is voluntary.", "该措施属强制性质。")
opposites (major): “voluntary” is rendered by its opposite, 强制

>>> on("Systems are tested before deployment.", "系统在部署后接受测试。")
opposites (major): “before” is rendered by its opposite, 后

Knows the opposites of its table only; of before and after, which good Chinese often turns round, those that stand at the same word.

Does not catch opposites that changed places in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..language import lexicon
from ..language.mask import hide
from ..language.pairs import Couple, couples
from ..language.signs import spelt
from ..language.stems import stem
from ..language.tables import lower, rows
from ..language.terms import inflections
from ..model import Bilingual, Collation, Finding, Segment, Severity
from . import check

NEGATED_EN = frozenset(
    ["not", "no", "never", "without", "neither", "nor", "cannot", "t", "less", "non", "un", "fail", "failed", "instead", "rather"]
)
NEGATED_ZH = re.compile(
    r"[未无没非勿免]|不(?![足到](?=[\d一二三四五六七八九十百千万两半])|超[过過]|[多少低高大小迟晚早][于於])|[是能可与]否|否[则认]|别[再让把被去]|难以|而非|避免|防止"
)


ORDER = frozenset(["before", "prior", "after", "following"])
ORDER_EN = re.compile(r"\b(?:(before|prior to)|after|following)\s(?:(?:the|its|their|his|her|any|each|this|such|an?)\s)?([a-z]{4,})")
ORDER_ZH = re.compile(r"([\u4e00-\u9fff]{2})[之以]?(?:(前)|[后後])(?![来來往续續期者置景果面端台提言])")
TURNING_ZH = re.compile(r"[才再直先]")  # not before: 之后才


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Hold one side of a pair of opposites with what renders it, and the other side with what renders that."""

    said: frozenset[str]
    right: re.Pattern[str]
    other: frozenset[str]
    wrong: re.Pattern[str]


def _forms(words: str) -> frozenset[str]:
    """Return words and their inflections; of a phrase the phrase alone."""
    each = words.split("|")
    return frozenset(form for w in each for form, _ in (inflections(w) if " " not in w else ((w, False),)))


def _pairs() -> Iterator[Pair]:
    for said, right, other, wrong in rows(Path(__file__).parent / "words" / "opposites.tsv"):
        yield Pair(_forms(said), re.compile(right), _forms(other), re.compile(wrong))


def _by_word() -> dict[str, tuple[tuple[Pair, str], ...]]:
    """Return, by a word of small letters, the pairs of which a form may stand where it does: the form itself, or a phrase's last word."""
    found: dict[str, tuple[tuple[Pair, str], ...]] = {}
    for pair in _pairs():
        for form in pair.said:
            key = form.rpartition(" ")[2]
            found[key] = (*found.get(key, ()), (pair, form))
    return found


BY_WORD = _by_word()
WORDS = frozenset(BY_WORD)


@check(type="mistranslation", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def opposites(collation: Collation) -> Iterator[Finding]:
    """Yield sentences in which a word is rendered by its opposite."""
    for bead in collation.bitext.beads:
        said = any(p.wrong.search(t.text) for p in _met(bead.source) for t in bead.target)
        ordered = any(not ORDER.isdisjoint(spelt(s.text)) for s in bead.source) and any(ORDER_ZH.search(t.text) for t in bead.target)
        for couple in couples(bead) if said or ordered else ():
            if not couple.loose:
                yield from _turned(couple) if said else ()
                yield from _out_of_order(couple) if ordered else ()


def _met(segments: Sequence[Segment]) -> set[Pair]:
    """Return the pairs of which a word may stand in segments."""
    return {pair for s in segments for word in WORDS & spelt(s.text) for pair, _ in BY_WORD[word]}


def _turned(couple: Couple) -> Iterator[Finding]:
    text = couple.source.text
    heard = spelt(text)
    met = WORDS & heard
    if not met or not NEGATED_EN.isdisjoint(heard):
        return
    target = hide(couple.target.text)
    if NEGATED_ZH.search(target):
        return
    low = lower(hide(text)).replace("-", " ")
    for pair, form in sorted({one for word in met for one in BY_WORD[word]}, key=lambda one: one[1]):
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


def _out_of_order(couple: Couple) -> Iterator[Finding]:
    """Yield what stands before something on one side and after the same thing on the other."""
    here = list(ORDER_EN.finditer(lower(hide(couple.source.text))))
    there = list(ORDER_ZH.finditer(hide(couple.target.text)))
    if len(here) != 1 or len(there) != 1 or (here[0][1] is None) == (there[0][2] is None):
        return
    if (
        not NEGATED_EN.isdisjoint(spelt(couple.source.text))
        or NEGATED_ZH.search(couple.target.text)
        or TURNING_ZH.search(couple.target.text)
    ):
        return
    if stem(here[0][2]) in lexicon.load().stems(there[0][1]):
        word, place = there[0][0][-1], couple.source.place(here[0].start(), here[0].start(2))
        said = place.text.split()[0]
        message = Bilingual(f"“{said}” is rendered by its opposite, {word}", f"原文 “{said}” 译成了相反的“{word}”")
        yield Finding(message, place, couple.target.place(*there[0].span()), bead=couple.bead)
