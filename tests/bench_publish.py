"""Measure how well and how fast pages are set: `python -m tests.bench_publish`.

The meter reads the pages as they were laid out and drops no line. A line is a line box of a Chinese paragraph (`p`, `li`,
`dd`). Its right end is where its last advance ends; a closing mark at the end has given up its blank half, so that is the
end of its ink's half. The last line of a paragraph need not be flush, every other line must. Stock WeasyPrint sets the same
page in a process of its own, so that times and memory compare.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.model import Collation, Edition
from pipeline.publish.clreq import NO_END, NO_START
from pipeline.publish.fonts import check_fonts, use_fonts
from tests.support import BENCH

TOLERANCE = 1.0  # points
POINTS = 0.75  # a CSS pixel
SIZE = 10.5  # points of the running text
MARKUP = re.compile(r"[*_`>#\[\]{}]|\(https?://[^)\s]*\)|<[^<>]*>")  # **44** [terms](https://example.org) <br>
OWN = (
    "委员会指出：“凡用于公共决策的系统，都应当能够被解释、被质疑、被纠正。”这一要求后来写入了《人工智能法》（AI Act）第五条。",
    "截至2024年7月，已有44个国家和地区加入；其中15个创始成员每年缴纳2万欧元的会费，其余成员按经济规模分为三档——高、中、低，会费为1.5万至6万欧元不等……",
    "参与者包括政府、企业、学术界与民间社会（包括工会、“消费者组织”和《公约》秘书处），由OECD主持，GPAI专家社区约有500人。",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Hold what the meter read of one line; `short` is how far it ends before its content box, in points."""

    text: str
    short: float
    last: bool
    page: int


def lines(document: Any) -> Iterator[Line]:
    """Yield each line of the Chinese paragraphs of a laid out document."""
    for number, page in enumerate(document.pages, 1):
        yield from _lines(page._page_box, number)


def _lines(box: Any, page: int) -> Iterator[Line]:
    from weasyprint.formatting_structure import boxes

    children = getattr(box, "children", ())
    if isinstance(box, boxes.LineBox):
        return
    if (box.style["lang"] or "").startswith("zh") and box.element_tag in ("p", "li", "dd"):
        for line in (child for child in children if isinstance(child, boxes.LineBox)):
            leaves = [leaf for leaf in _texts(line) if leaf.text.strip()]
            if leaves:
                end = max(leaf.position_x + leaf.width for leaf in leaves)
                text = "".join(leaf.text for leaf in leaves).strip()
                yield Line(text, (box.content_box_x() + box.width - end) * POINTS, line.resume_at is None, page)
    for child in children:
        yield from _lines(child, page)


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            yield child
        elif child.is_in_normal_flow():
            yield from _texts(child)


def paragraphs() -> list[str]:
    """Return Chinese prose: the shared policy documents where they are, else a few sentences written here."""
    found = [
        text
        for path in sorted((BENCH / "bench" / "documents").glob("*/zh*.md"))
        for block in path.read_text(encoding="utf-8").split("\n\n")
        if len(text := " ".join(MARKUP.sub("", block).split()).lstrip("-0123456789. ")) > 60
    ]
    return found or list(OWN)


def page_of(count: int) -> tuple[str, Collation]:
    """Return a page of so many paragraphs in our stylesheet, a heading before every eighth, and its collation."""
    from pipeline.publish.page import render_page
    from tests.publishing import collation, verification

    prose = paragraphs()
    blocks = []
    for n in range(count):
        if n % 8 == 0:
            blocks.append(f'<h2 id="h{n}">第{n // 8 + 1}章</h2>')
        text = prose[n % len(prose)].replace("&", "&amp;").replace("<", "&lt;")
        blocks.append(f'<p id="p{n}">{text}</p>')
    with tempfile.TemporaryDirectory() as folder:
        one = collation("".join(blocks), Path(folder))
        return render_page(one, verification(one), Edition("zh-Hans"), "print"), one


