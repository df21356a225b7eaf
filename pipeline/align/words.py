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
from .sides import parts_of

UNRENDERED = 0.35  # what a word weighs that nothing on the other side can render
ALIKE = "#@&="  # what begins a key that both languages share: numbers, Latin words, the glossary's concepts, marks
SHARED = 1.5  # what such a key weighs against another
TWICE = 2.0  # how often a Chinese word counts at most

Keys = Mapping[str, float]  # of one text: its words with their counts
Marks = tuple[Sequence[Sequence[str]], Sequence[Sequence[str]]]  # what each unit of either side shows beside its words (`blocks.py`)


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words of n units: at `row` stands the word `axis` with this weight; all three of shape (entries,), by rows.

    The units may be those of a stack of `count` texts, each with as many and with `axes` axes of its own: those of the first text
    come first, then those of the second.
    """

    n: int
    axes: int
    row: Integers
    axis: Integers
    weight: Floats
    count: int = 1

    @property
    def own_axis(self) -> Integers:
        """Return for each entry which of its text's axes it stands on."""
        return self.axis if self.count == 1 else self.axis % self.axes

    def dense(self) -> Floats:
        """Return the words as a matrix of shape (n, axes)."""
        out = np.zeros((self.n, self.axes), np.float32)
        out[self.row, self.own_axis] = self.weight
        return out

    def columns(self) -> Floats:
        """Return the words as `times` takes them, of shape (count * axes, n / count)."""
        n = self.n // self.count
        return self.dense().reshape(self.count, n, self.axes).swapaxes(1, 2).reshape(self.count * self.axes, n)

    def sums(self) -> Floats:
        """Return each unit's weights together, of shape (n,)."""
        return np.bincount(self.row, self.weight, self.n).astype(np.float32)

    def norms(self) -> Floats:
        """Return each unit's length, of shape (n,)."""
        return np.sqrt(np.bincount(self.row, self.weight * self.weight, self.n)).astype(np.float32)

    def times(self, columns: Floats) -> Floats:
        """Return the products with m units of the same text, whose words are `columns`, of shape (count * axes, m): (n, m)."""
        out = np.zeros((self.n, columns.shape[1]), np.float32)
        if len(self.row):
            starts = begins(self.row)
            out[self.row[starts]] = np.add.reduceat(columns[self.axis] * self.weight[:, None], starts, axis=0)
        return out

    def scaled(self, axes: Floats) -> Words:
        """Return the words with the weights of each axis multiplied; `axes` has the shape (count * axes,)."""
        return replace(self, weight=self.weight * axes[self.axis])

    def gathered(self, owner: Integers, n: int, cap: Floats | None = None) -> Words:
        """Return the words of n units whose parts these are: of one that comes again the highest weight, or the sum up to a cap.

        `cap` has the shape (count * axes,).
        """
        row = owner[self.row]
        place = row * (self.count * self.axes) + self.axis
        order = np.argsort(place, kind="stable")
        row, axis, weight = row[order], self.axis[order], self.weight[order]
        starts = begins(place[order])
        if not len(starts):
            return Words(n, self.axes, row, axis, weight, self.count)
        top = np.maximum.reduceat(weight, starts)
        weight = top if cap is None else np.minimum(np.add.reduceat(weight, starts), cap[axis[starts]])
        return Words(n, self.axes, row[starts], axis[starts], weight, self.count)


class _Axes:
    """Lay the words of one text and its translation on axes from 0 on: `chinese` says of Chinese words on which each stands.

    `rendering` says of English words on which axes they stand, those of their renderings, and how surely.
    """

    def __init__(self, english: Sequence[Keys], chinese: Sequence[Keys], known: Lexicon) -> None:
        self.chinese = {word: n for n, word in enumerate(dict.fromkeys(word for keys in chinese for word in keys))}
        shared = len(self.chinese)
        asked = {key for keys in english for key in keys}
        self.rendering: dict[str, dict[int, float]] = {}
        for word, axis in self.chinese.items():
            if word[0] in ALIKE:
                self.rendering.setdefault(word, {})[axis] = 1.0
                continue
            for key, share in known.renders(word):
                if key in asked:
                    self.rendering.setdefault(key, {})[axis] = 0.4 + 0.6 * share
        extra = sorted(key for key in asked if key not in self.rendering and key[0] not in "@=")
        self.rendering |= {key: {shared + n: 1.0} for n, key in enumerate(extra)}
        self.count = shared + len(extra)


