"""Take snapshots of the originals' addresses; the only code that touches the network.

Addresses come from a file that anybody may have written, and what answers there is a stranger. So: http and https only; no
address of this machine or of a private network, and it is the address truly connected to that is looked at, so that no name can
change its mind between the look and the call; few redirects, none from https to http; bounds on size and time; only types that can
be read. What was asked and what came is written to `work.toml`, every comment kept.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from .model import Bilingual, Limits, SourceError
from .writing import write_whole

if TYPE_CHECKING:
    import httpx

REDIRECTS = 5
SECONDS = 60.0  # for one original, all redirects together
SILENCE = 15.0  # seconds without a byte
MB = 2**20
# What an answer may be, and the suffixes of files that hold it.
TYPES = {
    "text/html": (".html", ".htm", ".xhtml", ".md", ".markdown", ".txt"),
    "application/xhtml+xml": (".html", ".htm", ".xhtml", ".md", ".markdown", ".txt"),
    "text/markdown": (".md", ".markdown", ".txt"),
    "text/plain": (".md", ".markdown", ".txt", ".wiki", ".mediawiki"),
    "text/x-wiki": (".wiki", ".mediawiki"),
    "application/pdf": (".pdf",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "application/epub+zip": (".epub",),
}
PAGES = ("text/html", "application/xhtml+xml")
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.I)  # <meta charset="gb18030">


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Hold what came from an address: its bytes, type and charset ("" where none is said), and the addresses on the way there."""

    content: bytes
    type: str
    charset: str
    way: tuple[str, ...]


