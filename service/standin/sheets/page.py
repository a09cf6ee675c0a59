"""/spreadsheets/d/<id>/edit: a spreadsheet as people see it, to look at only."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from markupsafe import Markup

from service.standin.moment import request_time
from service.standin.sheets.a1 import Area, area_of, letters
from service.standin.sheets.book import SPILLED, Book, Sheet, load
from service.standin.sheets.charts import chart_svg
from service.standin.sheets.css import cell_style
from service.standin.sheets.defaults import COLUMN_PIXELS, ROW_PIXELS
from service.standin.sheets.render import GridView
from service.standin.state import SPREADSHEET, Database

Json = dict[str, Any]

NOTICE = "Bản giả lập, không phải Google"
#: Blank rows and columns shown around what is filled in.
_MARGIN_ROWS, _MARGIN_COLUMNS = 8, 2
_MOST_ROWS = 2000
_HEAD_PIXELS = 46
_LINKS = ("http://", "https://")
_PAGE = Markup(
    """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ margin: 0; background: #fff; color: #202124; font: 13px/1.35 Arial, sans-serif; }}
header {{ display: flex; gap: 16px; justify-content: space-between; overflow: hidden; white-space: nowrap;
  font: 500 15px/48px system-ui, sans-serif; padding: 0 20px; border-bottom: 1px solid #dadce0; }}
header small {{ font-weight: 400; font-size: 12px; color: #5f6368; }}
main {{ position: relative; overflow: auto; height: calc(100vh - 86px); }}
table {{ border-collapse: separate; border-spacing: 0; table-layout: fixed; }}
th {{ background: #f8f9fa; color: #5f6368; font-weight: 400; font-size: 11px; }}
th, td {{ box-sizing: border-box; border-right: 1px solid #e2e3e3; border-bottom: 1px solid #e2e3e3;
  overflow: hidden; }}
thead th {{ position: sticky; top: 0; z-index: 3; height: 22px; }}
tbody th {{ position: sticky; left: 0; z-index: 2; }}
td {{ padding: 2px 4px; white-space: pre-wrap; overflow-wrap: break-word; background: #fff; }}
td.frozen {{ position: sticky; z-index: 1; }}
td.last {{ border-bottom: 2px solid #b7b7b7; }}
td.pick::after {{ content: "▾"; float: right; color: #5f6368; }}
td.note {{ background-image: linear-gradient(225deg, #f5b400 6px, transparent 6px); }}
.chart {{ position: absolute; background: #fff; border: 1px solid #dadce0; z-index: 4; }}
nav {{ height: 36px; border-top: 1px solid #dadce0; background: #f8f9fa; padding-left: {head}px;
  overflow-x: auto; white-space: nowrap; }}
nav a {{ display: inline-block; line-height: 36px; padding: 0 16px; color: #444746; text-decoration: none; }}
nav a[aria-current] {{ background: #e1e9f7; color: #0b57d0; font-weight: 600; }}
</style></head>
<body><header>{title}<small>{notice}</small></header><main>{grid}{charts}</main><nav>{tabs}</nav></body></html>
"""
)


def register_pages(app: Flask, database: Database) -> None:
    """Serve the page of each spreadsheet."""

    @app.get("/spreadsheets/d/<file_id>/edit")
    def spreadsheet_page(file_id: str) -> str:
        with database.transaction("", request_time(), write=False) as state:
            file = state.file(file_id)
            content = state.content(file_id)
        if file is None or file.mime_type != SPREADSHEET or file.trashed:
            abort(404)
        return page_html(file.name, load(content), request.args.get("gid", type=int))


def page_html(title: str, book: Book, gid: int | None = None) -> str:
    """One tab of a spreadsheet; the first visible one unless `gid` names another."""
    visible = [sheet for sheet in book.sheets if not sheet.properties.get("hidden")]
    sheet = next((sheet for sheet in visible if sheet.id == gid), visible[0])
    grid = _Grid(book, sheet)
    tabs = Markup("").join(
        Markup('<a href="?gid={}"{}>{}</a>').format(
            other.id, Markup(' aria-current="page"') if other is sheet else "", other.title
        )
        for other in visible
    )
    return str(
        _PAGE.format(
            title=title, notice=NOTICE, head=_HEAD_PIXELS, tabs=tabs, grid=grid.table(), charts=grid.charts()
        )
    )


class _Grid:
    """Writes the filled part of a tab as a table."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.view = GridView(book, sheet, {})
        grid = sheet.properties["gridProperties"]
        self.frozen = grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)
        used = [
            (row, column)
            for row, column, cell in sheet.filled()
            if "userEnteredValue" in cell or SPILLED in cell
        ]
        last_row = max((row for row, _ in used), default=0)
        last_column = max((column for _, column in used), default=0)
        high = min(last_row + _MARGIN_ROWS, sheet.rows, _MOST_ROWS)
        self.rows = [r for r in range(high) if self._seen("ROWS", r)]
        wide = min(last_column + _MARGIN_COLUMNS, sheet.columns)
        self.columns = [c for c in range(wide) if self._seen("COLUMNS", c)]
        self.merges = [area_of(sheet, merge) for merge in sheet.merges]

    def _seen(self, dimension: str, number: int) -> bool:
        kept = self.sheet.meta(dimension).get(number, {})
        return not (kept.get("hiddenByUser") or kept.get("hiddenByFilter"))

    def _pixels(self, dimension: str, number: int) -> int:
        default = ROW_PIXELS if dimension == "ROWS" else COLUMN_PIXELS
        return int(self.sheet.meta(dimension).get(number, {}).get("pixelSize", default))

    def table(self) -> Markup:
        """Letters, numbers and cells."""
        widths = [self._pixels("COLUMNS", column) for column in self.columns]
        cols = Markup("").join(Markup('<col style="width:{}px">').format(w) for w in (_HEAD_PIXELS, *widths))
        heads = Markup("").join(Markup("<th>{}</th>").format(letters(column)) for column in self.columns)
        body = Markup("").join(self._row(row) for row in self.rows)
        table = Markup('<table style="width:{}px"><colgroup>{}</colgroup>').format(
            sum(widths) + _HEAD_PIXELS, cols
        )
        return table + Markup("<thead><tr><th></th>{}</tr></thead><tbody>{}</tbody></table>").format(
            heads, body
        )

    def _row(self, row: int) -> Markup:
        cells = Markup("").join(self._cell(row, column) for column in self.columns)
        height = self._pixels("ROWS", row)
        return Markup('<tr style="height:{}px"><th>{}</th>{}</tr>').format(height, row + 1, cells)

    def _cell(self, row: int, column: int) -> Markup:
        merge = next((area for area in self.merges if area.holds(row, column)), None)
        if merge is not None and (row, column) != (merge.top, merge.left):
            return Markup("")
        kept = self.sheet.cell(row, column)
        shown = self.view.cell(row, column, kept) if kept else {}
        style = cell_style(shown.get("effectiveFormat", {})) + self._stick(row, column)
        attributes = Markup(' style="{}"').format(style) if style else Markup("")
        names = self._classes(row, column, kept)
        if names:
            attributes += Markup(' class="{}"').format(" ".join(names))
        if "note" in kept:
            attributes += Markup(' title="{}"').format(kept["note"])
        return Markup("<td{}>{}</td>").format(attributes + self._spans(merge), self._text(kept, shown))

    def _classes(self, row: int, column: int, kept: Json) -> list[str]:
        condition = kept.get("dataValidation", {}).get("condition", {}).get("type", "")
        marks = {
            "frozen": row < self.frozen[0] or column < self.frozen[1],
            "last": row == self.frozen[0] - 1,
            "pick": condition.startswith("ONE_OF"),
            "note": "note" in kept,
        }
        return [name for name, holds in marks.items() if holds]

    def _spans(self, merge: Area | None) -> Markup:
        if merge is None:
            return Markup("")
        across = sum(merge.left <= column < merge.right for column in self.columns)
        down = sum(merge.top <= row < merge.bottom for row in self.rows)
        return Markup(' colspan="{}" rowspan="{}"').format(across, down)

    def _stick(self, row: int, column: int) -> str:
        """Frozen rows and columns stay in view."""
        style = ""
        if row < self.frozen[0]:
            above = sum(self._pixels("ROWS", r) for r in self.rows if r < row)
            style += f"top:{22 + above}px;z-index:{3 if column < self.frozen[1] else 2};"
        if column < self.frozen[1]:
            before = sum(self._pixels("COLUMNS", c) for c in self.columns if c < column)
            style += f"left:{_HEAD_PIXELS + before}px;"
        return style

    def _text(self, kept: Json, shown: Json) -> Markup:
        text = shown.get("formattedValue", "")
        link = shown.get("hyperlink", "")
        if link.startswith(_LINKS):
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(link, text)
        return Markup("{}").format(text)

    def charts(self) -> Markup:
        """Charts over the cells."""
        drawn = Markup("")
        for chart in self.sheet.charts:
            overlay = chart["position"].get("overlayPosition")
            if overlay is None:
                continue
            anchor = overlay["anchorCell"]
            left = (
                _HEAD_PIXELS
                + overlay.get("offsetXPixels", 0)
                + sum(self._pixels("COLUMNS", c) for c in self.columns if c < anchor.get("columnIndex", 0))
            )
            top = (
                22
                + overlay.get("offsetYPixels", 0)
                + sum(self._pixels("ROWS", r) for r in self.rows if r < anchor.get("rowIndex", 0))
            )
            size = overlay.get("widthPixels", 600), overlay.get("heightPixels", 371)
            drawn += Markup('<div class="chart" style="left:{}px;top:{}px">{}</div>').format(
                left, top, chart_svg(self.book, chart["spec"], size)
            )
        return drawn
