"""The home page: what is due, how far it is covered, what to mend, what was read."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from flask import Flask, Response, render_template, request

from service.domain.dates import short_date
from service.domain.readiness import DIRECTORY_PAGE
from service.domain.records import Problem
from service.domain.roles import Action
from service.domain.stages import Life
from service.overview import Deadline, Overview
from service.store import DraftRow, Source
from service.todo import Door, Todo
from service.web.chart import coverage_svg
from service.web.context import Context
from service.web.heat import Heat, heat_of
from service.web.ladder import LadderLine, ladder_lines
from service.web.security import needs
from service.web.words import (
    STEPS,
    full_day,
    safe_link,
    source_link,
    step_class,
    told_time,
)
from service.workspace import Links

_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """The report that is due next."""

    title: str
    #: «còn», "11", «ngày làm việc»: the number is set large; "" where words say it all.
    before: str
    days: str
    after: str
    last_day: str
    facts: tuple[str, ...]
    #: T-21, T-14, T-7, T-2 and the last day, with today's place.
    ladder: tuple[LadderLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoLine:
    """One thing to do, with where it is done."""

    what: str
    who: str
    about: tuple[tuple[str, tuple[str, ...]], ...]
    link: str | None
    link_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLine:
    """One report of the table of deadlines."""

    key: str
    label: str
    last_day: str
    internal_due: str
    time_left: str
    step: str
    step_class: str
    window: str
    is_confirmed: bool
    is_next: bool
    complete: int
    total: int
    has_draft: bool
    #: «Đã ban hành, số 12/BC-TC»; "" before there is a draft.
    life: str
    document: str | None
    #: Reasons why it cannot be signed yet; told once there is a draft.
    blockers: tuple[str, ...]


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
    #: None for a plan without reports.
    next: Countdown | None
    todos: tuple[TodoLine, ...]
    deadlines: tuple[DeadlineLine, ...]
    heat: Heat | None
    problems: tuple[Problem, ...]
    sources: tuple[SourceLine, ...]
    review_sheet: str | None
    forms: tuple[SourceLine, ...]


def register(app: Flask, context: Context) -> None:
    """GET / and its chart."""

    @app.get("/")
    @needs(Action.SEE_OWN)
    def home() -> str:
        seen = context.overview()
        chosen = request.args.get("ky")
        page = present(seen, context.drafts(), context.links, context.now(), chosen)
        return render_template("home.html", page=page, push_faults=context.push_faults())

    @app.get("/bieu-do/muc-do-hoan-thanh.svg")
    @needs(Action.SEE_OWN)
    def coverage_chart() -> Response:
        is_narrow = request.args.get("co") == "hep"
        svg = coverage_svg(context.overview().deadlines, narrow=is_narrow)
        response = Response(svg, mimetype="image/svg+xml")
        # A picture of its own: pygal keeps its style inside, and nothing else may be loaded from it.
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return response


def present(
    seen: Overview, drafts: dict[str, DraftRow], links: Links, now: dt.datetime, chosen: str | None
) -> HomePage:
    """The page; `chosen` is the period whose coverage is shown, the next one if it is unknown."""
    shown = next((d for d in seen.deadlines if d.period.key == chosen), seen.next)
    sources = tuple(_source(source, links, now) for source in seen.sources)
    # A hearing that is over takes no more answers.
    kinds = ["" if source.detail.get("is_closed") else source.kind for source in seen.sources]
    sheet = next((source for source in seen.sources if source.kind == "school"), None)
    review_sheet = source_link(links, sheet) if sheet else None
    upcoming = drafts.get(seen.next.period.key) if seen.next else None
    return HomePage(
        school=seen.school,
        today=full_day(seen.as_of),
        next=_countdown(seen, seen.next, now) if seen.next else None,
        todos=tuple(_todo(todo, seen, review_sheet, _document(upcoming, links)) for todo in seen.todos),
        deadlines=tuple(
            _deadline(item, drafts.get(item.period.key), links, is_next=item == seen.next)
            for item in seen.deadlines
        ),
        heat=heat_of(shown.period.key, shown.period.label, shown.coverage) if shown else None,
        problems=seen.problems,
        sources=sources,
        review_sheet=review_sheet,
        forms=tuple(line for line, kind in zip(sources, kinds, strict=True) if kind == "form"),
    )


def _countdown(seen: Overview, following: Deadline, now: dt.datetime) -> Countdown:
    parts = _NUMBER.split(following.time_left, maxsplit=1)
    before, days, after = parts if len(parts) == 3 else (following.time_left, "", "")
    facts = following.coverage.summary.split(" · ")
    if seen.freshness.known_at:
        facts.append(f"dữ liệu đến {told_time(seen.freshness.known_at, now)}")
    if seen.freshness.late:
        facts.append(f"{len(seen.freshness.late)} nguồn chưa đọc được")
    return Countdown(
        title=f"Báo cáo {following.period.label}",
        before=before.strip(),
        days=days,
        after=after.strip(),
        last_day=full_day(following.period.last_working_day),
        facts=tuple(facts),
        ladder=ladder_lines(following.period, seen.as_of),
    )


def _todo(todo: Todo, seen: Overview, review_sheet: str | None, document: str | None) -> TodoLine:
    hearing = f"/y-kien/{seen.next.period.key}" if seen.next else None
    link, text = {
        Door.SHEET: (review_sheet, "Mở bảng theo dõi"),
        Door.DRAFT: (document, "Mở văn bản"),
        Door.REPORT: (f"/du-thao/{todo.period}", "Mở trang báo cáo"),
        Door.CORRECTIONS: (f"/du-thao/{todo.period}/dinh-chinh", "Xem từng chỗ"),
        Door.HEARING: (hearing, "Xem ý kiến"),
        Door.PROBLEMS: ("#can-sua", "Xem từng mục"),
        Door.SOURCES: ("#nguon", "Xem nguồn"),
        Door.COVERAGE: ("#tinh-hinh", "Xem bảng nhiệm vụ"),
        Door.DIRECTORY: (DIRECTORY_PAGE, "Mở danh bạ"),
    }[todo.door]
    return TodoLine(what=todo.what, who=todo.who, about=todo.about, link=link, link_text=text)


def _document(draft: DraftRow | None, links: Links) -> str | None:
    return safe_link(links.document(draft.document_id)) if draft and draft.document_id else None


def _deadline(deadline: Deadline, draft: DraftRow | None, links: Links, *, is_next: bool) -> DeadlineLine:
    period = deadline.period
    return DeadlineLine(
        key=period.key,
        label=period.label,
        last_day=short_date(period.last_working_day),
        internal_due=short_date(period.internal_due),
        time_left=deadline.time_left,
        step=STEPS[deadline.step],
        step_class=step_class(deadline.step),
        window=f"{short_date(period.data_from)} – {short_date(period.data_to)}",
        is_confirmed=period.confirmed_by is not None,
        is_next=is_next,
        complete=deadline.coverage.complete,
        total=len(deadline.coverage.rows),
        has_draft=draft is not None,
        life=_life(deadline.life) if draft or deadline.life.acts else "",
        document=_document(draft, links),
        blockers=tuple(blocker.reason for blocker in deadline.blockers) if draft else (),
    )


def _life(life: Life) -> str:
    edition = f", đính chính lần {life.edition - 1}" if life.edition > 1 else ""
    number = f", số {life.issued.number}" if life.issued else ""
    return f"{life.stage.value.capitalize()}{edition}{number}"


def _source(source: Source, links: Links, now: dt.datetime) -> SourceLine:
    return SourceLine(
        label=source.label,
        link=source_link(links, source),
        read=f"đọc lúc {told_time(source.read_at, now)}" if source.read_at else "chưa đọc lần nào",
        error=source.last_error,
    )