class Vocabulary:
    """Lay the words of two texts on common axes: rarer words weigh more, those that nothing renders less.

    `left` and `right` are the words of those texts. Of a stack of `count` texts, each has axes of its own.
    """

    def __init__(self, english: Sequence[Keys], chinese: Sequence[Keys], known: Lexicon, count: int = 1) -> None:
        s, v = len(english) // count, len(chinese) // count
        those = [_Axes(english[n * s : n * s + s], chinese[n * v : n * v + v], known) for n in range(count)]
        self.count, self.axes = count, max(each.count for each in those)
        self.on = [each.chinese for each in those]
        self.known: list[dict[str, int]] = []  # of each text, which of the English words' renderings, below, a word's are
        many: list[int] = []
        rendered: list[int] = []
        share: list[float] = []
        for each in those:
            self.known.append(dict(zip(each.rendering, range(len(many), len(many) + len(each.rendering)), strict=True)))
            for axes in each.rendering.values():
                many.append(len(axes))
                rendered += axes
                share += axes.values()
        self.many, self.share = np.array(many, np.int64), np.array(share, np.float32)
        self.first = self.many.cumsum() - self.many
        own = np.repeat(np.arange(count), [sum(map(len, each.rendering.values())) for each in those])
        self.rendered = np.array(rendered, np.int64) + own * self.axes
        self.shared = np.ones(count * self.axes, np.float32)
        self.shared[[n * self.axes + axis for n, on in enumerate(self.on) for word, axis in on.items() if word[0] in ALIKE]] = SHARED
        self.weights = np.ones(count * self.axes, np.float32)
        left, right = self.english(english, np.repeat(np.arange(count), s)), self.chinese(chinese, np.repeat(np.arange(count), v))
        self.weights = self._rarity(left, right)
        self.left, self.right = left.scaled(self.weights), right.scaled(self.weights)

    def english(self, texts: Sequence[Keys], owner: Integers) -> Words:
        """Return the words of English texts, each a part of the text `owner`: on each axis as much as the likeliest renders it."""
        flat: list[int] = []
        ends = [0]
        for keys, known in zip(texts, map(self.known.__getitem__, owner), strict=True):
            flat += [known[key] for key in keys if key in known]
            ends.append(len(flat))
        word = np.array(flat, np.int64)
        count = self.many[word]
        row = np.repeat(np.repeat(np.arange(len(texts)), np.diff(ends)), count)
        at = np.arange(len(row)) + np.repeat(self.first[word] - (count.cumsum() - count), count)
        axis = self.rendered[at]
        words = Words(len(texts), self.axes, row, axis, self.share[at] * self.weights[axis], self.count)
        return words.gathered(np.arange(len(texts)), len(texts))

    def chinese(self, texts: Sequence[Keys], owner: Integers) -> Words:
        """Return the words of Chinese texts, those that the vocabulary knows; each is a part of the text `owner`."""
        flat: list[int] = []
        counts: list[float] = []
        ends = [0]
        for keys, axes in zip(texts, map(self.on.__getitem__, owner), strict=True):
            here = [key for key in keys if key in axes]
            flat += [axes[key] for key in here]
            counts += [keys[key] for key in here]
            ends.append(len(flat))
        many = np.diff(ends)
        row = np.repeat(np.arange(len(texts)), many)
        axis = np.array(flat, np.int64) + np.repeat(owner * self.axes, many)
        weight = np.minimum(np.array(counts, np.float32), np.float32(TWICE))
        return Words(len(texts), self.axes, row, axis, weight * self.weights[axis], self.count)

    def weighed_by(self, left: Words, right: Words) -> Vocabulary:
        """Return the same axes with the weights that the words have by their rarity among these units."""
        out = copy(self)
        out.weights = self._rarity(left, right)
        return out

    def _rarity(self, left: Words, right: Words) -> Floats:
        """Return what each axis weighs: the inverse document frequency, less where the other side cannot render the word."""
        in_left, in_right = (np.bincount(words.axis, minlength=len(self.shared)) for words in (left, right))
        rare_left, rare_right = (np.log1p(w.n // self.count / np.maximum(count, 1)) for w, count in ((left, in_left), (right, in_right)))
        both = np.where(in_left == 0, rare_right * UNRENDERED, np.minimum(rare_left, rare_right))
        return np.asarray(np.where(in_right == 0, rare_left * UNRENDERED, both) * self.shared, np.float32)


def words_of(source: Sequence[str], target: Sequence[str], known: Lexicon, marks: Marks | None = None) -> tuple[Words, Words]:
    """Return both sides' words and marks on common axes; the words of a text are those of its sentences."""
    english = (_added(known.of_english(sentence) for sentence, _ in parts_of(text, "en")) for text in source)
    chinese = (_added(known.of_chinese(sentence) for sentence, _ in parts_of(text, "zh")) for text in target)
    vocabulary = Vocabulary(*with_marks(english, chinese, marks), known)
    return vocabulary.left, vocabulary.right


def _added(those: Iterable[Keys]) -> Keys:
    out: dict[str, float] = {}
    for keys in those:
        for key, count in keys.items():
            out[key] = out.get(key, 0) + count
    return out


def with_marks(english: Iterable[Keys], chinese: Iterable[Keys], marks: Marks | None) -> tuple[list[Keys], list[Keys]]:
    """Return the keys of both sides with the marks among them."""
    if marks is None:
        return list(english), list(chinese)
    left, right = (
        [{**keys, **dict.fromkeys(own, 1.0)} if own else keys for keys, own in zip(side, more, strict=True)]
        for side, more in zip((english, chinese), marks, strict=True)
    )
    return left, right
