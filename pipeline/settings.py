"""Read a house's choices: `duikan.toml` beside the Makefile, or `[tool.duikan]` in `pyproject.toml`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from .model import Bilingual, Settings, Severity, SourceError

KEYS = {"off", "severity", "encoder"}
AT_LINE = re.compile(r"at line (\d+)")  # as tomllib words it: Invalid value (at line 3, column 8)


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
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        line = AT_LINE.search(str(error))
        raise SourceError(
            path,
            Bilingual(f"not valid TOML: {error}", f"不是有效的 TOML：{error}"),
            Bilingual("correct that line", "请改正该行"),
            int(line[1]) if line else None,
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(
            path,
            Bilingual(f"not UTF-8 at byte {error.start}", f"第 {error.start} 字节处不是 UTF-8"),
            Bilingual("save the file as UTF-8", "请将文件另存为 UTF-8"),
        ) from error
    except OSError as error:
        problem = Bilingual(f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}")
        raise SourceError(path, problem, Bilingual("put a readable file there", "请换成可读的文件")) from error


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    for key in table.keys() - KEYS:
        raise _wrong(path, key, f"one of {', '.join(sorted(KEYS))}", f"{'、'.join(sorted(KEYS))}之一")
    off = table.get("off", [])
    severity = table.get("severity", {})
    encoder = table.get("encoder", "use")
    if not (isinstance(off, list) and all(isinstance(x, str) for x in off)):
        raise _wrong(path, "off", "a list of checks' names", "检查项名称的列表")
    if not (isinstance(severity, dict) and all(str(v).upper() in Severity.__members__ for v in severity.values())):
        raise _wrong(
            path, "severity", "a table of check = neutral, minor, major or critical", "形如“检查项 = neutral、minor、major 或 critical”的表"
        )
    if not isinstance(encoder, str):
        raise _wrong(path, "encoder", "a name in quotes", "加引号的名称")
    severities = tuple(sorted((k, Severity[str(v).upper()]) for k, v in severity.items()))
    return Settings(tuple(sorted(off)), severities, encoder)


def _wrong(path: Path, key: str, en: str, zh: str) -> SourceError:
    return SourceError(path, Bilingual(f"setting {key!r} is wrong", f"设置项 {key} 有误"), Bilingual(f"give {en}", f"请改为{zh}"))
