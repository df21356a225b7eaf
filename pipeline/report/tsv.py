"""Write beads as a table: one bead a line, columns divided by tabs, for spreadsheets and scripts.

The columns `id`, `en`, `zh` come first, so that `duikan check --bitext` reads the table again.
"""

from __future__ import annotations

import re

from ..model import Bead, Bitext, Segment, join

HEADER = ("id", "en", "zh", "score", "status", "moved", "source", "target", "twins")
BREAKING = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")  # what would end a cell or a line


def render(bitext: Bitext) -> str:
    r"""Return the table with its header; white space that would break a line becomes a space.

    >>> from ..model import Document
    >>> en, zh = Segment("s1", "en.md", "Good\nmorning."), Segment("s1", "zh.md", "早上好。")
    >>> side = Document("en.md", "en", "", (en,)), Document("zh.md", "zh-Hans", "", (zh,))
    >>> render(Bitext(side[:1], side[1], (Bead("3f2a", (en,), (zh,), 0.93),))).splitlines()[1].split("\t")
    ['3f2a', 'Good morning.', '早上好。', '0.930', 'computed', '', 'en.md#s1', 'zh.md#s1', '']
    """
    lines = [HEADER, *(_row(bead, bitext.translation.locale) for bead in bitext.beads)]
    text = "".join("\t".join(BREAKING.sub(" ", cell) for cell in line) + "\n" for line in lines)
    return text.encode("utf-8", "replace").decode("utf-8")


def _row(bead: Bead, locale: str) -> tuple[str, ...]:
    return (
        bead.id,
        join(bead.source, "en"),
        join(bead.target, locale),
        f"{bead.score:.3f}",
        bead.status,
        "moved" if bead.moved else "",
        *(" ".join(_name(s) for s in side) for side in (bead.source, bead.target, bead.twins)),
    )


def _name(segment: Segment) -> str:
    return f"{segment.path}#{segment.id}"