def fetch_work(folder: Path, limits: Limits, private: bool = False, today: date | None = None) -> Iterator[tuple[Path, Snapshot]]:
    """Fetch every original of a work that has an address, write it to its path, and note date and digest in `work.toml`.

    Raises SourceError at the first that cannot be had; what was there before then stays.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    from .read.files import read_text

    path = folder / "work.toml"
    try:
        document = tomlkit.parse(read_text(path))
    except TOMLKitError as error:
        raise SourceError(path, Bilingual(f"not TOML: {error}", f"不是有效的 TOML：{error}"), Bilingual("correct it", "请更正")) from error
    originals = document.get("original", [])
    chosen = [o for o in originals if isinstance(o, dict) and o.get("url")] if isinstance(originals, list) else []
    if not chosen:
        raise SourceError(
            path, Bilingual("no original has a url", "没有原文写明 url"), Bilingual('add url = "https://..."', '请加上 url = "https://..."')
        )
    for original in chosen:
        target = _target(folder, original)
        snapshot = fetch(str(original["url"]), limits, private)
        content = _readable(snapshot, target, str(original.get("xpath", "")))
        write_whole(target, content)
        original["retrieved"] = today or datetime.now(UTC).date()
        original["sha256"] = hashlib.sha256(content).hexdigest()
        original.pop("redirects", None)
        if len(snapshot.way) > 1:
            original["redirects"] = list(snapshot.way[1:])
        write_whole(path, tomlkit.dumps(document).encode())
        yield target, snapshot


def _target(folder: Path, original: Any) -> Path:
    name = str(original.get("path", ""))
    target = folder / name
    if not name or target.is_symlink() or not target.resolve().is_relative_to(folder.resolve()) or target.is_dir():
        raise SourceError(
            folder / "work.toml",
            Bilingual(
                f"the path {name or '(none)'} is no file in the work's folder", f"路径 {name or '（未填）'} 不是该作品文件夹中的文件"
            ),
            Bilingual("name where the snapshot is to stand", "请写明快照的存放位置"),
        )
    return target


# ---------------------------------------------------------------- one address


def fetch(url: str, limits: Limits, private: bool = False) -> Snapshot:
    """Return what stands at an address. Raises SourceError that says why it cannot be had."""
    httpx = _httpx()
    end, way = time.monotonic() + SECONDS, [url]
    with _client(private) as client:
        while True:
            _demand_allowed(way)
            try:
                with client.stream("GET", way[-1]) as answer:
                    if answer.has_redirect_location:
                        way.append(urljoin(way[-1], answer.headers["location"]))
                        continue
                    return _taken(answer, limits, end, tuple(way))
            except httpx.InvalidURL as error:
                raise _wrong(way[-1], "this is no address", "网址无效") from error
            except httpx.TimeoutException as error:
                raise _wrong(way[-1], f"no answer within {SILENCE:g} seconds", f"{SILENCE:g} 秒内没有应答") from error
            except (httpx.HTTPError, OSError, ValueError) as error:
                raise _wrong(way[-1], f"cannot be reached: {error}", f"无法访问：{error}") from error


def _httpx() -> Any:
    try:
        import httpx
    except ImportError:
        raise SourceError(
            "duikan fetch",
            Bilingual("the library httpx is not installed", "没有安装 httpx 库"),
            Bilingual("run pip install 'duikan[fetch]'", "请运行 pip install 'duikan[fetch]'"),
        ) from None
    return httpx


def _demand_allowed(way: list[str]) -> None:
    try:
        parts = urlsplit(way[-1])
        port = parts.port
    except ValueError as error:
        raise _wrong(way[-1], "this is no address", "网址无效") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise _wrong(way[-1], "only http and https addresses are fetched", "只抓取 http 与 https 网址")
    if parts.username or parts.password:
        raise _wrong(way[-1], "the address holds a user's name", "网址中含有用户名")
    if len(way) > 1 and urlsplit(way[-2]).scheme == "https" and parts.scheme == "http":
        raise _wrong(way[0], f"redirected from https to {way[-1]}", f"由 https 转向 {way[-1]}")
    if len(way) > REDIRECTS + 1:
        raise _wrong(way[0], f"more than {REDIRECTS} redirects", f"重定向超过 {REDIRECTS} 次")


def _taken(answer: httpx.Response, limits: Limits, end: float, way: tuple[str, ...]) -> Snapshot:
    """Read an answer within the limits."""
    if answer.status_code != 200:
        raise _wrong(way[-1], f"the server answers {answer.status_code}", f"服务器返回 {answer.status_code}")
    said = answer.headers.get("content-type", "")
    kind = said.partition(";")[0].strip().lower()
    if kind not in TYPES:
        raise _wrong(way[-1], f"its type is {kind or 'not said'}, which cannot be read", f"类型为 {kind or '未说明'}，无法读取")
    most, content = limits.file * MB, bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > most:
            raise _wrong(way[-1], f"larger than {limits.file} MB", f"超过 {limits.file} MB")
        if time.monotonic() > end:
            raise _wrong(way[-1], f"took more than {SECONDS:g} seconds", f"超过 {SECONDS:g} 秒")
    found = re.search(r"charset=[\"']?([\w-]+)", said, re.I)
    return Snapshot(bytes(content), kind, found[1].lower() if found else "", way)


def _wrong(url: str, why: str, why_zh: str) -> SourceError:
    return SourceError(url[:200], Bilingual(why, why_zh), Bilingual("correct the url in work.toml", "请更正 work.toml 中的 url"))


# ---------------------------------------------------------------- the connection


def _client(private: bool) -> httpx.Client:
    """Return a client that keeps no cookies, knows no proxy, follows nothing, and looks at each address that it connects to."""
    import httpcore
    import httpx

    from . import __version__

    class Looking(httpcore.NetworkBackend):
        """Resolve a name once, refuse what is not public, and connect to the very address that was looked at."""

        def __init__(self) -> None:
            self.real = httpcore.SyncBackend()

        def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,
            local_address: str | None = None,
            socket_options: Iterable[Any] | None = None,
        ) -> httpcore.NetworkStream:
            address = _address(host, port, private)
            return self.real.connect_tcp(address, port, timeout, local_address, socket_options)

    class Transport(httpx.BaseTransport):
        """Give httpx's requests to httpcore with the looking connections."""

        def __init__(self) -> None:
            self.pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=Looking(), max_connections=1)

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            url = request.url
            target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
            asked = httpcore.Request(request.method, target, headers=request.headers.raw, extensions=request.extensions)
            try:
                got = self.pool.handle_request(asked)
            except httpcore.TimeoutException as error:
                raise httpx.ConnectTimeout(str(error)) from error
            except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
                raise httpx.ConnectError(str(error)) from error
            return httpx.Response(got.status, headers=got.headers, stream=_Stream(got), extensions={})

        def close(self) -> None:
            self.pool.close()

    class _Stream(httpx.SyncByteStream):
        def __init__(self, got: httpcore.Response) -> None:
            self.got = got

        def __iter__(self) -> Iterator[bytes]:
            try:
                yield from self.got.iter_stream()
            except httpcore.TimeoutException as error:
                raise httpx.ReadTimeout(str(error)) from error
            except (httpcore.NetworkError, httpcore.ProtocolError) as error:
                raise httpx.ReadError(str(error)) from error

        def close(self) -> None:
            self.got.close()

    headers = {"User-Agent": f"duikan/{__version__}", "Accept": ", ".join(TYPES), "Accept-Encoding": "gzip, deflate"}
    return httpx.Client(transport=Transport(), headers=headers, timeout=SILENCE, follow_redirects=False, trust_env=False)


