"""Tell simplified from traditional characters, after OpenCC's character tables; its library is touched here and in publishing only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..model import Collation, Finding, Place, Segment
from . import kept
from .memo import by_collation
from .tables import rows

# Characters that OpenCC maps and that simplified texts use by themselves: in names, classical words, or with a meaning of their own
# (General Standard Chinese Characters, 2013: 乾坤, 著作, 瞭望, 狼藉, 宫商角徵羽, 於 as a surname, 覆, 像, 剋, 摺, 馀, 昇, 锺).
BOTH = frozenset("乾著瞭藉徵於覆像剋摺馀昇锺甯喆淼堃鬪祐麽幺么夥苧菸砲噁氹牠妳陞閒阪雠仇芸彷彿迴佈併洩跡週僱")
# Characters that OpenCC's general table maps and that Taiwan and Hong Kong write as they are: 秘書, 台北, 公里, 社群.
PLAIN = frozenset("台秘群峰里范占唇岩岳杰涌灶粽采雇霉佣凶准挂荐余云丑")


@cache
def _converter(config: str) -> Any:
    import opencc

    return opencc.OpenCC(config)


@cache
def others(locale: str) -> re.Pattern[str]:
    """Return a pattern of runs of characters that belong to the other script than the locale's.

    >>> [others("zh-Hans").findall(text) for text in ("數據治理", "数据", "乾隆的著作")]
    [['數據'], [], []]
    >>> others("zh-Hant-TW").findall("数據")
    ['数']
    >>> others("zh-Hant-HK").findall("秘書處在台北")
    []
    """
    hant = locale.startswith("zh-Hant")
    path = kept.place("simplified" if hant else "traditional", version("opencc"), Path(__file__))
    table = kept.table(path, lambda: {"characters": _others(hant)})
    one = f"[{table['characters']}]"
    return re.compile(f"{one}{one}*")  # which finds its first character faster than one or more


def _others(hant: bool) -> str:
    every = [chr(n) for n in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    simple = dict(zip(every, str(_converter("t2s").convert("\n".join(every))).split("\n"), strict=True))
    if hant:
        full = dict(zip(every, str(_converter("s2t").convert("\n".join(every))).split("\n"), strict=True))
        found = [c for c in every if simple[c] == c and full[c] != c and simple.get(full[c]) == c]
    else:
        found = [c for c in every if simple[c] != c]
    return "".join(c for c in found if c not in BOTH and c not in PLAIN)


LEAST, SAMPLE = 3, 20_000  # traditional characters that make a text traditional; characters of a text that are looked at
TOO = frozenset("后干几斗丰征游划涂朴于仆郁夸辟淀确咸愿叶")  # simplified ones that traditional texts show too: 皇后, 干擾, 北斗
REGIONS = Path(__file__).parent / "words" / "regions.tsv"


def traditional_throughout(text: str) -> bool:
    """Tell whether a text is written in traditional characters: it has several, and hardly any simplified ones.

    >>> [traditional_throughout(text) for text in ("該報告於五月發布", "该报告於五月發布", "數據")]
    [True, False, False]
    """
    if (first := _traditional_from(text)) < 0:
        return False
    foreign = sum(len(run) for run in others("zh-Hans").findall(text, first))
    return foreign >= LEAST and foreign > 4 * sum(c not in TOO for run in others("zh-Hant").findall(text) for c in run)


def written_in(text: str) -> str:
    """Return the locale of a Chinese text that says none: its script, and for traditional characters the words of a region.

    >>> [written_in(text) for text in ("软件与网络", "報告說明軟體與網路的資訊安全", "報告說明軟件與網絡的數據安全", "該報告於五月發布")]
    ['zh-Hans', 'zh-Hant-TW', 'zh-Hant-HK', 'zh-Hant-TW']
    """
    sample = text[:SAMPLE]
    if not traditional_throughout(sample):
        return "zh-Hans"
    found = {locale: sum(sample.count(word) for word in words.split("|")) for locale, words in rows(REGIONS)}
    return max(sorted(found, reverse=True), key=found.__getitem__)


@cache
def simplified(character: str) -> str:
    """Return a character's simplified form; itself where it has none.

    >>> simplified("數"), simplified("治")
    ('数', '治')
    """
    return _plain().get(ord(character), character)


@cache
def traditional(character: str) -> str:
    """Return a character's traditional form; itself where it has none or several."""
    return str(_converter("s2t").convert(character))


