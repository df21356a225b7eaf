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
from .search import Floats, Integers, begins

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
            starts = begins(self.row)
            out[self.row[starts]] = np.add.reduceat(columns[self.axis] * self.weight[:, None], starts, axis=0)
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
        starts = begins(row * self.axes + axis)
        if not len(starts):
            return Words(n, self.axes, row, axis, weight)
        top = np.maximum.reduceat(weight, starts)
        weight = top if cap is None else np.minimum(np.add.reduceat(weight, starts), cap[axis[starts]])
        return Words(n, self.axes, row[starts], axis[starts], weight)


class Vocabulary:
    """Lay the words of two texts on common axes: rarer words weigh more, those that nothing renders less.

    `left` and `right` are the words of those texts. An English word's renderings are the `count` axes from `first` on.
    """

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
        self.known = {key: n for n, key in enumerate(rendering)}
        self.count = np.array([len(axes) for axes in rendering.values()], np.int64)
        self.first = self.count.cumsum() - self.count
        self.rendered = np.array([axis for axes in rendering.values() for axis in axes], np.int64)
        self.share = np.array([share for axes in rendering.values() for share in axes.values()], np.float32)
        self.shared = np.ones(shared + len(extra), np.float32)
        self.shared[:shared] = [SHARED if word[0] in ALIKE else 1.0 for word in self.axes]
        self.weights = np.ones(shared + len(extra), np.float32)
        left, right = self.english(english), self.chinese(chinese)
        self.weights = self._rarity(left, right)
        self.left, self.right = left.scaled(self.weights), right.scaled(self.weights)

    def english(self, texts: Sequence[Keys]) -> Words:
        """Return the words of English texts: on each axis as much as the likeliest of them renders it."""
        known = self.known
        found = [[known[key] for key in keys if key in known] for keys in texts]
        word = np.array([n for each in found for n in each], np.int64)
        count = self.count[word]
        row = np.repeat(np.repeat(np.arange(len(found)), [len(each) for each in found]), count)
        at = np.arange(len(row)) + np.repeat(self.first[word] - (count.cumsum() - count), count)
        axis = self.rendered[at]
        words = Words(len(texts), len(self.weights), row, axis, self.share[at] * self.weights[axis])
        return words.gathered(np.arange(len(texts)), len(texts))

    def chinese(self, texts: Sequence[Keys]) -> Words:
        """Return the words of Chinese texts, those that the vocabulary knows."""
        axes = self.axes
        found = [[(axes[key], count) for key, count in keys.items() if key in axes] for keys in texts]
        flat = [entry for each in found for entry in each]
        axis = np.array([n for n, _ in flat], np.int64)
        row = np.repeat(np.arange(len(found)), [len(each) for each in found])
        weight = np.minimum(np.array([count for _, count in flat], np.float32), np.float32(TWICE))
        return Words(len(texts), len(self.weights), row, axis, weight * self.weights[axis])

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
        return np.asarray(np.where(in_right == 0, rare_left * UNRENDERED, both) * self.shared, np.float32)


def words_of(source: Sequence[str], target: Sequence[str], known: Lexicon, marks: Marks | None = None) -> tuple[Words, Words]:
    """Return both sides' words and marks on common axes."""
    english, chinese = with_marks(map(known.of_english, source), map(known.of_chinese, target), marks)
    vocabulary = Vocabulary(english, chinese, known)
    return vocabulary.left, vocabulary.right


def with_marks(english: Iterable[Keys], chinese: Iterable[Keys], marks: Marks | None) -> tuple[list[Keys], list[Keys]]:
    """Return the keys of both sides with the marks among them."""
    if marks is None:
        return list(english), list(chinese)
    left, right = (
        [{**keys, **dict.fromkeys(own, 1.0)} if own else keys for keys, own in zip(side, more, strict=True)]
        for side, more in zip((english, chinese), marks, strict=True)
    )
    return left, right
