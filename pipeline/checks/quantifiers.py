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
from collections.abc import Iterator
from pathlib import Path

from ..language.mask import hide
from ..language.pairs import Couple, couples
from ..language.signs import Cue
from ..language.tables import lower, rows, union
from ..model import Bilingual, Collation, Finding, Severity
from . import check

GRAVE = ("only", "unless")  # what turns its sentence round when it is lost
NEVER = "(?:(?!))"  # what contradicts a quantity that nothing contradicts
TABLE = rows(Path(__file__).parent / "words" / "quantifiers.tsv")
RULES = [(name, re.compile(union([said])), re.compile(right), re.compile(wrong)) for name, said, right, wrong, *_ in TABLE if wrong != "-"]
LOSSES = [(re.compile(union([said])), re.compile(right)) for _, said, right, wrong, *_ in TABLE if wrong == "-"]
LOST = Cue((said, words) for _, said, _, wrong, *rest in TABLE for words in rest if wrong == "-")
SAID = re.compile(union(said.pattern for _, said, _, _ in RULES))
WRONG = re.compile(union(wrong.pattern for _, _, _, wrong in RULES if wrong.pattern != NEVER))


@check(type="mistranslation", mqm="accuracy/mistranslation", severity=Severity.MAJOR)
def quantifiers(collation: Collation) -> Iterator[Finding]:
    """Yield sentences whose translation says another quantity."""
    for bead in collation.bitext.beads:
        wrong = any(WRONG.search(t.text) for t in bead.target)
        lost = LOST.any_in(bead.source)
        for couple in couples(bead) if wrong or lost else ():
            if not couple.loose:
                yield from _contradicted(couple) if wrong else ()
                yield from _lost(couple) if lost else ()


def _lost(couple: Couple) -> Iterator[Finding]:
    source, target = lower(hide(couple.source.text)), couple.target.text
    for said, right in LOSSES:
        word = said.search(source)
        if word and not right.search(target):
            place = couple.source.place(*word.span())
            message = Bilingual(f"“{place.text}” has no counterpart in the translation", f"原文的 “{place.text}” 在译文中没有对应的限定")
            severity = Severity.MAJOR if word.start() == 0 or word[0] in GRAVE else Severity.MINOR
            yield Finding(message, place, couple.target.place(), severity=severity, bead=couple.bead)


def _contradicted(couple: Couple) -> Iterator[Finding]:
    source, target = lower(hide(couple.source.text)), hide(couple.target.text)
    if not SAID.search(source):
        return
    found = [(name, m) for name, said, _, _ in RULES for m in said.finditer(source)]
    if len({name for name, _ in found}) != 1:
        return
    name, word = found[0]
    said = couple.source.place(*word.span())
    for rule, _, right, wrong in RULES:
        if rule != name:
            continue
        other = wrong.search(target)
        if other and not right.search(target):
            message = Bilingual(f"“{said.text}” is rendered {other[0]}", f"原文 “{said.text}” 译作“{other[0]}”")
            yield Finding(message, said, couple.target.place(*other.span()), bead=couple.bead)