@cache
def regional(text: str, locale: str) -> tuple[str, ...]:
    """Return a simplified wording as a region writes it: with its own words, and character for character where that differs.

    >>> regional("人工智能软件", "zh-Hant-TW"), regional("软件", "zh-Hant-HK"), regional("软件", "zh-Hans-SG")
    (('人工智慧軟體', '人工智能軟件'), ('軟件',), ('软件',))
    """
    configs = {"zh-Hant-TW": ("s2twp", "s2tw"), "zh-Hant-HK": ("s2hk",), "zh-Hant": ("s2twp", "s2tw", "s2hk")}.get(locale, ())
    return tuple(dict.fromkeys(str(_converter(config).convert(text)) for config in configs)) or (text,)


@lru_cache(maxsize=512)
def converted(text: str, locale: str) -> str:
    """Return a text in the traditional characters of Taiwan or Hong Kong, chosen by its words.

    >>> converted("皇后之后", "zh-Hant-TW"), converted("這里", "zh-Hant-HK")
    ('皇后之後', '這裏')
    """
    return str(_converter("s2hk" if locale.endswith("HK") else "s2tw").convert(plain(text)))


def plain(text: str) -> str:
    """Return a text in simplified characters, character for character; what tables of Chinese words are looked up in.

    >>> plain("應於2025年前以書面通知"), plain("应于2025年前")
    ('应于2025年前以书面通知', '应于2025年前')
    """
    return text if _traditional_from(text) < 0 else text.translate(_plain())


@lru_cache(maxsize=512)
def _traditional_from(text: str) -> int:
    """Return where the first traditional character stands, or -1: several ask it of one text."""
    first = others("zh-Hans").search(text)
    return first.start() if first else -1


@cache
def _plain() -> dict[int, str]:
    path = kept.place("plain", version("opencc"), Path(__file__))
    return {ord(c): other for c, other in kept.table(path, _simple_forms).items()}


def _simple_forms() -> dict[str, str]:
    every = [chr(n) for n in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    simple = str(_converter("t2s").convert("\n".join(every))).split("\n")
    return {c: other for c, other in zip(every, simple, strict=True) if c != other and len(other) == 1}


Run = Callable[[Collation], Iterator[Finding]]


def in_simplified(run: Run) -> Run:
    """Let a check see a translation in simplified characters, and say what it finds in those that stand there.

    >>> from ..model import Bead, Bilingual, Bitext, Document, Glossary, Settings
    >>> target = Segment("p1", "zh.md", "應予公開")
    >>> document = Document("zh.md", "zh-Hant-TW", "", (target,))
    >>> collation = Collation(Bitext((), document, (Bead("1", (), (target,)),)), Glossary(), Settings())
    >>> def check(seen):
    ...     place = Place(seen.bitext.beads[0].target[0], 0, 2)
    ...     yield Finding(Bilingual(place.text, place.text), None, place)
    >>> [(f.target.text, f.message.en) for f in in_simplified(check)(collation)]
    [('應予', '應予')]
    """

    others("zh-Hans")  # is made when the check is, not with the first text

    @wraps(run)
    def reading(collation: Collation) -> Iterator[Finding]:
        view = _simplified(collation)
        return run(collation) if view is collation else _as_written(run(view), collation)

    return reading


def is_simplified(collation: Collation) -> bool:
    """Tell whether the translation has no traditional characters."""
    return all(_traditional_from(segment.text) < 0 for segment in collation.bitext.translation.segments)


@by_collation
def _simplified(collation: Collation) -> Collation:
    if is_simplified(collation):
        return collation
    translation = collation.bitext.translation
    own = {(s.path, s.id): replace(s, text=plain(s.text)) for s in translation.segments}
    beads = tuple(replace(b, target=tuple(own[s.path, s.id] for s in b.target)) for b in collation.bitext.beads)
    return replace(collation, bitext=replace(collation.bitext, translation=replace(translation, segments=tuple(own.values())), beads=beads))


def _as_written(findings: Iterator[Finding], collation: Collation) -> Iterator[Finding]:
    written = {(s.path, s.id): s for s in collation.bitext.translation.segments}
    beads = {bead.id: bead for bead in collation.bitext.beads}
    for finding in findings:
        place = finding.target and _at(finding.target, written)
        said = finding.message
        if place and finding.target and place.text != finding.target.text:
            said = replace(said, en=said.en.replace(finding.target.text, place.text), zh=said.zh.replace(finding.target.text, place.text))
        related = tuple(_at(each, written) for each in finding.related)
        yield replace(finding, message=said, target=place, related=related, bead=finding.bead and beads.get(finding.bead.id, finding.bead))


def _at(place: Place, written: dict[tuple[str, str], Segment]) -> Place:
    segment = written.get((place.segment.path, place.segment.id))
    return place if segment is None else Place(segment, place.start, place.end)
