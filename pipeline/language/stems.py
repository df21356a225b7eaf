"""Cut English words to what their forms have in common, so that a dictionary's gloss meets a text."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from .tables import words

FOLDER = Path(__file__).parent / "words"
STOP_EN = words(FOLDER / "stop-en.txt")
LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")  # co-ordinating
SUFFIXES: tuple[str, ...] = (
    *("izations", "isations", "ization", "isation", "ications", "ication", "ations", "ation", "ments", "ment", "ingly", "ities", "ity"),
    *("izing", "ising", "ized", "ised", "izes", "ises", "ize", "ise", "ying", "ings", "ing", "ied", "ies", "ers", "edly"),
    *("ed", "er", "es", "ly", "s", "e", "y"),
)
VOWELS = "aeiou"
ENDING = {last: tuple(s for s in SUFFIXES if s[-1] == last) for last in {s[-1] for s in SUFFIXES}}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut an English word's ending, so that a gloss meets the text; three letters at least remain.

    >>> stem("agreements"), stem("agreed"), stem("agrees")
    ('agree', 'agre', 'agre')
    >>> stem("organisations"), stem("organization"), stem("organise")
    ('organ', 'organ', 'organ')
    >>> stem("policy"), stem("policies"), stem("notification"), stem("notify"), stem("survey")
    ('polic', 'polic', 'notif', 'notif', 'survey')
    """
    for suffix in ENDING.get(word[-1:], ()):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= 3 and not (suffix[0] == "y" and rest[-1] in VOWELS):
            return rest
    return word
