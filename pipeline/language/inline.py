"""Find inline markup in loose text: code, links, addresses, tags, so that checks can pass over it or compare it."""

from __future__ import annotations

import re

from ..model import Mark

CODE = re.compile(r"`[^`\n]+`")  # `kubectl get pods`
LINK = re.compile(r"(?:!\[|\[)[^\[\]\n]{0,400}\]\(([^()\s]*)[^()\n]{0,200}\)")  # [terms](https://example.org/terms "title")
ADDRESS = re.compile(r"https?://[^\s<>\"'`)\]）】》，。；、！？“”]+")  # https://example.org/a?b=c
STRONG = re.compile(r"\*\*([^*\n]+)\*\*")  # **44 member countries**


def marks(text: str) -> tuple[Mark, ...]:
    """Return the marks that Markdown and bare addresses leave in a loose text, in order.

    >>> [(m.kind, text[m.start : m.end], m.target) for text in ["See `a` and [b](http://c.d/)."] for m in marks(text)]
    [('code', '`a`', ''), ('link', '[b](http://c.d/)', 'http://c.d/')]
    """
    if not ("`" in text or "](" in text or "://" in text or "**" in text):
        return ()
    found: list[Mark] = []
    if "`" in text:
        found += [Mark("code", m.start(), m.end()) for m in CODE.finditer(text)]
    if "](" in text:
        found += [Mark("image" if m[0][0] == "!" else "link", m.start(), m.end(), m[1]) for m in LINK.finditer(text)]
    if "://" in text:
        taken = bytearray(len(text))
        for mark in found:
            taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
        for m in ADDRESS.finditer(text):
            if not taken[m.start()]:
                found.append(Mark("link", m.start(), m.end(), m[0].rstrip(".,;:")))
    if "**" in text:
        found += [Mark("strong", m.start(), m.end()) for m in STRONG.finditer(text)]
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)) if len(found) > 1 else found)
