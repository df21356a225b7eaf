"""Make a PDF that is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) at once, and carries its verification.

WeasyPrint writes either claim, not both. The second is added to the metadata, together with the description of its schema
that PDF/A demands (ISO 19005-3, 6.6.2.3), and with a summary of the verification. The record itself is attached as
`verification.json`, so that a copy of the PDF can be held against its sources wherever it went.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pydyf  # type: ignore[import-untyped]
import weasyprint
from weasyprint.pdf.metadata import DocumentMetadata

from .. import __version__
from ..model import Severity, Verification, Work
from .dates import UNDATED, moment
from .structure import mend

VARIANT = "pdf/a-3a"
RECORD = "verification.json"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
UA = "http://www.aiim.org/pdfua/ns/id/"
OWN = "urn:duikan:verification#"
PROPERTIES = {
    "state": "How far people approved the translation: draft, unapproved, approved",
    "open": "Number of open issues by severity",
    "originals": "Paths and SHA-256 digests of the originals",
    "translation": "Path and SHA-256 digest of the translation",
    "record": "SHA-256 digest of the attached verification.json",
    "duikan": "Version of Duikan",
}

for _prefix, _uri in (("pdfaExtension", EXTENSION), ("pdfaSchema", SCHEMA), ("pdfaProperty", PROPERTY), ("pdfuaid", UA), ("duikan", OWN)):
    ElementTree.register_namespace(_prefix, _uri)


class Metadata(DocumentMetadata):  # type: ignore[misc]
    """Write both claims and the summary; never compressed, so that any tool can read them."""

    summary: dict[str, str] = {}

    def include_in_pdf(self, pdf: Any, variant: str, version: int, conformance: str, compress: bool) -> None:
        """Add the metadata to the PDF as plain text."""
        del compress
        super().include_in_pdf(pdf, variant, version, conformance, False)

    def generate_rdf_metadata(self, variant: str, version: int, conformance: str) -> bytes:
        """Return WeasyPrint's metadata with the second claim and the summary, in one RDF element as XMP wants it."""
        root = ElementTree.fromstring(super().generate_rdf_metadata(variant, version, conformance))  # noqa: S314
        root.extend(ElementTree.fromstring(_descriptions(self.summary)))  # noqa: S314
        return bytes(ElementTree.tostring(root, encoding="utf-8"))


LEVEL = 6  # of compression: pydyf's 9 costs twice the time and saves a hundredth


def _data(stream: Any) -> bytes:
    """Return a stream's bytes, made once: pydyf asks twice, for the file and for its hash.

    Compressed data that happen to end in a carriage return get a byte more, which nothing reads: the line end that follows
    would be taken for a part of it, and the length for wrong (ISO 19005-3, 6.1.7.1).
    """
    kept = vars(stream).get("kept")
    if kept is not None and kept[0] == len(stream.stream):
        return bytes(kept[1])
    content = b"\n".join(map(pydyf._to_bytes, stream.stream))
    extra = pydyf.Dictionary(stream.extra.copy())
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        content = zlib.compress(content, LEVEL)
        if content.endswith(b"\r"):
            content += b"\0"
    extra["Length"] = len(content)
    data = b"\n".join((extra.data, b"stream", content, b"endstream"))
    stream.kept = (len(stream.stream), data)
    return data


def _page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of all pages, made once: pydyf makes all of them whenever one is asked for."""
    kept = vars(pdf).get("kept", ())
    if 3 * len(kept) != len(pdf.pages["Kids"]):
        kept = pdf.kept = tuple(b"%d 0 R" % number for number in pdf.pages["Kids"][::3])
    return tuple(kept)


pydyf.Stream.data = property(_data)
pydyf.PDF.page_references = property(_page_references)


def conform(document: Any, work: Work, verification: Verification, record: str, page: str) -> dict[str, Any]:
    """Prepare a laid out document and return the options that `write_pdf` takes.

    The identifier is taken from the page: WeasyPrint would compress every stream twice to take it from the PDF.
    """
    metadata = Metadata(**vars(document.metadata))
    metadata.summary = summary(work, verification, record)
    document.metadata = metadata
    when = moment(work.date) or UNDATED
    attachment = weasyprint.Attachment(
        string=record, name=RECORD, description="What was verified against what", created=when, modified=when, relationship="Data"
    )
    identifier = hashlib.sha256(page.encode("utf-8")).digest()[:16]
    return {
        "pdf_variant": VARIANT,
        "pdf_tags": True,
        "pdf_identifier": identifier,
        "attachments": [attachment],
        "finisher": mend,
    }


def summary(work: Work, verification: Verification, record: str) -> dict[str, str]:
    """Return the verification in few words, by property."""
    count = ", ".join(f"{severity} {verification.count(severity)}" for severity in reversed(Severity))
    originals = "; ".join(f"{o.document.path} {o.document.sha256}" for o in work.originals)
    document = work.translation.document
    return {
        "state": verification.state,
        "open": count,
        "originals": originals,
        "translation": f"{document.path} {document.sha256}",
        "record": hashlib.sha256(record.encode("utf-8")).hexdigest(),
        "duikan": __version__,
    }


def _descriptions(values: dict[str, str]) -> str:
    own = "".join(f"<d:{name}>{escape(value)}</d:{name}>" for name, value in values.items())
    ua = _schema("PDF/UA identification", UA, "pdfuaid", _property("part", "Integer", "internal", "Part of ISO 14289"))
    described = "".join(_property(name, "Text", "external", text) for name, text in PROPERTIES.items())
    return (
        f'<r:RDF xmlns:r="{RDF}" xmlns:e="{EXTENSION}" xmlns:s="{SCHEMA}" xmlns:p="{PROPERTY}" xmlns:u="{UA}" xmlns:d="{OWN}">'
        f'<r:Description r:about=""><u:part>1</u:part></r:Description>'
        f'<r:Description r:about="">{own}</r:Description>'
        f'<r:Description r:about=""><e:schemas><r:Bag>{ua}{_schema("Verification", OWN, "duikan", described)}</r:Bag></e:schemas>'
        "</r:Description></r:RDF>"
    )


def _schema(name: str, uri: str, prefix: str, properties: str) -> str:
    return (
        f'<r:li r:parseType="Resource"><s:schema>{name}</s:schema><s:namespaceURI>{uri}</s:namespaceURI>'
        f"<s:prefix>{prefix}</s:prefix><s:property><r:Seq>{properties}</r:Seq></s:property></r:li>"
    )


def _property(name: str, kind: str, category: str, description: str) -> str:
    return (
        f'<r:li r:parseType="Resource"><p:name>{name}</p:name><p:valueType>{kind}</p:valueType>'
        f"<p:category>{category}</p:category><p:description>{escape(description)}</p:description></r:li>"
    )
