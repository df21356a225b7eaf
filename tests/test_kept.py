"""Keep what libraries' tables come to: made once, made anew where it is spoilt, nothing left behind where it cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.language import kept

TABLE = {"理事会": "council", "席位": "seat"}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return kept.place("words", "what it is made of")


def test_what_is_kept_is_made_once_and_anew_where_it_is_spoilt(path: Path) -> None:
    made = list[int]()

    def make() -> dict[str, str]:
        made.append(1)
        return TABLE

    assert [kept.table(path, make) for _ in range(3)] == [TABLE] * 3
    assert len(made) == 1
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert kept.table(path, make) == TABLE
    assert kept.table(path, make) == TABLE
    assert len(made) == 2


def test_what_it_is_made_of_names_it(path: Path) -> None:
    assert kept.place("words", "something else") != path


def test_who_cannot_write_leaves_nothing_and_makes_it_each_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "replace", full)
        assert kept.table(path, lambda: TABLE) == TABLE
    assert list(path.parent.iterdir()) == []
