"""Give the editions their fixed wordings, in the words of each region."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent / "words" / "phrases.csv"


@cache
def phrases(locale: str) -> dict[str, str]:
    """Return the wordings by key; a locale that the table does not have falls back to its script, then to zh-Hans.

    >>> phrases("zh-Hans")["contents"], phrases("zh-Hant-TW")["licence"], phrases("zh-Hant")["contents"]
    ('目录', '授權條款', '目錄')
    """
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    column = next((c for c in rows[0] if c == locale or c.startswith(f"{locale}-")), "zh-Hans")
    return {row["key"]: row[column] for row in rows}
