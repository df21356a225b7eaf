"""Read the JSON that Duikan wrote: it must fit its schema, and what does not is named with its place."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ..model import Bilingual, SourceError
from .files import read_bytes


def read_json(path: Path, schema: Path, problem: Bilingual, remedy: Bilingual) -> Any:
    """Return a file's content; SourceError (`problem`, where, `remedy`) where it does not fit the schema."""
    return parse_json(path, read_bytes(path), schema, problem, remedy)


def parse_json(path: Path, content: bytes, schema: Path, problem: Bilingual, remedy: Bilingual) -> Any:
    """Return the content of JSON that stands in a file; SourceError as `read_json` raises it."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise SourceError(path, _with(problem, error.msg), remedy, error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(path, problem, remedy) from error
    found = next(iter(_validator(schema).iter_errors(value)), None)
    if found is not None:
        where = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in found.absolute_path).lstrip(".")
        raise SourceError(path, _with(problem, f"{where or 'content'}: {found.message[:200]}"), remedy)
    return value


def _with(problem: Bilingual, detail: str) -> Bilingual:
    return Bilingual(f"{problem.en} ({detail})", f"{problem.zh}（{detail}）")


@cache
def _validator(schema: Path) -> Any:
    from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

    return Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
