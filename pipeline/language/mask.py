"""Hide what is not prose: code, addresses, tags, paths, so that rules of usage and counts look at prose only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..model import Mark, Segment, Span
from .memo import by_identity

HIDDEN = "\ufffc"  # stands for one hidden character: neither Han nor Latin nor space nor punctuation

FENCE = re.compile(r"(``*)[^`]+\1")  # `kubectl get pods`, ``a`b``
LINK = re.compile(r"(?:!\[|\[)([^\[\]\n]{0,400})\](\([^()\s]*[^()\n]{0,200}\)|\[[^\[\]\n]{0,100}\])")  # [terms](/terms "title"), [terms][1]
TAG = re.compile(r"<[/!]?[A-Za-z][^<>]{0,300}>|&#?\w{1,8};")  # <td colspan="2">, &nbsp;
SHORTCODE = re.compile(
    r"\{\{[^{}\n]{0,300}\}\}|\{:[^{}\n]{0,200}\}|\{#[\w-]{1,80}\}|\$\{?\w{1,60}\}?"
)  # {{< note >}}, {: .class}, {#anchor}
URL = r"://[^\s<>\"'`)\]）】》，。；、！？“”\u3400-\u9fff]+"
ADDRESS = re.compile(rf"https?{URL}|ftp{URL}|www\.[\w.-]{{3,}}[\w/]")  # https://example.org/a?b=c
MAIL = re.compile(r"[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)  # desk@example.org
PATH = re.compile(r"(?<![\w\u3400-\u9fff<])(?:\.{0,2}/)?(?:[\w.-]{1,60}+/){2,12}[\w.-]{0,80}", re.ASCII)  # /etc/hosts/x
OPTION = re.compile(r"-(?<![\w.]-)-?[A-Za-z][\w-]{2,60}", re.ASCII)  # --dry-run
# 1.2.3, .status.failed, file.yaml, 10:30, 3.5; that a word is followed by a point is asked first, since most are not
DOTTED = re.compile(r"(?<![\w.])\.?(?=[A-Za-z0-9-]*+[.:_])[\w-]{1,60}(?:[.:_][\w-]{1,60}){1,8}", re.ASCII)
INNER = re.compile(r"[.:_][\w-]", re.ASCII)  # the .y of file.yaml
FOLDER = re.compile(r"/[\w.-]{1,60}/", re.ASCII)  # the /hosts/ of /etc/hosts/x


def hide(text: str, marks: Sequence[Mark] = ()) -> str:
    """Return the text with everything that is no prose replaced character by character: offsets stay.

    A link's own words stay; numbers with points, times, versions, file names go whole.

    >>> hide("见 `a.b`，或 https://example.org/x。").replace(HIDDEN, "_")
    '见 _____，或 _____________________。'
    """
    return _hide(text, tuple([(m.start, m.end) for m in marks if m.kind == "code"]) if marks else ())


@by_identity
def prose(segment: Segment) -> str:
    """Return a segment's text as `hide` leaves it."""
    return hide(segment.text, segment.marks)


@lru_cache(maxsize=20_000)
def _hide(text: str, code: tuple[Span, ...]) -> str:
    found = [*code]
    if "`" in text:
        found += [m.span() for m in FENCE.finditer(text)]
    if "](" in text or "][" in text:
        found += [span for m in LINK.finditer(text) for span in ((m.start(), m.start(1)), (m.end(1), m.end()))]
    for pattern in _likely(text):
        found += [m.span() for m in pattern.finditer(text)]
    return _covered(text, sorted(found)) if found else text


def _covered(text: str, spans: Iterable[Span]) -> str:
    """Return the text with stretches hidden, which are in order and may overlap."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if end > at:
            pieces += (text[at:start], HIDDEN * (end - max(at, start)))
            at = end
    return "".join(pieces) + text[at:]


def _likely(text: str) -> list[re.Pattern[str]]:
    """Return the patterns whose signs the text has."""
    found = []
    if "<" in text or "&" in text:
        found.append(TAG)
    if "{" in text or "$" in text:
        found.append(SHORTCODE)
    if "://" in text or "www." in text:
        found.append(ADDRESS)
    if "@" in text:
        found.append(MAIL)
    if "/" in text and FOLDER.search(text):
        found.append(PATH)
    if "-" in text:
        found.append(OPTION)
    if INNER.search(text):
        found.append(DOTTED)
    return found


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
