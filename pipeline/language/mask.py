"""Hide what is not prose: code, addresses, tags, paths, so that rules of usage and counts look at prose only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..model import Mark, Segment

HIDDEN = "\ufffc"  # stands for one hidden character: neither Han nor Latin nor space nor punctuation

FENCE = re.compile(r"(`+)[^`]+\1")  # `kubectl get pods`, ``a`b``
LINK = re.compile(r"!?\[([^\[\]\n]{0,400})\](\([^()\s]*[^()\n]{0,200}\)|\[[^\[\]\n]{0,100}\])")  # [terms](/terms "title"), [terms][1]
TAG = re.compile(r"<[/!]?[A-Za-z][^<>]{0,300}>|&#?\w{1,8};")  # <td colspan="2">, &nbsp;
SHORTCODE = re.compile(
    r"\{\{[^{}\n]{0,300}\}\}|\{:[^{}\n]{0,200}\}|\{#[\w-]{1,80}\}|\$\{?\w{1,60}\}?"
)  # {{< note >}}, {: .class}, {#anchor}
ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'`)\]）】》，。；、！？“”\u3400-\u9fff]+|www\.[\w.-]{3,}[\w/]")  # https://example.org/a?b=c
MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)  # desk@example.org
PATH = re.compile(r"(?<![\w\u3400-\u9fff<])(?:\.{0,2}/)?(?:[\w.-]{1,60}/){2,12}[\w.-]{0,80}", re.ASCII)  # /etc/hosts/x
OPTION = re.compile(r"-(?<![\w.]-)-?[A-Za-z][\w-]{2,60}", re.ASCII)  # --dry-run
DOTTED = re.compile(r"(?<![\w.])\.?[\w-]{1,60}(?:[.:_][\w-]{1,60}){1,8}", re.ASCII)  # 1.2.3, .status.failed, file.yaml, 10:30, 3.5
INNER = re.compile(r"[.:_][\w-]", re.ASCII)  # the .y of file.yaml


def hide(text: str, marks: Sequence[Mark] = ()) -> str:
    """Return the text with everything that is no prose replaced character by character: offsets stay.

    A link's own words stay; numbers with points, times, versions, file names go whole.

    >>> hide("见 `a.b`，或 https://example.org/x。").replace(HIDDEN, "_")
    '见 _____，或 _____________________。'
    """
    return _hide(text, tuple([(m.start, m.end) for m in marks if m.kind == "code"]) if marks else ())


def prose(segment: Segment) -> str:
    """Return a segment's text as `hide` leaves it."""
    return hide(segment.text, segment.marks)


@lru_cache(maxsize=20_000)
def _hide(text: str, code: tuple[tuple[int, int], ...]) -> str:
    likely = list(_likely(text))
    if not (likely or code or "`" in text or "](" in text or "][" in text):
        return text
    out = list(text)

    def drop(start: int, end: int) -> None:
        out[start:end] = HIDDEN * (end - start)

    for start, end in code:
        drop(start, end)
    if "`" in text:
        for m in FENCE.finditer(text):
            drop(*m.span())
    if "](" in text or "][" in text:
        for m in LINK.finditer(text):
            drop(m.start(), m.start(1))
            drop(m.end(1), m.end())
    for pattern in likely:
        for m in pattern.finditer(text):
            drop(*m.span())
    return "".join(out)


def _likely(text: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns whose signs the text has."""
    if "<" in text or "&" in text:
        yield TAG
    if "{" in text or "$" in text:
        yield SHORTCODE
    if "://" in text or "www." in text:
        yield ADDRESS
    if "@" in text:
        yield MAIL
    if text.count("/") > 1:
        yield PATH
    if "-" in text:
        yield OPTION
    if INNER.search(text):
        yield DOTTED


@lru_cache(maxsize=20_000)
def shown(text: str) -> str:
    """Return the text as a reader of the page sees it: link targets, tags and Markdown's signs left out; offsets are lost.

    >>> shown("See **the** [terms](https://example.org/t) and `a`.")
    'See the terms and a.'
    """
    if "](" in text or "][" in text:
        text = LINK.sub(r"\1", text)
    if "<" in text or "&" in text:
        text = TAG.sub(" ", text)
    if "{" in text or "$" in text:
        text = SHORTCODE.sub(" ", text)
    if "://" in text:
        text = ADDRESS.sub(" ", text)
    return text.replace("*", "").replace("`", "")
