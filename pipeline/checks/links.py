"""Compare the addresses that links point to.

A changed or lost address sends the reader of the translation elsewhere. Paths into a localised site (`/docs/` for
`/zh-cn/docs/`), another language's subdomain, `http` and `https`, and a final slash are the same address.

>>> on("See [the terms](https://example.org/terms).", "见[条款](https://example.org/terms/)。")
>>> on("See [the terms](https://example.org/terms).", "见[条款](https://example.com/terms)。")
links (major): the link leads to https://example.com/terms; the source's leads to https://example.org/terms

Does not open the addresses, and does not compare the words of a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, zip_longest
from urllib.parse import unquote, unquote_to_bytes

from ..language.mask import ADDRESS, MAIL
from ..model import Bead, Bilingual, Collation, Finding, Place, Segment, Severity
from . import check

SCHEME = re.compile(r"^(?:https?:)?//(?:www\d?\.)?|^mailto:", re.I)  # https://www.
LOCALE = re.compile(r"(?<=/)(?:zh|en)(?:[-_](?:cn|hans|hant|tw|hk|sg|us|gb|uk))*(?=/|$)/?", re.I)  # /zh-cn/, /en-us/
SUBDOMAIN = re.compile(r"^(?:zh|en|zh-cn|cn)\.", re.I)  # zh.wikipedia.org
GLUED = re.compile(r"[\u3400-\u9fff]+$")  # http://10.0.0.2和: no space stands between a bare address and Chinese
ESCAPED = re.compile(r"\\+(?=[_*~\[\]()#])")  # Global\\_Partnership
LANGUAGE = re.compile(r"[?&](?:hl|lang|locale|language)=[\w-]+", re.I)  # ?hl=en


@check(type="markup", mqm="accuracy/mistranslation", severity=Severity.MAJOR)
def links(collation: Collation) -> Iterator[Finding]:
    """Yield addresses that differ from the source's, are lost, or are shown with stray escapes."""
    beads = collation.bitext.beads
    for n, bead in enumerate(beads):
        if not any(map(_addressed, bead.source + bead.target)):
            continue
        near = beads[max(0, n - 3) : n + 4]
        source, target = _addresses(bead.source), _addresses(bead.target)
        yield from _escapes(bead)
        yield from _damaged(bead, source, target)
        if not source and not target:
            continue
        there = {k for b in near for k, _ in (target if b is bead else _addresses(b.target))} if source else set()
        here = {k for b in near for k, _ in (source if b is bead and not b.twins else _addresses(b.source + b.twins))} if target else set()
        lost = [(k, p) for k, p in source if k not in there] if bead.target else []
        new = [(k, p) for k, p in target if k not in here] if bead.source else []
        for a, b in zip_longest(_once(lost), _once(new)):
            yield from _differ(bead, a, b)


Address = tuple[str, tuple[str, Place]]


def _differ(bead: Bead, a: Address | None, b: Address | None) -> Iterator[Finding]:
    if a and b:
        (was, here), (now, there) = a[1], b[1]
        if _elsewhere(a[0], b[0], was, now):
            return
        message = Bilingual(f"the link leads to {now}; the source's leads to {was}", f"链接指向 {now}，原文指向 {was}")
        yield Finding(message, here, there, bead=bead)
    elif a:
        message = Bilingual(f"the link to {a[1][0]} is lost", f"译文缺少指向 {a[1][0]} 的链接")
        yield Finding(message, a[1][1], Place.whole(bead.target[0]), severity=Severity.MINOR, bead=bead)
    elif b:
        message = Bilingual(f"the link to {b[1][0]} is not in the source", f"原文没有指向 {b[1][0]} 的链接")
        yield Finding(message, Place.whole(bead.source[0]), b[1][1], severity=Severity.NEUTRAL, bead=bead)


def _elsewhere(a: str, b: str, was: str, now: str) -> bool:
    """Tell whether two different keys are two languages' pages of one site, or anchors that headings in two languages give."""
    if a.startswith("#") and b.startswith("#"):
        return True
    if a.partition("#")[0] == b.partition("#")[0] and ("#" in a) != ("#" in b):
        return True
    host_a, _, rest_a = a.partition("/")
    host_b, _, rest_b = b.partition("/")
    tongue = host_a == host_b and SCHEME.sub("", was).partition("/")[0] != SCHEME.sub("", now).partition("/")[0]
    return host_a == host_b and (tongue or not (rest_a + rest_b).isascii())


