"""Find English that was left standing where Chinese is due: whole segments, and sentences inside a translated paragraph.

Names, titles, code, addresses, glosses in brackets and short quotations may stay in English; running words may not.

>>> on("Good morning.", "早上好。")
>>> on("The group meets twice.", "工作组（Working Group on the Future of Work）召开两次会议。")
>>> on("Good morning.", "Good morning.")
untranslated (major): still in English
>>> on("It met in May. The next meeting is in June.", "会议于5月召开。The next meeting is in June.")
untranslated (major): this sentence is still in English: “The next meeting is in June.”
>>> on("The provider must carry out an impact assessment.", "提供者必须进行 impact assessment。")
untranslated (minor): still in English: “impact assessment”

A single English word is told where no other Latin letters or code stand beside it: there it may be a command or a value.

Does not catch a short English word that stands alone in Chinese, or a title that could be a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..language.english import ordinary
from ..language.length import HAN
from ..language.mask import HIDDEN, prose
from ..language.signs import spelt
from ..language.tables import words
from ..model import Bilingual, Bitext, Collation, Finding, Kind, Place, Segment, Severity, join
from . import check

FUNCTION = words(Path(__file__).parent / "words" / "english-function.txt")
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")  # don't, co-ordinate
RUN = re.compile(r"[^\u3000-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’]+")  # a stretch without Han or full-width marks
BRACKETED = re.compile(r"[（(《〈「『\[][^（(）)《》〈〉「」『』\[\]]{0,400}[）)》〉」』\]]")  # （Working Group on ...）
QUOTED = re.compile(r"\"[^\"\u3400-\u9fff]{0,200}\"|“[^“”\u3400-\u9fff]{0,200}”|'[^'\u3400-\u9fff]{3,200}'(?![A-Za-z])")  # "as is"
QUOTING = re.compile(r"[：:]\s*$")  # 例如： what follows may be quoted as it appears on a screen
SENTENCE_END = re.compile(r"[.!?:;][\"')\]]*\s*$")
SHORTEST = 4  # words that a stretch inside Chinese must have
SINGLE = 6  # letters that a single word must have
RUNNING = 2  # function words among them
# Words in small letters that are no part of a name, an address or a sign: impact assessment
LEFT = re.compile(
    rf"[A-Za-z](?:(?<=[A-Z])(?<![^。！？；].)[a-z]* [a-z]|(?<=[a-z])(?<![A-Za-z0-9_./@#{HIDDEN}-].)(?<![A-Za-z0-9{HIDDEN}] .))"
    rf"[a-z]{{2,}}(?:[ -][a-z]+)*(?![A-Za-z0-9_/{HIDDEN}-]|\.[A-Za-z]| [A-Za-z0-9{HIDDEN}])"
)
LETTERS = re.compile(r"[a-z]{3}")
MENTIONED = re.compile(
    r"(?:单词|词语|一词|术语|字段|参数|命令|标志|属性|名为|称为|叫做|键|值|设置?为|是|选项|函数|方法|标签|按钮)\s*$"
)  # 单词 hello


@check(type="untranslated", mqm="accuracy/untranslated", severity=Severity.MAJOR)
def untranslated(collation: Collation) -> Iterator[Finding]:
    """Yield segments without Chinese whose source has running words, and English sentences amid Chinese."""
    for bead in collation.bitext.beads:
        for segment in bead.target:
            if segment.kind in (Kind.CODE, Kind.FRONT):
                continue
            if not HAN.search(segment.text):
                source = join(bead.source, "en")
                left = Severity.MAJOR if _whole(segment, source) else _label(segment, source, collation.bitext)
                if left is not None:
                    original = Place.whole(bead.source[0]) if bead.source else None
                    message = Bilingual("still in English", "仍为英文")
                    yield Finding(message, original, Place.whole(segment), severity=left, bead=bead)
                continue
            seen: list[Place] = []
            for place in _sentences(segment):
                seen.append(place)
                shown = place.text.strip()
                message = Bilingual(f"this sentence is still in English: “{shown}”", f"此句仍为英文：“{shown}”")
                quoted = QUOTING.search(segment.text[: place.start]) and shown in join(bead.source, "en")
                severity = Severity.MINOR if quoted else Severity.MAJOR
                yield Finding(message, None, place, severity=severity, bead=bead)
            for place in _phrases(segment, bead.source) if LETTERS.search(segment.text) else ():
                if not any(p.start < place.end and place.start < p.end for p in seen):
                    message = Bilingual(f"still in English: “{place.text}”", f"仍为英文：“{place.text}”")
                    yield Finding(message, None, place, severity=Severity.MINOR, bead=bead)


def _label(segment: Segment, source: str, bitext: Bitext) -> Severity | None:
    """Grade a heading, a cell or a caption of ordinary words that reads as its source does: Spam filter."""
    text = prose(segment)
    found = WORD.findall(text)
    if HIDDEN in text or found != WORD.findall(source) or any(w[1:] != w[1:].lower() for w in found):
        return None
    said = [w for w in found if w.lower() not in FUNCTION]
    if not said or any(len(w) < 3 or not ordinary(w.lower()) for w in said):
        return None
    if len(found) > 1 and all(w.islower() for w in found[1:]):
        return Severity.MAJOR
    if segment.kind is not Kind.HEADING:
        return Severity.NEUTRAL if len(found) == 1 else None
    name = re.compile(rf"[a-z,;] {re.escape(' '.join(found))}\b")  # what runs through a text in capitals: uses Firefox Relay
    return None if any(name.search(s.text) for d in bitext.originals for s in d.segments) else Severity.MINOR


def _phrases(segment: Segment, sources: Sequence[Segment]) -> Iterator[Place]:
    """Yield ordinary English words amid Chinese that the source has too; a single one where no other Latin letters stand."""
    text = prose(segment)
    if not any(ordinary(m[0].split()[-1]) for m in LEFT.finditer(text)):
        return
    for pattern in (BRACKETED, QUOTED):
        text = pattern.sub(_hidden, text)
    for m in LEFT.finditer(text):
        said = [w for w in WORD.findall(m[0].lower()) if w not in FUNCTION]
        source = frozenset().union(*[spelt(s.text) for s in sources])
        if not said or any(w not in source for each in said for w in each.split("-")) or not all(map(ordinary, said)):
            continue
        alone = len(said) == 1 and " " not in m[0]
        if alone and (len(m[0]) < SINGLE or len(set(WORD.findall(text))) > 1 or HIDDEN in text or MENTIONED.search(text[: m.start()])):
            continue
        yield Place(segment, *m.span())


def _hidden(m: re.Match[str]) -> str:
    return HIDDEN * len(m[0])


def _whole(segment: Segment, source: str) -> bool:
    """Tell whether a segment without Chinese is prose: it has a word that is neither a name nor a sign, and that the source has too."""
    text = prose(segment).replace(HIDDEN, " ")
    found = WORD.findall(text)
    running = [w for w in found if w.lower() in FUNCTION]
    plain = [w for w in found[1:] if w.islower() and len(w) > 2]
    same = not source or " ".join(found).lower() == " ".join(WORD.findall(source)).lower()
    return bool(
        len(running) >= 2
        or (running and len(found) >= SHORTEST)
        or (SENTENCE_END.search(text.strip()) and len(found) >= 2 and same)
        or len(plain) >= 2
        or (len(found) >= SHORTEST and bool(plain))
        or (segment.kind is Kind.HEADING and bool(plain) and same)
    )


def _sentences(segment: Segment) -> Iterator[Place]:
    """Yield stretches of running English inside a segment that has Chinese."""
    text = prose(segment)
    every = WORD.findall(text)
    if len(every) < SHORTEST or (sum([w.lower() in FUNCTION for w in every]) < RUNNING and "'" not in text and "’" not in text):
        return
    for pattern in (BRACKETED, QUOTED):
        text = pattern.sub(_hidden, text)
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
