"""Tell ordinary English words from names and signs: they are the words that the glosses of CC-CEDICT are made of."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from . import kept
from .cedict import edition, lines
from .stems import FOLDER, stem
from .tables import words

GLOSS = re.compile(r"(?<![A-Za-z-])[a-z]+(?![A-Za-z])")
SHORT = 3  # words of a gloss that names a thing; longer ones explain
SIGNS = words(FOLDER / "english-signs.txt")


def ordinary(word: str) -> bool:
    """Tell whether a word is one that any English text may have, and no name, command or value.

    >>> [ordinary(word) for word in ("regulator", "spreadsheets", "kubelet", "Linux", "true")]
    [True, True, False, False, False]
    """
    return word.lower() not in SIGNS and stem(word) in _glossed()


@cache
def _glossed() -> frozenset[str]:
    path = kept.place("glossed", edition(), Path(__file__))
    return frozenset(kept.table(path, lambda: {"stems": " ".join(sorted(_stems()))})["stems"].split())


def _stems() -> set[str]:
    """Return the stems of all words of short glosses that name nothing by a capital."""
    found: set[str] = set()
    for _, _, said in lines():
        for sense in said.split("/"):
            plain = GLOSS.findall(sense)
            if len(plain) <= SHORT and sense == sense.lower():
                found.update(map(stem, plain))
    return found


_glossed()  # is read when what uses it is imported, and not with the first text