def measure(way: str, count: int, rounds: int) -> dict[str, Any]:
    """Set the page in this process; return seconds of processor time (the best round), pages, lines."""
    use_fonts()
    import weasyprint

    if way == "duikan":
        from pipeline.publish import emphasis, typeset

        typeset.install()
        emphasis.install()
    page, one = page_of(count)
    if rounds > 1:
        weasyprint.HTML(string=page_of(2)[0]).write_pdf(pdf_tags=True)
    times, document = [], None
    for _ in range(rounds):
        start = time.process_time()
        document = weasyprint.HTML(string=page).render()
        document.write_pdf(**(_options(document, one, page) if way == "duikan" else {"pdf_tags": True}))
        times.append(time.process_time() - start)
    read = list(lines(document))
    inner = [line for line in read if not line.last]
    ragged = [line for line in inner if abs(line.short) > TOLERANCE]
    starts = [line for before, line in pairwise(read) if not before.last and line.text[0] in NO_START]
    ends = [line for line in inner if line.text[-1] in NO_END]
    return {
        "seconds": min(times),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "pages": len(document.pages) if document else 0,
        "lines": len(read),
        "inner": len(inner),
        "flush": 1 - len(ragged) / max(1, len(inner)),
        "ragged": [f"page {line.page}: {line.short:.1f} pt, {_opened(line):.2f} em a place: {line.text}" for line in ragged[:12]],
        "forbidden": [line.text for line in (*starts, *ends)],
    }


def _opened(line: Line) -> float:
    """Return how far, in em, the characters of a ragged line would stand apart were it flush."""
    return line.short / SIZE / max(1, len(line.text) - 1)


def _options(document: Any, one: Collation, page: str) -> dict[str, Any]:
    """Return what makes a PDF/A-3a and PDF/UA-1 with its record attached; stock WeasyPrint only tags."""
    from pipeline.publish.conformance import conform
    from pipeline.publish.record import render
    from tests.publishing import verification

    assert one.work is not None
    record = verification(one)
    return conform(document, one.work, record, render(one, record), page)


def run(way: str, count: int, rounds: int = 1) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.bench_publish", "--measure", way, "--paragraphs", str(count), "--rounds", str(rounds)]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def main() -> int:
    """Print the table; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", choices=("duikan", "stock"))
    parser.add_argument("--paragraphs", type=int, default=1600)
    parser.add_argument("--rounds", type=int, default=1)
    arguments = parser.parse_args()
    from pipeline.publish.lines import LOOSE

    if check_fonts():
        print("bench-publish: the Noto CJK fonts are missing; run sh pipeline/prepare.sh")
        return 0
    if arguments.measure:
        print(json.dumps(measure(arguments.measure, arguments.paragraphs, arguments.rounds)))
        return 0
    ours, stock = run("duikan", arguments.paragraphs), run("stock", arguments.paragraphs)
    short_ours, short_stock = run("duikan", 28, 3), run("stock", 28, 3)
    rows = [
        ("lines flush within 1 pt", f"{stock['flush']:.2%}", f"{ours['flush']:.2%}", ours["flush"] >= 0.995),
        (f"forbidden starts and ends in {ours['lines']} lines", len(stock["forbidden"]), len(ours["forbidden"]), not ours["forbidden"]),
        _ratio(f"processor seconds, {ours['pages']} pages", stock["seconds"], ours["seconds"]),
        _ratio(f"processor seconds, {short_ours['pages']} pages, warm", short_stock["seconds"], short_ours["seconds"]),
        _ratio("megabytes at the peak", stock["megabytes"], ours["megabytes"]),
    ]
    print(f"{'':44}{'stock':>12}{'duikan':>12}")
    for name, theirs, own, good in rows:
        print(f"{name:44}{theirs!s:>12}{own!s:>12}  {'' if good else 'MISSED'}")
    for line in ours["ragged"]:
        print(f"  ragged, since a line opens by at most {LOOSE:.2f} em: {line}")
    for line in ours["forbidden"]:
        print(f"  forbidden: {line}")
    return 0 if all(row[3] for row in rows) else 1


def _ratio(name: str, stock: float, ours: float) -> tuple[str, str, str, bool]:
    return name, f"{stock:.2f}", f"{ours:.2f} ({ours / stock:.2f})", ours <= 1.1 * stock


if __name__ == "__main__":
    sys.exit(main())
