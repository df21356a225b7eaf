"""Measure Chinese text in a style and find where its lines may end.

Chinese characters and Latin words recur, so each is measured once in a style; a paragraph is analysed once and then asked for
line after line. Lengths are in CSS pixels.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

from weasyprint.text import line_break

from . import clreq

HAIR = 0.001  # pixels: WeasyPrint widens its limits a little at each level, and a box as wide as the inner one overflows the outer
KEPT = 64  # analyses of texts that are kept: a paragraph is asked for line by line
SHRINK_STOP = 0.25  # em: what a stop may give up inside a line that takes one more piece
SLACK = 1.5  # em: more than what the end of a line may save against where the next begins, by a mark's half and a space
HELD = 1.0  # em: a line that would end this early is squeezed to take one more piece, where its stops can pay for it
RUNT = 10  # characters that a line must hold to give one away to a last line that would be a single character


@dataclass(slots=True)
class Measures:
    """Keep the rulers and analyses of one document; they hang on its font configuration and go with it."""

    rulers: dict[str, Ruler] = field(default_factory=dict)
    analyses: OrderedDict[tuple[str, str], Analysis] = field(default_factory=OrderedDict)


def ruler(style: Any) -> Ruler:
    """Return the ruler of a style."""
    return _ruler(_measures(style), _key(style), style)


def analysis(text: str, style: Any) -> Analysis:
    """Return the analysis of a text in a style."""
    measures, key = _measures(style), _key(style)
    found = measures.analyses.get((text, key))
    if found is None:
        found = measures.analyses[text, key] = Analysis(text, _ruler(measures, key, style))
        if len(measures.analyses) > KEPT:
            measures.analyses.popitem(last=False)
    return found


def _measures(style: Any) -> Measures:
    found = getattr(style.font_config, "duikan", None)
    if found is None:
        found = style.font_config.duikan = Measures()
    return found


def _key(style: Any) -> str:
    """Return what tells styles apart whose text is equally wide; kept on the style, since every line of a paragraph asks."""
    found = vars(style).get("duikan_key")
    if found is None:
        found = style.duikan_key = str(line_break._font_style_cache_key(style, include_size=True))
    return str(found)


def _ruler(measures: Measures, key: str, style: Any) -> Ruler:
    found = measures.rulers.get(key)
    if found is None:
        found = measures.rulers[key] = Ruler(style)
    return found


class Layout(line_break.Layout):  # type: ignore[misc]
    """Lay text out with narrow apostrophes in Latin words: the Chinese face has them as wide as a Chinese quote."""

    def set_text(self, text: str, justify: bool = False) -> None:
        """Give Pango the text, and the apostrophes the feature `pwid`."""
        super().set_text(text, justify)
        if "’" not in text or not (self.style["lang"] or "").startswith("zh"):
            return
        classes = clreq.kinds(self.text)
        attributes = line_break.pango.pango_layout_get_attributes(self.layout)
        if attributes == line_break.ffi.NULL:
            attributes = line_break.pango.pango_attr_list_new()
        for i, character in enumerate(self.text):
            if character == "’" and classes[i] == clreq.OTHER:
                narrow = line_break.pango.pango_attr_font_features_new(b"pwid 1")
                narrow.start_index = len(self.text[:i].encode("utf-8"))
                narrow.end_index = narrow.start_index + 3
                line_break.pango.pango_attr_list_change(attributes, narrow)
        line_break.pango.pango_layout_set_attributes(self.layout, attributes)


class Ruler:
    """Measure text in one style. Chinese characters and Latin words recur, so each is measured once."""

    def __init__(self, style: Any) -> None:
        self.layout = Layout(style)
        self.style = style
        self.widths: dict[str, float] = {}
        self.layout.set_text("国")
        first, _ = self.layout.get_first_line()
        square, self.height = line_break.line_size(first, style)
        self.square = float(square)
        self.baseline: float = line_break.pango.pango_layout_get_baseline(self.layout.layout) * line_break.FROM_UNITS

    def width(self, text: str) -> float:
        """Return the width of a piece as the font gives it beside Chinese: a dash of two is a glyph of its own there.

        All ideographs of a face have one width.
        """
        if len(text) == 1 and "一" <= text <= "鿿":
            return self.square
        found = self.widths.get(text)
        if found is None:
            wide = clreq.kind(text[0]) in clreq.WIDE
            found = self._measure(f"国{text}") - self.square if wide else self._measure(text)
            self.widths[text] = found
        return found

    def _measure(self, text: str) -> float:
        self.layout.set_text(text)
        first, _ = self.layout.get_first_line()
        return float(line_break.line_size(first, self.style)[0])


class Analysis:
    """Hold a text's places to break and the widths between them, in CSS pixels.

    `x[i]` is where character i begins when nothing is broken; `starts[k]` is that of `places[k]`.
    Characters inside a piece share its start: no line is broken there but by force.
    """

    def __init__(self, text: str, ruler: Ruler) -> None:
        self.text, self.ruler = text, ruler
        self.em: float = ruler.style["font_size"]
        self.centred = is_centred(ruler.style["lang"])
        self.kinds = clreq.kinds(text)
        self.at_byte = [0, *accumulate(map(_utf8, text))]
        self.raw = [0.0] * len(text)
        self.places: list[int] = []
        self.piece: dict[int, int] = {}  # last character of a piece -> its first
        self.inside: set[int] = set()  # characters that have more of their piece before them
        self.squeezed: set[int] = set()
        self._measure()
        self.x = [0.0, *accumulate(self._advances())]
        self.starts = [self.x[i] for i in self.places]
        self.last = self._end(len(text))

    def _measure(self) -> None:
        text, kinds, latin, han = self.text, self.kinds, self._latin_breaks(), clreq.HAN
        square, start = self.ruler.square, 0
        for i in range(1, len(text)):
            inside = kinds[i] == han == kinds[i - 1]
            if inside and text[i] not in clreq.NO_START and text[i - 1] not in clreq.NO_END:
                place = True
            else:
                place = clreq.may_break(text, kinds, i, latin)
            if place:
                self.places.append(i)
            if inside and start == i - 1 and "一" <= text[start] <= "鿿":  # most of a text: nothing is to be measured
                self.raw[start] = square
                start = i
            elif place or self._is_edge(i):
                self._piece(start, i)
                start = i
        self._piece(start, len(text))

    def _piece(self, start: int, end: int) -> None:
        self.raw[end - 1] = self.ruler.width(self.text[start:end])
        if end - start > 1:
            self.piece[end - 1] = start
            self.inside.update(range(start + 1, end))

    def _is_edge(self, i: int) -> bool:
        """Tell whether a new piece begins at character i: pieces are Latin words, runs of spaces, pairs, and single others."""
        before, after = self.kinds[i - 1], self.kinds[i]
        if before == after == clreq.PAIR:
            return self.text[i - 1] != self.text[i]
        return before in clreq.WIDE or after in clreq.WIDE or clreq.SPACE in (before, after)

    def _latin_breaks(self) -> Callable[[int], bool]:
        """Ask Pango where Latin may be broken, only where that is needed."""
        attributes: list[Any] = []

        def latin(i: int) -> bool:
            if self.kinds[i - 1] == clreq.SPACE:
                return True
            if self.kinds[i - 1] == clreq.LETTER == self.kinds[i]:
                return False
            if not attributes:
                attributes.append(line_break.get_log_attrs(self.text, self.ruler.style["lang"]))
            return bool(attributes[0][i].is_line_break)

        return latin

    def _advances(self) -> list[float]:
        advances = list(self.raw)
        for i, (after, before) in adjustments(self.kinds, self.centred):
            self.squeezed.add(i)
            advances[i] -= after * self.em
            advances[i + 1] -= before * self.em
        for i, width in spaces(self.kinds):
            advances[i] = width * self.em
        return advances

    def _end(self, place: int) -> float:
        last = len(self.text[:place].rstrip(" ")) - 1
        if last < 0:
            return 0.0
        start = self.piece.get(last, last)
        return self.x[start] + self.raw[last] - clreq.end_trim(self.kinds[last], self.centred) * self.em

    def room(self, start: int, end: int) -> float:
        """Return how much the stops of a stretch can give up that have not given up their half."""
        if self.centred:
            return 0.0
        full = sum(self.kinds[i] == clreq.STOP and i not in self.squeezed for i in range(start, end - 1))
        return self.em * full * SHRINK_STOP

    def line(self, start: int, width: float, at_start: bool, force: bool) -> tuple[int, float]:
        """Return where the line that begins at `start` ends, and its width. `force` breaks a word that is longer than the line."""
        origin = self.x[start] + (clreq.start_trim(self.kinds[start]) * self.em if at_start else 0.0)
        if self.last - origin <= width:
            return len(self.text), min(self.x[-1] - origin, width - HAIR)
        limit = origin + width
        first = bisect_right(self.places, start)
        k = bisect_right(self.starts, limit + SLACK * self.em, lo=first) - 1
        while k >= first and self._end(self.places[k]) > limit + 1e-6:
            k -= 1
        if k >= first:
            k += self._takes_one_more(k, start, limit)
            k -= self._leaves_a_runt(k, start)
            end = self.places[k]
            return end, min(self._end(end) - origin, width - HAIR)
        end = self.places[first] if first < len(self.places) else len(self.text)
        if force:
            end = self._forced(start, end, width)
            return end, self.ruler.width(self.text[start:end])
        return end, self._end(end) - origin

    def _takes_one_more(self, k: int, start: int, limit: float) -> bool:
        if k + 1 == len(self.places) or limit - self._end(self.places[k]) < HELD * self.em:
            return False
        return self._end(self.places[k + 1]) - limit <= self.room(start, self.places[k + 1])

    def _leaves_a_runt(self, k: int, start: int) -> bool:
        """Tell whether a line that ends at place k would leave the paragraph's last character and its stop alone in the next."""
        rest = self.kinds[self.places[k] :]
        alone = 1 < len(rest) < 4 and rest[0] == clreq.HAN and clreq.BLANK_AFTER.issuperset(rest[1:])
        return alone and k > 0 and self.places[k - 1] - start >= RUNT and self.kinds[self.places[k] - 1] == clreq.HAN

    def _forced(self, start: int, end: int, width: float) -> int:
        at = start + 1
        while at < end and self.ruler.width(self.text[start : at + 1]) <= width:
            at += 1
        return at


