"""Tell whether a text is in the language that it should be in, so that nobody is shown noise for an alignment.

By its script first, then, for Latin letters, by function words. Short texts, names, tables and code pass: only running text that
plainly is something else is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import islice
from pathlib import Path

from ..model import Bilingual
from .tables import rows

WORDS = Path(__file__).parent / "words" / "tongues.tsv"
LETTERS = 300  # letters of a text from which it is judged, a Chinese character counting for three
READ = 20_000  # characters that are read
FEW = 0.05  # share of Chinese characters below which a text is not Chinese
MUCH = 0.3  # share of another script's letters from which a text is in it
OFTEN = 0.08  # share of another language's function words from which a text is in it
SCRIPTS = {
    "Han": (re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]"), Bilingual("Chinese", "中文")),
    "Kana": (re.compile(r"[\u3041-\u30fa]"), Bilingual("Japanese", "日文")),
    "Hangul": (re.compile(r"[\uac00-\ud7a3]"), Bilingual("Korean", "韩文")),
    "Cyrillic": (re.compile(r"[\u0400-\u04ff]"), Bilingual("a language in Cyrillic letters", "使用西里尔字母的语言")),
    "Arabic": (re.compile(r"[\u0600-\u06ff]"), Bilingual("a language in Arabic letters", "使用阿拉伯字母的语言")),
    "Greek": (re.compile(r"[\u0370-\u03ff]"), Bilingual("Greek", "希腊文")),
    "Hebrew": (re.compile(r"[\u0590-\u05ff]"), Bilingual("Hebrew", "希伯来文")),
    "Thai": (re.compile(r"[\u0e00-\u0e7f]"), Bilingual("Thai", "泰文")),
    "Indic": (re.compile(r"[\u0900-\u0dff]"), Bilingual("an Indian language", "印度语言")),
    "Latin": (re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"), Bilingual("a language in Latin letters", "使用拉丁字母的语言")),
}
WIDE = frozenset(("Han", "Kana", "Hangul"))  # scripts of which one character holds about three Latin letters
WORD = re.compile(r"[^\W\d_]+")
USUAL = re.compile(r"[\u0000-\u024f\u2000-\u303f\u3400-\u9fff\uff00-\uff65]+")  # what English and Chinese texts are written in


def foreign(texts: Iterable[str], locale: str) -> Bilingual | None:
    """Return what language a text is in when it is not that of the locale, English or Chinese; None where it is, or is too short.

    >>> foreign(["Le conseil se réunit deux fois par an dans une ville qui est choisie par les membres. "] * 5, "en").en
    'French'
    >>> foreign(["The council meets twice a year. "] * 20, "zh-Hans").en
    'English'
    >>> foreign(["The council meets twice a year. "] * 20, "en"), foreign(["Ναι."], "en")
    (None, None)
    """
    text = "\n".join(islice(texts, 2000))[:READ]
    rest = USUAL.sub("", text)  # nothing, as a rule: looked at once for each script
    counts = {
        name: len(pattern.findall(text if name in ("Han", "Latin") else rest)) * (3 if name in WIDE else 1)
        for name, (pattern, _) in SCRIPTS.items()
    }
    letters = sum(counts.values())
    if letters < LETTERS:
        return None
    if locale.startswith("zh"):
        return _not_chinese(text, counts, letters)
    script = max((s for s in counts if s != "Latin"), key=lambda s: counts[s])
    if counts[script] > MUCH * letters and counts[script] > counts["Latin"]:
        return SCRIPTS["Kana" if counts["Kana"] > FEW * letters else script][1]
    return _other_than_english(text)


def is_chinese(texts: Iterable[str]) -> bool:
    """Tell whether most of the letters are Chinese characters, a character counting for three letters.

    >>> is_chinese(["早上好"]), is_chinese(["OECD 理事会"]), is_chinese(["Good morning"]), is_chinese([])
    (True, True, False, False)
    """
    text = "\n".join(islice(texts, 2000))[:READ]
    return 3 * len(SCRIPTS["Han"][0].findall(text)) > len(SCRIPTS["Latin"][0].findall(text))


def _not_chinese(text: str, counts: dict[str, int], letters: int) -> Bilingual | None:
    if counts["Kana"] > MUCH * (counts["Han"] + counts["Kana"]) and counts["Kana"] > FEW * letters:
        return SCRIPTS["Kana"][1]
    script = max(counts, key=lambda s: counts[s])
    if counts["Han"] >= FEW * letters and (script in ("Han", "Latin") or counts[script] < counts["Han"]):
        return None
    return (_other_than_english(text) or _english(text) if script == "Latin" else None) or SCRIPTS[script][1]


def _shares(text: str) -> dict[Bilingual, float]:
    words = Counter(w.casefold() for w in WORD.findall(text))
    total = max(1, sum(words.values()))
    return {name: sum(words[w] for w in known) / total for name, known in _function_words().items()}


def _other_than_english(text: str) -> Bilingual | None:
    (_, own), *others = _shares(text).items()
    name, share = max(others, key=lambda pair: pair[1])
    return name if share >= OFTEN and share > 2 * own else None


def _english(text: str) -> Bilingual | None:
    name, share = next(iter(_shares(text).items()))
    return name if share >= OFTEN else None


@cache
def _function_words() -> dict[Bilingual, frozenset[str]]:
    """Return each language's words, English first, without those that several have."""
    table = [(Bilingual(en, zh), frozenset(known.split())) for en, zh, known in rows(WORDS)]
    count = Counter(w for _, known in table for w in known)
    return {name: frozenset(w for w in known if count[w] == 1) for name, known in table}
