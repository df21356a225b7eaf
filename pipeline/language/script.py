"""Tell simplified from traditional characters, after OpenCC's character tables; its library is touched here and in publishing only."""

from __future__ import annotations

from functools import cache

# Characters that OpenCC maps and that simplified texts use by themselves: in names, classical words, or with a meaning of their own
# (General Standard Chinese Characters, 2013: 乾坤, 著作, 瞭望, 狼藉, 宫商角徵羽, 於 as a surname, 覆, 像, 剋, 摺, 馀, 昇, 锺).
BOTH = frozenset("乾著瞭藉徵於覆像剋摺馀昇锺甯喆淼堃鬪祐麽幺么夥苧菸砲噁氹牠妳陞閒阪雠仇芸彷彿迴佈併洩跡週僱")


@cache
def _converter(config: str) -> object:
    import opencc

    return opencc.OpenCC(config)


@cache
def simplified(character: str) -> str:
    """Return a character's simplified form; itself where it has none.

    >>> simplified("數"), simplified("治")
    ('数', '治')
    """
    return str(_converter("t2s").convert(character))  # type: ignore[attr-defined]


@cache
def traditional(character: str) -> str:
    """Return a character's traditional form; itself where it has none or several."""
    return str(_converter("s2t").convert(character))  # type: ignore[attr-defined]


def foreign(character: str, locale: str) -> bool:
    """Tell whether a character belongs to the other script than the locale's.

    >>> foreign("數", "zh-Hans"), foreign("数", "zh-Hans"), foreign("数", "zh-Hant-TW")
    (True, False, True)
    """
    if character in BOTH or character < "\u3400":
        return False
    if locale.startswith("zh-Hant"):
        return (
            simplified(character) == character and traditional(character) != character and simplified(traditional(character)) == character
        )
    return simplified(character) != character
