"""Read a house's choices: `duikan.toml` beside the Makefile, or `[tool.duikan]` in `pyproject.toml`."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from .model import Bilingual, Limits, Scoring, Settings, Severity, SourceError
from .said import in_chinese, trouble

KEYS = {"off", "severity", "encoder", "review", "score", "limits"}
REVIEW_KEYS = {"second"}
SCORE_KEYS = {"weights", "tolerance", "threshold", "gbt19682"}
GBT_KEYS = {"weights", "difficulty", "purpose", "limit"}
LIMITS = [f.name for f in fields(Limits)]
AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")  # as tomllib words it: Invalid value (at line 3, column 8)


def read_settings(folder: Path) -> Settings:
    """Return the settings of the house in that folder; the defaults where it has none.

    Raises SourceError for a file that is no TOML, an unknown key, or a severity that MQM does not know.
    """
    own, project = folder / "duikan.toml", folder / "pyproject.toml"
    if own.exists():
        return _settings(own, _table(own))
    if not project.is_file():
        return Settings()
    table: Any = _table(project)
    for key in ("tool", "duikan"):
        table = table.get(key, {})
        if not isinstance(table, dict):
            raise _wrong(project, key, "a table", "一个表")
    return _settings(project, table)


def _table(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, words = AT_LINE.search(str(error)), AT_LINE.sub("", str(error))
        raise SourceError(
            path,
            Bilingual(f"not valid TOML: {words}", f"不是有效的 TOML：{in_chinese(words)}"),
            Bilingual("correct that line", "请改正该行"),
            (int(line[1]) if line[1] else len(text.splitlines())) if line else None,
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            path,
            Bilingual(f"not UTF-8 at byte {error.start}", f"第 {error.start} 字节处不是 UTF-8"),
            Bilingual("save the file as UTF-8", "请将文件另存为 UTF-8"),
        ) from error
    except OSError as error:
        said = trouble(OSError(error.errno, error.strerror))
        problem = Bilingual(f"cannot be read: {said.en}", f"无法读取：{said.zh}")
        raise SourceError(path, problem, Bilingual("put a readable file there", "请换成可读的文件")) from error


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    for key in sorted(table.keys() - KEYS):
        raise _unknown(path, key, sorted(KEYS))
    off = table.get("off", [])
    severity = table.get("severity", {})
    encoder = table.get("encoder", "use")
    if not (isinstance(off, list) and all(isinstance(x, str) for x in off)):
        raise _wrong(path, "off", "a list of checks' names", "检查项名称的列表")
    if not isinstance(severity, dict):
        raise _wrong(path, "severity", "a table of checks and their severities", "由检查项及其级别组成的表")
    for name in (name for name, value in severity.items() if str(value).upper() not in Severity.__members__):
        raise _wrong(path, f"severity.{name}", "neutral, minor, major or critical", " neutral、minor、major 或 critical")
    if not isinstance(encoder, str):
        raise _wrong(path, "encoder", "a name in quotes", "加引号的名称")
    severities = tuple(sorted((k, Severity[str(v).upper()]) for k, v in severity.items()))
    return Settings(
        tuple(sorted(off)), severities, encoder, _second(path, table), _scoring(path, table), _limits(path, table.get("limits", {}))
    )


def _second(path: Path, table: dict[str, Any]) -> Severity | None:
    """Return from which severity on a waiver needs a second person; None where the house asks for none."""
    value = _inner(path, table, "review", REVIEW_KEYS).get("second", "never")
    if value != "never" and str(value).upper() not in Severity.__members__:
        raise _wrong(path, "review.second", "never, neutral, minor, major or critical", " never、neutral、minor、major 或 critical")
    return None if value == "never" else Severity[str(value).upper()]


def _scoring(path: Path, table: dict[str, Any]) -> Scoring:
    score, stock = _inner(path, table, "score", SCORE_KEYS), Scoring()
    gbt = _inner(path, score, "score.gbt19682", GBT_KEYS)
    return Scoring(
        _weights(path, score, "score.weights", stock.weights),
        _number(path, score, "score.tolerance", stock.tolerance, above=0),
        _number(path, score, "score.threshold", stock.threshold),
        _weights(path, gbt, "score.gbt19682.weights", stock.gbt_weights),
        _number(path, gbt, "score.gbt19682.difficulty", stock.gbt_difficulty),
        _number(path, gbt, "score.gbt19682.purpose", stock.gbt_purpose),
        _number(path, gbt, "score.gbt19682.limit", stock.gbt_limit),
    )


def _inner(path: Path, table: dict[str, Any], key: str, known: set[str]) -> dict[str, Any]:
    value = table.get(key.rpartition(".")[2], {})
    if not isinstance(value, dict):
        raise _wrong(path, key, "a table", "一个表")
    for name in sorted(value.keys() - known):
        raise _unknown(path, f"{key}.{name}", sorted(known))
    return value


def _weights(path: Path, table: dict[str, Any], name: str, stock: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    value = table.get(name.rpartition(".")[2], list(stock))
    if not (isinstance(value, list) and len(value) == 4 and all(_is_number(v) and v >= 0 for v in value)):
        raise _wrong(path, name, "four numbers from 0 on", "四个不小于 0 的数")
    return (value[0], value[1], value[2], value[3])


def _number(path: Path, table: dict[str, Any], name: str, stock: float, above: float = -1) -> float:
    value: float = table.get(name.rpartition(".")[2], stock)
    if not _is_number(value) or value < 0 or value <= above:
        raise _wrong(
            path, name, "a number" + (" above 0" if above == 0 else " from 0 on"), "大于 0 的数" if above == 0 else "不小于 0 的数"
        )
    return value  # as it is written, so that a default that is written down changes no output


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _limits(path: Path, table: Any) -> Limits:
    if not isinstance(table, dict):
        raise _wrong(path, "limits", "a table", "一个表")
    for key, value in table.items():
        if key not in LIMITS:
            raise _unknown(path, f"limits.{key}", LIMITS)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**31:
            raise _wrong(path, f"limits.{key}", "a whole number above 0", "大于 0 的整数")
    return Limits(**table)


def _wrong(path: Path, key: str, en: str, zh: str) -> SourceError:
    problem = Bilingual(f"setting {key!r} is wrong", f"设置项 {key} 有误")
    return SourceError(path, problem, Bilingual(f"give {en}", f"请改为{zh}"), _line(path, key.rpartition(".")[2]))


def _unknown(path: Path, key: str, known: Sequence[str]) -> SourceError:
    problem = Bilingual(f"there is no setting {key!r}", f"没有设置项 {key}")
    remedy = Bilingual(f"use one of {', '.join(known)}", f"可用的有：{'、'.join(known)}")
    return SourceError(path, problem, remedy, _line(path, key.rpartition(".")[2]))


def _line(path: Path, key: str) -> int | None:
    """Return the first line that sets a key or opens its table; None where it cannot be found."""
    pattern = re.compile(rf"""\s*(?:\[(?:[^\]]*[."'\s])?)?["']?{re.escape(key)}["']?\s*[=\]]""")  # "off = [", "[tool.duikan.score]"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return next((n for n, line in enumerate(lines, 1) if pattern.match(line)), None)
