"""Say which addresses a publication may hold: links to the web, to mail and inside the text; pictures of the work's own folder."""

from __future__ import annotations

import re
from urllib.parse import unquote

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")  # https:
HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")  # what a browser passes over
PERCENT = 4  # times that an address may be encoded over itself
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


def link_address(address: str) -> str:
    """Return an address that a link may lead to, or nothing.

    >>> link_address("https://example.org/a"), link_address("#h2"), link_address("java\\tscript:alert(1)"), link_address("../x")
    ('https://example.org/a', '#h2', '', '')
    """
    bare = HIDDEN.sub("", address)
    if bare.startswith("#"):
        return bare
    scheme = SCHEME.match(bare)
    return bare if scheme and scheme[1].lower() in ("http", "https", "mailto") else ""


def image_address(address: str) -> str:
    """Return the path of a picture inside the work's folder, or nothing.

    >>> image_address("img/a.png"), image_address("https://example.org/a.png"), image_address("a/%2e%2e/%2e%2e/b.png")
    ('img/a.png', '', '')
    """
    bare = HIDDEN.sub("", address)
    path = bare
    for _ in range(PERCENT):
        path = unquote(path)
    if SCHEME.match(path) or path.startswith(("/", "\\", "#", "?")) or "\\" in path or "%" in path:
        return ""
    if ".." in path.split("/") or not path.lower().endswith(PICTURES):
        return ""
    return bare
