"""Read the enumerations of names in a text, and compare two as sets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model import Glossary, Place, Segment, Span
from .names import label, sightings
from .naming import CITIES
from .wordings import Sighting, Strength

# What may stand between two names of an enumeration: Canada, France** and the **Republic of Korea
EN_GAP = re.compile(
    r"(?:[\s*_]*\([^()]{1,24}\))?[\s*_]*[,;/]?[\s*_]*"
    r"(?:(?:and/or|and|or|&|as well as|plus|along with|together with)[\s*_]+)?(?:the[\s*_]+)?"
)
ZH_GAP = re.compile(r"(?:[\s*_]*[（(][^（）()]{1,16}[）)])?[\s*_]*[、，,；;/／]?[\s*_]*(?:以及|还有|還有|和|与|與|及|或|跟|暨)?[\s*_]*")
JOINED = re.compile(r"\b(?:and|or)\b|&|[、；;/／和与與及或跟暨]")
LEAST, PAIR = 3, 2
KINDS = ({"country"}, {"body", "organisation"}, CITIES)  # of which the names of a pair are


@dataclass(frozen=True, slots=True)
class Roll:
    """Hold an enumeration of names: where each stands and what it means."""

    names: tuple[tuple[Place, Sighting], ...]

    @property
    def ids(self) -> Counter[str]:
        """Count the concepts that the enumeration names."""
        return Counter(s.ids[0] for _, s in self.names)

    @property
    def pair(self) -> bool:
        """Tell whether it names two only: then a name may well stand elsewhere in the sentence."""
        return len(self.names) == PAIR

    @property
    def place(self) -> Place:
        """Return where the enumeration stands."""
        return Place(self.names[0][0].segment, self.names[0][0].start, self.names[-1][0].end)


def rolls(segments: Sequence[Segment], locale: str, glossary: Glossary | None) -> list[Roll]:
    """Return the enumerations of names of one kind or several, and those of cities: three or more, or two that a conjunction joins."""
    gap = ZH_GAP if locale.startswith("zh") else EN_GAP
    found: list[Roll] = []
    for segment in segments:
        seen = sightings(segment.text, locale, glossary)
        if len(seen) < PAIR:
            continue
        found += _chained(segment, [s for s in seen if s.strength is Strength.NAME or _among(s, segment.text, locale)], gap)
        adjectives = gap is EN_GAP and any(s.strength is Strength.WEAK and s.kind == "country" for s in seen)
        if adjectives:  # German, French officials
            states = [s for s in seen if s.kind == "country" and s.strength > Strength.HINT]
            found += [roll for roll in _chained(segment, states, gap) if any(s.strength is Strength.WEAK for _, s in roll.names)]
        cities = [s for s in seen if s.kind in CITIES and s.strength > Strength.HINT]
        if any(s.strength is Strength.WEAK for s in cities):  # those that the house names are there already
            found += [roll for roll in _chained(segment, cities, gap) if any(s.strength is Strength.WEAK for _, s in roll.names)]
    return found


def _chained(segment: Segment, named: Sequence[Sighting], gap: re.Pattern[str]) -> Iterator[Roll]:
    """Yield the enumerations of some names: nothing but what joins stands between two of them."""
    group: list[tuple[Place, Sighting]] = []
    joint = ""
    for sighting in named:
        at = group[-1][0].end if group else -1
        between = segment.text[at : sighting.span[0]] if group else ""
        if group and not (between and gap.fullmatch(between)):
            yield from _roll(group, joint)
            group, joint = [], ""
        joint += between if group else ""
        group.append((Place(segment, *sighting.span), sighting))
    yield from _roll(group, joint)


def _among(sighting: Sighting, text: str, locale: str) -> bool:
    """Tell whether a doubtful name is a country's own, which it surely means among others: Chad, Jordan, Georgia."""
    if sighting.strength is not Strength.HINT or sighting.kind != "country":
        return False
    return label(sighting.ids[0], locale) == text[slice(*sighting.span)]


def _roll(group: list[tuple[Place, Sighting]], joint: str) -> list[Roll]:
    if sum(s.strength > Strength.HINT for _, s in group) * 2 < len(group):  # Jordan, Chad and Mary
        return []
    alike = any(all(s.kind in kinds for _, s in group) for kinds in KINDS)
    pair = len(group) == PAIR and JOINED.search(joint) and alike
    return [Roll(tuple(group))] if len(group) >= LEAST or pair else []


MOST = 50  # enumerations that name the same are compared with one: a hostile text has thousands


def partners(rolls: Sequence[Roll], others: Sequence[Roll]) -> Iterator[tuple[Roll, Roll | None]]:
    """Yield each enumeration with the one of the others that says most of the same; None where none says half of it."""
    counted = [other.ids for other in others]
    naming: dict[str, list[int]] = {}
    for n, ids in enumerate(counted):
        for one in ids:
            naming.setdefault(one, []).append(n)
    for roll in rolls:
        same: Counter[int] = Counter()
        for one, many in roll.ids.items():
            for n in naming.get(one, ())[:MOST]:
                same[n] += min(many, counted[n][one])
        best = min(same, key=lambda n: (-same[n], n), default=None)
        yield roll, None if best is None or not _half(roll, others[best], same[best]) else others[best]


def _half(roll: Roll, other: Roll, same: int) -> bool:
    """Tell whether two enumerations share about half of what the longer one names."""
    return 2 * same >= max(len(other.names), len(roll.names)) - 1


def beside(roll: Place, span: Span) -> bool:
    """Tell whether nothing but what joins names stands between an enumeration in Chinese and a stretch of its text."""
    text = roll.segment.text
    between = text[span[1] : roll.start] if span[1] <= roll.start else text[roll.end : span[0]]
    return bool(between) and ZH_GAP.fullmatch(between) is not None


def alike(lost: list[tuple[Place, Sighting]], new: Sighting, glossary: Glossary | None) -> tuple[Place, Sighting] | None:
    """Return the lost name that the new one most likely stands for: the one whose Chinese looks like it, else the first."""
    letters = set(label(new.ids[0], "zh-Hans", glossary))
    return max(lost, key=lambda n: len(letters & set(label(n[1].ids[0], "zh-Hans", glossary))), default=None)
