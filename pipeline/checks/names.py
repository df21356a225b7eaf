"""Find names of countries, bodies, places and people that one side states and the other does not have in any form.

A wrong country is the error that a publisher is remembered for, and no speller sees it. Names are compared by what they name:
Republic of Korea, Korea, 韩国 and 南韩 are one. German, Berlin or 德语 show that Germany is meant, and raise nothing themselves.
A name in the place of another is one issue; one that is merely lost or added is minor, since a good translation may say
"the country" for a name. A name's own gloss, 柏林（Berlin）, must stand in the original, and makes the name known in the rest of the
document. Names in pinyin, Shenzhen, are compared with what the characters read like, and people's names with a dot with how those of
the original sound; that is weak evidence, and never more than minor.

>>> on("First proposed by Canada and France.", "最初由加拿大和法国提出。")
>>> on("First proposed by Canada and France.", "最初由加拿大和德国提出。")
names (critical): "France" is rendered 德国; expected 法国
>>> on("The centre is in Paris.", "该中心位于柏林（Berlin）。")
names (major): "Paris" is rendered 柏林
>>> on("A pilot runs in Shenzhen.", "在苏州试点。")
names (minor): "Shenzhen" is rendered 苏州; expected 深圳

Does not know people, cities and bodies outside China that neither CLDR, the tables, the glossary nor a gloss in the text names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ..mentions.exchanged import exchanged
from ..mentions.glosses import KIND, Declared, declared
from ..mentions.languages import mistaken
from ..mentions.names import label, sightings
from ..mentions.naming import Named, Naming, naming
from ..mentions.people import unheard
from ..mentions.romanised import spelt, unmet
from ..mentions.slips import misspelt, slip
from ..mentions.wordings import Sighting, Strength
from ..model import Bead, Bilingual, Collation, Finding, Glossary, Kind, Place, Segment, Severity
from . import check

OPENED = re.compile(r"[（(][A-Z]")
GLOSS = re.compile(r"[\u3400-\u9fff·]{2,20}[（(]([A-Z][A-Za-z0-9À-ÿ' .&-]{1,60})[）)]")  # 柏林（Berlin）
TOKEN = re.compile(r"[A-Za-z0-9À-ÿ]{2,}")  # Berlin
MARKED = re.compile(r"[A-Z]{1,3}\d{1,3}")  # G8
PROPER = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}")  # in Montreal
KNOWN = {"country", "body"}  # kinds that no glossary is needed for: what is added of them is worth a look in a loose pair too
# The country, us, our, both sides: a translation may put the name for them.
POINTS = re.compile(
    r"\b(?:countr|nation|state|republic|kingdom|we|us|our|they|them|their|body|both|parties|side|home|foreign|domestic)", re.I
)
WE = re.compile(r"\b(?:we|us|our|they|them|their|he|him)\b", re.I)
BACK = re.compile(r"[他她它其该此]|本[公机组]")  # a translation may point back to a name of its own
PRONOUN = re.compile(r"\b(?:it|its|he|she|his|her)\b", re.I)  # a translation may put the name that the section's heading gives


@check(type="inconsistent-entities", mqm="accuracy/mistranslation", severity=Severity.MINOR)
def names(collation: Collation) -> Iterator[Finding]:
    """Compare each bead's names, with its neighbours and twins as evidence."""
    beads = collation.bitext.beads
    stated = _stated(collation) if collation.bitext.whole else frozenset()
    own = declared(beads) if collation.bitext.whole else None
    for n, bead in enumerate(beads):
        target = tuple([s for s in bead.target if s.kind is not Kind.FRONT])
        if not bead.source or not target:
            continue
        yield from _languages(bead, target)
        near = beads[max(0, n - 1) : n] + beads[n + 1 : n + 2]
        if any(spelt(s.text) for s in bead.source):
            yield from _romanised(collation, bead, target, tuple(s for b in near for s in b.target))
        yield from _unheard(collation, bead, target, near)
        if not own and not _named(bead.source, target, collation.glossary):
            continue
        around = (*bead.twins, *(s for b in near for s in b.source), *_heading(collation, bead))
        found = naming(bead.source, target, collation.glossary, around, tuple(s for b in near for s in b.target), own)
        yield from _compare(collation, bead, found, stated, own)
        yield from _glosses(bead, target, list(around), found)


def _named(source: tuple[Segment, ...], target: tuple[Segment, ...], glossary: Glossary | None) -> bool:
    """Tell whether either side names something, or has brackets in which a gloss may stand; most name nothing."""
    if any(sightings(s.text, "en", glossary) for s in source):
        return True
    return any("（" in s.text or "(" in s.text or sightings(s.text, "zh", glossary) for s in target)


