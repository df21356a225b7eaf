"""Read the names that a translation glosses itself, 巴黎（Paris）, 艾伦·图灵（Alan Turing）: the text says that two forms are one name.

Where the Chinese form begins is not said: 位于巴黎（Paris）. Marks around it tell, 《某书》（Title）; else the form is what stands again
where the original has the name again. A word that the originals also write in small letters is no name, nor is an abbreviation of such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..language.cedict import headwords
from ..language.romanised import common
from ..language.stems import stem
from ..language.terms import stands
from ..model import Bead, Place, Span
from .wordings import Entry, Index, Sighting, Strength

GLOSS = re.compile(  # 《某书》（Title）, 研究所（Airy Institute，简称AI）
    r"(?P<name>[《“「]?[\u3400-\u9fff·•・-]{2,24}[》”」]?)[*_]{0,3} ?[（(](?P<said>[^（）()\n]{2,100})[）)]"
)
PIECE = re.compile(r"(?:以下)?(?:简称|下称|又称|英文|原文|即)?[:：为\s“\"]*([A-Z][A-Za-z0-9À-ÿ'’.&\- ]*[A-Za-z0-9.])[”\"]?")
BETWEEN = re.compile(r"[，,、;；]\s*")
NAME = re.compile(r"[A-Z0-9][\wÀ-ÿ'’.&-]*(?: (?:[A-Z0-9][\wÀ-ÿ'’.&-]*|of|the|for|and|on|in|de|la|von|van|der|&))*")  # Ministry of Law
CODE = re.compile(r"(?:[A-Z][a-z]+){2,}")  # PersistentVolume
INITIALS = re.compile(r"[A-Z]{2,}[A-Za-z0-9]{0,3}")  # AISI, CEIMIA
LEADS = re.compile(r"^.*[和与及同在于由对向为是即称的了]")  # 位于: what stands before a name
FULL = re.compile(r"(?:[A-Z][\w’'-]* (?:(?:of|the|on|for|and|in|to|&) )*){2,9}$")
INSIDE = re.compile(r"[a-z,] $")  # in | Paris
LONGEST_NAME = 120  # letters of a name in full
MARKS = "《》“”「」"
DOTS = re.compile(r"[·•・-]")
LONGEST = 12  # characters of a name without marks or dots
KIND = "gloss"
BRIEF = 6  # characters of a name that nothing but a stop before it sets off
MOST = 200  # names of a document: a hostile one has thousands


@dataclass(frozen=True, slots=True)
class Gloss:
    """Hold one gloss: the bead, the Chinese before the brackets (with what may lead into the name), and the Latin forms in them."""

    bead: Bead
    run: Place
    latin: tuple[Place, ...]

    @property
    def id(self) -> str:
        """Return what the gloss names."""
        return self.latin[0].text.casefold()

    @property
    def marked(self) -> bool:
        """Tell whether marks show where the name begins."""
        return self.run.segment.text[self.run.start - 1 : self.run.start] in tuple("《“「")


def glosses(bead: Bead) -> Iterator[Gloss]:
    """Yield the glosses of a bead's target, whether or not they stand in its source.

    >>> from pipeline.checks import pair
    >>> found = glosses(pair("Held in Paris.", "在巴黎（Paris）举行。").beads[0])
    >>> [(g.run.text, [p.text for p in g.latin]) for g in found]
    [('在巴黎', ['Paris'])]
    """
    for segment in bead.target:
        for m in GLOSS.finditer(segment.text) if "（" in segment.text or "(" in segment.text else ():
            latin = []
            at = m.start("said")
            for piece in BETWEEN.split(m["said"]):
                start = segment.text.index(piece, at)
                at = start + len(piece)
                if found := PIECE.fullmatch(piece.strip()):
                    begin = segment.text.index(found[1], start)
                    latin.append(Place(segment, begin, begin + len(found[1])))
            if latin:
                start, end = m.span("name")
                name = m["name"]
                yield Gloss(bead, Place(segment, start + (name[0] in MARKS), end - (name[-1] in MARKS)), tuple(latin))


class Declared:
    """Hold the names that a translation glosses, and find them in both languages."""

    def __init__(self, known: dict[str, Gloss], latin: dict[str, tuple[str, ...]], forms: dict[str, tuple[str, ...]]) -> None:
        self.known, self.forms = known, forms
        self.english = Index(((text, (i,), Strength.NAME, KIND) for i, texts in latin.items() for text in texts), "en")
        self.chinese = Index(_entries(latin, forms), "zh")
        self.surnames = {texts[-1] for i, texts in latin.items() if dotted(known[i])}
        self.pairs: dict[str, tuple[str, ...]] = {}
        for identity, gloss in known.items():
            for two in _pairs(next(iter(forms[identity]), "") or gloss.run.text[-LONGEST:]):
                self.pairs[two] = (*self.pairs.get(two, ()), identity)

    def find(self, text: str, locale: str) -> Iterator[Sighting]:
        """Yield the names in a text; in Chinese also, as hints, two characters of one in their order: 全会 for 全体会议."""
        if locale == "en":
            yield from (
                seen for seen in self.english.find(text) if not (text[slice(*seen.span)] in self.surnames and _another(text, seen.span))
            )
            return
        yield from (seen for seen in self.chinese.find(text) if seen.strength is not Strength.NAME or stands(text, *seen.span))
        for at in range(len(text) - 1):
            if ids := self.pairs.get(text[at : at + 2]):
                yield Sighting((at, at + 2), ids, Strength.HINT, KIND)

    def label(self, identity: str) -> str:
        """Return the Chinese form of a name, nothing where it is not known where that begins."""
        return next(iter(self.forms.get(identity, ())), "")


def declared(beads: Sequence[Bead]) -> Declared | None:
    """Return the names that the target of some beads glosses in their source's own words; None where it glosses none.

    >>> from pipeline.checks import pair
    >>> texts = [("Held in Paris.", "在巴黎（Paris）举行。"), ("Then Paris spoke.", "随后巴黎发言。")]
    >>> names = declared([pair(*each).beads[0] for each in texts])
    >>> names and names.label("paris")
    '巴黎'
    """
    if _last and _last[0][0] is beads:
        return _last[0][1]
    found = _declared(beads)
    _last[:] = [(beads, found)] if isinstance(beads, tuple) else []
    return found


_last: list[tuple[Sequence[Bead], Declared | None]] = []  # two checks ask for those of a document, one after the other


def _declared(beads: Sequence[Bead]) -> Declared | None:
    every = list({gloss.id: gloss for bead in reversed(beads) if bead.source for gloss in glosses(bead)}.values())[::-1][:MOST]
    if not every:
        return None
    source = "\n".join(s.text for bead in beads for s in bead.source)
    sides = [("\n".join(s.text for s in b.source), "\n".join(s.text for s in b.target), b) for b in beads if b.source and b.target]
    known: dict[str, Gloss] = {}
    latin: dict[str, tuple[str, ...]] = {}
    forms: dict[str, tuple[str, ...]] = {}
    for gloss in every:
        texts = _latin(gloss, source)
        if texts:
            known[gloss.id], latin[gloss.id] = gloss, texts
            forms[gloss.id] = _forms(gloss, texts, sides)
    return Declared(known, latin, forms) if known else None


def _entries(latin: dict[str, tuple[str, ...]], forms: dict[str, tuple[str, ...]]) -> Iterator[Entry]:
    for identity, texts in forms.items():
        yield from ((text, (identity,), Strength.NAME, KIND) for text in texts)
    for identity, texts in latin.items():
        yield from ((text, (identity,), Strength.WEAK, KIND) for text in texts)


def _another(text: str, span: Span) -> bool:
    """Tell whether a surname is part of another name: Matthew Ryan, Ryan County."""
    return re.search(r"[A-Z][\w’']* $", text[: span[0]]) is not None or re.match(r" [A-Z]", text[span[1] :]) is not None


def dotted(gloss: Gloss) -> bool:
    """Tell whether a gloss names a person by several names, 艾伦·图灵（Alan Turing）, of which the last may stand alone."""
    return len(DOTS.split(gloss.run.text)) == len(gloss.latin[0].text.split()) > 1


def _pairs(form: str) -> set[str]:
    return {a + b for n, a in enumerate(form) for b in form[n + 1 :] if a > "\u3400" and b > "\u3400"}


def _latin(gloss: Gloss, source: str) -> tuple[str, ...]:
    """Return the forms in Latin letters under which the originals know what a gloss names, if that is a name; none if not."""
    texts = [place.text for place in gloss.latin]
    here = "\n".join(s.text for s in gloss.bead.source)
    if not any(_stands(text, here) for text in texts) or not all(map(NAME.fullmatch, texts)):
        return ()
    texts += [full for text in texts if INITIALS.fullmatch(text) for full in _in_full(text, source)]
    words = [t for t in texts if not INITIALS.fullmatch(t)]
    if not words or any(CODE.fullmatch(word) or _stands(word.lower(), source) for word in words):
        return ()
    if any(" " not in word and common(word) for word in words):
        return ()  # a word that the text defines: Party
    if any(" " not in word and not any(INSIDE.search(source[max(0, at - 2) : at]) for at in _places(word, source)) for word in words):
        return ()  # it begins sentences and headings only, as any word may
    surname = texts[0].split()[-1] if dotted(gloss) else ""
    return tuple(dict.fromkeys([*texts, *filter(None, [surname])]))


def _in_full(initials: str, source: str) -> Iterator[str]:
    """Yield the name in full before initials in brackets: Artificial Intelligence Safety Institute (AISI)."""
    at = source.find(f"({initials}")
    if at >= 0 and (full := FULL.search(source[max(0, at - LONGEST_NAME) : at])):
        yield full[0].removeprefix("The ").strip()


def _places(text: str, source: str) -> Iterator[int]:
    """Yield where a wording stands as words of its own."""
    at = source.find(text)
    while at >= 0:
        end = at + len(text)
        if not (at and source[at - 1].isalnum()) and not source[end : end + 1].isalnum():
            yield at
        at = source.find(text, end)


def _stands(text: str, source: str) -> bool:
    return any(True for _ in _places(text, source))


def _forms(gloss: Gloss, latin: tuple[str, ...], sides: Sequence[tuple[str, str, Bead]]) -> tuple[str, ...]:
    """Return the Chinese forms of what is glossed, the fullest first; none where nothing shows where they begin."""
    run = gloss.run.text
    if gloss.marked:
        return (run,)
    last = DOTS.split(run)[-1]
    if dotted(gloss):
        return (last,) if len(last) > 1 else ()
    stems = {stem(word.lower()) for word in latin[0].split()}
    ends = [last[-size:] for size in range(min(len(last), LONGEST), 1, -1)]
    if found := next((end for end in ends if headwords().knows(end) and stems <= set(headwords().stems(end))), ""):
        return (found,)
    seen = [(any(_stands(text, en) for text in latin), zh) for en, zh, bead in sides if bead is not gloss.bead and last[-2:] in zh]
    counted = [(sum(own for own, zh in seen if end in zh), sum(not own for own, zh in seen if end in zh), end) for end in ends]
    best = max((c for c in counted if c[0] >= max(c[1], 1)), key=lambda c: (c[0], len(c[2])), default=None)
    if best and not headwords().knows(best[2]):
        return (best[2],)
    before = gloss.run.segment.text[gloss.run.start - 1 : gloss.run.start] if gloss.run.start else "、"
    return (run,) if before in "、，。；：（" and len(run) <= BRIEF and not (LEADS.match(run) or headwords().knows(run)) else ()
