"""Endnotes of a Word file that say, sentence by sentence, what it rests on. Never a person's name."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from service.domain.text import nfc

#: Half points.
_NOTE_SIZE = "20"
_FONT = "Times New Roman"
#: A text of fewer letters is as quickly said again.
_SHORT = 60
#: Ids that Word keeps for the lines above the notes.
_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a sentence or a row of a table rests on."""

    #: The sentence as it was written; of a row of a table its cells.
    sentence: str
    cells: tuple[str, ...] = ()
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A file with its endnotes."""

    data: bytes
    #: Notes set, and notes whose sentence is not in the file any more because people rewrote it.
    placed: int
    lost: int


def with_endnotes(word_file: bytes, notes: Sequence[Note]) -> Noted:
    """The .docx with an endnote behind each sentence; numbered in the order of the text, at its end."""
    document = docx.Document(io.BytesIO(word_file))
    places = _places(document, notes)
    found = [(place, note) for place, note in places if place is not None]
    found.sort(key=lambda pair: pair[0].order)
    # From the last to the first: a mark moves nothing that stands before it.
    for number in range(len(found), 0, -1):
        _mark(found[number - 1][0], number)
    if found:
        _add_part(document, _once([note.text for _, note in found]))
    out = io.BytesIO()
    document.save(out)
    return Noted(data=out.getvalue(), placed=len(found), lost=len(notes) - len(found))


def _once(texts: Sequence[str]) -> Iterator[str]:
    """The same sources in full the first time, then by the number of that note."""
    first: dict[str, int] = {}
    for number, text in enumerate(texts, start=1):
        known = first.setdefault(text, number)
        yield text if known == number or len(text) < _SHORT else f"Nguồn: như chú thích {known}."


@dataclass(frozen=True, slots=True)
class _Place:
    """Behind which letter of which paragraph a mark goes."""

    paragraph: Paragraph
    offset: int
    order: tuple[int, int]


def _places(document: Document, notes: Sequence[Note]) -> list[tuple[_Place | None, Note]]:
    paragraphs: list[tuple[int, Paragraph]] = []
    rows: dict[tuple[str, ...], list[tuple[int, Paragraph]]] = {}
    for order, part in enumerate(document.iter_inner_content()):
        if isinstance(part, Paragraph):
            paragraphs.append((order * 10_000, part))
        else:
            for number, (cells, first) in enumerate(_rows(part)):
                rows.setdefault(cells, []).append((order * 10_000 + number, first))
    taken: dict[int, int] = {}
    return [
        (_row_place(note, rows) if note.cells else _place(note, paragraphs, taken), note) for note in notes
    ]


def _rows(table: Table) -> Iterator[tuple[tuple[str, ...], Paragraph]]:
    for row in table.rows:
        cells = row.cells
        yield tuple(_plain(cell.text) for cell in cells), cells[0].paragraphs[-1]


def _row_place(note: Note, rows: dict[tuple[str, ...], list[tuple[int, Paragraph]]]) -> _Place | None:
    here = rows.get(tuple(_plain(cell) for cell in note.cells))
    if not here:
        return None
    order, paragraph = here.pop(0)
    return _Place(paragraph, len(paragraph.text), (order, 0))


def _place(note: Note, paragraphs: Sequence[tuple[int, Paragraph]], taken: dict[int, int]) -> _Place | None:
    """Behind the first place of the sentence that no note has yet."""
    for order, paragraph in paragraphs:
        start = taken.get(order, 0)
        found = paragraph.text.find(note.sentence, start) if note.sentence else -1
        if found >= 0:
            taken[order] = found + len(note.sentence)
            return _Place(paragraph, taken[order], (order, found))
    return None


def _plain(text: str) -> str:
    return " ".join(nfc(text).split())


# --- marks in the text -----------------------------------------------------------------------------


def _mark(place: _Place, number: int) -> None:
    """A raised number behind the letter; the run that it falls into is split."""
    reference = OxmlElement("w:endnoteReference")
    reference.set(qn("w:id"), str(number))
    passed = 0
    for run in place.paragraph.runs:
        length = len(run.text)
        if passed + length >= place.offset:
            mark = _raised(run, reference)
            rest = _split(run, place.offset - passed)
            run._r.addnext(mark)
            if rest is not None:
                mark.addnext(rest)
            return
        passed += length
    place.paragraph._p.append(_raised(None, reference))


def _raised(like: Run | None, reference: BaseOxmlElement) -> BaseOxmlElement:
    run = OxmlElement("w:r")
    own = like._r.rPr if like is not None else None
    properties = copy.deepcopy(own) if own is not None else OxmlElement("w:rPr")
    for known in properties.findall(qn("w:vertAlign")):
        properties.remove(known)
    raised = OxmlElement("w:vertAlign")
    raised.set(qn("w:val"), "superscript")
    properties.append(raised)
    run.append(properties)
    run.append(reference)
    return run


def _split(run: Run, offset: int) -> BaseOxmlElement | None:
    """Leave the first letters in the run; gives a run with the others, None if there are none."""
    text = run.text
    if offset >= len(text):
        return None
    rest = copy.deepcopy(run._r)
    Run(rest, run._parent).text = text[offset:]
    run.text = text[:offset]
    return rest


# --- the notes -------------------------------------------------------------------------------------


def _add_part(document: Document, texts: Iterable[str]) -> None:
    # Notes of people's own, if there are any, are footnotes: Google Docs knows no endnotes.
    root = parse_xml(f"<w:endnotes {nsdecls('w')}/>")
    for kind, name in _SEPARATORS:
        line = f"<w:p><w:r><w:{kind}/></w:r></w:p>"
        root.append(parse_xml(f'<w:endnote {nsdecls("w")} w:type="{kind}" w:id="{name}">{line}</w:endnote>'))
    for number, text in enumerate(texts, start=1):
        root.append(_note(number, text))
    blob = serialize_part_xml(root)
    part = Part(PackURI("/word/endnotes.xml"), CONTENT_TYPE.WML_ENDNOTES, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.ENDNOTES)
    settings = document.settings.element
    known = "".join(f'<w:endnote w:id="{name}"/>' for _, name in _SEPARATORS)
    own = parse_xml(f'<w:endnotePr {nsdecls("w")}><w:numFmt w:val="decimal"/>{known}</w:endnotePr>')
    after = settings.find(qn("w:compat"))
    if after is not None:
        after.addprevious(own)
    else:
        settings.append(own)
    for section in document.sections:
        numbers = parse_xml(f'<w:endnotePr {nsdecls("w")}><w:numFmt w:val="decimal"/></w:endnotePr>')
        section._sectPr.insert(_after_headers(section._sectPr), numbers)


def _after_headers(section: BaseOxmlElement) -> int:
    """Notes come right after the references to headers and footers (ECMA-376, CT_SectPr)."""
    kinds = (qn("w:headerReference"), qn("w:footerReference"), qn("w:footnotePr"))
    return sum(child.tag in kinds for child in section)


def _note(number: int, text: str) -> BaseOxmlElement:
    fonts = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}"/>'
    size = f'<w:sz w:val="{_NOTE_SIZE}"/><w:szCs w:val="{_NOTE_SIZE}"/>'
    note: BaseOxmlElement = parse_xml(
        f'<w:endnote {nsdecls("w")} w:id="{number}"><w:p>'
        '<w:pPr><w:spacing w:before="0" w:after="40"/><w:ind w:firstLine="0"/><w:jc w:val="both"/></w:pPr>'
        f'<w:r><w:rPr>{fonts}{size}<w:vertAlign w:val="superscript"/></w:rPr><w:endnoteRef/></w:r>'
        f'<w:r><w:rPr>{fonts}{size}</w:rPr><w:t xml:space="preserve"> </w:t></w:r>'
        "</w:p></w:endnote>"
    )
    words = note.findall(f".//{qn('w:t')}")[-1]
    words.text = " " + "".join(letter for letter in text if letter.isprintable())
    return note
