"""Open the files that an edition shows: images and stylesheets of the work's folder, and nothing else.

Texts come from anywhere; a document must not be able to print a file of the machine or call home when it is published.
"""

from __future__ import annotations

import base64
import io
import mimetypes
import re
import sys
import warnings
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element as Element

from ..model import Bilingual, Limits, SourceError

IMAGES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"}
MB = 2**20
SCHEME = re.compile(r"^\s*([a-zA-Z][a-zA-Z0-9+.-]*):")  # https://example.org/map.png
INSIDE = Bilingual("put the image into the work's folder and give its path there", "请把图片放入该作品的文件夹，并给出其中的路径")


def local_file(folder: Path, address: str, path: str, base: str = "") -> Path:
    """Return the file that an address in a text means, after links and `%2e%2e` are resolved.

    `path` is the text's, for the message; `base` is the folder it stands in, relative to the work's.
    Raises SourceError where it is remote, outside the folder, or missing.
    """
    scheme = SCHEME.match(address)
    if scheme or address.startswith(("//", "\\\\")):
        problem = Bilingual(f"image {_short(address)} is not in the work's folder", f"图片 {_short(address)} 不在该作品的文件夹内")
        raise SourceError(path, problem, INSIDE)
    root = folder.resolve()
    try:
        file = (root / base / unquote(urlsplit(address).path)).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise SourceError(path, Bilingual(f"image path {_short(address)} is broken", f"图片路径 {_short(address)} 有误"), INSIDE) from error
    if not file.is_relative_to(root):
        problem = Bilingual(f"image {_short(address)} lies outside the work's folder", f"图片 {_short(address)} 在该作品的文件夹之外")
        raise SourceError(path, problem, INSIDE)
    if not file.is_file():
        raise SourceError(path, Bilingual(f"image {_short(address)} is missing", f"找不到图片 {_short(address)}"), INSIDE)
    return file


def embed_images(tree: Element, folder: Path, path: str, limits: Limits) -> None:
    """Put every image into the text as a data: address, so that the edition is one file.

    Raises SourceError for an image that is missing, remote, outside the folder, too large, or no image.
    """
    for image in tree.iter("img"):
        address = image.get("src") or ""
        if not address.startswith("data:"):
            image.set("src", data_url(local_file(folder, address, path, str(Path(path).parent)), path, limits))
        if image.get("alt") is None:
            image.set("alt", "")


def data_url(file: Path, path: str, limits: Limits) -> str:
    """Return an image file as a data: address."""
    kind = mimetypes.guess_type(file.name)[0] or ""
    if kind not in IMAGES:
        raise SourceError(
            path,
            Bilingual(f"{file.name} is no image that can be published", f"{file.name} 不是可以发布的图片"),
            Bilingual("use PNG, JPEG, GIF, WebP or SVG", "请使用 PNG、JPEG、GIF、WebP 或 SVG"),
        )
    if file.stat().st_size > limits.picture * MB:
        raise _too_large(file.name, path, f"{limits.picture} MB", "picture")
    content = file.read_bytes()
    if _pixels(content, kind, file.name, path) > limits.pixels * 1_000_000:
        raise _too_large(file.name, path, f"{limits.pixels},000,000 pixels", "pixels", f"{limits.pixels * 100}万像素")
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _pixels(content: bytes, kind: str, name: str, path: str) -> int:
    """Return how many pixels an image has, 0 for a drawing.

    Raises SourceError for an image that cannot be read: a typesetter would leave it out without a word.
    """
    from lxml import etree
    from PIL import Image

    try:
        if kind == "image/svg+xml":
            etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
            return 0
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:  # the bound is ours
            pixels = image.width * image.height
            image.verify()
            return pixels
    except Image.DecompressionBombError:  # PIL's own bound, far above what a page can show
        return sys.maxsize
    except Exception as error:  # each of PIL's readers raises what it likes
        raise SourceError(
            path,
            Bilingual(f"image {name} is damaged", f"图片 {name} 已损坏"),
            Bilingual("save it again as PNG, JPEG or SVG", "请重新存为 PNG、JPEG 或 SVG"),
        ) from error


def _too_large(name: str, path: str, most: str, limit: str, most_zh: str = "") -> SourceError:
    return SourceError(
        path,
        Bilingual(f"image {name} is larger than {most}", f"图片 {name} 超过 {most_zh or most}"),
        Bilingual(f"make it smaller, or raise limits.{limit}", f"请缩小图片，或调高 limits.{limit}"),
    )


def _short(address: str) -> str:
    return address if len(address) <= 80 else f"{address[:77]}..."
