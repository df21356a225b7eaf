"""Find English that was left standing where Chinese is due: whole segments, and sentences inside a translated paragraph.

Names, titles, code, addresses, glosses in brackets and short quotations may stay in English; running words may not.

>>> on("Good morning.", "早上好。")
>>> on("The group meets twice.", "工作组（Working Group on the Future of Work）召开两次会议。")
>>> on("Good morning.", "Good morning.")
untranslated (major): still in English
>>> on("It met in May. The next meeting is in June.", "会议于5月召开。The next meeting is in June.")
untranslated (major): this sentence is still in English: “The next meeting is in June.”

Does not catch one or two English words inside a Chinese sentence, or a title that could be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..language.length import HAN
from ..language.mask import HIDDEN, prose
from ..language.tables import words
from ..model import Bilingual, Collation, Finding, Kind, Place, Segment, Severity, join
from . import check

FUNCTION = words(Path(__file__).parent / "words" / "english-function.txt")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")  # don't, co-ordinate
RUN = re.compile(r"[^\u3000-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’]+")  # a stretch without Han or full-width marks
BRACKETED = re.compile(r"[（(《〈「『\[][^（(）)《》〈〉「」『』\[\]]{0,400}[）)》〉」』\]]")  # （Working Group on ...）
QUOTED = re.compile(r"\"[^\"\u3400-\u9fff]{0,200}\"|“[^“”\u3400-\u9fff]{0,200}”|'[^'\u3400-\u9fff]{3,200}'(?![A-Za-z])")  # "as is"
QUOTING = re.compile(r"[：:]\s*$")  # 例如： what follows may be quoted as it appears on a screen
SENTENCE_END = re.compile(r"[.!?:;][\"')\]]*\s*$")
SHORTEST = 4  # words that a stretch inside Chinese must have
RUNNING = 2  # function words among them


@check(type="untranslated", mqm="accuracy/untranslated", severity=Severity.MAJOR)
def untranslated(collation: Collation) -> Iterator[Finding]:
    """Yield segments without Chinese whose source has running words, and English sentences amid Chinese."""
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind in (Kind.CODE, Kind.FRONT):
                continue
            if not HAN.search(segment.text):
                if _whole(segment, join(bead.source, "en")):
                    original = Place.whole(bead.source[0]) if bead.source else None
                    yield Finding(Bilingual("still in English", "仍为英文"), original, Place.whole(segment), bead=bead)
                continue
            for place in _sentences(segment):
                shown = place.text.strip()
                message = Bilingual(f"this sentence is still in English: “{shown}”", f"此句仍为英文：“{shown}”")
                quoted = QUOTING.search(segment.text[: place.start]) and shown in join(bead.source, "en")
                severity = Severity.MINOR if quoted else Severity.MAJOR
                yield Finding(message, None, place, severity=severity, bead=bead)


def _whole(segment: Segment, source: str) -> bool:
    """Tell whether a segment without Chinese is prose: a word that is neither a name nor a sign, and that the source has too."""
    text = prose(segment).replace(HIDDEN, " ")
    found = WORD.findall(text)
    running = [w for w in found if w.lower() in FUNCTION]
    if len(running) >= 2 or (running and len(found) >= SHORTEST):
        return True
    plain = [w for w in found[1:] if w.islower() and len(w) > 2]
    same = not source or " ".join(found).lower() == " ".join(WORD.findall(source)).lower()
    if SENTENCE_END.search(text.strip()) and len(found) >= 2 and same:
        return True
    return len(plain) >= 2 or (len(found) >= SHORTEST and bool(plain)) or (segment.kind is Kind.HEADING and bool(plain) and same)


def _sentences(segment: Segment) -> Iterator[Place]:
    """Yield stretches of running English inside a segment that has Chinese."""
    text = prose(segment)
    every = WORD.findall(text)
    if len(every) < SHORTEST or (sum([w.lower() in FUNCTION for w in every]) < RUNNING and "'" not in text and "’" not in text):
        return
    for pattern in (BRACKETED, QUOTED):
        text = pattern.sub(lambda m: HIDDEN * len(m[0]), text)
    for m in RUN.finditer(text):
        found = WORD.findall(m[0].replace(HIDDEN, " "))
        if len(found) < SHORTEST:
            continue
        running = sum([w.lower() in FUNCTION for w in found])
        lower = sum(map(str.islower, found))
        if running < RUNNING or running * 7 < len(found) or lower * 2 < len(found):
            continue
        if not any(w.islower() and w not in FUNCTION for w in found) and not SENTENCE_END.search(m[0].rstrip(" " + HIDDEN)):
            continue
        start, end = m.start() + len(m[0]) - len(m[0].lstrip(" " + HIDDEN)), m.start() + len(m[0].rstrip(" " + HIDDEN))
        yield Place(segment, start, end)
