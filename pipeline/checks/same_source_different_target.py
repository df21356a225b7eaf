"""Find one sentence, heading or term that the translation renders in two ways.

A reader takes two wordings for two things. Three kinds are seen: the same source segment (numbers aside) with two translations; a
term from a heading or in bold, or one with capitals, whose rendering there is almost, but not quite, the one in a sentence; and
a concept of the glossary whose accepted wordings stand side by side in one work.

>>> on("## The Steering Group\\n\\nThe Steering Group meets.", "## 指导小组\\n\\n指导小组举行会议。")
>>> on("## The Steering Group\\n\\nThe Steering Group meets.", "## 指导小组\\n\\n督导小组举行会议。")
same-source-different-target (minor): "Steering Group" is rendered 督导小组 here and 指导小组 elsewhere

Does not see two renderings of an ordinary word that the glossary does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language.termbase import termbase
from ..language.terms import HAN, finder, stands
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")  # 1,200
SPACE = re.compile(r"[\s*_]+")
LEAD = re.compile(r"^(?:The|A|An)\s+")  # The Plenary
GLOSS = re.compile(r"\s*[（(][^（）()]*[）)]\s*")  # 理事会（Council）
NAME = re.compile(r"(?:[A-Z][\w’'-]*\s+){1,5}[A-Z][\w’'-]*")  # Steering Group
LIKE = 0.6  # the share of characters in common by which a wording is taken for a variant of another
WORDY = 4  # words of a sentence that is long enough to be compared


@check(type="inconsistency", mqm="terminology/inconsistent-use-of-terminology", severity=Severity.MINOR, whole=True)
def same_source_different_target(collation: Collation) -> Iterator[Finding]:
    """Yield findings for segments, for terms that the work itself sets, and for concepts of the glossary."""
    beads = [b for b in collation.bitext.beads if b.source and b.target]
    yield from _segments(beads)
    yield from _terms(beads)
    yield from _concepts(collation, beads)


def _segments(beads: list[Bead]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Place] = {}
    for bead in (b for b in beads if len(b.source) == len(b.target) == 1):
        source, target = bead.source[0], bead.target[0]
        key = _key(source.text)
        if len(key.split()) < WORDY and source.kind is not Kind.HEADING:
            continue
        other = seen.setdefault((source.kind, key), Place.whole(target))
        if _key(other.text) != _key(target.text):
            message = Bilingual(
                f"the same source is rendered “{other.text}” elsewhere, “{target.text}” here",
                f"同一原文别处译作“{other.text}”，此处译作“{target.text}”",
            )
            yield Finding(message, Place.whole(source), Place.whole(target), related=(other,), bead=bead)


def _key(text: str) -> str:
    return SPACE.sub(" ", NUMBER.sub("#", text)).strip().rstrip(".。：:").casefold()


def _terms(beads: list[Bead]) -> Iterator[Finding]:
    known = dict(_set(beads))
    tool = finder("en", ((term, term) for term in known))
    for bead in beads:
        target = "".join(s.text for s in bead.target)
        for segment in bead.source:
            for found in tool.find(segment.text) if known else ():
                wording, place = known[found.keys[0]]
                if wording in target:
                    continue
                other = next((p for s in bead.target for p in [_variant(s, wording)] if p), None)
                if other is not None:
                    message = Bilingual(
                        f'"{found.text}" is rendered {other.text} here and {wording} elsewhere',
                        f"“{found.text}”此处译作“{other.text}”，别处译作“{wording}”",
                    )
                    here = Place(segment, found.start, found.end)
                    yield Finding(message, here, other, suggestion=wording, related=(place,), bead=bead)


def _set(beads: list[Bead]) -> Iterator[tuple[str, tuple[str, Place]]]:
    """Yield the terms that headings and bold words set, with their wordings; the first of each counts."""
    found: dict[str, tuple[str, Place]] = {}
    for bead in (b for b in beads if len(b.source) == len(b.target) == 1):
        for (english, _), (chinese, place) in zip(_marked(bead.source[0]), _marked(bead.target[0]), strict=False):
            term, wording = LEAD.sub("", GLOSS.sub("", english)).strip(" .:"), GLOSS.sub("", chinese).strip(" 。：")
            if NAME.fullmatch(term) and len(wording) >= 3 and all(HAN.match(c) for c in wording):
                found.setdefault(term, (wording, place))
    yield from found.items()


def _marked(segment: Segment) -> list[tuple[str, Place]]:
    """Return a heading's text, or the bold stretches of another segment."""
    if segment.kind is Kind.HEADING:
        return [(segment.text, Place.whole(segment))]
    return [(segment.text[m.start : m.end].strip("*"), Place(segment, m.start, m.end)) for m in segment.marks if m.kind == "strong"]


def _variant(segment: Segment, wording: str) -> Place | None:
    """Return the stretch that shares most characters, and the last, with a wording: 督导小组 for 指导小组."""
    size, text = len(wording), segment.text
    for start in range(len(text) - size + 1):
        same = sum(a == b for a, b in zip(text[start : start + size], wording, strict=True))
        if LIKE * size <= same < size and text[start + size - 1] == wording[-1] and all(HAN.match(c) for c in text[start : start + size]):
            return Place(segment, start, start + size)
    return None


def _concepts(collation: Collation, beads: list[Bead]) -> Iterator[Finding]:
    base = termbase(collation.glossary, collation.bitext.translation.locale, collation.work)
    if base is None:
        return
    stated = {k: (b, s, f) for b in reversed(beads) for s in b.source for f in base.source(s.text) for k in f.keys}
    segments = collation.bitext.translation.segments
    whole = "\n".join(s.text for s in segments)
    forms: dict[str, dict[str, Place]] = {}
    every = {w for key in stated for w in base.accepted(key) if w in whole}  # 假信息 in 虚假信息 is of another concept
    for key in sorted(stated):
        wordings = [w for w in base.accepted(key) if HAN.match(w) and w in whole]
        for wording in wordings if len(wordings) > 1 else ():
            place = _first(segments, wording, sorted(w for w in every if wording in w and wording != w))
            if place is not None and not any(_family(wording, w) for w in forms.get(key, ())):
                forms.setdefault(key, {})[wording] = place
    for key, places in forms.items():
        if len(places) > 1:
            bead, segment, found = stated[key]
            words = list(places)
            message = Bilingual(
                f'"{found.text}" is rendered {" and ".join(words)} in one work', f"同一作品中“{found.text}”译作“{'”和“'.join(words)}”"
            )
            first, second, *rest = places.values()
            source = Place(segment, found.start, found.end)
            yield Finding(message, source, second, related=(first, *rest), severity=Severity.NEUTRAL, bead=bead)


def _family(one: str, other: str) -> bool:
    """Tell whether one wording is the other with something more: 透明 and 透明度, a word's adjective and noun."""
    one, other = one.replace("的", ""), other.replace("的", "")
    return one in other or other in one


def _first(segments: Sequence[Segment], wording: str, longer: Sequence[str]) -> Place | None:
    """Return where a wording first stands as a word, and not inside a longer wording of this or another concept."""
    for segment in segments:
        if wording not in segment.text:
            continue
        text = segment.text
        for other in sorted(longer, key=len, reverse=True):
            text = text.replace(other, "\ufffc" * len(other))
        at = text.find(wording)
        if at >= 0 and stands(text, at, at + len(wording)):
            return Place(segment, at, at + len(wording))
    return None
