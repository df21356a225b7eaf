"""Find terms of the glossary that the translation does not render as the glossary says.

Terminology is what a house agrees on once and then expects everywhere (ISO 30042 and ISO 12616 call it a termbase). Every
accepted wording counts; of overlapping terms the longest speaks; English is found in its inflections, and a Chinese wording does
not count inside another word. Where the wrong wording can be found, it is the place of the issue and the preferred one the
suggestion. A small table holds traps that need no glossary: the president of a republic is 总统, of a council 主席.

>>> on("The Steering Group met.", "指导小组举行了会议。", terms="sg,Steering Group,指导小组,,,,preferred,,")
>>> on("The Steering Group met.", "督导小组举行了会议。", terms="sg,Steering Group,指导小组,,,,preferred,,")
terms (minor): "Steering Group" is rendered 督导小组; expected 指导小组

Does not catch a wrong rendering of one occurrence where the same sentence renders another rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ..language.tables import rows
from ..language.termbase import Termbase, termbase
from ..language.terms import Found
from ..mentions.names import sightings
from ..model import Bead, Bilingual, Collation, Finding, Glossary, Kind, Place, Segment, Severity
from . import check

LIKE = 0.66  # the share of characters that a wrong wording has in common with the right one, to be taken for it
SHORTEST = 3  # characters of a wording that has variants
FUNCTION = frozenset("的了在是和与及为其这那一不，。、；：！？（）“”")  # characters that no variant has where the wording has another
SPACED = re.compile(r"(?<=[A-Za-z0-9])[ \u00a0](?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])[ \u00a0](?=[A-Za-z0-9])")  # AI 系统
LATIN = re.compile(r"[A-Za-z]")


@check(type="terminology", mqm="terminology/wrong-term", severity=Severity.MINOR)
def terms(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each concept that a bead's source states and its target does not render."""
    beads = collation.bitext.beads
    for bead in beads:
        yield from _senses(bead)
    base = termbase(collation.glossary, collation.bitext.translation.locale, collation.work)
    if base is None:
        return
    for n, bead in enumerate(beads):
        target = [s for s in bead.target if s.kind is not Kind.CODE]
        if not bead.source or not target:
            continue
        near = beads[max(0, n - 1) : n] + beads[n + 1 : n + 2]
        told: set[str] = set()
        for segment in bead.source:
            for found in base.source(segment.text):
                if segment.kind is not Kind.CODE and not told & set(found.keys) and not _rendered(base, found, target, near):
                    if _in_name(found, segment.text, target, collation.glossary):
                        continue
                    told.update(found.keys)
                    yield _finding(base, bead, Place(segment, found.start, found.end), found, target)


@cache
def _traps() -> tuple[tuple[re.Pattern[str], str, str, re.Pattern[str]], ...]:
    table = rows(Path(__file__).parent / "words" / "terms-senses.tsv")
    return tuple((re.compile(en, re.I), wrong, right, re.compile(unless, re.I)) for en, wrong, right, unless in table)


def _senses(bead: Bead) -> Iterator[Finding]:
    """Yield renderings that belong to another sense of the English word."""
    for english, wrong, right, unless in _traps():
        trapped = [s for s in bead.target if wrong in s.text]
        if not trapped or any(right in s.text for s in bead.target) or any(unless.search(s.text) for s in bead.source):
            continue
        found = next((Place(s, *m.span()) for s in bead.source for m in [english.search(s.text)] if m), None)
        if found is not None:
            at = trapped[0].text.index(wrong)
            message = Bilingual(f'"{found.text}" is rendered {wrong}; expected {right}', f"“{found.text}”译成了“{wrong}”，应为“{right}”")
            yield Finding(message, found, Place(trapped[0], at, at + len(wrong)), suggestion=right, bead=bead)


def _in_name(found: Found, source: str, target: Sequence[Segment], glossary: Glossary) -> bool:
    """Tell whether a term is part of a name that the target has: the Intellectual Property of 世界智慧財產權組織."""
    for seen in sightings(source, "en", glossary):
        if seen.span[0] <= found.start and found.end <= seen.span[1] and seen.span != (found.start, found.end):
            return any(seen.ids[0] in other.ids for s in target for other in sightings(s.text, "zh", glossary))
    return False


def _rendered(base: Termbase, found: Found, target: Sequence[Segment], near: Sequence[Bead]) -> bool:
    """Tell whether a concept is rendered here, or next door where the source does not have it."""
    keys = set(found.keys)
    wanted = [w for key in found.keys for w in base.accepted(key)]
    if not wanted or any(_holds(base, s, keys, wanted, found.text) for s in target):
        return True
    for bead in near:
        elsewhere = any(keys & set(f.keys) for s in bead.source for f in base.source(s.text))
        if not elsewhere and any(_holds(base, s, keys, wanted, found.text) for s in bead.target):
            return True
    return False


def _holds(base: Termbase, segment: Segment, keys: set[str], wanted: Sequence[str], source: str) -> bool:
    """Tell whether a segment has one of the wordings: as a term, inside a longer term, or the English word itself."""
    text = segment.text
    if not text.isascii() and SPACED.search(text):
        close = SPACED.sub("", text)  # AI 系统 is AI系统
        if any(w in close and w not in text for w in wanted if not w.isascii() and LATIN.search(w)):
            return True
    if any(w in text for w in wanted):
        seen = base.target(text)
        if any(keys & set(f.keys) and f.text in wanted for f in seen):
            return True
        if any(w in f.text for f in seen for w in wanted):
            return True
    return source in text


def _finding(base: Termbase, bead: Bead, source: Place, found: Found, target: Sequence[Segment]) -> Finding:
    wanted = base.accepted(found.keys[0])
    severity = Severity.NEUTRAL if found.verbal else Severity.MINOR
    place = next((p for s in target for p in [_alike(s, wanted)] if p), None)
    if place is not None:
        message = Bilingual(
            f'"{found.text}" is rendered {place.text}; expected {wanted[0]}', f"“{found.text}”译成了“{place.text}”，应为“{wanted[0]}”"
        )
        return Finding(message, source, place, suggestion=wanted[0], severity=severity, bead=bead)
    message = Bilingual(f'"{found.text}" is not rendered {wanted[0]}', f"“{found.text}”未译作“{wanted[0]}”")
    return Finding(message, source, related=(Place.whole(target[0]),), severity=severity, bead=bead)


def _alike(segment: Segment, wanted: Sequence[str]) -> Place | None:
    """Return the stretch that differs from an accepted wording in few of its characters: 督导小组 for 指导小组."""
    text = segment.text
    for right in wanted:
        size = len(right)
        if size < SHORTEST:
            continue
        for start in range(len(text) - size + 1):
            stretch = text[start : start + size]
            same = sum(a == b for a, b in zip(stretch, right, strict=True))
            if (
                same >= LIKE * size
                and stretch[-1] == right[-1]
                and all(a == b or a not in FUNCTION for a, b in zip(stretch, right, strict=True))
            ):
                return Place(segment, start, start + size)
    return None
