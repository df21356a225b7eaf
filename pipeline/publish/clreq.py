"""Say how Chinese is set in lines, after CLREQ (W3C, Requirements for Chinese Text Layout) and GB/T 15834-2011, section 5.

These are rules over characters: where a line may end, which marks give up their blank half, where a gap stands. They know
nothing of fonts or pages. Widths are in em. `centred` tells the punctuation of Taiwan and Hong Kong, which stands in the
middle of its square and gives up nothing, from that of the mainland and Singapore, which stands at its left.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

STOPS = "、，。；：．"
MARKS = "？！"
CLOSERS = "）］｝〕】〗》〉」』”’"
OPENERS = "（［｛〔【〖《〈「『“‘"
PAIRED = "—…⋯"  # a dash or an ellipsis is two of them, two em wide, never parted
JOINERS = "\u00a0\u2060\ufeff"
# A connector, a middle dot and a slash stay with what stands before them, as do marks of Latin text beside Chinese.
NO_START = frozenset(STOPS + MARKS + CLOSERS + "⁇‼⁈⁉–～〜·‧・／/" + ")]},.;:?!%‰％℃°′″")
NO_END = frozenset(OPENERS + "([{¥$€£№￥＄#＃§")
SCALE = frozenset("万亿萬億兆")  # 1.5万 is one number
GAP = 0.125  # between Chinese and Latin, CLREQ 3.2.2: at most a quarter

HALF = 0.5
OPENER, CLOSER, STOP, MARK, PAIR, HAN, LETTER, SPACE, JOINER, OTHER = range(10)
WIDE = frozenset((OPENER, CLOSER, STOP, MARK, PAIR, HAN))
BLANK_AFTER = frozenset((CLOSER, STOP, MARK))
_FIXED = {
    **dict.fromkeys(OPENERS, OPENER),
    **dict.fromkeys(CLOSERS, CLOSER),
    **dict.fromkeys(STOPS, STOP),
    **dict.fromkeys(MARKS, MARK),
    **dict.fromkeys(PAIRED, PAIR),
    **dict.fromkeys(JOINERS, JOINER),
    " ": SPACE,
}
_HAN_RANGES = (
    ("\u2e80", "\ua4cf"),
    ("\uac00", "\ud7a3"),
    ("\uf900", "\ufaff"),
    ("\ufe30", "\ufe4f"),
    ("\uff01", "\uff60"),
    ("\uffe0", "\uffe6"),
    ("\U00020000", "\U0003ffff"),
)


@cache
def kind(character: str) -> int:
    """Return the class of a character.

    >>> [kind(c) for c in "（，字a 1-"] == [OPENER, STOP, HAN, LETTER, SPACE, LETTER, OTHER]
    True
    """
    fixed = _FIXED.get(character)
    if fixed is not None:
        return fixed
    if any(low <= character <= high for low, high in _HAN_RANGES) or character == "\ufffc":
        return HAN
    return LETTER if character.isalnum() else OTHER


def kinds(text: str, chinese: bool = True) -> list[int]:
    """Return the classes of a text's characters; in Latin text, and inside a Latin word, quotes are not Chinese marks.

    >>> kinds("Singapore’s")[9] == OTHER, kinds("字’字")[1] == CLOSER
    (True, True)
    """
    found = [kind(c) for c in text]
    if not chinese:
        return [OTHER if k in (OPENER, CLOSER, PAIR) and c < "\u3000" else k for k, c in zip(found, text, strict=True)]
    at = text.find("’")
    while at != -1:
        if 0 < at < len(text) - 1 and found[at - 1] == LETTER == found[at + 1]:
            found[at] = OTHER
        at = text.find("’", at + 1)
    return found


def may_break(text: str, classes: list[int], i: int, latin: Callable[[int], bool]) -> bool:
    """Tell whether a line may end before character i. `latin(i)` decides where both neighbours are Latin.

    >>> never = lambda i: False
    >>> [i for i in range(1, 9) if may_break("他说：“好”——对。", kinds("他说：“好”——对。"), i, never)]
    [1, 3, 6, 8]
    """
    before, after = classes[i - 1], classes[i]
    if after == SPACE or JOINER in (before, after):
        return False
    if text[i] in NO_START or text[i - 1] in NO_END:
        return False
    if before not in WIDE and after not in WIDE:
        return latin(i)
    if before == PAIR == after and text[i - 1] == text[i]:
        return False
    if text[i] in SCALE and text[i - 1].isdigit():
        return False
    single = text[i] == "—" and text[i + 1 : i + 2] != "—"  # a connector, not a dash
    return not single


def squeeze(before: int, after: int, centred: bool) -> tuple[float, float]:
    """Return what the first of two marks gives up after it, and the second before it, where they meet.

    >>> squeeze(STOP, CLOSER, centred=False), squeeze(OPENER, OPENER, centred=False)
    ((0.5, 0.0), (0.0, 0.5))
    """
    if after == OPENER and before == OPENER:
        return 0.0, HALF
    if before == CLOSER and after in (CLOSER, OPENER, STOP, MARK):
        return HALF, 0.0
    if before in (STOP, MARK) and after in (CLOSER, OPENER) and not centred:
        return HALF, 0.0
    return 0.0, 0.0


def end_trim(before: int, centred: bool) -> float:
    """Return what a mark gives up at the end of a line (GB/T 15834-2011, 5.1.10).

    >>> end_trim(STOP, centred=False), end_trim(STOP, centred=True), end_trim(CLOSER, centred=True)
    (0.5, 0.0, 0.5)
    """
    return HALF if before == CLOSER or (before in (STOP, MARK) and not centred) else 0.0


def start_trim(after: int) -> float:
    """Return what a mark gives up at the start of a line."""
    return HALF if after == OPENER else 0.0


def gap(before: int, after: int) -> float:
    """Return the gap between Chinese and Latin; none beside punctuation.

    >>> gap(HAN, LETTER), gap(LETTER, STOP)
    (0.125, 0.0)
    """
    return GAP if (before == HAN and after == LETTER) or (before == LETTER and after == HAN) else 0.0


def may_stretch(a: str, b: str, before: int, after: int) -> bool:
    """Tell whether justification may open the place between two characters.

    >>> may_stretch("字", "字", HAN, HAN), may_stretch("—", "—", PAIR, PAIR), may_stretch("a", "b", LETTER, LETTER)
    (True, False, False)
    """
    if JOINER in (before, after) or (before == PAIR == after and a == b):
        return False
    return before in WIDE or after in WIDE or before == SPACE
