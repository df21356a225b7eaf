"""Collate a Chinese translation with its English originals, check it, and publish verified editions.

Read `build.py` first: the whole pipeline on one page. Then `model.py`: every noun. The rooms, in the order that data takes:

    read      files            -> Work, Document, Glossary, Decisions
    align     Work             -> Bitext
    checks    Collation        -> Issues
    review    Issues           -> Verification
    report    Verification     -> HTML, JSON, text
    publish   Work, Edition    -> HTML, PDF; conversion between scripts
    terms     Glossary         -> its faults, TBX, UTX, CSV and back; candidates from a Bitext

Ground floor, which imports nothing above it: `model`, `settings`, `language`, `mentions`.
"""

__version__ = "0.1.0"
