"""Compare enumerations as sets: what is missing, added, doubled, or replaced by a look-alike.

In a row of forty names nobody sees that one is gone, that one stands twice, or that 斯洛伐克 stands for 斯洛文尼亚. Names are compared
by what they name; other members by what a dictionary says they may render, and only where the target's enumeration is shorter: a lost
one is major where all others are tied one to one, else minor.

>>> on("Members: Canada, France, Japan and Slovenia.", "成员：加拿大、法国、日本和斯洛文尼亚。")
>>> on("Members: Canada, France, Japan and Slovenia.", "成员：加拿大、法国、日本和斯洛伐克。")
lists (critical): "Slovenia" is rendered 斯洛伐克; expected 斯洛文尼亚
>>> on("You can create, inspect, update, and delete objects.", "你可以创建、更新和删除对象。")
lists (minor): "inspect" is missing from the enumeration

Does not catch a member of two (the second is seen by omission), or one whose words are rendered elsewhere in the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..language.encoder import loader
from ..mentions.doubled import doubled
from ..mentions.members import lost
from ..mentions.names import label, sightings
from ..mentions.naming import CITIES
from ..mentions.rolls import Roll, alike, beside, partners, rolls
from ..mentions.wordings import Sighting, Strength
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

LONGEST = 60  # characters of a lost member that a message quotes


@check(type="omission", mqm="accuracy/omission", severity=Severity.MINOR)
def lists(collation: Collation) -> Iterator[Finding]:
    """Yield findings for the enumerations of each bead: of names as sets, of other members by their number and words."""
    for bead in collation.bitext.beads:
        if bead.source and bead.target:
            told: list[Place] = []
            for finding in _names(collation, bead):
                told += [p for p in (finding.source, finding.target) if p]
                yield finding
            yield from _members(bead, told, collation)


def _names(collation: Collation, bead: Bead) -> Iterator[Finding]:
    here = rolls((*bead.source, *bead.twins), "en", collation.glossary)
    for roll, other in partners(rolls(bead.target, "zh", collation.glossary), here) if here else ():
        if other is not None:
            yield from _compared(collation, bead, other, roll)


def _compared(collation: Collation, bead: Bead, source: Roll, target: Roll) -> Iterator[Finding]:
    gone, fresh = _surplus(source, target), _surplus(target, source)
    gone = [name for name in gone if not _pointed_to(name[1], bead.target, target, collation)]
    if source.pair or target.pair:
        gone = _nowhere(gone, bead.target, "zh", target, collation)
        longer = len(target.names) > len(source.names)
        fresh = _nowhere(fresh, (*bead.source, *bead.twins), "en", source, collation) if gone or longer else []
    for place, sighting in fresh:
        twice = source.ids[sighting.ids[0]] > 0
        old = None if twice else alike(gone, sighting, collation.glossary)
        if old is not None:
            gone.remove(old)
            wanted = _expected(old[1], collation)
            en, zh = (f"; expected {wanted}", f"，应为“{wanted}”") if wanted else ("", "")
            message = Bilingual(f'"{old[0].text}" is rendered {place.text}{en}', f"“{old[0].text}”译成了“{place.text}”{zh}")
            severity = Severity.MAJOR if sighting.kind in CITIES else Severity.CRITICAL
            swapped = Finding(message, old[0], place, wanted or None, severity=severity, bead=bead)
            yield replace(swapped, type="inconsistent-entities", mqm="accuracy/mistranslation")
        elif twice:
            message = Bilingual(f"{place.text} stands twice in the enumeration", f"列举中“{place.text}”重复")
            yield Finding(message, None, place, type="duplication", mqm="accuracy/addition", severity=Severity.MAJOR, bead=bead)
        else:
            message = Bilingual(f"{place.text} is not in the original's enumeration", f"原文的列举中没有“{place.text}”")
            more = Finding(message, source.place, place, severity=Severity.MAJOR, bead=bead)
            yield replace(more, type="inconsistent-entities", mqm="accuracy/addition")
    for place, sighting in gone:
        wanted = _expected(sighting, collation)
        en, zh = (f"; expected {wanted}", f"（{wanted}）") if wanted else ("", "")
        message = Bilingual(f'"{place.text}" is missing from the enumeration{en}', f"列举中缺少“{place.text}”{zh}")
        yield Finding(message, place, target.place, severity=Severity.MAJOR, bead=bead)


def _expected(sighting: Sighting, collation: Collation) -> str:
    """Return the usual Chinese of a name; of a capital, which stands in the tables for its state, none."""
    return "" if sighting.kind == "capital" else label(sighting.ids[0], collation.bitext.translation.locale, collation.glossary)


def _surplus(one: Roll, other: Roll) -> list[tuple[Place, Sighting]]:
    """Return the names that one has more often than the other, the later ones where it has several."""
    known = other.ids
    for _, sighting in other.names:
        for identity in sighting.ids[1:]:
            known[identity] += 1
    found = []
    for place, sighting in one.names:
        match = next((i for i in sighting.ids if known[i] > 0), None)
        if match is None:
            found.append((place, sighting))
        else:
            known[match] -= 1
    return found


def _pointed_to(sighting: Sighting, segments: Sequence[Segment], roll: Roll, collation: Collation) -> bool:
    """Tell whether words beside an enumeration, or for an adjective anywhere, point to what it lacks: 内地、香港和台湾."""
    for segment in segments:
        for seen in sightings(segment.text, "zh", collation.glossary):
            if sighting.ids[0] in seen.ids and (
                sighting.strength is Strength.WEAK
                or (seen.strength < Strength.NAME and segment is roll.place.segment and beside(roll.place, seen.span))
            ):
                return True
    return False


def _nowhere(
    found: list[tuple[Place, Sighting]], segments: Sequence[Segment], locale: str, roll: Roll, collation: Collation
) -> list[tuple[Place, Sighting]]:
    """Return the names that the other side does not have outside its enumeration either."""
    inside = {place for place, _ in roll.names}
    outside = {
        i
        for s in segments
        for seen in sightings(s.text, locale, collation.glossary)
        if seen.strength > Strength.HINT and Place(s, *seen.span) not in inside
        for i in seen.ids
    }
    return [(place, sighting) for place, sighting in found if outside.isdisjoint(sighting.ids)]


def _is_name(place: Place, collation: Collation) -> bool:
    """Tell whether a member is a name or a part of one: names are compared as such, here or by the check of names."""
    start = place.start + len(place.text) - len(place.text.removeprefix("the "))
    seen = sightings(place.segment.text, "en", collation.glossary)
    return any(s.strength is Strength.NAME and s.span[0] <= start and place.end <= s.span[1] for s in seen)


def _members(bead: Bead, told: list[Place], collation: Collation) -> Iterator[Finding]:
    if len(bead.source) != 1 or len(bead.target) != 1 or Kind.CODE in (bead.source[0].kind, bead.target[0].kind):
        return
    source, target = bead.source[0], bead.target[0]
    missing = False
    for member in lost(source.text, target.text, loader(collation.settings.encoder)):
        place, there = Place(source, *member.member), Place(target, *member.listing)
        words = place.text.strip()
        if any(p.segment in (source, target) for p in told) or len(words) > LONGEST or _is_name(place, collation):
            continue
        message = Bilingual(f'"{words}" is missing from the enumeration', f"列举中缺少“{words}”")
        missing = True
        yield Finding(message, place, there, severity=Severity.MAJOR if member.sure else None, bead=bead)
    for again in doubled(source.text, target.text) if not (told or missing) else ():
        place = Place(target, *again.member)
        message = Bilingual(f"{place.text.strip()} stands twice in the enumeration", f"列举中“{place.text.strip()}”重复")
        yield Finding(message, None, place, type="duplication", mqm="accuracy/addition", severity=Severity.MAJOR, bead=bead)
