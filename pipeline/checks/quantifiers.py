"""Compare words of quantity and of limits: all, each, some, most, both, at least one; only, unless, except, prior, written.

Contradictions are reported: the translation has no word for the source's quantity and has one that excludes it. Lost limits are
reported too, such as an *only* that says who may do something or when: without it the sentence allows what the source does not.

>>> on("All members may attend.", "所有成员均可出席。")
>>> on("All members may attend.", "部分成员可以出席。")
quantifiers (major): “All” is rendered 部分
>>> on("Only the council may amend it.", "理事会可以修改本规则。")
quantifiers (major): “Only” has no counterpart in the translation

Does not catch another quantity that is merely left out, or one that belongs to another noun of the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..language.mask import hide
from ..language.pairs import Couple, couples
from ..language.signs import Cue, spelt_in
from ..language.tables import lower, rows
from ..model import Bilingual, Collation, Finding, Severity
from . import check

GRAVE = ("only", "unless")  # what turns its sentence round when it is lost
TABLE = rows(Path(__file__).parent / "words" / "quantifiers.tsv")
LOST = "-"  # what contradicts a quantity that must not be lost


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold a quantity: how English says it, what renders it, and what contradicts it (None: it must not be lost)."""

    name: str
    said: Cue
    right: re.Pattern[str]
    wrong: re.Pattern[str] | None


RULES = [
    Rule(name, Cue([(said, words)]), re.compile(right), None if wrong == LOST else re.compile(wrong))
    for name, said, right, wrong, words in TABLE
]
BY_WORD = {word: [n for n, rule in enumerate(RULES) if word in rule.said.words] for rule in RULES for word in rule.said.words}


@check(type="mistranslation", mqm="accuracy/mistranslation", severity=Severity.MAJOR, simplified=True)
def quantifiers(collation: Collation) -> Iterator[Finding]:
    """Yield sentences whose translation says another quantity."""
    for bead in collation.bitext.beads:
        words = spelt_in(bead.source)
        met = BY_WORD.keys() & words
        if not met:
            continue
        likely = [RULES[n] for n in sorted({n for word in met for n in BY_WORD[word]})]
        lost = [rule for rule in likely if rule.wrong is None]
        if not any(rule.said.any_in(bead.source, words) for rule in lost):
            lost = []
        opposed = [rule for rule in likely if rule.wrong]
        if not any(rule.wrong and rule.wrong.search(t.text) for rule in opposed for t in bead.target):
            opposed = []
        for couple in couples(bead) if lost or opposed else ():
            if not couple.loose:
                source = lower(hide(couple.source.text))
                yield from _contradicted(couple, source, opposed)
                yield from _lost(couple, source, lost)


def _lost(couple: Couple, source: str, rules: Sequence[Rule]) -> Iterator[Finding]:
    for rule in rules:
        word = rule.said.pattern.search(source)
        if word and not rule.right.search(couple.target.text):
            place = couple.source.place(*word.span())
            message = Bilingual(f"“{place.text}” has no counterpart in the translation", f"原文的 “{place.text}” 在译文中没有对应的限定")
            severity = Severity.MAJOR if word.start() == 0 or word[0] in GRAVE else Severity.MINOR
            yield Finding(message, place, couple.target.place(), severity=severity, bead=couple.bead)


def _contradicted(couple: Couple, source: str, rules: Sequence[Rule]) -> Iterator[Finding]:
    found = [(rule, m) for rule in rules for m in rule.said.pattern.finditer(source)]
    if len({rule.name for rule, _ in found}) != 1:
        return
    rule, word = found[0]
    target = hide(couple.target.text)
    other = rule.wrong.search(target) if rule.wrong else None
    if other and not rule.right.search(target):
        said = couple.source.place(*word.span())
        message = Bilingual(f"“{said.text}” is rendered {other[0]}", f"原文 “{said.text}” 译作“{other[0]}”")
        yield Finding(message, said, couple.target.place(*other.span()), bead=couple.bead)
