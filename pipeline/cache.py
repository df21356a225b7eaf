"""Remember what each work was built from, so that a build does nothing that is not needed.

The key of a work is a digest of everything that its outputs depend on: its files, the glossary, the settings, and this
code with the versions of the libraries that it stands on. The cache lies in the output folder (`.cache/<work>.json`); it can
be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import TYPE_CHECKING

from .model import Bilingual

if TYPE_CHECKING:
    from .build import House, Summary


def key(house: House, folder: Path) -> str:
    """Return the digest of all that the work in that folder is made of."""
    digest = hashlib.sha256(_code().encode())
    digest.update(repr(house.settings).encode())
    for root in (folder, house.glossary):
        for path in sorted(p for p in root.rglob("*") if p.is_file() and not p.name.startswith(".")):
            digest.update(str(path.relative_to(root)).encode("utf-8", "surrogateescape") + b"\0")
            digest.update(_file(path))
    return digest.hexdigest()


def recall(house: House, folder: Path) -> Summary | None:
    """Return how the last build of that work ended, or None where anything that it depends on, or a file it made, changed."""
    from .build import Summary

    try:
        known = json.loads(_place(house, folder.name).read_text(encoding="utf-8"))
        if known["key"] != key(house, folder):
            return None
        for name, made in known["files"].items():
            if _file(house.output / folder.name / name).hex() != made:
                return None
        summary = known["summary"]
        summary["title"], summary["error"] = Bilingual(**summary["title"]), Bilingual("", "")
        summary["issues"], summary["files"] = tuple(summary["issues"]), tuple(summary["files"])
        summary["drift"], summary["history"] = tuple(summary["drift"]), tuple((day, score) for day, score in summary["history"])
        return replace(Summary(**summary), fresh=False)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # no cache, or one that another version wrote: build anew


def remember(house: House, folder: Path, known_key: str, summary: Summary) -> None:
    """Keep how the build of that work ended, and what it made."""
    from .build import write_whole

    files = {name: _file(house.output / folder.name / name).hex() for name in summary.files}
    content = {"key": known_key, "files": files, "summary": asdict(summary)}
    write_whole(_place(house, folder.name), json.dumps(content, ensure_ascii=False, sort_keys=True).encode())


def summaries(house: House) -> list[Summary]:
    """Return how the last builds of all works ended, fresh or not: for the index page when only some were built."""
    names = sorted(p.stem for p in (house.output / ".cache").glob("*.json"))
    return [s for name in names if (s := recall(house, house.sources / name)) is not None]


def _place(house: House, work: str) -> Path:
    return house.output / ".cache" / f"{work}.json"


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


@cache
def _code() -> str:
    """Return the digest of this package's files and of the versions beside it."""
    digest = hashlib.sha256(platform.python_version().encode())
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(str(path.relative_to(Path(__file__).parent)).encode() + _file(path))
    digest.update("".join(sorted(f"{d.name}=={d.version};" for d in distributions())).encode())
    return digest.hexdigest()
