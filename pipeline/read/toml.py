"""Read the TOML files that people write, and check every key of them, with the line where it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..model import Bilingual, SourceError
from ..said import in_chinese
from .files import read_text

AT_LINE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)")  # tomllib: "Invalid value (at line 3, column 9)"
TABLE = re.compile(r"\s*\[\[?\s*([^\[\]#]+?)\s*\]\]?")  # [[original]]
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?\Z")  # 2026, 2026-11, 2026-11-01


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one table of a file: its keys and values, and where it begins. `name` is empty for the file itself."""

    path: Path
    text: str
    name: str
    number: int
    values: dict[str, Any]

    def line(self, key: str = "") -> int:
        """Return the line of a key, or of the table's head where no key is named or it cannot be found."""
        own, head, count = "", 1, 0
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]""")
        for n, line in enumerate(self.text.splitlines(), 1):
            if found := TABLE.match(line):
                own = found[1].replace('"', "").replace("'", "")
                if key and own == self._below(key) and (not self.name or count == self.number):
                    return n
                count += own == self.name
                if own == self.name and count == self.number:
                    head = n
            elif key and own == self.name and (not self.name or count == self.number) and pattern.match(line):
                return n
        return head

    def fail(self, key: str, problem: Bilingual, remedy: Bilingual) -> SourceError:
        """Return the error of a key."""
        return SourceError(self.path, problem, remedy, self.line(key))

    def only(self, *known: str) -> None:
        """Refuse keys that are not known."""
        for key in self.values:
            if key not in known:
                place, place_zh = (f" in [{self.name}]", f"（位于 [{self.name}]）") if self.name else ("", "")
                raise self.fail(
                    key,
                    Bilingual(f"unknown key {key}{place}", f"未知的键 {key}{place_zh}"),
                    Bilingual(f"known keys: {', '.join(known)}", f"可用的键：{'、'.join(known)}"),
                )

    def string(self, key: str, default: str | None = "") -> str:
        """Return a string; a key without a default must be there."""
        value = self.values.get(key, default)
        if value is None:
            raise self.fail("", Bilingual(f"{key} is missing", f"缺少 {key}"), Bilingual(f'add {key} = "..."', f'请加上 {key} = "..."'))
        if not isinstance(value, str):
            raise self.wrong(key, 'a string: "..."', '字符串，如 "..."')
        if default is None and not value.strip():
            raise self.fail(key, Bilingual(f"{key} is empty", f"{key} 为空"), Bilingual("fill it in", "请填写"))
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of strings, empty where there is none."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.wrong(key, 'a list of strings: ["...", "..."]', '字符串列表，如 ["...", "..."]')
        return tuple(value)

    def boolean(self, key: str) -> bool:
        """Return true or false, false where there is none."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false", "true 或 false")
        return value

    def date(self, key: str) -> str:
        """Return a date in ISO 8601, from a TOML date or a string; empty where there is none."""
        value = self.values.get(key, "")
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and (not value or _is_date(value)):
            return value
        raise self.wrong(key, "a date such as 2026-11-01", "日期，如 2026-11-01")

    def one_of(self, key: str, known: Sequence[str], default: str) -> str:
        """Return one of the known words."""
        value = self.values.get(key, default)
        if value not in known:
            raise self.wrong(key, f"one of {', '.join(known)}", f"以下之一：{'、'.join(known)}")
        return str(value)

    def table(self, key: str) -> Table:
        """Return a table inside this one, empty where there is none."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"a table: [{key}]", f"表：[{key}]")
        return Table(self.path, self.text, self._below(key), 1, value)

    def tables(self, key: str) -> list[Table]:
        """Return a list of tables inside this one, empty where there is none."""
        value = self.values.get(key, [])
        name = self._below(key)
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.wrong(key, f"tables: [[{name}]]", f"表数组：[[{name}]]")
        return [Table(self.path, self.text, name, n, v) for n, v in enumerate(value, 1)]

    def wrong(self, key: str, wanted: str, wanted_zh: str) -> SourceError:
        """Return the error of a value that is not what the key takes."""
        shown = str(self.values.get(key))[:60]
        return self.fail(
            key,
            Bilingual(f"{key} is {shown}, not what it should be", f"{key} 的值 {shown} 有误"),
            Bilingual(f"write {wanted}", f"请写成{wanted_zh}"),
        )

    def _below(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def read_toml(path: Path) -> Table:
    """Read a TOML file; SourceError with its line where it is none."""
    return parse_toml(read_text(path), path)


def parse_toml(text: str, path: Path) -> Table:
    """Parse the text of a TOML file; SourceError with its line where it is none."""
    try:
        return Table(path, text, "", 1, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = AT_LINE.search(str(error))
        said = AT_LINE.sub("", str(error)).strip() or "nested too deeply"
        line = (int(found[1]) if found[1] else len(text.splitlines())) if found else None
        problem = Bilingual(f"not TOML: {said}", f"不是有效的 TOML：{in_chinese(said)}")
        raise SourceError(path, problem, Bilingual("correct this line", "请更正这一行"), line) from error


def _is_date(value: str) -> bool:
    if not DATE.match(value):
        return False
    try:
        date.fromisoformat((value + "-01-01")[:10])
    except ValueError:
        return False
    return True
