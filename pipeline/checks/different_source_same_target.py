"""Find two different headings, sentences or concepts of the glossary that the translation renders alike.

Where the original distinguishes (AI safety, AI security) and the translation does not, its reader cannot. Often there is nothing
better in Chinese: so it is for information, except for headings, which a reader looks things up by. In a build, sentences are also
compared with those of the other works: of two works the later one in order of names is told.

>>> on("## Safety\\n\\nText.\\n\\n## Security\\n\\nMore.", "## 安全\\n\\n正文。\\n\\n## 安保\\n\\n其他。")
>>> on("## Safety\\n\\nText.\\n\\n## Security\\n\\nMore.", "## 安全\\n\\n正文。\\n\\n## 安全\\n\\n其他。")
different-source-same-target (minor): "Safety" and "Security" are both rendered 安全

Does not compare parts of sentences, or words that the glossary does not hold; sees other works only in a build of the library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.sayings import otherwise, plain
from ..language.termbase import termbase
from ..language.terms import HAN
from ..model import Bead, Bilingual, Collation, Finding, Kind, Place, Saying, Severity
from . import check

NAME_OF_CHECK = "different-source-same-target"
LONG = 8  # characters of a Chinese sentence that is not said twice by chance
MARKS = re.compile(r"[^\w#]+")  # between words


def _says(collation: Collation) -> Iterator[Saying]:
    """Yield of which English sentence each Chinese one is the translation."""
    for bead in (b for b in collation.bitext.beads if len(b.source) == len(b.target) == 1):
        source, target = bead.source[0], bead.target[0]
        if source.kind is not Kind.HEADING and len(HAN.findall(target.text)) >= LONG:
            wording = MARKS.sub(" ", plain(source.text)).strip()
            yield Saying(NAME_OF_CHECK, plain(target.text), wording, Place.whole(source), Place.whole(target), bead.id)


@check(type="inconsistency", mqm="terminology/inconsistent-use-of-terminology", severity=Severity.NEUTRAL, whole=True, says=_says)
def different_source_same_target(collation: Collation) -> Iterator[Finding]:
    """Yield findings for headings of one document, for sentences, for concepts, and for sentences of other works."""
    beads = [b for b in collation.bitext.beads if b.source and b.target]
    yield from _headings(beads)
    yield from _sentences(collation)
    yield from _concepts(collation, beads)
    own = {b.id: b for b in beads}
    for here, there in otherwise(_says(collation), collation.elsewhere, NAME_OF_CHECK) if collation.elsewhere else ():
        en, zh = f"the same Chinese renders another sentence in work {there.work}", f"作品 {there.work} 中另一句原文也译作此句"
        message = Bilingual(f"{en}: {there.source.text}", f"{zh}：{there.source.text}")
        yield Finding(message, here.source, here.target, related=(there.source, there.target), bead=own[here.bead])


def _sentences(collation: Collation) -> Iterator[Finding]:
    first: dict[str, Saying] = {}
    own = {b.id: b for b in collation.bitext.beads}
    for here in _says(collation):
        other = first.setdefault(here.key, here)
        if other.wording != here.wording:
            said = other.source.text
            message = Bilingual(f"the same Chinese renders another sentence too: {said}", f"另一句原文也译作此句：{said}")
            yield Finding(message, here.source, here.target, related=(other.source,), bead=own[here.bead])


def _headings(beads: list[Bead]) -> Iterator[Finding]:
    seen: dict[tuple[str, str], Place] = {}
    for bead in (b for b in beads if len(b.source) == len(b.target) == 1 and b.source[0].kind is Kind.HEADING):
        source, target = bead.source[0], bead.target[0]
        other = seen.setdefault((source.path, target.text), Place.whole(source))
        if HAN.search(target.text) and other.text.casefold() != source.text.casefold():
            yield _finding(bead, other.text, source.text, target.text, Place.whole(source), Place.whole(target), other, Severity.MINOR)


def _concepts(collation: Collation, beads: list[Bead]) -> Iterator[Finding]:
    base = termbase(collation.glossary, collation.bitext.translation.locale, collation.work)
    if base is None:
        return
    seen: dict[str, tuple[str, Place]] = {}
    told: set[tuple[str, str]] = set()
    for bead in beads:
        words = {f.text: Place(s, f.start, f.end) for s in bead.target for f in base.target(s.text) if HAN.match(f.text)}
        for segment in bead.source:
            for found in base.source(segment.text):
                key, here = found.keys[0], Place(segment, found.start, found.end)
                for wording in (w for w in base.accepted(key) if w in words):
                    first, other = seen.setdefault(wording, (key, here))
                    if first != key and (wording, key) not in told:
                        told.add((wording, key))
                        yield _finding(bead, other.text, found.text, wording, here, words[wording], other, Severity.NEUTRAL)


def _finding(bead: Bead, one: str, two: str, wording: str, source: Place, target: Place, other: Place, severity: Severity) -> Finding:
    message = Bilingual(f'"{one}" and "{two}" are both rendered {wording}', f"“{one}”和“{two}”均译作“{wording}”")
    return Finding(message, source, target, related=(other,), severity=severity, bead=bead)
