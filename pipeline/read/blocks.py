"""Turn pandoc's blocks into segments and clean HTML, both in one walk, so that ids agree.

The HTML is written element by element from the tree: nothing of the input's own markup passes, so there is nothing to clean.
Ids tell what a block is: `p12` a paragraph, `h3` a heading, `i7` a list item, `c5` a table cell, `k1` code, `f1` a caption, `n2` a
note. Each has its own count, so that one more paragraph leaves the ids of headings alone. Later sentences of a block are
`p12.2`, `p12.3`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from ..language.sentences import split
from ..model import Bilingual, Kind, Segment, SourceError
from . import flow as flows
from .bounds import limits
from .flow import Flow
from .inlines import flatten
from .numerals import numeral
from .pandoc import Node
from .source import Source

LETTERS = {
    Kind.HEADING: "h",
    Kind.PARAGRAPH: "p",
    Kind.ITEM: "i",
    Kind.CELL: "c",
    Kind.CAPTION: "f",
    Kind.NOTE: "n",
    Kind.CODE: "k",
}
ALIGNED = {"AlignRight": "align-right", "AlignCenter": "align-center"}  # what a column says, as a class of its cells
WHOLE = (Kind.HEADING, Kind.CODE)  # kinds that are not cut into sentences
DELIMITERS = {"Period": "{}.", "OneParen": "{})", "TwoParens": "({})", "DefaultDelim": "{}."}
TYPES = {"LowerRoman": "i", "UpperRoman": "I", "LowerAlpha": "a", "UpperAlpha": "A"}


@dataclass(frozen=True, slots=True)
class Context:
    """Say what a block stands in."""

    kind: Kind = Kind.PARAGRAPH
    group: str = ""
    index: tuple[int, ...] = ()
    label: str = ""
    depth: int = 0
    line: int = 0
    nesting: int = 0


@dataclass(slots=True)
class Walk:
    """Gather segments and HTML of one document."""

    path: str
    locale: str
    source: Source | None
    segments: list[Segment] = field(default_factory=list)
    alignments: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    anchors: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    notes: list[list[Node]] = field(default_factory=list)
    in_notes: bool = False
    count: int = 0

    # ------------------------------------------------------------ blocks

    def walk(self, blocks: Sequence[Node], context: Context) -> None:
        """Read blocks in order."""
        if context.nesting > limits().depth:
            raise SourceError(
                self.path,
                Bilingual("lists or quotes are nested too deeply", "列表或引文嵌套过深"),
                Bilingual("flatten them, or raise limits.depth", "请减少层级，或调高 limits.depth"),
                context.line or None,
            )
        for block in blocks:
            self.read(block, context)
            context = replace(context, label="")

    def read(self, block: Node, context: Context) -> None:
        """Read one block."""
        kind, content = block["t"], block.get("c")
        context = replace(context, nesting=context.nesting + 1)
        if kind in ("Para", "Plain"):
            self.paragraph(content, context, plain=kind == "Plain")
        elif kind == "Header":
            self.heading(content, self.placed(content[1], context))
        elif kind == "Div":
            self.anchor(content[0][0])
            self.walk(content[1], self.placed(content[0], context))
        elif kind == "BulletList":
            self.items([(item, "-") for item in content], "<ul>", "</ul>", context)
        elif kind == "OrderedList":
            self.ordered(content, context)
        elif kind == "Table":
            self.table(content, self.placed(content[0], context))
        elif kind == "CodeBlock":
            self.code(content, self.placed(content[0], context))
        else:
            self.read_rare(kind, content, context)

    def read_rare(self, kind: str, content: Node, context: Context) -> None:
        """Read a block of the kinds that are met less often."""
        if kind == "BlockQuote":
            self.wrapped("blockquote", content, context)
        elif kind == "HorizontalRule":
            self.html.append("<hr>")
        elif kind == "LineBlock":
            lines = [[*line, {"t": "LineBreak"}] for line in content]
            self.paragraph([node for line in lines for node in line][:-1], context, plain=False)
        elif kind == "DefinitionList":
            self.definitions(content, context)
        elif kind == "Figure":
            self.html.append("<figure>")
            self.walk(content[2], context)
            self.html.append("<figcaption>")
            self.walk(content[1][1], replace(context, kind=Kind.CAPTION))
            self.html.append("</figcaption></figure>")

    def wrapped(self, tag: str, blocks: Sequence[Node], context: Context) -> None:
        """Read blocks inside an element."""
        self.html.append(f"<{tag}>")
        self.walk(blocks, context)
        self.html.append(f"</{tag}>")

    def heading(self, content: Node, context: Context) -> None:
        """Read a heading; it closes the sections of its own and lower levels."""
        level, attributes, inlines = content
        self.anchor(attributes[0])
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        context = replace(context, kind=Kind.HEADING, depth=level, group="", index=(), label="")
        before = len(self.segments)
        self.block(f"h{level}", inlines, context)
        if len(self.segments) > before:
            self.headings.append((level, self.segments[-1].id))

    def paragraph(self, inlines: Sequence[Node], context: Context, plain: bool) -> None:
        """Read a paragraph; the text of a tight list item or of a cell has no element of its own."""
        self.block("" if plain and context.kind in (Kind.ITEM, Kind.CELL) else "p", inlines, context)

    def ordered(self, content: Node, context: Context) -> None:
        """Read a numbered list; its items are labelled as the list shows them."""
        (start, style, delimiter), items = content
        form = DELIMITERS[delimiter["t"]]
        labelled = [(item, form.format(numeral(start + n, style["t"]))) for n, item in enumerate(items)]
        attributes = (f' start="{start}"' if start != 1 else "") + (f' type="{TYPES[style["t"]]}"' if style["t"] in TYPES else "")
        self.items(labelled, f"<ol{attributes}>", "</ol>", context)

    def items(self, items: Sequence[tuple[list[Node], str]], opening: str, closing: str, context: Context) -> None:
        """Read a list; a list in an item belongs to the same group as the item's own list does, as its branch."""
        nested = context.kind is Kind.ITEM
        group = context.group if nested else self.name("l")
        self.html.append(opening)
        for n, (blocks, label) in enumerate(items, 1):
            index = (*context.index, n) if nested else (n,)
            self.html.append("<li>")
            self.walk(blocks, replace(context, kind=Kind.ITEM, group=group, index=index, label=label, depth=len(index)))
            self.html.append("</li>")
        self.html.append(closing)

    def definitions(self, content: Node, context: Context) -> None:
        """Read a list of terms and what they mean."""
        group = self.name("l")
        self.html.append("<dl>")
        for n, (term, bodies) in enumerate(content, 1):
            own = replace(context, kind=Kind.ITEM, group=group, index=(n,), label="", depth=1)
            self.block("dt", term, own)
            for body in bodies:
                self.wrapped("dd", body, own)
        self.html.append("</dl>")

    def table(self, content: Node, context: Context) -> None:
        """Read a table: caption, head, bodies, foot."""
        attributes, caption, columns, head, bodies, foot = content
        rows = len(head[1]) + len(foot[1]) + sum(len(b[2]) + len(b[3]) for b in bodies)
        if rows * len(columns) > limits().cells:
            raise SourceError(
                self.path,
                Bilingual(f"a table has more than {limits().cells} cells", f"表格超过 {limits().cells} 个单元格"),
                Bilingual("split it, or raise limits.cells", "请拆分表格，或调高 limits.cells"),
                context.line or None,
            )
        outer, self.alignments = self.alignments, [column[0]["t"] for column in columns]  # a cell may hold a table
        self.anchor(attributes[0])
        group = self.name("t")
        self.html.append("<table>")
        if caption[1]:
            self.wrapped("caption", caption[1], replace(context, kind=Kind.CAPTION))
        own = replace(context, kind=Kind.CELL, group=group)
        row = self.rows("thead", head[1], 99, own, 0)
        for _, stub, intermediate, rows in bodies:
            row = self.rows("thead" if intermediate else "", intermediate, 99, own, row)
            row = self.rows("tbody", rows, stub, own, row)
        self.rows("tfoot", foot[1], 0, own, row)
        self.html.append("</table>")
        self.alignments = outer

    def rows(self, tag: str, rows: Sequence[Node], stub: int, context: Context, before: int) -> int:
        """Read rows; the first `stub` columns are headers. Return the number of the last row."""
        if not rows:
            return before
        self.html.append(f"<{tag}>")
        taken: dict[int, int] = {}  # column -> rows that a cell above still covers
        for row, (_, cells) in enumerate(rows, before + 1):
            self.html.append("<tr>")
            column = 1
            for cell in cells:
                while taken.get(column, 0) > 0:
                    column += 1
                self.cell(cell, column <= stub, tag, replace(context, index=(row, column)))
                for over in range(column, column + min(cell[3], 200)):
                    taken[over] = cell[2]
                column += min(cell[3], 200)
            taken = {c: n - 1 for c, n in taken.items() if n > 1}
            self.html.append("</tr>")
        self.html.append(f"</{tag}>")
        return before + len(rows)

    def cell(self, cell: Node, header: bool, part: str, context: Context) -> None:
        """Read a cell; the one block of a simple cell gives its id to the cell."""
        _, own, rowspan, colspan, blocks = cell
        tag = "th" if header else "td"
        column = context.index[1] - 1
        side = own["t"] if own["t"] != "AlignDefault" else self.alignments[column] if column < len(self.alignments) else "AlignDefault"
        scope = f' scope="{"col" if part == "thead" else "row"}"' if header else ""
        scope += f' class="{ALIGNED[side]}"' if side in ALIGNED else ""
        spans = (f' rowspan="{rowspan}"' if rowspan > 1 else "") + (f' colspan="{colspan}"' if colspan > 1 else "")
        if len(blocks) == 1 and blocks[0]["t"] in ("Plain", "Para"):
            self.block(tag, blocks[0]["c"], context, scope + spans, keep=True)
            return
        self.html.append(f"<{tag}{scope}{spans}>")
        self.walk(blocks, context)
        self.html.append(f"</{tag}>")

    def code(self, content: Node, context: Context) -> None:
        """Read a code block."""
        attributes, text = content
        self.anchor(attributes[0])
        name = self.name("k")
        self.html.append(f'<pre id="{name}"><code>{escape(text)}</code></pre>')
        self.settle(name)
        if text.strip():
            start = self.source.offset(context.line, 1) if self.source and context.line else 0
            self.add(code_flow(text, self.source, start), name, replace(context, kind=Kind.CODE, label=""))

    def note(self, blocks: list[Node]) -> int:
        """Keep a footnote for the end and return its number; a note in a note has none, since nothing prints it."""
        if self.in_notes:
            return 0
        self.notes.append(blocks)
        return len(self.notes)

    def finish(self) -> None:
        """Write the notes after everything else."""
        if not self.notes:
            return
        self.in_notes = True
        self.headings.clear()
        self.html.append('<section class="footnotes" role="doc-endnotes"><hr><ol>')
        for n, blocks in enumerate(self.notes, 1):
            self.html.append(f'<li id="fn{n}">')
            self.ids["n"] = n - 1
            before = len(self.html)
            self.walk(blocks, Context(Kind.NOTE, "notes", (n,), str(n)))
            back = f'<a href="#fnref{n}" class="footnote-back" role="doc-backlink">↩︎</a>'
            if len(self.html) > before and self.html[-1].endswith("</p>"):
                self.html[-1] = self.html[-1].removesuffix("</p>") + f" {back}</p>"
            else:
                self.html.append(f"<p>{back}</p>")
            self.html.append("</li>")
        self.html.append("</ol></section>")

    # ------------------------------------------------------------ one block

    def block(self, tag: str, inlines: Sequence[Node], context: Context, attributes: str = "", keep: bool = False) -> None:
        """Write one block of text and cut it into segments. A block that holds nothing is left out unless `keep`."""
        start = self.source.offset(context.line, 1) if self.source and context.line else 0
        part = flatten(inlines, self.source, self.note, start)
        for anchor in part.anchors:
            self.anchor(anchor)
        inside = flows.html(part).strip()
        if not inside and not keep:
            return
        name = self.note_name(context) if context.kind is Kind.NOTE else self.name(LETTERS[context.kind])
        self.settle(name)
        self.html.append(f'<{tag or "span"} id="{name}"{attributes}>{inside}</{tag or "span"}>')
        if part.text.strip():
            self.add(part, name, context)

    def add(self, part: Flow, name: str, context: Context) -> None:
        """Cut a block into sentences and keep them as segments."""
        text = part.text
        self.count += 1
        spans = split(text, self.locale)
        if context.kind in WHOLE:
            tight = text.strip("\n") if context.kind is Kind.CODE else text.strip()
            spans = ((text.index(tight), text.index(tight) + len(tight)),)
        for n, own in enumerate(part.parts(spans), 1):
            self.segments.append(self.segment(own, name if n == 1 else f"{name}.{n}", name, context))

    def whole_line(self, inlines: Sequence[Node], context: Context) -> None:
        """Read a line that is one segment, however many sentences it holds."""
        part = flatten(inlines, None, self.note)
        name = self.name("p")
        self.html.append(f'<p id="{name}">{flows.html(part)}</p>')
        self.segments.append(self.segment(part, name, name, context))

    def segment(self, part: Flow, name: str, block: str, context: Context) -> Segment:
        """Make one segment of a part of a block."""
        runs = flows.runs(part, self.source) if self.source else ()
        place = (runs[0].line, runs[0].column) if runs else (context.line or self.count, 1)
        return Segment(
            id=name,
            path=self.path,
            text=part.text,
            kind=context.kind,
            block=block,
            line=place[0],
            column=place[1],
            level=context.depth,
            group=context.group,
            index=context.index,
            section=self.headings[-1][1] if self.headings else "",
            label=context.label if name == block else "",
            runs=runs,
            marks=flows.marks(part),
        )

    # ------------------------------------------------------------ names and places

    def name(self, letter: str) -> str:
        """Return the next id with that letter."""
        self.ids[letter] += 1
        return f"{letter}{self.ids[letter]}"

    def note_name(self, context: Context) -> str:
        """Name a note's first paragraph after the note, the next ones `n2-2`, `n2-3`."""
        stem = f"n{context.index[0]}"
        self.ids[stem] += 1
        return stem if self.ids[stem] == 1 else f"{stem}-{self.ids[stem]}"

    def anchor(self, name: str) -> None:
        """Remember an id of the input until the next block takes it on."""
        if name:
            self.waiting.append(name)

    def settle(self, name: str) -> None:
        """Lead the ids that wait to a block."""
        for anchor in self.waiting:
            self.anchors.setdefault(anchor, name)
        self.waiting.clear()

    def placed(self, attributes: Node, context: Context) -> Context:
        """Take over the line that pandoc gives for a block."""
        position = next((v for k, v in attributes[2] if k == "data-pos"), "")
        if self.source is None or not position:
            return context
        return replace(context, line=min(int(p.rpartition("@")[2].partition(":")[0]) for p in position.split(";")))


def code_flow(text: str, source: Source | None, start: int) -> Flow:
    """Find each line of a code block in the file, at or after `start`."""
    pieces: list[flows.Piece] = []
    cursor = start
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\n")
        at = source.text.find(bare, cursor, cursor + len(bare) + 400) if source and bare.strip() else -1
        if at >= 0:
            pieces.append(flows.Piece(bare, (), at, at + len(bare)))
            cursor = at + len(bare)
        else:
            pieces.append(flows.Piece(bare))
        if line != bare:
            pieces.append(flows.Piece("\n"))
    return Flow(tuple(pieces))