def adjustments(classes: list[int], centred: bool) -> Iterator[tuple[int, tuple[float, float]]]:
    """Yield (i, (taken after i, taken before i + 1)) in em; a gap is taken with a minus sign."""
    han = clreq.HAN
    for i in [i for i, (before, after) in enumerate(pairwise(classes)) if not before == han == after]:
        before, after = classes[i], classes[i + 1]
        taken = clreq.squeeze(before, after, centred)
        opened = clreq.gap(before, after)
        if opened:
            yield i, (-opened, 0.0)
        elif taken != (0.0, 0.0):
            yield i, taken


def spaces(classes: list[int]) -> Iterator[tuple[int, float]]:
    """Yield (i, width in em) for written spaces that are set otherwise: between Chinese and Latin it is the gap, beside a
    Chinese mark it is nothing, since the mark brings its own.
    """
    for i in range(1, len(classes) - 1):
        if classes[i] != clreq.SPACE:
            continue
        before, after = classes[i - 1], classes[i + 1]
        if clreq.gap(before, after):
            yield i, clreq.GAP
        elif before in clreq.BLANK_AFTER or after == clreq.OPENER:
            yield i, 0.0


@cache
def is_centred(locale: str | None) -> bool:
    """Tell whether a locale sets its stops in the middle of their square."""
    lowered = (locale or "").lower()
    return "hant" in lowered or lowered in ("zh-tw", "zh-hk", "zh-mo")


def _utf8(character: str) -> int:
    return 1 if character < "\x80" else 2 if character < "\u0800" else 3 if character < "\U00010000" else 4
