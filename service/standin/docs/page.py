"""/document/d/<id>/edit: a document as the printed page shows it, with what is suggested and said of it."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from markupsafe import Markup

from service.standin.docs import css
from service.standin.docs.bullets_shown import BulletCounter
from service.standin.docs.page_actions import chosen, editors, register_actions
from service.standin.docs.page_approval import approval_html
from service.standin.docs.page_remarks import CSS, NOTHING, Desk, margin_html, suggested
from service.standin.docs.parse import parse_document
from service.standin.docs.styles import named_style
from service.standin.docs.tables import head_of, span
from service.standin.docs.tree import (
    TEXT,
    Block,
    Contents,
    Document,
    Element,
    Marks,
    Paragraph,
    Tab,
    Table,
)
from service.standin.docs.walk import spots
from service.standin.drive.approvals import of_file
from service.standin.moment import request_time
from service.standin.state import DOCUMENT, Database

Json = dict[str, Any]

NOTICE = "Bản giả lập, không phải Google"
_STRUT = ("fontSize", "weightedFontFamily")
_LINK_SCHEMES = ("http://", "https://", "mailto:", "#")
_PAGE = Markup(
    """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ margin: 0; background: #eef0f3; }}
header {{ font: 500 15px/48px system-ui, sans-serif; padding: 0 24px; background: #fff; color: #202124;
  border-bottom: 1px solid #dadce0; display: flex; gap: 24px; justify-content: space-between; }}
header span {{ overflow: hidden; white-space: nowrap; text-overflow: ellipsis; flex: 1; }}
header small {{ font-size: 12px; color: #5f6368; white-space: nowrap; }}
main {{ box-sizing: border-box; margin: 24px auto; background: #fff; box-shadow: 0 1px 4px #0003; {page} }}
main p {{ white-space: pre-wrap; overflow-wrap: break-word; min-height: 1em; }}
main table {{ border-collapse: collapse; table-layout: fixed; }}
{remarks_css}
:target {{ scroll-margin-top: 24px; }}
footer {{ font: 12px/1.4 system-ui, sans-serif; color: #5f6368; text-align: center; padding: 0 0 24px; }}
@media print {{ header, footer, aside, .sua {{ display: none; }} body {{ background: none; }}
  .ban {{ display: block; padding: 0; }}
  main {{ margin: 0; padding: 0; width: auto; min-height: 0; box-shadow: none; }} @page {{ {print_page} }} }}
</style></head>
<body><header><span>{title}</span><small>{notice}</small>{who}</header>
<div class="ban"><main>{content}</main>{margin}</div>
<footer>{notice}</footer></body></html>
"""
)


def register_pages(app: Flask, database: Database) -> None:
    """Serve the page of each document, and what people do there."""

    @app.get("/document/d/<file_id>/edit")
    def document_page(file_id: str) -> str:
        with database.transaction("", request_time(), write=False) as state:
            file = state.file(file_id)
            content = state.content(file_id)
            approvals = of_file(state, file_id)
        if file is None or file.mime_type != DOCUMENT or file.trashed:
            abort(404)
        desk = Desk(
            users=editors(file),
            user=chosen(file, request.args.get("la", "")),
            revision=content["revisionId"],
            editing=request.args.get("sua", type=int),
        )
        beside = approval_html(desk, approvals, is_locked=file.is_locked)
        return page_html(file.name, parse_document(content), desk, beside)

    register_actions(app, database)


def page_html(title: str, document: Document, desk: Desk | None = None, beside: Markup = NOTHING) -> str:
    """The first tab as a page; each named range has an anchor with its name.

    With a desk there are the remarks in the margin, under what else stands `beside` the page, and the forms
    to answer them and to edit.
    """
    tab = document.tabs[0]
    style: Json = tab.parts["documentStyle"]
    margins = [css.points(style.get(f"margin{side}")) for side in ("Top", "Right", "Bottom", "Left")]
    width, height = (css.points(style["pageSize"].get(side)) for side in ("width", "height"))
    padding = " ".join(f"{margin}pt" for margin in margins)
    return str(
        _PAGE.format(
            title=title,
            notice=NOTICE,
            page=f"width: {width}pt; min-height: {height}pt; padding: {padding};",
            print_page=f"size: {width}pt {height}pt; margin: {padding};",
            content=_Page(tab, desk).content(),
            remarks_css=CSS,
            who=desk.who() if desk else "",
            margin=margin_html(document, desk, beside) if desk else "",
        )
    )


class _Page:
    """Writes the blocks of a tab as HTML; everything that is not markup of its own is escaped."""

    def __init__(self, tab: Tab, desk: Desk | None = None) -> None:
        self.tab, self.desk = tab, desk
        self.starts = {id(spot.block): spot.start for spot in spots(tab.body.content)}
        self.bullets = BulletCounter(tab.parts.get("lists", {}))
        self.notes: list[str] = []
        self.anchored: set[str] = set()

    def content(self) -> Markup:
        """The body and its footnotes."""
        shown = self.blocks(self.tab.body.content)
        notes = [self.blocks(self.tab.segments[note].content) for note in self.notes]
        if notes:
            shown += Markup("<hr>") + Markup("").join(
                Markup('<div id="chu-thich-{}"><sup>{}</sup>{}</div>').format(number, number, note)
                for number, note in enumerate(notes, start=1)
            )
        return shown

    def blocks(self, blocks: list[Block]) -> Markup:
        """Blocks in order; section breaks are not seen."""
        shown = Markup("")
        for block in blocks:
            if isinstance(block, Paragraph):
                shown += self.paragraph(block)
            elif isinstance(block, Table):
                shown += self.table(block)
            elif isinstance(block, Contents):
                shown += self.blocks(block.content)
        return shown

    def anchors(self, marks: Marks) -> Markup:
        """Anchors of the named ranges that begin here."""
        shown = Markup("")
        for range_id in (key for key in self.tab.range_names if key in marks):
            name = self.tab.range_names[range_id]
            if name not in self.anchored:
                self.anchored.add(name)
                shown += Markup('<a id="{}"></a>').format(name)
        return shown

    def paragraph(self, paragraph: Paragraph) -> Markup:
        """A paragraph with the look of its named style."""
        kind = paragraph.style.get("namedStyleType", "NORMAL_TEXT")
        style = named_style(self.tab, kind, "paragraphStyle") | paragraph.style
        first = {k: v for k, v in paragraph.elements[0].style.items() if k in _STRUT}
        # The first run's font gives the lines their height, as in print; an empty line has no other.
        base = css.text(named_style(self.tab, kind, "textStyle") | first)
        look = f"{base};{css.paragraph(style)}"
        inner = Markup("").join(self.element(element) for element in paragraph.elements)
        if paragraph.bullet is not None:
            inner = Markup("{} {}").format(self.bullets.glyph(paragraph.bullet), inner)
        start = self.starts.get(id(paragraph))
        if self.desk is None or start is None:
            return Markup('<p style="{}">{}</p>').format(look, inner)
        if start == self.desk.editing:
            return self.desk.edit_form(start, paragraph)
        return Markup('<p style="{}">{}{}</p>').format(look, inner, self.desk.edit_link(start))

    def element(self, element: Element) -> Markup:
        """A run, or what stands for an object in it."""
        anchor = self.anchors(element.marks)
        look = css.text(element.style)
        if element.kind == TEXT:
            text = element.text.rstrip("\n").replace("\x0b", "\n")
            inner = (
                Markup('<span style="{}">{}</span>').format(look, text) if look else Markup("{}").format(text)
            )
            return anchor + suggested(_linked(inner, element.style), element)
        if element.kind == "footnoteReference":
            self.notes.append(element.body["footnoteId"])
            number = len(self.notes)
            return anchor + Markup('<sup><a href="#chu-thich-{}">{}</a></sup>').format(number, number)
        if element.kind == "horizontalRule":
            return anchor + Markup("<hr>")
        if element.kind == "pageBreak":
            return anchor + Markup('<span style="break-after:page"></span>')
        return anchor

    def table(self, table: Table) -> Markup:
        """A table; covered cells of merges are left out."""
        properties = table.style.get("tableColumnProperties", [])
        widths = [css.points(p.get("width")) for p in properties]
        columns = Markup("").join(
            Markup('<col style="width:{}pt">').format(width) if width else Markup("<col>") for width in widths
        )
        known = f"width:{sum(widths):.2f}pt" if widths and all(widths) else "width:100%"
        rows = Markup("").join(self._row(table, number) for number in range(len(table.rows)))
        shown = Markup('<table style="{}"><colgroup>{}</colgroup>{}</table>').format(known, columns, rows)
        return self.anchors(table.marks) + shown

    def _row(self, table: Table, number: int) -> Markup:
        row = table.rows[number]
        cells = Markup("")
        for column, cell in enumerate(row.cells):
            if head_of(table, number, column) != (number, column):
                continue
            height, width = span(cell)
            cells += Markup('<td rowspan="{}" colspan="{}" style="{}">{}</td>').format(
                height, width, css.cell(cell.style), self.blocks(cell.content)
            )
        return Markup('<tr style="height:{}pt">{}</tr>').format(
            css.points(row.style.get("minRowHeight")), cells
        )


def _linked(inner: Markup, style: Json) -> Markup:
    url = style.get("link", {}).get("url", "")
    if not url.startswith(_LINK_SCHEMES):
        return inner
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, inner)
