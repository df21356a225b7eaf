"""Tell the lines under a translation's title that no original has: who issued it, since when, a disclaimer, the sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..language.mask import ADDRESS
from ..language.script import plain
from ..model import Kind, Segment

SHORT = 40  # characters of a line that states an issuing body or a date
STOP = re.compile(r"[。！？!?；;：:，,][”’」』）)\"']?\Z")  # a line that ends so is a sentence or leads one in
NOTE = re.compile(  # 中文翻译版 · 仅供参考，以英文原文为准; 原文来源: https://...; in simplified characters
    r"以(?:英文|原文|英语)\S{0,6}为准|^[^。]*(?:仅供参考)[^。]*。?$|原文(?:来源|链接|连结|出处|网址|标题|地址)|"
    r"^(?:英文)?(?:原文|来源|出处|译者|翻译|校对|审校|发布|更新|版本|日期)\s*[:：]|中文(?:翻译版|译本|版)|非官方译文|机器翻译|资料截至|"
    r"Source:|Translat(?:ed|ion)"
)


def with_front(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Give the front lines of a translation their kind.

    They follow the first heading directly. A short line without a stop at its end is one, and so is a longer one that holds a
    disclaimer or names the sources; the first other paragraph ends them.
    """
    found = list(segments)
    first = next((n for n, s in enumerate(found) if s.kind is Kind.HEADING), None)
    if first is None:
        return tuple(found)
    blocks: dict[str, list[int]] = {}
    for n in range(first + 1, len(found)):
        if found[n].kind is not Kind.PARAGRAPH:
            break
        blocks.setdefault(found[n].block, []).append(n)
    else:
        if not any(s.kind is Kind.HEADING for s in found[first + 1 :]) and len(blocks) < 2:
            return tuple(found)
    for places in blocks.values():
        text = plain(ADDRESS.sub("", "".join(found[n].text for n in places)))
        if not (NOTE.search(text) or (len(text) <= SHORT and not STOP.search(text))):
            break
        for n in places:
            found[n] = replace(found[n], kind=Kind.FRONT)
    return tuple(found)
