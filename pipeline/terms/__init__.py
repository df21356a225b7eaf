"""Look after the glossary itself: find its faults, carry it to other programs and back, propose new terms from a bitext.

    table    CSV as `read_glossary` reads it, with names and terms in one file       tbx, utx    the standard formats
    lint     conflicts, overlaps and slips of the pen                                 extract     candidates from beads

A reader returns a glossary and what it had to leave out; a writer returns text. Both keep ids, statuses, notes, scope, kind and
locales as far as the format can hold them, and say what it cannot.
"""

from __future__ import annotations

from .lint import lint
from .table import canonical, from_csv, to_csv
from .tbx import from_tbx, to_tbx
from .utx import from_utx, to_utx

__all__ = ["canonical", "from_csv", "from_tbx", "from_utx", "lint", "to_csv", "to_tbx", "to_utx"]
