"""Find acronyms that the original explains and the translation does not, or not at their first mention, and misspelt ones.

Readers meet an abbreviation once in full, 全称（简称, original), then in short (GB/T 15834 gives the brackets; ISO 704 the custom). What
the original explains, the translation must.

>>> on("The International Labour Organization (ILO) met. The ILO spoke.", "国际劳工组织（ILO）举行会议。ILO 发言。")
>>> on("The International Labour Organization (ILO) met. The ILO spoke.", "ILO 举行会议。ILO 发言。")
acronyms (minor): ILO is not explained; the original has "International Labour Organization (ILO)"
>>> on("The media authority (IMDA) met in May.", "媒体管理机构（IDMA）于5月举行会议。")
acronyms (minor): IDMA stands for the original's IMDA

Does not catch an acronym that the original leaves unexplained too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

# International Labour Organization (ILO); the letters must be the words' initials, in order
WORD = r"(?:[A-Z][\w’'-]*|of|the|on|for|and|in|to|&)"
FULL = re.compile(rf"\b((?!The\b)[A-Z][\w’'-]*(?:\s+{WORD}){{1,9}})\s*\(\s*([A-Z]{{2,7}})s?\b")
SMALL = re.compile(r"((?:[A-Za-z][\w’'-]*\s+){1,7}[A-Za-z][\w’'-]*)\s*\(\s*([A-Z]{2,7})s?\s*[),;]")  # large language models (LLMs)
JOINING = frozenset({"of", "the", "a", "an", "and", "for", "on", "in", "to", "or", "with", "by", "is", "are", "as"})
SHORT = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2,7}(?![A-Za-z0-9])")  # ILO
BRACKETED = re.compile(r"[（(][^（）()]{0,120}[）)]")  # （ILO，国际劳工组织）
CLOSED = ' \t\n*_》〉”’」』"'  # what may close a name before its bracket: 《个人资料保护法令》（PDPA）
INITIAL = re.compile(r"[A-Za-z][\w’']*")  # medium | sized
LONG = 3  # letters of an acronym that may be misspelt: of two of them too many are another's slip
HAN = re.compile(r"[\u3400-\u9fff]")


@check(type="terminology", mqm="terminology/wrong-term", severity=Severity.MINOR, whole=True)
def acronyms(collation: Collation) -> Iterator[Finding]:
    """Yield a finding for each acronym whose explanation the translation lacks or gives too late."""
    explained = {name: place for d in collation.bitext.originals for s in d.segments for name, place in _explained(s)}
    first: dict[str, tuple[Bead, Place]] = {}
    full: dict[str, Place] = {}
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind in (Kind.HEADING, Kind.CODE, Kind.FRONT):
                full.update({a: Place.whole(segment) for a in _explains(segment.text) if a not in full and a not in first})
                continue
            for m in SHORT.finditer(segment.text):
                first.setdefault(m[0], (bead, Place(segment, *m.span())))
            for name in _explains(segment.text):
                full.setdefault(name, Place.whole(segment))
    for name, (bead, place) in first.items():
        source = explained.get(name)
        if source is not None and name not in full:
            said = source.text.rstrip("),; ") + ")"
            message = Bilingual(f'{name} is not explained; the original has "{said}"', f"“{name}”未加说明；原文为“{said}”")
            yield Finding(message, source, place, bead=bead)
        elif source is not None and _later(collation, place, full[name]):
            message = Bilingual(f"{name} is explained only after its first mention", f"“{name}”首次出现时未加说明，其后才说明")
            yield Finding(message, source, place, related=(full[name],), severity=Severity.NEUTRAL, bead=bead)
    yield from _misspelt(collation, first)


def _misspelt(collation: Collation, first: dict[str, tuple[Bead, Place]]) -> Iterator[Finding]:
    """Yield acronyms that no original has, where the source has one that differs in a letter or in their order and is lost."""
    known = {name for d in collation.bitext.originals for s in d.segments for name in SHORT.findall(s.text)}
    for name, (bead, place) in first.items():
        if len(name) < LONG or name in known:
            continue
        here = {name for s in bead.target for name in SHORT.findall(s.text)}
        meant = [Place(s, *m.span()) for s in bead.source for m in SHORT.finditer(s.text) if m[0] not in here and _slip(name, m[0])]
        if len({p.text for p in meant}) == 1:
            message = Bilingual(f"{name} stands for the original's {meant[0].text}", f"原文为“{meant[0].text}”，译文误作“{name}”")
            yield Finding(message, meant[0], place, suggestion=meant[0].text, bead=bead)


def _slip(one: str, other: str) -> bool:
    """Tell whether acronyms have the same letters in another order, or differ in one letter.

    >>> _slip("IDMA", "IMDA"), _slip("PDPC", "PDPA"), _slip("AI", "UN"), _slip("GPAI", "OECD")
    (True, True, False, False)
    """
    if len(one) != len(other) or len(one) < LONG:
        return False
    return sorted(one) == sorted(other) or sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _explained(segment: Segment) -> Iterator[tuple[str, Place]]:
    """Yield the acronyms that a segment of the original explains, each with where: names, and terms in small letters."""
    if "(" not in segment.text:
        return
    named = {m.start(2): (m[2], Place(segment, *m.span())) for m in FULL.finditer(segment.text) if _fits(m)}
    for m in SMALL.finditer(segment.text):
        if m.start(2) not in named and (start := _begins(m[1], m[2])) is not None:
            named[m.start(2)] = (m[2], Place(segment, m.start() + start, m.end(2)))
    yield from named.values()


def _begins(words: str, acronym: str) -> int | None:
    """Return where the words that an acronym stands for begin: each of its letters is the initial of one, and all are but small ones.

    >>> _begins("uses of small and medium-sized enterprises", "SME"), _begins("the training of a model", "LLM")
    (8, None)
    """
    left = list(acronym.lower())
    for m in reversed(list(INITIAL.finditer(words))):
        word = m[0].lower()
        if left and word[0] == left[-1]:
            left.pop()
            if not left:
                return m.start()
        elif word not in JOINING and words[m.start() - 1 : m.start()] != "-":
            return None
    return None


def _fits(m: re.Match[str]) -> bool:
    """Tell whether the acronym's letters are initials of the words before it, in order."""
    initials = iter(word[0].upper() for part in m[1].split() for word in part.split("-") if word)
    return all(letter in initials for letter in m[2])


def _explains(text: str) -> Iterator[str]:
    """Yield the acronyms that the text explains in brackets, or whose explanation follows them in brackets."""
    for m in BRACKETED.finditer(text):
        if text[max(0, m.start() - 4) : m.start()].rstrip(CLOSED)[-1:].isalpha():
            yield from SHORT.findall(m[0])
        before = re.search(r"[A-Z]{2,7}\s*$", text[: m.start()])
        if before and HAN.search(m[0]):
            yield before[0].strip()


def _later(collation: Collation, first: Place, full: Place) -> bool:
    order = {s.id: n for n, s in enumerate(collation.bitext.translation.segments)}
    return order.get(full.segment.id, 0) > order.get(first.segment.id, 0)
