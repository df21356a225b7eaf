"""Find one sentence, heading or term that the translation renders in two ways.

A reader takes two wordings for two things. Three kinds are seen: the same source segment (numbers aside) with two translations; a
term from a heading or in bold, or one with capitals, whose rendering there is almost, but not quite, the one in a sentence; and
a concept of the glossary whose accepted wordings stand side by side in one work. In a build, sentences, headings, terms set in bold
and concepts are also compared with those of the other works: of two works that differ, the later one in order of names is told.

>>> on("## The Steering Group\\n\\nThe Steering Group meets.", "## 指导小组\\n\\n指导小组举行会议。")
>>> on("## The Steering Group\\n\\nThe Steering Group meets.", "## 指导小组\\n\\n督导小组举行会议。")
same-source-different-target (minor): "Steering Group" is rendered 督导小组 here and 指导小组 elsewhere

Does not see two renderings of an ordinary word that the glossary does not hold; sees other works only in a build of the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.renderings import renderings
from ..language.sayings import otherwise, plain
from ..language.terms import HAN, finder
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Saying, Segment, Severity
from . import check

NAME_OF_CHECK = "same-source-different-target"
LEAD = re.compile(r"^(?:The|A|An)\s+")  # The Plenary
GLOSS = re.compile(r"\s*[（(][^（）()]*[）)]\s*")  # 理事会（Council）
NAME = re.compile(r"(?:[A-Z][\w’'-]*\s+){1,5}[A-Z][\w’'-]*")  # Steering Group
LIKE = 0.6  # the share of characters in common by which a wording is taken for a variant of another
LONG = 4  # characters in common, from the first on, by which a wording is a variant whatever its last character
WORDY = 4  # words of a sentence that is long enough to be compared


def _says(collation: Collation) -> Iterator[Saying]:
    """Yield how a work renders its headings, the terms that it sets in bold, its sentences, and the glossary's concepts."""
    beads = _tied(collation)
    for term, (wording, source, target, bead) in _set(beads):
        yield Saying(NAME_OF_CHECK, f"term {term.casefold()}", wording, source, target, bead.id)
    for bead, key in _repeatable(beads):
        en, zh = bead.source[0], bead.target[0]
        if not (en.kind is Kind.HEADING and NAME.fullmatch(en.text)):  # that is a term, and said
            kind = "heading" if en.kind is Kind.HEADING else "sentence"
            yield Saying(NAME_OF_CHECK, f"{kind} {key}", plain(zh.text), Place.whole(en), Place.whole(zh), bead.id)
    for found in renderings(collation, beads):
        for wording, place in found.places.items():
            yield Saying(NAME_OF_CHECK, f"concept {found.concept}", found.root(wording), found.source, place, found.bead.id)


@check(type="inconsistency", mqm="terminology/inconsistent-use-of-terminology", severity=Severity.MINOR, whole=True, says=_says)
def same_source_different_target(collation: Collation) -> Iterator[Finding]:
    """Yield findings for segments, for terms that the work itself sets, for concepts of the glossary, and across works."""
    beads = _tied(collation)
    yield from _segments(beads)
    yield from _terms(beads)
    yield from _concepts(collation, beads)
    yield from _across(collation)


def _tied(collation: Collation) -> list[Bead]:
    return [b for b in collation.bitext.beads if b.source and b.target]


def _across(collation: Collation) -> Iterator[Finding]:
    """Yield what another work renders otherwise; of two sentences that differ in such a term only, the term."""
    pairs = list(otherwise(_says(collation), collation.elsewhere, NAME_OF_CHECK)) if collation.elsewhere else []
    terms = [(a.target.text, b.target.text) for a, b in pairs if not a.key.startswith(("sentence ", "heading "))]
    beads = {b.id: b for b in collation.bitext.beads}
    for own, other in pairs:
        here, there = own.target.text, other.target.text
        if any(there.replace(b, a) == here for a, b in terms if here not in (a, b)):
            continue
        whole, term = own.key.startswith("sentence "), own.source.text
        message = Bilingual(
            f"{'the same source' if whole else f'“{term}”'} is rendered “{there}” in work {other.work}, “{here}” here",
            f"{'同一原文' if whole else f'“{term}”'}在作品 {other.work} 中译作“{there}”，此处译作“{here}”",
        )
        severity = None if whole else Severity.NEUTRAL
        yield Finding(message, own.source, own.target, related=(other.target,), severity=severity, bead=beads.get(own.bead))


