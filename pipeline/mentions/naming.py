"""Compare the names that a passage and its rendering state: what is missing, what is invented, what stands for what.

A name is met where the other side has it in any form: another name, an adjective, a capital, a part of the state. Being met by a
mere hint is doubtful: it excuses a name that stands alone, but not one beside a name that came from nowhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..language.tables import words
from ..model import Glossary, Place, Segment
from .glosses import KIND, Declared
from .names import label, sightings
from .wordings import HINTED, Sighting, Strength

LIKE = 3  # characters that a doubtful name has in common with the one it may stand for
# Kinds that are taken for one another: Berlin may stand for Germany; a house's organisations and the bodies of the tables.
FAMILIES = {"country": "country", "capital": "country", "body": "organisation", "organisation": "organisation"}
UNION = "EU"  # stands among the states, and is a body as well
CITIES = {"capital", "place"}  # kinds of which a city may be, in the tables or in the house's list
CAPITAL = re.compile(r"[A-Z]")
# What stands before a country and not before a given name: in Jordan, the Government of Georgia.
LEADING = words(Path(__file__).parent / "words" / "names-leading.txt")


@dataclass(frozen=True, slots=True)
class Named:
    """Hold a name with its place and the surest form (-1 for none) in which the other side has it, and that beside the passage too.

    `again`: only the passages beside it have it, and they render it themselves.
    """

    place: Place
    sighting: Sighting
    here: int
    met: int
    again: bool = False

    @property
    def id(self) -> str:
        """Return the concept that the name most likely means."""
        return self.sighting.ids[0]

    @property
    def kind(self) -> str:
        """Return the kind that it may be swapped within."""
        return FAMILIES.get(self.sighting.kind, self.sighting.kind)


@dataclass(frozen=True, slots=True)
class Naming:
    """Hold what the two sides name: `source` and `target` in order, each with how it is met on the other side."""

    source: tuple[Named, ...]
    target: tuple[Named, ...]

    def missing(self) -> list[Named]:
        """Return what the source names or points to and the target has in no form."""
        return [n for n in self.source if n.met < 0 and n.sighting.strength > Strength.HINT]

    def invented(self) -> list[Named]:
        """Return what the target names and the source has in no form."""
        return [n for n in self.target if n.met < 0 and n.sighting.strength is Strength.NAME]

    def swaps(self) -> list[tuple[Named, Named]]:
        """Return pairs (source, target) where the target has another name in the place of the source's, each id once.

        >>> from pipeline.checks import pair
        >>> bead = pair("Proposed by France.", "由德国提出。").beads[0]
        >>> [(a.place.text, b.place.text) for a, b in naming(bead.source, bead.target, None).swaps()]
        [('France', '德国')]
        """
        sure = Strength.HINT
        lost = [n for n in self.source if (n.sighting.strength > sure or _meant(n)) and n.here < n.sighting.strength]
        lost.sort(key=lambda n: (n.here, -n.sighting.strength))
        gone = any(o.met < 0 and o.sighting.kind == "country" for o in lost)
        fresh = [n for n in self.target if (n.here if n.kind == KIND else n.met) <= sure or (gone and n.again)]
        fresh = [n for n in fresh if n.sighting.strength > sure or _like_a_lost(n, lost)]
        if not lost or not fresh:
            return []
        fresh.sort(key=lambda n: (n.met, -n.sighting.strength))
        found: dict[str, tuple[Named, Named]] = {}
        used: set[str] = set()
        for new in fresh:
            likely = [o for o in lost if o.id not in used and _exchanged(o, new)]
            old = max(likely, key=lambda o: (-o.here, _alike(o.id, new.place.text)), default=None)
            if old is not None and new.id not in found:
                found[new.id] = (old, new)
                used.add(old.id)
        return sorted(found.values(), key=lambda p: p[1].place.start)

    def in_part(self) -> list[tuple[Named, Named]]:
        """Return the same for a country that the target has in other places: it is named there less often than in the source.

        >>> from pipeline.checks import pair
        >>> bead = pair("France voted. The French leader left.", "法国投票。德国领导人离开。").beads[0]
        >>> [(a.place.text, b.place.text) for a, b in naming(bead.source, bead.target, None).in_part()]
        [('French', '德国')]
        """
        fresh = [n for n in self.target if n.met < 0 and n.sighting.kind == "country" and n.sighting.strength is Strength.NAME]
        if len(fresh) != 1:
            return []
        said, rendered = (Counter(i for n in side for i in n.sighting.ids) for side in (self.source, self.target))
        rarer = {n.id for n in self.source if n.kind == "country" and said[n.id] > rendered[n.id] > 0}
        if len(rarer) != 1:
            return []
        mentions = [n for n in self.source if n.id in rarer and n.sighting.strength > Strength.HINT]
        return [(min(mentions, key=lambda n: abs(_at(n) - _at(fresh[0]))), fresh[0])] if mentions else []


def _at(name: Named) -> float:
    """Return where in its segment a name stands, from 0 to 1."""
    return name.place.start / max(1, len(name.place.segment.text))


NOTHING = Naming((), ())


def naming(
    source: Sequence[Segment],
    target: Sequence[Segment],
    glossary: Glossary | None,
    near_source: Sequence[Segment] = (),
    near_target: Sequence[Segment] = (),
    own: Declared | None = None,
) -> Naming:
    """Compare the names of some segments, `own` among them; `near_*` are neighbours whose names count as evidence only."""
    here, there = _seen(source, "en", glossary, own), _seen(target, "zh", glossary, own)
    if not here and not there:
        return NOTHING
    own_source, forms_source = _forms(here), _forms([*here, *_seen(near_source, "en", glossary, own)])
    beside = _seen(near_target, "zh", glossary, own)
    own_target, forms_target, rendered = _forms(there), _forms([*there, *beside]), {s.ids[0] for _, s in beside if s.ids}

    def named(place: Place, seen: Sighting) -> Named:
        met = _met(seen, own_source)
        return Named(place, seen, met, _met(seen, forms_source), again=met < 0 and seen.kind == "country" and seen.ids[0] in rendered)

    return Naming(
        tuple(Named(p, s, _met(s, own_target), _met(s, forms_target)) for p, s in here),
        tuple(named(p, s) for p, s in there),
    )


def _exchanged(old: Named, new: Named) -> bool:
    """Tell whether the new name may stand in the old one's place: of a kind, and one of the two certainly without a fellow."""
    if old.id in new.sighting.ids or new.id in old.sighting.ids:
        return False
    if KIND in (old.kind, new.kind):
        return old.kind == new.kind and old.here < 0 and new.here < 0
    if old.kind == "place" and new.kind == "country":
        return old.here < 0 and new.met < 0  # 沙特 where the source has Mexico City
    if old.sighting.kind in CITIES and new.sighting.kind in CITIES:
        return old.here < 0 and new.met < 0
    if old.kind != new.kind:
        return UNION in (old.id, new.id) and "organisation" in (old.kind, new.kind) and old.here < 0 and new.met < 0
    if "capital" in (old.sighting.kind, new.sighting.kind):
        return old.here < 0 and new.met < 0 and old.sighting.kind == "capital"
    if old.sighting.strength is Strength.HINT:
        return old.here < 0 and new.met < 0 and new.sighting.strength is Strength.NAME
    if new.sighting.strength is Strength.HINT:
        return old.here < 0 and _like_a_lost(new, [old])
    if new.sighting.strength is not Strength.NAME:
        return False
    if new.met > 0 and new.again and old.met >= 0:
        return False
    return new.met < 0 or (old.here < 0 and old.sighting.strength is Strength.NAME)


