"""Read files into works, documents, glossaries, decisions and pairs; the first stage of the pipeline.

    file -> bytes within limits (files) -> pandoc's tree (pandoc; a web page's main part: webpage)
         -> blocks, each a flow of text (blocks, inlines, flow, mend) with its places in the file (source)
         -> segments and clean HTML (documents)

Whatever is wrong with an input is one SourceError that says where it is and what to do.
"""

from __future__ import annotations

from .decisions import parse_decisions, read_decisions
from .documents import read_document, read_markdown
from .glossary import read_glossary
from .pairs import read_pairs
from .returned import read_returned
from .work import read_files, read_lines, read_work

__all__ = [
    "parse_decisions",
    "read_decisions",
    "read_document",
    "read_files",
    "read_glossary",
    "read_lines",
    "read_markdown",
    "read_pairs",
    "read_returned",
    "read_work",
]
