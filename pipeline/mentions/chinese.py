"""Read the values that a Chinese text states."""

from __future__ import annotations

import re

from .amounts_zh import amount
from .clock import zoned
from .dates_zh import dates
from .groups import groups_zh
from .identifiers import identifiers
from .multiples import multiples_zh, often_zh
from .numerals_zh import ALL, ANY, numerals
from .ranges import spread
from .ranks import ranks_zh
from .reading import BLANK, Reading, Room, blot, in_order, longest, mask, narrow
from .references import references_zh
from .relative_zh import WEEKDAY, relative_zh
from .tables import either, stop

MORE_THAN_ONE = re.compile(ANY.pattern.replace("一", ""))
ONE = re.compile(
    r"第\s?一|一\s?[月日号號年周天季世百千万萬亿億兆十小分秒倍成折旬楼美欧元番]|一\s?个[月小世季百十钟鐘]|[附表图]件?\s?一|[负負]一"
)  # the 一 that may count
WEEK = re.compile(r"[周週星礼禮]")
NUMERALS = frozenset(ALL)
NUMERALS_BEFORE = frozenset(ALL + "0123456789第几数")
STOP = re.compile(either(stop("zh")))  # 统一
BEYOND = frozenset("点點钟鐘")


def read(text: str) -> tuple[Reading, ...]:
    """Return what a Chinese text states, in order and without overlaps; names are not read here."""
    text = narrow(text)
    told = [*relative_zh(text), *ranks_zh(text), *often_zh(text)]
    if not (MORE_THAN_ONE.search(text) or ("一" in text and ONE.search(text))):
        return in_order(longest(told, Room(len(text))))
    text = mask(text)
    room = Room(len(text))
    taken = longest([*references_zh(text), *dates(text), *told, *groups_zh(text), *multiples_zh(text)], room)
    plain = _masked(text)
    for _, span in identifiers(text):
        room.take(*span)
    for n in numerals(plain):
        if room.free(n.start, n.end) and (one := amount(plain, n)) is not None:
            taken.append(room.fit(one, n.start, n.end))
    return zoned(text, spread(text, in_order(taken), "zh"))


def _masked(text: str) -> str:
    """Blot out weekdays and the words that hold a numeral but state no value."""
    plain = WEEKDAY.sub(blot, text) if WEEK.search(text) else text
    return STOP.sub(_idle, plain)


def _idle(m: re.Match[str]) -> str:
    """Blot out a word, but not where a numeral goes on beyond it: 一点五, 三十分, 第一线."""
    word, text = m[0], m.string
    if (word == "之一" and text[: m.start()].rstrip().endswith("分")) or (word == "万分" and text.startswith("之", m.end())):
        return word
    before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
    if word[0] in NUMERALS and (before in NUMERALS_BEFORE and before):
        return word
    if word[0] in NUMERALS and word[-1] not in NUMERALS and after and (after in NUMERALS or after in BEYOND) and word[-1] in "点分":
        return word
    return BLANK * len(word)
