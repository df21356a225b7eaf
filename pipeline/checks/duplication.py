"""Find what the translation prints twice and its source once: a paragraph, a sentence, a clause.

>>> on("It met in May. It will meet again in June.", "会议于5月召开。6月将再次召开。")
>>> on("The council met in May.", "理事会已于5月召开会议。理事会已于5月召开会议。")
duplication (minor): “理事会已于5月召开会议。” stands here twice
>>> on("It met.\\n\\nThey may be excluded from future tenders.", "会议召开。\\n\\n可将其排除在今后的今后的招标之外。")
duplication (minor): “今后的” stands here twice

Does not catch a repetition in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..language.length import HAN
from ..language.pairs import sentences
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Segment, Severity
from . import check

NEAR = 3  # sentences back in which a repetition is looked for
SHORTEST = 6  # characters: shorter sentences are repeated in good texts
LONG = 30  # characters from which a sentence is not repeated anywhere by chance
MARKS = r"\s，。、；：？！“”‘’（）《》…—,.;:?!\"'()*_-"
PUNCTUATION = re.compile(f"[{MARKS}][{MARKS}]*")
UNMARKED = re.compile(f"[^{MARKS}]")
STOPS = re.compile("[。！？；]")
NOT_PROSE = (Kind.CODE, Kind.CELL, Kind.FRONT)
CLAUSES = re.compile(r"[，。；：？！\n]")
CLAUSE = re.compile(r"([\u3400-\u9fff][^，。；：？！\n]{5,60})[，；、]\1(?=[，。；：？！]|$)")  # 甲方应按时付款，甲方应按时付款

# A word or a particle written twice, 今后的今后的, 报告的的结论; not 目的的, 参与与, 现在在. Loose pairs are not asked: it takes its time.
STUTTER = re.compile(
    r"([\u3400-\u9fff]{3,12})\1|(?<![目标標])(的)的(?!确|確)|(?<![总總温溫缓緩饱飽共调調])(和)和(?![气氣美平睦])|(?<![参參给給赋賦])(与|與)\4"
    r"|(?<![以普涉波])(及)及|(?<![即])(将|將)\6|(被)被|(?<![自理缘緣来來])(由)由|(?<!由)(于|於)\9|(?<![现現存所实實内內外])(在)在"
)


@check(type="duplication", mqm="accuracy/addition", severity=Severity.MINOR)
def duplication(collation: Collation) -> Iterator[Finding]:
    """Yield sentences and clauses that stand twice where the source does not repeat itself."""
    segments = [s for s in collation.bitext.translation.segments if s.kind not in NOT_PROSE]
    if len(segments) == 1 and not _likely(segments[0].text) and len(STOPS.findall(segments[0].text)) < 2:
        return  # as most loose pairs
    beads = {(s.path, s.id): bead for bead in collation.bitext.beads for s in bead.target}
    yield from _sentences([s for s in segments if (s.path, s.id) in beads], beads)
    for segment in segments:
        if _likely(segment.text):
            for m in CLAUSE.finditer(segment.text):
                message = Bilingual(f"“{m[1]}” stands here twice", f"“{m[1]}”重复出现")
                yield Finding(message, None, Place(segment, *m.span()), m[1], bead=beads.get((segment.path, segment.id)))
        if collation.bitext.whole:
            yield from _stutters(segment, beads.get((segment.path, segment.id)))


def _stutters(segment: Segment, bead: Bead | None) -> Iterator[Finding]:
    """Yield words and particles that are written twice, one behind the other."""
    for m in STUTTER.finditer(segment.text):
        word = m[0][: len(m[0]) // 2]
        if len(set(word)) > 1 or len(word) == 1:
            message = Bilingual(f"“{word}” stands here twice", f"“{word}”重复出现")
            yield Finding(message, None, Place(segment, *m.span()), word, bead=bead)


def _likely(text: str) -> bool:
    """Tell whether a clause may stand twice: one ends as the next reads, or 、 joins two."""
    before = ""
    for clause in CLAUSES.split(text):
        if (clause and before.endswith(clause)) or ("、" in clause and len(clause) > 2 * SHORTEST):
            return True
        before = clause
    return False


def _sentences(segments: Sequence[Segment], beads: dict[tuple[str, str], Bead]) -> Iterator[Finding]:
    places = sentences(segments)
    if len({_beginning(place.text) for place in places}) == len(places):
        return  # no two begin alike, as in most texts of a few sentences
    keys = [PUNCTUATION.sub("", place.text) for place in places]
    if len(set(keys)) == len(keys):
        return
    seen: dict[str, int] = {}
    for n, (place, key) in enumerate(zip(places, keys, strict=True)):
        before = seen.get(key)
        seen[key] = n
        if before is None or (size := len(HAN.findall(key))) < SHORTEST or (n - before > NEAR and size < LONG):
            continue
        first = places[before]
        bead, other = beads[place.segment.path, place.segment.id], beads[first.segment.path, first.segment.id]
        if _twice(bead, other):
            continue
        message = Bilingual(f"“{place.text}” stands here twice", f"“{place.text}”重复出现")
        yield Finding(message, None, place, related=(first,), bead=bead)


def _beginning(sentence: str) -> str:
    first = UNMARKED.search(sentence)
    return first[0] if first else ""


def _twice(bead: Bead, other: Bead) -> bool:
    """Tell whether the source repeats itself too: two beads with like sources, or one with a sentence that stands twice."""
    if bead is other:
        keys = [PUNCTUATION.sub("", s.text).lower() for s in sentences(bead.source)]
        return len(set(keys)) < len(keys)
    mine, theirs = (PUNCTUATION.sub("", " ".join(s.text for s in b.source)).lower() for b in (bead, other))
    return bool(mine) and (mine == theirs or mine in theirs or theirs in mine) if theirs else False