def _heading(collation: Collation, bead: Bead) -> list[Segment]:
    """Return the heading that a source with a pronoun stands under: *it* may point to what that names."""
    if not collation.bitext.whole or not any(PRONOUN.search(s.text) for s in bead.source):
        return []
    wanted = {(s.path, s.section) for s in bead.source if s.section}
    return [s for d in collation.bitext.originals for s in d.segments if s.kind is Kind.HEADING and (s.path, s.id) in wanted]


def _compare(collation: Collation, bead: Bead, found: Naming, stated: frozenset[str], own: Declared | None) -> Iterator[Finding]:
    told: set[str] = set()
    swaps = found.swaps()
    for old, new in swaps or found.in_part():
        told |= {*old.sighting.ids, *new.sighting.ids}
        yield _swap(bead, old, new, _label(old, collation, own) if old.sighting.kind != "capital" else "")
    if not swaps and (two := exchanged(found)):
        a, b, first, second = (n.place for n in two)
        yield Finding(
            Bilingual(f'"{a.text}" and "{b.text}" seem to stand in each other\'s place', f"“{a.text}”与“{b.text}”的译名似乎互换了位置"),
            a,
            first,
            severity=Severity.MAJOR,
            related=(b, second),
            bead=bead,
        )
    for name in found.missing():
        if name.sighting.strength is Strength.NAME and not told & set(name.sighting.ids):
            told.update(name.sighting.ids)
            if not (own and name.kind == KIND and (any(BACK.search(s.text) for s in bead.target) or slip(bead, own, name.id))):
                yield _lost(bead, name, _label(name, collation, own))
    invented = found.invented()
    if not invented:
        return
    said = " ".join(s.text for s in bead.source)
    if POINTS.search(said):  # the country is the one that stands there, if one does; we may be anybody
        ours = not WE.search(said) and any(n.kind == "country" and n.sighting.strength is Strength.NAME for n in found.source)
        invented = [n for n in invented if ours and n.sighting.kind == "country"]
    for name in invented:
        if not told & set(name.sighting.ids):
            told.update(name.sighting.ids)
            message = Bilingual(f"{name.place.text} has no counterpart in the original", f"原文中没有“{name.place.text}”")
            known = name.id in stated or name.kind == KIND  # what is glossed, the originals name
            severity = Severity.NEUTRAL if known or not (stated or name.kind in KNOWN) else None
            yield Finding(message, Place.whole(bead.source[0]), name.place, severity=severity, bead=bead)


def _label(name: Named, collation: Collation, own: Declared | None) -> str:
    if own and name.kind == KIND:
        return own.label(name.id)
    return label(name.id, collation.bitext.translation.locale, collation.glossary)


def _lost(bead: Bead, name: Named, expected: str) -> Finding:
    wanted, wish = (f"; expected {expected}", f"，应有“{expected}”") if expected else ("", "")
    message = Bilingual(f'"{name.place.text}" is not rendered{wanted}', f"“{name.place.text}”未译出{wish}")
    return Finding(message, name.place, severity=Severity.NEUTRAL if name.kind == "acronym" else None, bead=bead)


def _stated(collation: Collation) -> frozenset[str]:
    """Return what the originals name anywhere: such a name may well stand where they only point back to it."""
    segments = (s for d in collation.bitext.originals for s in d.segments)
    return frozenset(i for s in segments for seen in sightings(s.text, "en", collation.glossary) for i in seen.ids)


def _swap(bead: Bead, old: Named, new: Named, expected: str) -> Finding:
    wanted, wish = (f"; expected {expected}", f"，应为“{expected}”") if expected else ("", "")
    message = Bilingual(f'"{old.place.text}" is rendered {new.place.text}{wanted}', f"“{old.place.text}”译成了“{new.place.text}”{wish}")
    severity = Severity.CRITICAL if old.sighting.kind == new.sighting.kind == "country" else Severity.MAJOR
    if not old.met < old.sighting.strength and old.here >= 0:
        severity = Severity.MAJOR  # the country is rendered elsewhere in the passage
    gone = old.met < 0 and old.sighting.strength is new.sighting.strength is Strength.NAME
    if new.met > 0:  # what stands here is named beside it, and may be pointed to
        severity = Severity.MAJOR if gone and old.sighting.kind == new.sighting.kind == "country" else Severity.MINOR
    return Finding(message, old.place, new.place, suggestion=expected or None, severity=severity, bead=bead)


