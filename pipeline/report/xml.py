"""Say texts in XML: the characters that XML cannot hold are replaced, the rest is escaped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

UNSPEAKABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # a control character, a lone surrogate


def content(text: str) -> str:
    """Return the text as an element may hold it.

    >>> content("a < b & c\\x00")
    'a &lt; b &amp; c\ufffd'
    """
    return escape(UNSPEAKABLE.sub("\ufffd", text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """Return the text as a quoted attribute value."""
    return quoteattr(UNSPEAKABLE.sub("\ufffd", text))


def distinct(names: Iterable[str]) -> list[str]:
    """Number names that come again, since ids must not be equal.

    >>> distinct(["3f2a", "3f2a"])
    ['3f2a', '3f2a-2']
    """
    seen: Counter[str] = Counter()
    out = []
    for name in names:
        seen[name] += 1
        out.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return out
