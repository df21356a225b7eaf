"""Read one side of an alignment: its units, their sentences, and the chunks at which a unit may be cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from ..language.encoder import Encoder
from ..language.lexicon import Lexicon
from ..language.sentences import split
from .search import Floats, Integers, begins

CHUNK_ZH = re.compile(r"[^，,、；;：:。！？!?\s]+[，,、；;：:。！？!?\s]*|[，,、；;：:。！？!?\s]+")  # 在促进方面，
CHUNK_EN = re.compile(r"\S+\s*")  # "word, "
LONGEST_ZH, LONGEST_EN = 6, 3  # characters, words of a chunk
SHORTEST = 3  # characters below which a chunk joins the one before
USUAL_RATIO = 1.1  # English bytes to one of its Chinese translation, as in documents of policy and of software
USUAL_WRITTEN = np.array([200, 20], np.float32)  # letters, signs that either side is taken to have beside its own
NO_SIGN, NO_LETTER = re.compile(r"[\w\s]+"), re.compile(r"[\W\d_]+")  # "a b", "-> 12"
USUAL_BYTES = 400  # English bytes of text that say as much of that as what is usual


@dataclass(frozen=True, slots=True)
class Reader:
    """Hold what reads texts: an encoder, or none, and the lexicon with a house's terms and names."""

    encoder: Encoder | None
    lexicon: Lexicon


@dataclass(frozen=True)
class Side:
    """Hold a side's units. `owner` says which unit each of s sentences, `chunk_owner` which each of c chunks is part of.

    They may be those of a stack of `count` texts, one text after another: each has n units, and as many sentences in the first,
    in the second, ... `vectors` (s, d) are the sentences', unit length; None without an encoder. `sizes` (s,) are their lengths
    in characters, `chunk_of` (c,) says which sentence a chunk stands in and `share` what part of it. `bytes` (count, n) are the
    units' lengths.
    """

    count: int
    texts: tuple[str, ...]
    chinese: bool
    sentences: tuple[str, ...]
    owner: Integers
    vectors: Floats | None
    sizes: Floats
    chunks: tuple[str, ...]
    chunk_of: Integers
    share: Floats
    bytes: Floats

    @property
    def n(self) -> int:
        """Return how many units each text has."""
        return len(self.texts) // self.count

    @property
    def starts(self) -> Integers:
        """Return which of a text's sentences begin its units."""
        return begins(self.owner[: len(self.owner) // self.count])

    @property
    def chunk_owner(self) -> Integers:
        """Return the unit that each chunk is part of."""
        return self.owner[self.chunk_of]

    @cached_property
    def units(self) -> Floats | None:
        """Return the units' vectors: sums of their sentences', as long as the square root of their length."""
        if self.vectors is None:
            return None
        sums = add_by(self.vectors * np.sqrt(self.sizes)[:, None], self.owner)
        size = np.sqrt(np.array([len(text) + 1 for text in self.texts], np.float32))
        return np.asarray(sums / (np.linalg.norm(sums, axis=1) + 1e-9)[:, None] * size[:, None], np.float32)

    def pieces(self) -> Floats | None:
        """Return the chunks' vectors: their share of the sentence's."""
        if self.vectors is None:
            return None
        return np.asarray(self.vectors[self.chunk_of] * np.sqrt(self.share * self.sizes[self.chunk_of])[:, None], np.float32)


def add_by(rows: Floats, owner: Integers) -> Floats:
    """Sum the rows of each owner; owners are 0, 1, ... in order and none is missing."""
    return np.asarray(np.add.reduceat(rows, begins(owner), axis=0), np.float32)


Sizes = tuple[Floats, Floats]  # of either side's units


def lengths(source: Side, target: Side) -> Sizes:
    """Return both sides' units' lengths, of shapes (count, n) and (count, m), in the source's bytes.

    What a translation's bytes are worth is measured on the texts, so far as they are long: of a short one, a unit left out may
    be a good part.
    """
    one, other = source.bytes.sum(1) + USUAL_BYTES, target.bytes.sum(1) + USUAL_BYTES / USUAL_RATIO
    return source.bytes, np.asarray(target.bytes * (one / other)[:, None], np.float32)


def written(source: Side, target: Side) -> Sizes:
    """Return how many letters and signs both sides' units have, (count, n, 2) and (count, m, 2), as if each side had as many.

    Signs are what is neither letter, digit nor space: code, tables and diagrams are full of them in any language.
    """
    counts = [[(len(NO_LETTER.sub("", text)), len(NO_SIGN.sub("", text))) for text in each.texts] for each in (source, target)]
    left, right = (np.array(each, np.float32).reshape(source.count, -1, 2) for each in counts)
    one, other = (each.sum(1, keepdims=True) + USUAL_WRITTEN for each in (left, right))
    return left, np.asarray(right * (one / other), np.float32)


@lru_cache(maxsize=4096)
def parts_of(text: str, locale: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a unit's sentences, each with its chunks: a paragraph is looked at when it is placed, when it is tied, and inside."""
    sentences = [text[a:b] for a, b in split(text, locale)] or [text.strip()]
    return tuple((sentence, chunks(sentence, locale.startswith("zh"))) for sentence in sentences)


def side(texts: Sequence[str], locale: str, reader: Reader, count: int = 1) -> Side:
    """Read the units of one language, of a stack of `count` texts."""
    chinese = locale.startswith("zh")
    parts = [parts_of(text, locale) for text in texts]
    sentences = [s for part in parts for s, _ in part]
    pieces = [chunked for part in parts for _, chunked in part]
    many = [len(piece) for piece in pieces]
    return Side(
        count,
        tuple(texts),
        chinese,
        tuple(sentences),
        np.repeat(np.arange(len(texts)), [len(part) for part in parts]),
        reader.encoder(sentences) if reader.encoder else None,
        np.array([len(s) + 1 for s in sentences], np.float32),
        tuple(c for piece in pieces for c in piece),
        np.repeat(np.arange(len(sentences)), many),
        (np.array([len(c) for piece in pieces for c in piece]) / np.repeat([max(1, len(s)) for s in sentences], many)).astype(np.float32),
        np.array([max(1, len(text.encode("utf-8", "replace"))) for text in texts], np.float32).reshape(count, -1),
    )


@lru_cache(maxsize=8192)
def chunks(sentence: str, chinese: bool) -> tuple[str, ...]:
    """Cut a sentence where a reader might breathe, or after a few words; the chunks joined are the sentence again.

    >>> chunks("在促进人工智能发展方面，各国应合作。", True)
    ('在促进人工智', '能发展方面，', '各国应合作。')
    >>> chunks("To promote AI, all countries should co-operate.", False)
    ('To promote AI, ', 'all countries should ', 'co-operate.')
    """
    out: list[str] = []
    count = 0
    for found in (CHUNK_ZH if chinese else CHUNK_EN).findall(sentence):
        if chinese:
            rest = found
            while len(rest) > 1.5 * LONGEST_ZH:
                out.append(rest[:LONGEST_ZH])
                rest = rest[LONGEST_ZH:]
            if out and len(rest) < SHORTEST:
                out[-1] += rest
            else:
                out.append(rest)
        else:
            if count:
                out[-1] += found
            else:
                out.append(found)
            count = 0 if found.rstrip()[-1] in ",;:.!?" or count + 1 == LONGEST_EN else count + 1
    return tuple(out) or (sentence,)