def _languages(bead: Bead, target: tuple[Segment, ...]) -> Iterator[Finding]:
    """Yield a language that is taken for another."""
    for source, rendered in zip(bead.source, target, strict=False) if len(bead.source) == len(target) else ():
        if found := mistaken(source.text, rendered.text):
            old, new = Place(source, *found[0]), Place(rendered, *found[1])
            message = Bilingual(f'"{old.text}" is rendered {new.text}', f"“{old.text}”译成了“{new.text}”")
            yield Finding(message, old, new, severity=Severity.MAJOR, bead=bead)


def _romanised(collation: Collation, bead: Bead, target: tuple[Segment, ...], near: tuple[Segment, ...]) -> Iterator[Finding]:
    """Yield names in pinyin that nothing in Chinese reads like, and that no other table names."""
    for lost in unmet(bead.source, target, near):
        named = sightings(lost.source.segment.text, "en", collation.glossary)
        if any(seen.kind != "part" and seen.span[0] < lost.source.end and lost.source.start < seen.span[1] for seen in named):
            continue
        old = Named(lost.source, Sighting((lost.source.start, lost.source.end), (lost.source.text,), Strength.WEAK, "place"), -1, -1)
        if lost.target is None:
            yield _lost(bead, old, lost.expected)
        else:
            new = Named(lost.target, Sighting((lost.target.start, lost.target.end), (lost.target.text,), Strength.WEAK, "place"), -1, -1)
            yield replace(_swap(bead, old, new, lost.expected), severity=None)


def _unheard(collation: Collation, bead: Bead, target: tuple[Segment, ...], near: tuple[Bead, ...]) -> Iterator[Finding]:
    """Yield people whose name sounds like nobody's in the source or beside it, but for those that the glossary names.

    In a loose pair *her* may be anybody: then nothing is told.
    """
    for place in unheard(target, (*bead.source, *bead.twins, *(s for b in near for s in b.source))):
        if any(s.span[0] < place.end and place.start < s.span[1] for s in sightings(place.segment.text, "zh", collation.glossary) if s.ids):
            continue
        if not collation.bitext.whole and any(PRONOUN.search(s.text) for s in bead.source):
            continue
        message = Bilingual(f"{place.text} sounds like no name in the original", f"“{place.text}”与原文中的任何人名读音都不相近")
        yield Finding(message, Place.whole(bead.source[0]), place, bead=bead)


def _glosses(bead: Bead, target: tuple[Segment, ...], near: list[Segment], found: Naming) -> Iterator[Finding]:
    """Yield glosses that the original writes otherwise, or lacks though it has a proper name that the translation does not show."""
    glosses = [(s, m) for s in target if OPENED.search(s.text) for m in GLOSS.finditer(s.text)]
    known = {w.casefold() for s in (*bead.source, *near) for w in TOKEN.findall(s.text)} if glosses else set()
    if all(known.issuperset(TOKEN.findall(m[1].casefold())) for _, m in glosses):
        return
    told = {(n.place.segment.id, n.place.end) for pair in found.swaps() for n in pair}
    words = [Place(s, *m.span()) for s in (*bead.source, *near) for m in TOKEN.finditer(s.text)]
    shown = {w.casefold() for s in target for w in TOKEN.findall(s.text)}
    for segment, gloss in glosses:
        tokens = [Place(segment, gloss.start(1) + m.start(), gloss.start(1) + m.end()) for m in TOKEN.finditer(gloss[1])]
        lost = [t for t in tokens if t.text.casefold() not in known]
        for token, meant in misspelt(lost, [w for w in words if w.text.casefold() not in shown]):
            lost.remove(token)
            message = Bilingual(
                f'"{token.text}" in the gloss; the original has "{meant.text}"', f"括注作“{token.text}”，原文为“{meant.text}”"
            )
            yield Finding(message, meant, token, suggestion=meant.text, bead=bead)
        marked = any(MARKED.fullmatch(t.text) for t in lost)
        if not marked and (len(lost) < len(tokens) or not all(t.text.istitle() for t in tokens)):
            continue
        other = [m for s in bead.source for m in PROPER.findall(s.text) if m.casefold() not in shown]
        if (marked or other) and not any(i == segment.id and gloss.start() < end <= gloss.end() for i, end in told):
            message = Bilingual(f'"{gloss[1]}" does not stand in the original', f"原文中没有“{gloss[1]}”")
            place = Place(segment, *gloss.span(1))
            yield Finding(message, Place.whole(bead.source[0]), place, severity=Severity.MAJOR, bead=bead)
