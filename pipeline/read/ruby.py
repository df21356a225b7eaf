"""Find the readings that stand over words: `<ruby>漢<rt>hàn</rt></ruby>`.

Pandoc leaves the tags as raw HTML between the inlines, in Markdown each in a span that says where it stands. What stands over a
word is no text of its own: it is no part of a segment's text and is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .pandoc import Node

TAG = re.compile(r"<(/?)(ruby|rb|rt|rp)(?:\s[^<>]{0,200})?>\s*\Z", re.I)  # <ruby>, </rt>, <rp class="x">


def parts(inlines: Sequence[Node]) -> Iterator[tuple[list[Node], list[Node]]]:
    """Yield stretches of inlines, each with the inlines that stand over it, which are none for most.

    What stands in `rp` is for readers that know no ruby, and is dropped. A ruby that does not end gives its parts as they come.

    >>> tag, word = (lambda t: {"t": "RawInline", "c": ["html", t]}), (lambda t: {"t": "Str", "c": t})
    >>> found = parts([word("读"), tag("<ruby>"), word("漢"), tag("<rt>"), word("hàn"), tag("</rt>"), tag("</ruby>")])
    >>> [("".join(n["c"] for n in base), "".join(n["c"] for n in over)) for base, over in found]
    [('读', ''), ('漢', 'hàn')]
    """
    base: list[Node] = []
    over: list[Node] = []
    inside, now = False, ""
    for node in inlines:
        closing, tag = _tag(node)
        if tag == "ruby":
            if base:
                yield base, over
            base, over, inside, now = [], [], not closing, ""
        elif tag and inside:
            now = "" if closing else tag
        elif now == "rt":
            over.append(node)
        elif now != "rp":
            if over:
                yield base, over
                base, over = [], []
            base.append(node)
    if base:
        yield base, over


def _tag(node: Node) -> tuple[bool, str]:
    """Return whether a node is an end tag, and which of the ruby elements it is of; "" for any other node."""
    while node["t"] == "Span" and len(node["c"][1]) == 1:
        node = node["c"][1][0]
    match = TAG.match(node["c"][1]) if node["t"] == "RawInline" else None
    return (bool(match[1]), match[2].lower()) if match else (False, "")
