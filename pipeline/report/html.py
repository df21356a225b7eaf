"""Write the page that an editor works through: one self-contained file, both texts side by side, issues at their place."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .. import __version__
from ..model import NOTHING, Bilingual, Collation, Severity, Verification
from .chart import chart
from .phrases import label
from .position import line_of
from .strip import HEIGHT, WIDTH, bars, ticks
from .view import Page, fill, page

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent
CODE = re.compile(r"`([^`\n]+)`")  # `review.toml` in a check's page
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # all but tab and line feed
PICTURES = {n: 0x2400 + n for n in range(32)} | {0x7F: 0x2421}
GRAVEST = tuple(sorted(Severity, reverse=True))
SCRIPTS = ("report.js", "desk.js", "own.js", "decide.js", "edit.js", "tie.js")
# Keys and what they do; those of the desk can be used there only.
SHORTCUTS = (
    ("j k", "key-next"),
    ("n p", "key-passage"),
    ("w", "key-waive"),
    ("u", "key-unwaive"),
    ("f", "key-fixed"),
    ("b", "key-align"),
    ("a", "key-accept"),
    ("e", "key-edit"),
    ("o", "key-why"),
    ("/", "key-search"),
    ("c", "key-only"),
    ("s", "key-stale"),
    ("y", "key-copy"),
    ("1 2 3 4", "key-severity"),
    ("l", "key-language"),
    ("?", "key-help"),
    ("Esc", "key-escape"),
)
DESK_ONLY = ("key-accept", "key-edit")


@dataclass(frozen=True, slots=True)
class Served:
    """Say that the review desk shows the page: what state of the work it is, and who decides ("" where git knows nobody)."""

    version: str
    stamp: str
    by: str


def render(
    collation: Collation, verification: Verification, pages: Mapping[str, Bilingual] | None = None, served: Served | None = None
) -> str:
    """Return the page. `pages` are the checks' own pages by name: what the page says about why a finding matters.

    Without `served` it is a file by itself, which keeps decisions in the browser.
    """
    shown = page(collation, verification)
    work = collation.work
    values = {
        **common(*SCRIPTS, connect=served is not None),
        "served": served,
        "two": [str(s) for s in GRAVEST if (second := collation.settings.second) is not None and s >= second],
        "shortcuts": [s for s in SHORTCUTS if served or s[1] not in DESK_ONLY],
        "style": asset("base.css") + asset("report.css"),
        "work": work.id if work else "",
        "title": work.title if work else NOTHING,
        "v": verification,
        "page": shown,
        "drift": drift(verification),
        "counts": [(str(s), verification.count(s)) for s in GRAVEST],
        "waived": sum(not i.unsettled for i in verification.issues),
        "trend": chart(verification.trend),
        "documents": _documents(collation, verification),
        "many": len(collation.bitext.originals) > 1,
        "choices": _choices(shown, verification),
        "bars": bars(shown),
        "ticks": ticks(shown),
        "width": WIDTH,
        "height": HEIGHT,
        "pages": _pages(pages or {}, verification),
        "line_of": line_of,
        "short": _shortener([d.path for d in (*collation.bitext.originals, collation.bitext.translation)]),
        "translation": collation.bitext.translation.path,
    }
    return printable(environment().get_template("report.html").render(values)).lstrip()


def broken(said: Bilingual) -> str:
    """Return the page that stands in the report's place while the desk cannot read a work; the report's script shows its text."""
    return printable(environment().get_template("broken.html").render(said=said, style=asset("base.css") + asset("index.css")))


def _shortener(paths: Sequence[str]) -> Callable[[str], str]:
    """Return a function that leaves out of a path the folder that all the documents share.

    >>> short = _shortener(["house/a/en.md", "house/a/zh.md"])
    >>> short("house/a/en.md:7"), short("a7")
    ('en.md:7', 'a7')
    """
    folders = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    shared = "".join(f"{names[0]}/" for names in takewhile(lambda names: len(set(names)) == 1, folders))
    return lambda path: path.removeprefix(shared)


def printable(page: str) -> str:
    """Return a page that can be written as UTF-8, with control characters shown as their pictures; texts may hold anything."""
    shown = CONTROL.sub(lambda match: match[0].translate(PICTURES), page)
    return shown.encode("utf-8", "replace").decode("utf-8")


@cache
def environment() -> Environment:
    """Return the templates of this folder; everything filled in is escaped unless it is markup already."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals.update(label=label, fill=fill, digest_of=digest_of)
    return made


