"""Compare words of quantity: all, each, some, most, both, at least one.

Only contradictions are reported: the translation has no word for the source's quantity and has one that excludes it.

>>> on("All members may attend.", "所有成员均可出席。")
>>> on("All members may attend.", "部分成员可以出席。")
quantifiers (major): “All” is rendered 部分

Does not catch a quantity that is merely left out, or that belongs to another noun of the same sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..language.mask import hide
from ..language.pairs import Couple, couples
from ..language.tables import lower, rows, union
from ..model import Bilingual, Collation, Finding, Severity
from . import check

RULES = [
    (name, re.compile(union([said])), re.compile(right), re.compile(wrong))
    for name, said, right, wrong in rows(Path(__file__).parent / "words" / "quantifiers.tsv")
]
SAID = re.compile(union(said.pattern for _, said, _, _ in RULES))
WRONG = re.compile("|".join(wrong.pattern for _, _, _, wrong in RULES))


@check(type="mistranslation", mqm="accuracy/mistranslation", severity=Severity.MAJOR)
def quantifiers(collation: Collation) -> Iterator[Finding]:
    """Yield sentences whose translation says another quantity."""
    for bead in collation.bitext.beads:
        if not any(WRONG.search(t.text) for t in bead.target):
            continue
        for couple in couples(bead):
            if not couple.loose:
                yield from _contradicted(couple)


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
