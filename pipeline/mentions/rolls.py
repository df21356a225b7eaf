"""Read the enumerations of names in a text, and compare two as sets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..model import Glossary, Place, Segment
from .names import Sighting, Strength, label, sightings

# What may stand between two names of an enumeration: Canada, France** and the **Republic of Korea
EN_GAP = re.compile(r"[\s*_]*[,;]?[\s*_]*(?:(?:and|or|&|as well as|plus)[\s*_]+)?(?:the[\s*_]+)?")
ZH_GAP = re.compile(r"[\s*_]*[、，,；;]?[\s*_]*(?:以及|和|与|及|或)?[\s*_]*")
LEAST = 3


@dataclass(frozen=True, slots=True)
class Roll:
    """Hold an enumeration of names: where each stands and what it means."""

    names: tuple[tuple[Place, Sighting], ...]

    @property
    def ids(self) -> Counter[str]:
        """Count the concepts that the enumeration names."""
        return Counter(s.ids[0] for _, s in self.names)

    @property
    def place(self) -> Place:
        """Return where the enumeration stands."""
        return Place(self.names[0][0].segment, self.names[0][0].start, self.names[-1][0].end)


def rolls(segments: Sequence[Segment], locale: str, glossary: Glossary | None) -> list[Roll]:
    """Return the enumerations of three names or more, and those of the items of a list that are names alone."""
    gap = ZH_GAP if locale.startswith("zh") else EN_GAP
    found: list[Roll] = []
    for segment in segments:
        group: list[tuple[Place, Sighting]] = []
        for sighting in (s for s in sightings(segment.text, locale, glossary) if s.strength is Strength.NAME):
            at = group[-1][0].end if group else -1
            between = segment.text[at : sighting.span[0]] if group else ""
            if group and not (between and gap.fullmatch(between)):
                found += _roll(group)
                group = []
            group.append((Place(segment, *sighting.span), sighting))
        found += _roll(group)
    return found


def _roll(group: list[tuple[Place, Sighting]]) -> list[Roll]:
    return [Roll(tuple(group))] if len(group) >= LEAST else []


def partner(roll: Roll, others: Sequence[Roll]) -> Roll | None:
    """Return the enumeration that says most of the same; None where none says half of it."""
    best = max(others, key=lambda o: sum((o.ids & roll.ids).values()), default=None)
    if best is None or 2 * sum((best.ids & roll.ids).values()) < max(len(best.names), len(roll.names)) - 1:
        return None
    return best


def alike(lost: list[tuple[Place, Sighting]], new: Sighting, glossary: Glossary | None) -> tuple[Place, Sighting] | None:
    """Return the lost name that the new one most likely stands for: the one whose Chinese looks like it, else the first."""
    letters = set(label(new.ids[0], "zh-Hans", glossary))
    return max(lost, key=lambda n: len(letters & set(label(n[1].ids[0], "zh-Hans", glossary))), default=None)
