"""Find fonts, and say so where they are not there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model import SourceError
from pipeline.publish import fonts

ROOT = Path(__file__).parents[1]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Show the module a machine without fonts; return the cache folder it looks in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("FONTCONFIG_FILE", "unset")
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path / "system"),))
    fonts._files.cache_clear()
    yield tmp_path / "cache" / "duikan" / "fonts"
    fonts._files.cache_clear()


def _put(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"font")
    fonts._files.cache_clear()


def test_a_missing_face_is_named(bare: Path) -> None:
    _put(bare, "NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Regular.ttc")
    assert fonts.check_fonts() == ["Noto Sans CJK Bold"]
    with pytest.raises(SourceError, match=r"Noto Sans CJK Bold.*prepare\.sh"):
        fonts.use_fonts()


def test_only_the_four_faces_are_shown_to_fontconfig(bare: Path, tmp_path: Path) -> None:
    _put(bare, "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "Other.ttc")
    _put(tmp_path / "system" / "deep", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc")
    fonts.use_fonts()
    configuration = Path(os.environ["FONTCONFIG_FILE"])
    folder = configuration.with_suffix("")
    assert f"<dir>{folder}</dir>" in configuration.read_text(encoding="utf-8")
    links = {link.name: link.resolve().parent.name for link in folder.iterdir()}
    assert links == {
        "NotoSerifCJK-Regular.ttc": "fonts",
        "NotoSerifCJK-Bold.ttc": "deep",
        "NotoSansCJK-Regular.ttc": "deep",
        "NotoSansCJK-Bold.ttc": "deep",
    }
    before = configuration.stat().st_mtime_ns
    fonts.use_fonts()
    assert configuration.stat().st_mtime_ns == before, "nothing is written twice"


def test_a_collection_of_all_weights_serves_both(bare: Path) -> None:
    _put(bare, "NotoSerifCJK.ttc", "NotoSansCJK.ttc")
    assert fonts.check_fonts() == []


@pytest.mark.skipif(any(Path("/usr/share/fonts").rglob("Noto*CJK*.ttc")), reason="the machine has the fonts")
def test_prepare_says_what_to_install_where_there_is_no_apt(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "basename"):
        (tools / name).symlink_to(str(shutil.which(name)))
    python = shutil.which("python3") if not (ROOT / ".venv/bin/python").exists() else str(ROOT / ".venv/bin/python")
    environment = {"PATH": str(tools), "HOME": str(tmp_path), "PYTHON": str(python)}
    done = subprocess.run(["sh", "pipeline/prepare.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "these fonts are missing: Noto Serif CJK Regular" in done.stderr or "Pango is missing" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