@cache
def asset(name: str) -> Markup:
    """Return a stylesheet or script of this folder, to be set into a page as it is."""
    return Markup((FOLDER / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def drift(verification: Verification) -> Bilingual:
    """Return in one sentence how much changed since the sign-off."""
    changes = verification.changes
    numbers, stale = sum(c.weight == "number" for c in changes), {(s.path, s.id) for c in changes for s in c.stale}
    return fill("drift", n=str(len(changes)), numbers=str(numbers), stale=str(len(stale)))


def digest_of(markup: str) -> str:
    """Return a short digest by which the page knows a piece of itself again."""
    return sha256(markup.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def common(*scripts: str, connect: bool = False) -> dict[str, Any]:
    """Return what every page needs: its scripts as one, and a policy that lets nothing else run and nothing be fetched."""
    return {"script": Markup("").join(asset(name) for name in scripts), "policy": policy(*scripts, connect=connect), "version": __version__}


def policy(*scripts: str, connect: bool = False) -> str:
    """Return a page's content security policy; with `connect` it may speak to the desk that served it."""
    code = Markup("").join(asset(name) for name in scripts)
    hashed = b64encode(sha256(code.encode()).digest()).decode()
    desk = "connect-src 'self'; " if connect else ""
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hashed}'; {desk}base-uri 'none'; form-action 'none'"


def _documents(collation: Collation, verification: Verification) -> list[dict[str, Any]]:
    covered = dict(verification.coverage)
    titles = {o.document.path: o for o in collation.work.originals} if collation.work else {}
    return [
        {"document": d, "original": titles.get(d.path), "coverage": covered.get(d.path, 0.0), "role": role}
        for role, documents in (("original", collation.bitext.originals), ("translation", (collation.bitext.translation,)))
        for d in documents
    ]


def _choices(shown: Page, verification: Verification) -> list[tuple[str, list[tuple[str, Bilingual, int]]]]:
    """Return the filters: name, and per choice its value, label and number of issues."""
    types = Counter(i.type for i in verification.issues)
    checks = Counter(i.check for i in verification.issues)
    statuses = Counter(i.status for i in verification.issues)
    sections = [
        (str(s.number), Bilingual(_short(s.title), _short(s.title)), n)
        for s in shown.sections
        if (n := sum(len(r.cards) for c in shown.chunks if c.section == s.number for r in c.rows))
    ]
    return [
        ("type", [(key, label(key), n) for key, n in sorted(types.items())]),
        ("check", [(key, Bilingual(key, key), n) for key, n in sorted(checks.items())]),
        ("status", [(key, label(key), n) for key, n in sorted(statuses.items())]),
        ("section", sections),
    ]


def _short(title: str) -> str:
    return title if len(title) <= 24 else title[:23] + "…"


def _pages(pages: Mapping[str, Bilingual], verification: Verification) -> list[tuple[str, Markup, Markup]]:
    """Return the pages of the checks that found something, in English and in Chinese, as markup."""
    used = sorted({i.check for i in verification.issues} & pages.keys())
    return [(name, _page(pages[name].en), _page(pages[name].zh)) for name in used]


def _page(text: str) -> Markup:
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        pattern = Markup("<pre>{}</pre>") if paragraph.lstrip().startswith(">>>") else Markup("<p>{}</p>")
        code = Markup("").join(Markup("<code>{}</code>").format(piece) if n % 2 else piece for n, piece in enumerate(CODE.split(paragraph)))
        parts.append(pattern.format(paragraph if "<pre>" in pattern else code))
    return Markup("").join(parts)
