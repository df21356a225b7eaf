"""Settle a line of Chinese: how far each of its characters advances, and where its glyphs go when it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi

from . import clreq
from .measure import SHRINK_STOP, Layout, adjustments, spaces

WORD_SPACE = 1 / 3  # em: what a space between Latin words grows to before other places open
LOOSE = 1 / 3  # em: a line whose characters would stand further apart stays ragged; holes are worse than an uneven edge


class Line(Layout):
    """Stand in for WeasyPrint's layout of a stretch of Chinese text; Pango sees the text only when it is drawn."""

    def __init__(self, text: str, style: Any, kinds: list[int], natural: float) -> None:
        self.text, self.kinds, self.natural = text, kinds, natural
        self.justification_spacing = 0
        self.max_width = None
        self.first_line_direction = 0
        self.ascent = self.underline_position = self.strikethrough_position = None
        self.advances: list[float] = []
        self.shifts: dict[int, float] = {}
        self.moved = False
        if style["text_decoration_line"] != "none":
            self.setup(style)
            self.deactivate()

    def reactivate(self, style: Any) -> None:
        """Lay the text out for drawing."""
        super().reactivate(style)
        self.moved = False

    def get_first_line(self) -> Any:
        """Return Pango's line, its glyphs moved to where the line was settled."""
        found = super().get_first_line()
        if self.advances and not self.moved:
            self.moved = True
            self._move(found[0])
        return found

    def _move(self, line: Any) -> None:
        """Change the glyphs' advances, in thousandths of an em, since WeasyPrint writes whole ones; the rest is carried on."""
        lengths = [len(c.encode("utf-8")) for c in self.text]
        starts = [0, *accumulate(lengths)]
        total = dict(zip(starts, [0.0, *accumulate(self.advances)], strict=True))
        shifts = {starts[i]: shift for i, shift in self.shifts.items()}
        unit = self.style["font_size"] * TO_UNITS / 1000
        carry = 0.0
        run = line.runs
        while run != ffi.NULL:
            item = ffi.cast("PangoGlyphItem *", run.data)
            base, count = item.item.offset, item.glyphs.num_glyphs
            infos, clusters = item.glyphs.glyphs, ffi.unpack(item.glyphs.log_clusters, count)
            ends = [*clusters[1:], item.item.length]
            for i in range(count):
                at, until = base + clusters[i], base + ends[i]
                if at == until or at not in total or until not in total:  # an ellipsis stands for text that is cut off
                    continue
                exact = (total[until] - total[at]) * TO_UNITS + carry
                steps = round(exact / unit)
                carry = exact - steps * unit
                if steps:
                    infos[i].geometry.width += round((steps + (0.02 if steps > 0 else -0.02)) * unit)
                if at in shifts:
                    infos[i].geometry.x_offset -= round(shifts[at] * TO_UNITS)
            run = run.next


@dataclass(slots=True)
class Row:
    """Hold a line's characters and how far the advance of each is changed; `shifts` move glyphs with a blank before them."""

    text: str
    kinds: list[int]
    ems: list[float]
    blanks: list[float]
    centred: bool
    advances: list[float]
    shifts: dict[int, float]

    def squeeze(self, last: bool) -> None:
        """Take away what marks give up beside each other and at the ends of the line, and set the gaps beside Latin."""
        for i, (after, before) in adjustments(self.kinds, self.centred):
            self.advances[i] -= after * self.ems[i]
            if before:
                self._trim_front(i + 1, before)
        for i, width in spaces(self.kinds):
            self.advances[i] += width * self.ems[i] - self.blanks[i]
        if clreq.start_trim(self.kinds[0]):
            self._trim_front(0, clreq.start_trim(self.kinds[0]))
        if not last:
            self.advances[-1] -= clreq.end_trim(self.kinds[-1], self.centred) * self.ems[-1]

    def _trim_front(self, i: int, part: float) -> None:
        self.shifts[i] = part * self.ems[i]
        self.advances[i] -= self.shifts[i]

    def shrink(self, need: float) -> None:
        """Let the stops inside the line give up a little, where it took one more piece than fits."""
        stops = [i for i in range(len(self.text) - 1) if self.kinds[i] == clreq.STOP and not self.advances[i]]
        for i in stops:
            self.advances[i] -= min(need / len(stops), SHRINK_STOP * self.ems[i])

    def stretch(self, extra: float) -> None:
        """Open the places of the line: spaces between Latin words first, up to a third of an em, then all alike."""
        pairs = range(len(self.text) - 1)
        places = [i for i in pairs if clreq.may_stretch(self.text[i], self.text[i + 1], self.kinds[i], self.kinds[i + 1])]
        words = [i for i in places if self.kinds[i] == clreq.SPACE and not self.advances[i]]
        steps = {i: min(extra / len(words), max(0.0, WORD_SPACE * self.ems[i] - self.blanks[i])) for i in words}
        rest = extra - sum(steps.values())
        if not places or rest / len(places) > LOOSE * max(self.ems):
            return
        for i in words:
            self.advances[i] += steps[i]
        for i in places:
            self.advances[i] += rest / len(places)
