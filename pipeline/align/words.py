"""Lay the words of two texts on the axes of a common space: the Chinese words, numbers and Latin words that occur.

Which English words render a Chinese one says `language/lexicon.py`. Few words stand in a text, so they are kept as entries, and
only multiplied out against the other side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace

import numpy as np

from ..language.lexicon import Lexicon
from .search import Floats, Integers

UNRENDERED = 0.35  # what a word weighs that nothing on the other side can render
ALIKE = "#@&="  # what begins a key that both languages share: numbers, Latin words, the glossary's concepts, marks
SHARED = 1.5  # what such a key weighs against another
TWICE = 2.0  # how often a Chinese word counts at most

Keys = Mapping[str, float]  # of one text: its words with their counts
Marks = tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]  # what each unit of either side shows beside its words (`blocks.py`)


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words of n units: at `row` stands the word `axis` with this weight; all three of shape (entries,), by rows."""

    n: int
    axes: int
    row: Integers
    axis: Integers
    weight: Floats

    def dense(self) -> Floats:
        """Return the words as a matrix of shape (n, axes)."""
        out = np.zeros((self.n, self.axes), np.float32)
        out[self.row, self.axis] = self.weight
        return out

    def sums(self) -> Floats:
        """Return each unit's weights together, of shape (n,)."""
        return np.bincount(self.row, self.weight, self.n).astype(np.float32)

    def norms(self) -> Floats:
        """Return each unit's length, of shape (n,)."""
        return np.sqrt(np.bincount(self.row, self.weight * self.weight, self.n)).astype(np.float32)

    def times(self, columns: Floats) -> Floats:
        """Return the products with m texts whose words are `columns`, of shape (axes, m): (n, m)."""
        out = np.zeros((self.n, columns.shape[1]), np.float32)
        if len(self.row):
            begins = np.flatnonzero(np.diff(self.row, prepend=-1))
            out[self.row[begins]] = np.add.reduceat(columns[self.axis] * self.weight[:, None], begins, axis=0)
        return out

    def scaled(self, axes: Floats) -> Words:
        """Return the words with the weights of each axis multiplied; `axes` has the shape (axes,)."""
        return replace(self, weight=self.weight * axes[self.axis])

    def gathered(self, owner: Integers, n: int, cap: Floats | None = None) -> Words:
        """Return the words of n units whose parts these are: of one that comes again the highest weight, or the sum up to a cap.

        `cap` has the shape (axes,).
        """
        row = owner[self.row]
        order = np.argsort(row * self.axes + self.axis, kind="stable")
        row, axis, weight = row[order], self.axis[order], self.weight[order]
        begins = np.flatnonzero(np.diff(row * self.axes + axis, prepend=-1))
        if not len(begins):
            return Words(n, self.axes, row, axis, weight)
        top = np.maximum.reduceat(weight, begins)
        weight = top if cap is None else np.minimum(np.add.reduceat(weight, begins), cap[axis[begins]])
        return Words(n, self.axes, row[begins], axis[begins], weight)


class Vocabulary:
    """Lay the words of two texts on common axes: rarer words weigh more, those that nothing renders less."""

    def __init__(self, english: Sequence[Keys], chinese: Sequence[Keys], known: Lexicon) -> None:
        self.axes = {word: n for n, word in enumerate(dict.fromkeys(word for keys in chinese for word in keys))}
        shared = len(self.axes)
        asked = {key for keys in english for key in keys}
        rendering: dict[str, dict[int, float]] = {}
        for word, axis in self.axes.items():
            if word[0] in ALIKE:
                rendering.setdefault(word, {})[axis] = 1.0
            else:
                for key, share in known.renders(word):
                    if key in asked:
                        rendering.setdefault(key, {})[axis] = 0.4 + 0.6 * share
        extra = sorted(key for key in asked if key not in rendering and key[0] not in "@=")
        rendering |= {key: {shared + n: 1.0} for n, key in enumerate(extra)}
        self.rendering = rendering
        self.weights = np.ones(shared + len(extra), np.float32)
        self.weights = self._rarity(self.english(english), self.chinese(chinese))

    def english(self, texts: Sequence[Keys]) -> Words:
        """Return the words of English texts: on each axis as much as the likeliest of them renders it."""
        found: list[tuple[int, int, float]] = []
        for row, keys in enumerate(texts):
            here: dict[int, float] = {}
            for key in keys:
                for axis, weight in self.rendering.get(key, {}).items():
                    if weight > here.get(axis, 0.0):
                        here[axis] = weight
            found += [(row, axis, weight) for axis, weight in here.items()]
        return self._words(len(texts), found)

    def chinese(self, texts: Sequence[Keys]) -> Words:
        """Return the words of Chinese texts, those that the vocabulary knows."""
        axes = self.axes
        found = [(row, axes[key], min(count, TWICE)) for row, keys in enumerate(texts) for key, count in keys.items() if key in axes]
        return self._words(len(texts), found)

    def _words(self, n: int, found: Iterable[tuple[int, int, float]]) -> Words:
        rows, axes, weights = zip(*found, strict=True) if found else ((), (), ())
        axis = np.array(axes, np.int64)
        return Words(n, len(self.weights), np.array(rows, np.int64), axis, np.array(weights, np.float32) * self.weights[axis])

    def weighed_by(self, left: Words, right: Words) -> Vocabulary:
        """Return the same axes with the weights that the words have by their rarity among these units."""
        out = copy(self)
        out.weights = self._rarity(left, right)
        return out

    def _rarity(self, left: Words, right: Words) -> Floats:
        """Return what each axis weighs: the inverse document frequency, less where the other side cannot render the word."""
        in_left, in_right = (np.bincount(words.axis, minlength=words.axes) for words in (left, right))
        rare_left, rare_right = (np.log1p(w.n / np.maximum(count, 1)) for w, count in ((left, in_left), (right, in_right)))
        both = np.where(in_left == 0, rare_right * UNRENDERED, np.minimum(rare_left, rare_right))
        weights = np.where(in_right == 0, rare_left * UNRENDERED, both)
        weights[: len(self.axes)] *= np.where([word[0] in ALIKE for word in self.axes], SHARED, 1.0)
        return np.asarray(weights, np.float32)


def words_of(source: Sequence[str], target: Sequence[str], known: Lexicon, marks: Marks | None = None) -> tuple[Words, Words]:
    """Return both sides' words and marks on common axes."""
    english, chinese = with_marks(map(known.of_english, source), map(known.of_chinese, target), marks)
    vocabulary = Vocabulary(english, chinese, known)
    return vocabulary.english(english), vocabulary.chinese(chinese)


def with_marks(english: Iterable[Keys], chinese: Iterable[Keys], marks: Marks | None) -> tuple[list[Keys], list[Keys]]:
    """Return the keys of both sides with the marks among them."""
    if marks is None:
        return list(english), list(chinese)
    left, right = (
        [{**keys, **dict.fromkeys(own, 1.0)} if own else keys for keys, own in zip(side, more, strict=True)]
        for side, more in zip((english, chinese), marks, strict=True)
    )
    return left, right