def _meant(name: Named) -> bool:
    """Tell whether a doubtful name is a body's, Security Council, or a country's own that stands as no person's does: in Jordan."""
    seen, text = name.sighting, name.place.segment.text
    if seen.kind in ("body", "organisation"):
        return " " in name.place.text
    if seen.strength is not Strength.HINT or seen.kind != "country" or label(name.id, "en") != name.place.text:
        return False
    before, after = text[: name.place.start].split()[-1:], text[name.place.end :]
    if after[:1] == " " and CAPITAL.match(after, 1):
        return False
    return not before or before[0].lower() in LEADING or not before[0][0].isupper()


def _like_a_lost(new: Named, lost: Sequence[Named]) -> bool:
    """Tell whether a doubtful name looks like one that is lost: 多米尼克, a given name as well, where 多米尼加 is due."""
    return (
        new.met < 0
        and new.sighting.kind == "country"
        and any(o.here < 0 and o.sighting.kind == "country" and _alike(o.id, new.place.text) >= LIKE for o in lost)
    )


def _alike(identity: str, wording: str) -> int:
    """Return how many characters a name's Chinese shares with a wording: 瑞典 and 瑞士 share one."""
    return len(set(label(identity, "zh-Hans")) & set(wording) - {"国"})


def _seen(segments: Sequence[Segment], locale: str, glossary: Glossary | None, own: Declared | None) -> list[tuple[Place, Sighting]]:
    found = [(Place(s, *seen.span), seen) for s in segments for seen in sightings(s.text, locale, glossary)]
    if own:
        taken = {(place.segment.id, place.segment.path, at) for place, _ in found for at in range(place.start, place.end)}
        for segment in segments:
            for seen in own.find(segment.text, locale):
                if taken.isdisjoint((segment.id, segment.path, at) for at in range(*seen.span)):
                    found.append((Place(segment, *seen.span), seen))
    return found


def _forms(seen: Sequence[tuple[Place, Sighting]]) -> dict[str, int]:
    """Return how surely each concept is named; what a wording may mean besides, it only points to: London to its country."""
    found: dict[str, int] = {}
    for _, sighting in seen:
        joint = sighting.strength < Strength.NAME and sighting.kind == "country"  # 中美: both alike
        for n, identity in enumerate(sighting.ids):
            sure = sighting.strength if n == 0 else min(sighting.strength, Strength.WEAK)
            key = BESIDES + identity if n and not joint else identity
            if identity[0] == HINTED:
                sure, key = Strength.HINT, BESIDES + identity[1:]
            found[key] = max(found.get(key, -1), sure)
    return found


BESIDES = "+"  # before the id of what a wording may mean besides: two programmes of the United Nations are not one


def _met(sighting: Sighting, forms: dict[str, int]) -> int:
    if not sighting.ids:
        return -1
    besides = forms.get(BESIDES + sighting.ids[0], -1)
    return max(besides, *(forms.get(i.removeprefix(HINTED), -1) for i in sighting.ids))
