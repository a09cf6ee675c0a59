"""The home page: what is due, how far it is covered, what to mend, what was read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Flask, Response, render_template, request

from service.domain.coverage import Coverage, CoverageCell
from service.domain.dates import short_date
from service.domain.findings import Status
from service.domain.records import Problem
from service.overview import Deadline, Overview, overview
from service.store import DraftRow, Source
from service.web.chart import coverage_svg
from service.web.context import Context
from service.web.words import STAGES, safe_link, source_link, stage_class, status_class, told_time
from service.workspace import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """One report of the table of deadlines."""

    key: str
    label: str
    last_day: str
    internal_due: str
    time_left: str
    stage: str
    stage_class: str
    window: str
    is_confirmed: bool
    complete: int
    total: int
    has_draft: bool
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One unit's state: a colour, a count and words for those who do not see the colour."""

    css: str
    count: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One responsibility of the heat table."""

    code: str
    name: str
    status: str
    css: str
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Coverage of one period by responsibility and unit."""

    period: str
    label: str
    summary: str
    units: tuple[str, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source with its last reading."""

    label: str
    link: str | None
    read: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """All that the home page shows."""

    school: str
    today: str
    #: «còn 12 ngày làm việc · 7/11 nhiệm vụ đã đủ · …», told of `next_label`.
    next_label: str
    facts: tuple[str, ...]
    deadlines: tuple[DeadlineLine, ...]
    heat: Heat | None
    legend: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    sources: tuple[SourceLine, ...]
    review_sheet: str | None
    forms: tuple[SourceLine, ...]


def register(app: Flask, context: Context) -> None:
    """GET / and its chart."""

    @app.get("/")
    def home() -> str:
        seen = overview(context.state())
        chosen = request.args.get("ky")
        page = present(seen, context.drafts(), context.links, context.now(), chosen)
        return render_template("home.html", page=page)

    @app.get("/bieu-do/muc-do-hoan-thanh.svg")
    def coverage_chart() -> Response:
        svg = coverage_svg(overview(context.state()).deadlines)
        response = Response(svg, mimetype="image/svg+xml")
        # A picture of its own: pygal keeps its style inside, and nothing else may be loaded from it.
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return response


def present(
    seen: Overview, drafts: dict[str, DraftRow], links: Links, now: dt.datetime, chosen: str | None
) -> HomePage:
    """The page; `chosen` is the period whose coverage is shown, the next one if it is unknown."""
    following = seen.next
    shown = next((d for d in seen.deadlines if d.period.key == chosen), following)
    sources = tuple(_source(source, links, now) for source in seen.sources)
    kinds = [source.kind for source in seen.sources]
    sheet = next((source for source in seen.sources if source.kind == "school"), None)
    return HomePage(
        school=seen.school,
        today=short_date(seen.as_of),
        next_label=f"Báo cáo {following.period.label}" if following else "",
        facts=_facts(seen, now),
        deadlines=tuple(_deadline(item, drafts.get(item.period.key), links) for item in seen.deadlines),
        heat=_heat(shown.period.key, shown.period.label, shown.coverage) if shown else None,
        legend=tuple((status_class(status), status.value) for status in Status),
        problems=seen.problems,
        sources=sources,
        review_sheet=source_link(links, sheet) if sheet else None,
        forms=tuple(line for line, kind in zip(sources, kinds, strict=True) if kind == "form"),
    )


def _facts(seen: Overview, now: dt.datetime) -> tuple[str, ...]:
    facts = [seen.next.time_left, *seen.next.coverage.summary.split(" · ")] if seen.next else []
    read = [source.read_at for source in seen.sources if source.read_at]
    if read:
        facts.append(f"dữ liệu đến {told_time(max(read), now)}")
    return tuple(facts)


def _deadline(deadline: Deadline, draft: DraftRow | None, links: Links) -> DeadlineLine:
    period = deadline.period
    return DeadlineLine(
        key=period.key,
        label=period.label,
        last_day=short_date(period.last_working_day),
        internal_due=short_date(period.internal_due),
        time_left=deadline.time_left,
        stage=STAGES[deadline.stage],
        stage_class=stage_class(deadline.stage),
        window=f"{short_date(period.data_from)} – {short_date(period.data_to)}",
        is_confirmed=period.confirmed_by is not None,
        complete=deadline.coverage.complete,
        total=len(deadline.coverage.rows),
        has_draft=draft is not None,
        document=safe_link(links.document(draft.document_id)) if draft and draft.document_id else None,
    )


def _heat(key: str, label: str, matrix: Coverage) -> Heat:
    units = tuple(unit or "Chưa phân công" for unit in matrix.units)
    rows = tuple(
        HeatRow(
            code=row.code,
            name=row.short_name,
            status=row.status.value,
            css=status_class(row.status),
            cells=tuple(_cell(unit, cell) for unit, cell in zip(units, row.cells, strict=True)),
        )
        for row in matrix.rows
    )
    return Heat(period=key, label=label, summary=matrix.summary, units=units, rows=rows)


def _cell(unit: str, cell: CoverageCell | None) -> HeatCell | None:
    if cell is None:
        return None
    words = f"{unit}: {cell.status.value}, {cell.count} hoạt động"
    return HeatCell(css=status_class(cell.status), count=cell.count, words=words)


def _source(source: Source, links: Links, now: dt.datetime) -> SourceLine:
    return SourceLine(
        label=source.label,
        link=source_link(links, source),
        read=told_time(source.read_at, now) if source.read_at else "chưa đọc lần nào",
        error=source.last_error,
    )
