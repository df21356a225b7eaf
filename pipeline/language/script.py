"""Tell simplified from traditional characters, after OpenCC's character tables; its library is touched here and in publishing only."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from . import kept

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


@cache
def simplified(character: str) -> str:
    """Return a character's simplified form; itself where it has none.

    >>> simplified("數"), simplified("治")
    ('数', '治')
    """
    return str(_converter("t2s").convert(character))


@cache
def traditional(character: str) -> str:
    """Return a character's traditional form; itself where it has none or several."""
    return str(_converter("s2t").convert(character))