BYTES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")  # %E7%BD%91


def _damaged(bead: Bead, source: list[Address], target: list[Address]) -> Iterator[Finding]:
    """Yield an address whose percent-escapes spell no text, so that it leads nowhere; one copied from the source is the source's."""
    known = {raw for _, (raw, _) in source}
    for _, (raw, place) in target:
        if "%" in raw and raw not in known and not _spelt(raw):
            message = Bilingual(f"the escapes in {raw} are damaged: they spell no text", f"网址 {raw} 中的百分号编码已损坏，无法还原为文字")
            yield Finding(message, None, place, bead=bead)


def _spelt(address: str) -> bool:
    """Tell whether an address's escapes are text in UTF-8 (RFC 3987) or in the encoding of older Chinese sites.

    >>> _spelt("/wiki/%E7%BD%91%E7%BB%9C"), _spelt("/?q=%CD%F8"), _spelt("/wiki/%E17%BD%91")
    (True, True, False)
    """
    runs = [unquote_to_bytes(m[0]) for m in BYTES.finditer(address)]
    return any(all(_decodes(run, encoding) for run in runs) for encoding in ("utf-8", "gb18030", "big5"))


def _decodes(run: bytes, encoding: str) -> bool:
    try:
        run.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _once(found: Iterable[Address]) -> list[Address]:
    return list(dict(reversed(list(found))).items())[::-1]


def _addressed(segment: Segment) -> bool:
    return any(m.kind in ("link", "image") for m in segment.marks) or "@" in segment.text or "://" in segment.text


def _addresses(segments: Iterable[Segment]) -> list[Address]:
    found: list[Address] = []
    for segment in segments:
        for m in segment.marks:
            if m.kind in ("link", "image"):
                raw = m.target or segment.text[m.start : m.end]
                if raw == segment.text[m.start : m.end]:
                    raw = GLUED.sub("", raw)
                found.append((_key(raw), (raw, Place(segment, m.start, m.end))))
        if "@" in segment.text or "://" in segment.text:
            for match in chain(ADDRESS.finditer(segment.text), MAIL.finditer(segment.text) if "@" in segment.text else ()):
                place = Place(segment, *match.span())
                if not any(p.start < place.end and place.start < p.end for _, (_, p) in found if p.segment is segment):
                    found.append((_key(match[0]), (match[0], place)))
    return [f for f in found if f[0]]


@lru_cache(maxsize=5000)
def _key(address: str) -> str:
    """Return what two addresses of one page share; anchors on other people's pages count, unless they are in Chinese.

    >>> _key("https://www.example.org/zh-cn/docs/a/#B"), _key("/docs/a#b")
    ('example.org/docs/a#b', '/docs/a')
    """
    text = LANGUAGE.sub("", unquote(ESCAPED.sub("", address.strip().rstrip(".,;:"))))
    text = LOCALE.sub("", SCHEME.sub("", text) if not text.startswith("#") else text)
    text = SUBDOMAIN.sub("", text)
    page, _, anchor = text.partition("#")
    kept = f"#{anchor.rstrip('/')}" if anchor and (not page or (SCHEME.match(address) and anchor.isascii())) else ""
    return ((page.rstrip("/") or page) + kept).lower()


def _escapes(bead: Bead) -> Iterator[Finding]:
    """Yield a link whose shown address has backslashes that Markdown did not need."""
    for segment in bead.target:
        for m in segment.marks:
            words = segment.text[m.start : m.end]
            if m.kind == "link" and "\\" in words and "://" in words and not words.startswith("["):
                clean = ESCAPED.sub("", words)
                message = Bilingual("the address is shown with a stray backslash", "网址中显示了多余的反斜杠")
                yield Finding(message, None, Place(segment, m.start, m.end), clean, severity=Severity.MINOR, bead=bead, type="markup")