def _address(host: str, port: int, private: bool) -> str:
    """Return an address of a host. Raises SourceError where any of its addresses is none of the public network's."""
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise _wrong(host, f"the name cannot be resolved: {error}", f"无法解析该主机名：{error}") from error
    for address in found:
        own = ipaddress.ip_address(address.partition("%")[0])
        inner = getattr(own, "ipv4_mapped", None) or getattr(own, "sixtofour", None)
        if not private and not (own.is_global and (inner is None or inner.is_global) and not own.is_multicast):
            raise SourceError(
                host,
                Bilingual(f"{address} is an address of this machine or of a private network", f"{address} 属于本机或内部网络"),
                Bilingual("correct the url, or allow it with --allow-private", "请更正 url，或用 --allow-private 允许"),
            )
    return found[0]


# ---------------------------------------------------------------- the readable text


def _readable(snapshot: Snapshot, target: Path, xpath: str) -> bytes:
    """Return what is to be kept: of a web page its text, as the XPath or else trafilatura finds it; other types as they came."""
    suffix = target.suffix.lower()
    if suffix not in TYPES[snapshot.type]:
        raise SourceError(
            target,
            Bilingual(
                f"the address gives {snapshot.type}, not what {suffix or 'this name'} says",
                f"该网址给出 {snapshot.type}，与 {suffix or '文件名'} 不符",
            ),
            Bilingual(f"name the file {TYPES[snapshot.type][0]}", f"请将文件后缀改为 {TYPES[snapshot.type][0]}"),
        )
    if snapshot.type not in PAGES:
        return _decoded(snapshot).encode() if snapshot.type.startswith("text/") else snapshot.content
    text = _decoded(snapshot)
    markdown = suffix in (".md", ".markdown", ".txt")
    if xpath:
        return _chosen(text, xpath, target)
    return _extracted(text, snapshot.way[-1], markdown, target)


def _decoded(snapshot: Snapshot) -> str:
    """Decode as the server says, else as the page says, else as UTF-8."""
    declared = CHARSET.search(snapshot.content[:4096])
    names = (snapshot.charset, declared[1].decode("ascii").lower() if declared else "", "utf-8", "gb18030")
    for name in filter(None, names):
        try:
            return snapshot.content.decode({"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252"}.get(name, name)).removeprefix(
                "\ufeff"
            )
        except (UnicodeDecodeError, LookupError):
            continue
    raise _wrong(snapshot.way[-1], "its characters cannot be decoded", "无法识别字符编码")


def _chosen(text: str, xpath: str, target: Path) -> bytes:
    from lxml import etree
    from lxml import html as lxml_html

    try:
        page = lxml_html.document_fromstring(text, parser=lxml_html.HTMLParser(no_network=True, huge_tree=False, encoding=None))
        found = page.xpath(xpath)
    except (etree.XPathError, etree.ParserError, ValueError) as error:
        raise SourceError(
            target,
            Bilingual(f"the xpath {xpath} is wrong: {error}", f"xpath {xpath} 有误：{error}"),
            Bilingual("correct it in work.toml", "请在 work.toml 中更正"),
        ) from error
    parts = [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []
    if not parts:
        raise SourceError(
            target,
            Bilingual(f"the xpath {xpath} finds nothing", f"xpath {xpath} 没有找到内容"),
            Bilingual("correct it in work.toml", "请在 work.toml 中更正"),
        )
    inside = b"\n".join(etree.tostring(e, encoding="utf-8", method="html", with_tail=False) for e in parts)
    return b'<!DOCTYPE html>\n<meta charset="utf-8">\n<main>\n' + inside + b"\n</main>\n"


def _extracted(text: str, url: str, markdown: bool, target: Path) -> bytes:
    try:
        import trafilatura
    except ImportError:
        raise SourceError(
            target,
            Bilingual("the library trafilatura is not installed", "没有安装 trafilatura 库"),
            Bilingual(
                "run pip install 'duikan[fetch]', or give an xpath in work.toml",
                "请运行 pip install 'duikan[fetch]'，或在 work.toml 中写明 xpath",
            ),
        ) from None
    form = "markdown" if markdown else "html"
    found = trafilatura.extract(
        text,
        url=url,
        output_format=form,
        include_comments=False,
        include_tables=True,
        include_links=True,
        include_formatting=True,
        favor_recall=True,
    )
    if not found:
        raise SourceError(
            target,
            Bilingual("no text was found on the page", "网页中没有找到正文"),
            Bilingual("give an xpath in work.toml", "请在 work.toml 中写明 xpath"),
        )
    return (found if markdown else '<!DOCTYPE html>\n<meta charset="utf-8">\n' + found).rstrip("\n").encode() + b"\n"
