"""Annotations and form fields that print text: they are no part of the content of a page, and stand on it all the same."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.page.remarks import Remark

#: Annotations that print nothing of their own on the page.
_SILENT = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP, pdfium_c.FPDF_ANNOT_TEXT)


def with_annotations(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, list[Remark]]:
    """A page with the appearance of its annotations as part of it, as a printer prints it. Raises PdfiumError as loading does."""
    page = document[index]
    count = pdfium_c.FPDFPage_GetAnnotCount(page.raw)
    shown = list(_shown(page, count)) if count > 0 else []
    if not shown:
        return page, []
    remarks = [
        Remark("annotations_read", f"{len(shown):,} form fields or annotations print text on the page: read with it", "info")
    ]
    without = sum(not has_appearance for has_appearance in shown)
    if without:
        message = f"{without:,} form fields or annotations have no printed appearance: what a viewer shows for them was not read"
        remarks.append(Remark("form_field_text", message))
    if any(shown) and pdfium_c.FPDFPage_Flatten(page.raw, pdfium_c.FLAT_PRINT) == pdfium_c.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page, remarks


def _shown(page: pdfium.PdfPage, count: int) -> Iterator[bool]:
    """Whether it has an appearance, for each annotation that shows something: fields without a value and links do not."""
    for number in range(count):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        try:
            if pdfium_c.FPDFAnnot_GetSubtype(annotation) in _SILENT or _is_hidden(annotation):
                continue
            has_appearance = pdfium_c.FPDFAnnot_GetAP(annotation, pdfium_c.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2
            if has_appearance or _has_value(annotation):
                yield has_appearance
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def _is_hidden(annotation: ctypes.c_void_p) -> bool:
    hidden = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
    return bool(pdfium_c.FPDFAnnot_GetFlags(annotation) & hidden)


def _has_value(annotation: ctypes.c_void_p) -> bool:
    return any(pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0) > 2 for key in (b"V", b"Contents"))
