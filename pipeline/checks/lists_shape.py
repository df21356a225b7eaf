"""Compare the shape of lists: that a list stays a list, numbered or not, and nested alike.

>>> on("- one cat\\n- two dogs", "- 一只猫\\n- 两只狗")
>>> on("1. one cat\\n2. two dogs", "- 一只猫\\n- 两只狗")
lists-shape (minor): the source's list is numbered; this one is not

Does not say which item is missing or added where none is without a counterpart: that is for `omission` and `addition`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

Tie = tuple[Bead, Segment, Segment]


@check(type="formatting", mqm="design/layout", severity=Severity.MINOR, whole=True)
def lists_shape(collation: Collation) -> Iterator[Finding]:
    """Yield lists that became text, changed their markers, or nest otherwise."""
    groups: dict[tuple[str, str], list[Tie]] = {}
    for bead in collation.bitext.beads:
        yield from _merged(bead)
        if bead.source and bead.target and bead.source[0].kind is Kind.ITEM:
            first = bead.source[0]
            groups.setdefault((first.path, first.group), []).append((bead, first, bead.target[0]))
    for _, ties in sorted(groups.items()):
        yield from _shape(ties)


def _merged(bead: Bead) -> Iterator[Finding]:
    """Yield a bead in which the items of a list are more or fewer than in the source: one may be lost or added."""
    here, there = _items(bead.source), _items(bead.target)
    if here and there and here != there:
        message = Bilingual(
            f"{here} list item{'s' * (here > 1)} of the source {'are' if here > 1 else 'is'} {there} here",
            f"原文的{here}个列表项在译文中成了{there}个",
        )
        yield Finding(message, Place.whole(bead.source[-1]), Place.whole(bead.target[-1]), bead=bead)


def _items(segments: tuple[Segment, ...]) -> int:
    """Count the list items that segments belong to; 0 where something else is among them."""
    return len({s.block for s in segments}) if all(s.kind is Kind.ITEM for s in segments) else 0


def _shape(ties: list[Tie]) -> Iterator[Finding]:
    plain = [tie for tie in ties if tie[2].kind is Kind.PARAGRAPH]
    if len(ties) > 1 and len(plain) == len(ties):
        message = Bilingual("a list in the source; running text here", "原文为列表，此处为正文")
        yield _finding(plain[0], message)
        return
    listed = [tie for tie in ties if tie[2].kind is Kind.ITEM]
    marked = [tie for tie in listed if tie[1].label and tie[2].label]
    changed = [tie for tie in marked if _numbered(tie[1]) != _numbered(tie[2])]
    if changed and len(changed) == len(marked):
        yes = _numbered(changed[0][1])
        message = Bilingual(
            "the source's list is numbered; this one is not" if yes else "the source's list is not numbered; this one is",
            "原文列表有编号，此处没有" if yes else "原文列表没有编号，此处有",
        )
        yield _finding(changed[0], message)
    elif changed and len(changed) * 2 < len(marked):
        message = Bilingual("an item with another marker than the rest of its list", "此项的标记与同一列表的其他各项不同")
        yield _finding(changed[0], message)
    yield from _run_together(listed)
    if not listed:
        return
    shift = listed[0][2].level - listed[0][1].level
    for bead, source, target in listed:
        if target.level - source.level != shift:
            message = Bilingual(
                f"list item at depth {target.level}; expected {source.level + shift}, as in the source",
                f"此列表项在第{target.level}层，应与原文一致在第{source.level + shift}层",
            )
            yield _finding((bead, source, target), message)


def _run_together(ties: list[Tie]) -> Iterator[Finding]:
    """Yield an item that stands, in the translation, within the item before it."""
    for (_, first, before), (bead, source, target) in pairwise(ties):
        same = (before.path, before.block) == (target.path, target.block)
        if same and source.block != first.block and source.level == first.level and before.id != target.id:
            message = Bilingual("an item of its own in the source; here it is part of the one before", "原文为单独一项，此处并入了上一项")
            yield _finding((bead, source, target), message)


def _numbered(segment: Segment) -> bool:
    return any(c.isalnum() for c in segment.label)


def _finding(tie: Tie, message: Bilingual) -> Finding:
    bead, source, target = tie
    return Finding(message, Place.whole(source), Place.whole(target), bead=bead)
