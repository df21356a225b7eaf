"""Tell what may be a member of an enumeration, and which stretches of a Chinese sentence may render one."""

from __future__ import annotations

import re
from itertools import pairwise

from ..language.lexicon import HAN
from ..model import Span
from .listing import ZH_AND, Listing, joined

CLAUSE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|does|do|did)\b|['’](?:s|re|ll) not\b|\bit['’]s\b"
)
ADVERB = re.compile(
    r"\W*(?:\w+ly|beyond|elsewhere|abroad|others?|more|above all|most of all|of course|in turn|in particular|if \w+"
    r"|before|during|after|within|under|above|below|inside|outside|through)\W*"
    r"|.*\b(?:such as|including|like)\W*"
)  # specifically; and beyond; above all; before, during and after; instruments such as
NAME = re.compile(r"(?:[A-Z][\w’'.-]+ ?)+")  # Orrin Hatch: an encoder knows no sounds
APPOSITION = re.compile(r"(?:an?|the|her|his|their|its) ")  # Ms Lund, a former judge
WORD = re.compile(r"\w")
MARKS = re.compile(r"[、，。；：:;,.（）()“”\"《》！？\s]+")
RUNS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")  # 数据 | API
JOINTS = ZH_AND | {"而", "并且", "的"}
STOP = re.compile(r"[。！？!?\n]")  # ends of Chinese sentences


def nominal(text: str, listing: Listing, n: int) -> bool:
    """Tell whether a member may be one: no clause (the signal is sent), no adverb between commas, nothing said twice (uh, uh)."""
    start, end = listing.members[n]
    once = _times(text[slice(*listing.span)].lower(), text[start:end].strip().lower()) == 1
    before = text[slice(*listing.members[n - 1])].strip() if n else ""
    if APPOSITION.match(text[start:end].strip()) and NAME.fullmatch(before):
        return False
    return once and not CLAUSE.search(text, start, end) and not ADVERB.fullmatch(text, start, end)


def _times(text: str, words: str) -> int:
    """Count how often words stand in a text, no part of a longer word."""
    found, at, size = 0, text.find(words), len(words)
    while at >= 0 and size:
        if not (WORD.match(text[at - 1 : at]) or WORD.match(text[at + size : at + size + 1])):
            found, at = found + 1, at + size - 1
        at = text.find(words, at + 1)
    return found


def sentence(text: str, span: Span) -> str:
    """Return the Chinese sentence, or sentences, in which a stretch stands."""
    start = max((m.end() for m in STOP.finditer(text, 0, span[0])), default=0)
    end = STOP.search(text, span[1])
    return text[start : end.start() if end else len(text)]


def stretches(text: str) -> list[str]:
    """Return the stretches of a Chinese sentence that may render a member: between marks and conjunctions, words and pairs of words."""
    found: dict[str, None] = {}
    for piece in filter(None, MARKS.split(text)):
        words = [w for run in RUNS.findall(piece) for w in (joined(run) if HAN.match(run) else [run])]
        parts = [""]
        for word in words:
            parts = [*parts, ""] if word in JOINTS else [*parts[:-1], parts[-1] + word]
        found |= dict.fromkeys([piece, *parts, *(w for w in words if len(w) > 1), *(a + b for a, b in pairwise(words))])
    return [f for f in found if f]
