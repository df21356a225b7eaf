"""Mend the structure tree that WeasyPrint writes, where a reader by ear would stumble over it.

Lists get the parts that ISO 32000-1, 14.8.4.3.3 asks for, header cells say what they head (Table 349, Scope), and running heads,
feet and folios are artifacts and no content (ISO 14289-1, 7.8).
"""

from __future__ import annotations

from typing import Any

import pydyf  # type: ignore[import-untyped]

Elements = dict[Any, Any]
PAGINATION = "/Pagination"


def mend(document: Any, pdf: Any) -> None:
    """Take WeasyPrint's `finisher`: all objects are there, nothing is written yet."""
    del document
    elements: Elements = {o.reference: o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and o.get("Type") == "/StructElem"}
    _mend_lists(pdf, elements)
    _mend_headers(elements)
    _mend_margins(pdf, elements)


def _mend_lists(pdf: Any, elements: Elements) -> None:
    """Put items directly into their list, and what an item says into its body.

    WeasyPrint tags `dl > div` as a division inside the list, and the paragraphs of an item as its direct children.
    """
    for reference, element in list(elements.items()):
        if element["S"] == "/L":
            kids = [k for kid in element["K"] for k in (elements[kid]["K"] if _is(elements, kid, "/Div") else [kid])]
            for kid in kids:
                elements[kid]["P"] = reference
            element["K"] = pydyf.Array(kids)
        elif element["S"] == "/LI":
            _mend_item(pdf, elements, element)


def _mend_item(pdf: Any, elements: Elements, item: Any) -> None:
    loose = [kid for kid in item["K"] if not _is(elements, kid, "/Lbl", "/LBody")]
    if not loose:
        return
    body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(loose), "Pg": item["Pg"], "P": item.reference})
    pdf.add_object(body)
    elements[body.reference] = body
    for kid in loose:
        if kid in elements:
            elements[kid]["P"] = body.reference
    item["K"] = pydyf.Array([*(kid for kid in item["K"] if kid not in loose), body.reference])


def _mend_headers(elements: Elements) -> None:
    """Say of each header cell whether it heads its column, which it does in a table's head, or its row."""
    for element in elements.values():
        if element["S"] == "/TH":
            group = elements.get(elements.get(element["P"], {}).get("P"), {})
            element.setdefault("A", pydyf.Dictionary({"O": "/Table"}))["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"


def _mend_margins(pdf: Any, elements: Elements) -> None:
    """Make an artifact of what hangs on no branch of the tree: WeasyPrint tags the boxes in the margins of a page so."""
    root = next(o for o in pdf.objects if isinstance(o, pydyf.Dictionary) and o.get("Type") == "/StructTreeRoot")
    by_reference = {o.reference: o for o in pdf.objects}
    held = _held(elements, root["K"])
    numbers = by_reference[root["ParentTree"]]["Nums"]
    pages = [by_reference[reference] for reference in pdf.page_references]
    for number, page in enumerate(pages):
        parents = numbers[2 * number + 1]
        loose = {mcid for mcid, reference in enumerate(parents) if reference not in held}
        if loose:
            parents[:] = [b"null" if mcid in loose else reference for mcid, reference in enumerate(parents)]
            _unmark(by_reference[page["Contents"]], loose)


def _held(elements: Elements, roots: Any) -> set[Any]:
    found: set[Any] = set()
    waiting = list(roots)
    while waiting:
        reference = waiting.pop()
        if reference in elements and reference not in found:
            found.add(reference)
            waiting += elements[reference]["K"]
    return found


def _unmark(stream: Any, loose: set[int]) -> None:
    """Turn the marked content with these numbers into artifacts; a tag, its properties and BDC follow one another."""
    content = stream.stream
    for i, item in enumerate(content):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in loose:
            content[i - 1], content[i] = "/Artifact", pydyf.Dictionary({"Type": PAGINATION})


def _is(elements: Elements, kid: Any, *tags: str) -> bool:
    return kid in elements and elements[kid]["S"] in tags
