"""Compare the spaces between Chinese characters and Latin letters or digits: one way within a work.

Standards leave the gap to the typesetter (CLREQ asks for a quarter em, set by the engine); what counts is that stored spaces are
all there or all absent. Letters and digits are judged apart: `2020年` beside `GPAI 成员` is one house's consistent style.

>>> on("Members of GPAI meet. Members of OECD meet. AI is new. AI is old.", "GPAI 成员开会。OECD 成员开会。AI 很新。AI 很旧。")
>>> on("GPAI is. OECD is. AI is. IT is. UN is. EU is. G7 is.", "该 GPAI 在。该 OECD 在。该 AI 在。该 IT 在。该UN 在。")
spacing (neutral): no space between 该 and U here; elsewhere in this text there is one

Does not choose a style, and says nothing where a text mixes both ways freely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..language.usage import HAN, usable
from ..model import Bilingual, Collation, Finding, Kind, Place, Severity
from . import check

CLASSES = ("[A-Za-z]", "[0-9]")
FEW, RARE = 4, 0.2  # boundaries that make a style, and the share up to which the other way is a slip; one among few always is


@check(type="whitespace", mqm="linguistic-conventions/spacing", severity=Severity.NEUTRAL, whole=True)
def spacing(collation: Collation) -> Iterator[Finding]:
    """Yield boundaries that are spaced the way that is rare in the text."""
    for latin in CLASSES:
        pattern = re.compile(rf"(?<=[{HAN}])( ?)(?={latin})|(?<={latin})( ?)(?=[{HAN}])")
        spaced: list[Place] = []
        tight: list[Place] = []
        beads = {}
        for bead in collation.bitext.beads:
            for segment in bead.target:
                if segment.kind in (Kind.CODE, Kind.FRONT):
                    continue
                beads[segment.path, segment.id] = bead
                for m in pattern.finditer(usable(segment)):
                    (spaced if m[0] else tight).append(Place(segment, *m.span()))
        rare, usual = sorted((spaced, tight), key=len)
        if len(usual) < FEW or len(rare) > max(1, RARE * (len(rare) + len(usual))):
            continue
        for place in rare:
            text, at, end = place.segment.text, place.start, place.end
            pair = f"{text[at - 1]} and {text[end]}", f"“{text[at - 1]}”与“{text[end]}”"
            if rare is tight:
                message = Bilingual(
                    f"no space between {pair[0]} here; elsewhere in this text there is one", f"此处{pair[1]}之间无空格，全文其他地方有空格"
                )
            else:
                message = Bilingual(
                    f"a space between {pair[0]} here; elsewhere in this text there is none", f"此处{pair[1]}之间有空格，全文其他地方无空格"
                )
            suggestion = " " if rare is tight else ""
            yield Finding(message, None, place, suggestion, bead=beads[place.segment.path, place.segment.id])
