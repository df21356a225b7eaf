"""Hold the house's rules: data goes one way, and the project speaks only of itself."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
GROUND = {"model", "said", "settings", "language", "mentions"}
MAY_IMPORT = {
    "model": set(),
    "said": {"model"},
    "settings": {"model", "said"},
    "language": {"model"},
    "mentions": {"model", "language"},
    "read": GROUND | {"terms"},  # a glossary's table has one reader
    **dict.fromkeys(("align", "checks", "review", "report", "publish", "terms"), GROUND),
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def _imported_rooms(path: Path) -> set[str]:
    """Return the rooms that a module imports, its own left out."""
    inside = path.relative_to(PACKAGE).with_suffix("").parts
    package = inside[:-1]
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1] if path.name != "__init__.py" else inside[: len(inside) - node.level]
            target = (*base, *(node.module.split(".") if node.module else ()))
            rooms |= {target[0]} if target else {alias.name for alias in node.names}
    return rooms - {inside[0], "__version__"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_data_goes_one_way(path: Path) -> None:
    room = path.relative_to(PACKAGE).with_suffix("").parts[0]
    if room in MAY_IMPORT:
        assert _imported_rooms(path) <= MAY_IMPORT[room]


def test_every_room_is_packaged() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = {p.parent.relative_to(PACKAGE) for p in PACKAGE.rglob("__init__.py")}
    named = {"duikan" if room == Path() else "duikan." + ".".join(room.parts) for room in rooms}
    assert named == set(project["tool"]["setuptools"]["packages"])


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_locked_with_hashes_and_name_no_registry(name: str) -> None:
    text = (PACKAGE.parent / name).read_text(encoding="utf-8")
    assert "://" not in text
    pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert pinned
    assert all(line.rstrip().endswith("\\") for line in pinned), "every pin is followed by its hashes"
