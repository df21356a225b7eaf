"""Find where a name that a translation glosses is written otherwise: in another gloss, without one, or misspelt inside one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from ..language.romanised import syllables
from ..language.stems import stem
from ..model import Bead, Place
from .glosses import DOTS, LEADS, Declared, Gloss, dotted, glosses
from .names import sightings
from .wordings import Strength

LONG = 4  # characters of a form of which one may be another and the form still be meant; a person's has one fewer
SLIP = 4  # letters of a word that is long enough to be misspelt
ALIKE = 0.8  # how alike a slip is to its word


def otherwise(beads: Sequence[Bead], own: Declared) -> Iterator[tuple[Bead, Place, Place, Place]]:
    """Yield where a glossed name is written otherwise: the bead, the original's words, the other form and the first.

    In another gloss of the same words, or where the original has the name and the translation all but one character of its form.
    """
    for bead in beads:
        for gloss in glosses(bead):
            first = own.known.get(gloss.id)
            if first and first.bead is not bead and (found := _differs(gloss, first)):
                yield bead, gloss.latin[0], found[0], found[1]
        for segment in bead.source:
            for seen in own.find(segment.text, "en"):
                first, form = own.known[seen.ids[0]], own.label(seen.ids[0])
                if len(seen.ids) == 1 and first.bead is not bead and (other := slip(bead, own, seen.ids[0])):
                    at = first.run.segment.text.rindex(form, 0, first.run.end)
                    yield bead, Place(segment, *seen.span), other, Place(first.run.segment, at, at + len(form))


def slip(bead: Bead, own: Declared, identity: str) -> Place | None:
    """Return what differs in one character from a name's form, which the target lacks; of a short form, in one that is read alike."""
    form = own.label(identity)
    if not form or any(form in s.text for s in bead.target):
        return None
    size, long = len(form), LONG - dotted(own.known[identity])
    for segment in bead.target:
        for start in range(len(segment.text) - size + 1):
            text = segment.text[start : start + size]
            unlike = [(a, b) for a, b in zip(form, text, strict=True) if a != b]
            if len(unlike) == 1 and (size >= long or alike(*unlike[0])) and text[0] > "\u3400" and text[-1] > "\u3400":
                return Place(segment, start, start + size)
    return None


def _differs(gloss: Gloss, first: Gloss) -> tuple[Place, Place] | None:
    """Return the forms of two glosses of the same words where they differ: as far as they are known, or in a character read alike."""
    one, two = gloss.run.text, first.run.text
    if gloss.marked and first.marked:
        return (gloss.run, first.run) if one != two else None
    if dotted(gloss) and dotted(first):
        ends = [len(DOTS.split(text)[-1]) for text in (one, two)]
        return (_end(gloss, ends[0]), _end(first, ends[1])) if one[-ends[0] :] != two[-ends[1] :] else None
    common = next((n for n, (a, b) in enumerate(zip(one[::-1], two[::-1], strict=False)) if a != b), None)
    if common is None or LEADS.match(one[-1 - common]) or LEADS.match(two[-1 - common]) or not alike(one[-1 - common], two[-1 - common]):
        return None
    return _end(gloss, common + 1), _end(first, common + 1)


def _end(gloss: Gloss, size: int) -> Place:
    return Place(gloss.run.segment, gloss.run.end - size, gloss.run.end)


def alike(one: str, other: str) -> bool:
    """Tell whether two characters have a reading in common, as variants of a name in Chinese do: 玛 and 马.

    >>> alike("玛", "马"), alike("于", "在")
    (True, False)
    """
    return not set(syllables(one)).isdisjoint(syllables(other))


def misspelt(lost: Sequence[Place], words: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield the words of a gloss that its original lacks, each with the one word there that it is a slip for: Babbgae for Babbage.

    A name that is known is no slip, nor is another form of the word: Nodes for node.
    """
    for token in lost:
        text = token.text
        if len(text) < SLIP or not text[0].isupper() or any(s.strength is Strength.NAME for s in sightings(text, "en", None)):
            continue
        near = {w.text: w for w in reversed(words) if w.text[0] == text[0] and abs(len(w.text) - len(text)) < 2}
        close = [n for n in get_close_matches(text, near, n=2, cutoff=ALIKE) if stem(n.lower()) != stem(text.lower())]
        if len(close) == 1:
            yield token, near[close[0]]
