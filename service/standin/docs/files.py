"""A document's content to and from files: what Drive's export and upload with conversion need."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.standin.docs.handlers import blank, content_of
from service.standin.docs.parse import parse_document
from service.standin.docs.suggestions import preview
from service.standin.docs.text import insert_text
from service.standin.docs.tree import TEXT, Block, Contents, Document, Paragraph, Table
from service.standin.docs.utf16 import insertable
from service.standin.docs.word import DOCX, read_docx, write_docx
from service.standin.errors import invalid
from service.standin.state import File

Json = dict[str, Any]

PLAIN = "text/plain"


def exported(file: File, content: Json, mime_type: str) -> bytes | None:
    """The document as text or .docx; None for a format that the stand-in cannot make.

    A .docx has suggestions as tracked changes and comments; a text says what stands without either.
    """
    del file
    document = parse_document(content)
    if mime_type == DOCX:
        return write_docx(document)
    if mime_type == PLAIN:
        return plain_text(preview(document, accepted=False)).encode("utf-8-sig")
    return None


def imported(data: bytes, mime_type: str) -> Json | None:
    """Content made of an uploaded .docx or text; None for another format; 400 for a broken file."""
    if mime_type == DOCX:
        try:
            return content_of(read_docx(data))
        except ValueError as error:
            raise invalid("The file is corrupt or cannot be converted to the requested format.") from error
    if mime_type == PLAIN:
        return _from_text(data.decode("utf-8-sig", "replace"))
    return None


def _from_text(text: str) -> Json:
    document = parse_document(blank(""))
    text = insertable(text.replace("\r\n", "\n"))
    if text:
        insert_text(document.tabs[0].body, 1, text)
    return content_of(document)


def plain_text(document: Document) -> str:
    """The first tab's text as Drive exports it: CRLF, cells of a row between tabs."""
    return "\r\n".join(_lines(document.tabs[0].body.content))


def _lines(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            marker = "* " if block.bullet is not None else ""
            text = "".join(element.text for element in block.elements if element.kind == TEXT)
            yield marker + text.rstrip("\n").replace("\x0b", "\r\n")
        elif isinstance(block, Table):
            for row in block.rows:
                yield "\t".join("\r\n".join(_lines(cell.content)) for cell in row.cells)
        elif isinstance(block, Contents):
            yield from _lines(block.content)