def _repeatable(beads: list[Bead]) -> Iterator[tuple[Bead, str]]:
    """Yield the beads of one sentence or heading that may be repeated, each with the form in which its source is compared."""
    for bead in (b for b in beads if len(b.source) == len(b.target) == 1):
        key = plain(bead.source[0].text)
        if len(key.split()) >= WORDY or bead.source[0].kind is Kind.HEADING:
            yield bead, key


def _segments(beads: list[Bead]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Place] = {}
    for bead, key in _repeatable(beads):
        source, target = bead.source[0], bead.target[0]
        other = seen.setdefault((source.kind, key), Place.whole(target))
        if plain(other.text) != plain(target.text):
            message = Bilingual(
                f"the same source is rendered “{other.text}” elsewhere, “{target.text}” here",
                f"同一原文别处译作“{other.text}”，此处译作“{target.text}”",
            )
            yield Finding(message, Place.whole(source), Place.whole(target), related=(other,), bead=bead)


def _terms(beads: list[Bead]) -> Iterator[Finding]:
    known = dict(_set(beads))
    tool = finder("en", ((term, term) for term in known))
    for bead in beads:
        target = "".join(s.text for s in bead.target)
        for segment in bead.source:
            for found in tool.find(segment.text) if known else ():
                wording, _, place, _ = known[found.keys[0]]
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


def _set(beads: list[Bead]) -> Iterator[tuple[str, tuple[str, Place, Place, Bead]]]:
    """Yield the terms that headings and bold words set, with their wordings and both places; the first of each counts."""
    found: dict[str, tuple[str, Place, Place, Bead]] = {}
    for bead in (b for b in beads if len(b.source) == len(b.target) == 1):
        for (english, source), (chinese, place) in zip(_marked(bead.source[0]), _marked(bead.target[0]), strict=False):
            term, wording = LEAD.sub("", GLOSS.sub("", english)).strip(" .:"), GLOSS.sub("", chinese).strip(" 。：")
            if NAME.fullmatch(term) and len(wording) >= 3 and all(HAN.match(c) for c in wording):
                found.setdefault(term, (wording, source, place, bead))
    yield from found.items()


def _marked(segment: Segment) -> list[tuple[str, Place]]:
    """Return a heading's text, or the bold stretches of another segment."""
    if segment.kind is Kind.HEADING:
        return [(segment.text, Place.whole(segment))]
    return [(segment.text[m.start : m.end].strip("*"), Place(segment, m.start, m.end)) for m in segment.marks if m.kind == "strong"]


def _variant(segment: Segment, wording: str) -> Place | None:
    """Return the stretch that shares most characters, and the last, with a wording: 督导小组 for 指导小组; or all but the last, 登记簿."""
    size, text = len(wording), segment.text
    for start in range(len(text) - size + 1):
        stretch = text[start : start + size]
        same = sum(a == b for a, b in zip(stretch, wording, strict=True))
        ends_alike = stretch[-1] == wording[-1] or (same == size - 1 >= LONG)
        if LIKE * size <= same < size and ends_alike and all(HAN.match(c) for c in stretch):
            return Place(segment, start, start + size)
    return None


def _concepts(collation: Collation, beads: list[Bead]) -> Iterator[Finding]:
    for found in renderings(collation, beads, least=2):
        words = list(found.places)
        message = Bilingual(
            f'"{found.source.text}" is rendered {" and ".join(words)} in one work',
            f"同一作品中“{found.source.text}”译作“{'”和“'.join(words)}”",
        )
        first, second, *rest = found.places.values()
        yield Finding(message, found.source, second, related=(first, *rest), severity=Severity.NEUTRAL, bead=found.bead)
