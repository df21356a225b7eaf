"""Say in Chinese what libraries say of bad input; they know English only. The wordings stand in `said.csv`."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

BLANK = "{}"


def in_chinese(said: str) -> str:
    """Return a library's words in Chinese; words that are not in the table as they are.

    >>> in_chinese("Unclosed array"), in_chinese("Cannot declare ('a',) twice"), in_chinese("7 is not in the range 1<=x<=5.")
    ('数组缺少右方括号 ]', "表 ('a',) 声明了两次", '7 不在允许范围 1<=x<=5 内')
    """
    for pattern, zh in _table():
        if found := pattern.fullmatch(said):
            for n, part in enumerate(found.groups(), 1):
                zh = zh.replace(f"{{{n}}}", part)
            return zh
    return said


@cache
def _table() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = Path(__file__).with_suffix(".csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple((re.compile("(.+?)".join(map(re.escape, r["en"].split(BLANK))) + r"\.?", re.DOTALL), r["zh"]) for r in rows)
