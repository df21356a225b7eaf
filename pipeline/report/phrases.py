"""Hold what report pages say besides messages: labels in English and Chinese, from `words/phrases.csv`."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from ..model import Bilingual, Language

FILE = Path(__file__).parent / "words" / "phrases.csv"


@cache
def phrases() -> dict[str, Bilingual]:
    """Return every label by its key."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["key"]: Bilingual(row["en"], row["zh"]) for row in rows}


def phrase(key: str, language: Language) -> str:
    """Return a label in that language; a key that has none is its own label (a check's name, a type).

    >>> phrase("critical", "zh"), phrase("my-own-check", "zh")
    ('严重', 'my-own-check')
    """
    return label(key).text(language)


def label(key: str) -> Bilingual:
    """Return a label in both languages."""
    return phrases().get(key) or Bilingual(key, key)
