"""Documents as files: PDF, Word and pictures of pages, all of the same content. Slow (0.1 to 1 s): not for the thread that draws a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import typst

from dashboard.documents import settings
from dashboard.documents.content import Document
from dashboard.documents.errors import TemplateError
from dashboard.exports import document_docx, document_pdf

BEGINNING = 8
"""Digits of the checksum in the name of a file."""


def pdf(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes. Raises TemplateError."""
    with _said():
        return document_pdf.content(document)


def docx(document: Document) -> bytes:
    """The document as a Word file, from the template in force for its kind. Raises TemplateError, SettingsError."""
    template = document_docx.template(document.order.kind, settings.read().templates)
    try:
        with _said():
            return document_docx.content(document, template)
    except document_docx.BrokenTemplateError as error:
        raise TemplateError(f"{template}: {error}") from None


def pictures(document: Document, ppi: int = 80) -> tuple[bytes, ...]:
    """The pages of the PDF as PNG: for a preview. Raises TemplateError."""
    with _said():
        return document_pdf.pictures(document, ppi)


@contextmanager
def _said() -> Iterator[None]:
    """What cannot be set is said without its values: of what we set, an emblem alone comes from outside as more than words."""
    try:
        yield
    except (typst.TypstError, OSError):
        raise TemplateError(f"{settings.path()}: dokumen tidak dapat disusun; periksa lambang (logo) kop surat.") from None


def file_name(document: Document, suffix: str) -> str:
    """Kind, unit, year and the beginning of the checksum: a name that every file system takes, and that names nobody."""
    unit = re.sub(r"[^A-Za-z0-9_-]", "-", document.order.unit_id)[:40]
    return f"ipasn_{document.order.kind}_{unit}_{document.order.year}_{document.checksum[:BEGINNING]}.{suffix}"
