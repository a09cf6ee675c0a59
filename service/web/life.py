"""On the page of a draft: where the report stands; forms to approve, take back, issue and correct it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.approving import act_on
from service.config import ZONE
from service.domain.corrections import Correction
from service.domain.dates import short_date
from service.domain.expectations import Period
from service.domain.roles import Action
from service.domain.stages import Act, Deed, Ground, Life, Stage, Way, open_questions, shown, told
from service.editions import LateOne, corrections_of, late_ones
from service.errors import ServiceError
from service.state import SchoolState
from service.store import DraftRow
from service.store import editions as edition_rows
from service.store.editions import Edition
from service.tracing import trace
from service.web.context import Context
from service.web.security import needs
from service.web.words import compared, exact_time, safe_link, trace_link, trace_place

#: Renders the page of a draft, with what went wrong.
ShowDraft = Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMark:
    """One of the four stages on a line."""

    title: str
    css: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """One approved report."""

    title: str
    told: str
    document: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """An activity that came after the close."""

    unit: str
    title: str
    code: str
    day: str
    sent: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LifePart:
    """Where the report stands, and what whoever looks at it may do now."""

    stages: tuple[StageMark, ...]
    is_settled: bool
    #: «Bản đính chính lần 1»; "" for the first edition.
    edition: str
    history: tuple[str, ...]
    #: What went wrong the last time: Drive refused, the principal declined, the tab cannot be followed.
    setback: str
    #: Drive has asked the principal, and she has not answered.
    is_waiting: bool
    #: Its Doc is not what was approved: one line that says so, or "".
    doc_line: str
    #: Where the Doc says something else: (is it the part that differs, words), before and after.
    doc_changes: tuple[tuple[tuple[tuple[bool, str], ...], tuple[tuple[bool, str], ...]], ...]
    can_approve_anew: bool
    #: What speaks against approving now, beside what keeps any report from being signed.
    against: tuple[str, ...]
    #: Something speaks against it, so that a reason is needed.
    needs_reason: bool
    can_approve: bool
    can_ask: bool
    can_reopen: bool
    can_issue: bool
    can_correct: bool
    #: Nobody is signed in: the forms ask for a name.
    asks_name: bool
    principal: str
    today: str
    corrections: int
    editions: tuple[EditionLine, ...]
    late: tuple[LateLine, ...]
    closed_on: str
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionLine:
    """One place that would be told otherwise."""

    where: str
    block: str
    #: (is it the part that differs, words), before and after.
    before: tuple[tuple[bool, str], ...]
    after: tuple[tuple[bool, str], ...]
    #: (words, address) of the submissions that came or went.
    because: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsPage:
    """All that the page of corrections shows."""

    school: str
    period: str
    label: str
    approved: str
    lines: tuple[CorrectionLine, ...]
    is_issued: bool


def register(app: Flask, context: Context, show_draft: ShowDraft) -> None:
    """GET /du-thao/<period>/dinh-chinh, and the forms of the page of a draft."""

    @app.get("/du-thao/<key>/dinh-chinh")
    @needs(Action.SEE_SCHOOL)
    def draft_corrections(key: str) -> str:
        state = context.state()
        period = state.period(key) or abort(404)
        return render_template("corrections.html", page=present_corrections(context, state, period))

    @app.post("/du-thao/<key>/duyet")
    @needs(Action.DECIDE)
    def approve_draft(key: str) -> ResponseReturnValue:
        return done(key, Deed.APPROVED)

    @app.post("/du-thao/<key>/mo-lai")
    @needs(Action.DECIDE)
    def reopen_draft(key: str) -> ResponseReturnValue:
        return done(key, Deed.REOPENED)

    @app.post("/du-thao/<key>/gui-duyet")
    @needs(Action.PREPARE)
    def ask_for_approval(key: str) -> ResponseReturnValue:
        return done(key, Deed.ASKED)

    @app.post("/du-thao/<key>/ban-hanh")
    @needs(Action.PREPARE)
    def issue_draft(key: str) -> ResponseReturnValue:
        return done(key, Deed.ISSUED)

    @app.post("/du-thao/<key>/lap-dinh-chinh")
    @needs(Action.PREPARE)
    def begin_correction(key: str) -> ResponseReturnValue:
        return done(key, Deed.CORRECTED)

    def done(key: str, deed: Deed) -> ResponseReturnValue:
        state = context.state()
        period = state.period(key) or abort(404)
        try:
            act_on(context.database, state, period, _act(context, deed))
        except ServiceError as error:
            return show_draft(key, str(error)), 400
        return redirect(url_for("draft", key=key) + "#giai-doan", 303)


def present_life(
    context: Context,
    state: SchoolState,
    period: Period,
    row: DraftRow | None,
    ground: Ground,
    error: str = "",
) -> LifePart:
    """The part of the page of a draft that tells where the report stands; `ground` is today's."""
    life = state.life(period.key)
    person = context.person()
    decides, prepares = (person is None or person.may(act) for act in (Action.DECIDE, Action.PREPARE))
    with context.database.begin() as tx:
        editions = edition_rows.list_editions(tx, context.school_id, period=period.key)
    is_draft = row is not None and not life.is_settled
    against = open_questions(life, ground) if is_draft else ()
    fault = state.doc_faults.get(period.key)
    return LifePart(
        stages=_stages(life),
        is_settled=life.is_settled,
        edition=_correction_name(life.edition),
        history=tuple(told(act, act.at.astimezone(ZONE).date()) for act in shown(life.acts)),
        setback=_setback(life),
        is_waiting=life.pending is not None,
        doc_line=ground.doc_line,
        doc_changes=tuple(compared(item.was, item.now) for item in fault.changes) if fault else (),
        can_approve_anew=decides and life.stage is Stage.APPROVED and ground.is_edited,
        against=against,
        needs_reason=is_draft and bool(against or ground.blockers),
        can_approve=is_draft and decides,
        can_ask=is_draft and prepares and life.pending is None,
        can_reopen=decides and (life.stage is Stage.APPROVED or life.pending is not None),
        can_issue=prepares and life.stage is Stage.APPROVED and not ground.doc_line,
        can_correct=prepares and life.stage is Stage.ISSUED,
        asks_name=person is None,
        principal=state.school.profile.principal,
        today=context.now().astimezone(ZONE).date().isoformat(),
        corrections=len(corrections_of(context.database, state, period)),
        editions=tuple(_edition(item, context) for item in editions),
        late=tuple(map(_late, late_ones(context.database, state, period))),
        closed_on=short_date(period.closes),
        error=error,
    )


def present_corrections(context: Context, state: SchoolState, period: Period) -> CorrectionsPage:
    """What the newest approved report of a period would say otherwise by now."""
    approved = state.life(period.key).approved
    day = short_date(approved.at.astimezone(ZONE).date()) if approved else ""
    found = corrections_of(context.database, state, period)
    return CorrectionsPage(
        school=state.school.profile.name,
        period=period.key,
        label=period.label,
        approved=day,
        lines=tuple(_correction(item, context) for item in found),
        is_issued=state.life(period.key).stage is Stage.ISSUED,
    )


def _act(context: Context, deed: Deed) -> Act:
    form = request.form
    person = context.person()
    who = person.name or person.email if person else " ".join(form.get("who", "").split())
    return Act(
        deed=deed,
        at=context.now(),
        who=who,
        way=Way.PAGE,
        reason=form.get("reason", "").strip(),
        number=form.get("number", "").strip(),
        issued_on=_day(form.get("issued_on", "")),
    )


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _stages(life: Life) -> tuple[StageMark, ...]:
    at = list(Stage).index(life.stage)
    return tuple(
        StageMark(
            title=stage.value.capitalize(),
            css=" ".join(name for name, holds in (("reached", n <= at), ("here", n == at)) if holds),
            is_here=n == at,
        )
        for n, stage in enumerate(Stage)
    )


def _setback(life: Life) -> str:
    if life.unfollowed is not None:
        return f"Tab «Kỳ báo cáo» ghi đồng ý nhưng chưa làm theo được. {life.unfollowed.reason}"
    if life.setback is None:
        return ""
    return told(life.setback, life.setback.at.astimezone(ZONE).date())


def _correction_name(edition: int) -> str:
    """«Bản đính chính lần 1»; "" for the first edition, which corrects nothing."""
    return f"Bản đính chính lần {edition - 1}" if edition > 1 else ""


def _edition(edition: Edition, context: Context) -> EditionLine:
    approved = short_date(edition.approved_at.astimezone(ZONE).date())
    words = f"duyệt ngày {approved}, {edition.approved_by}"
    if edition.number and edition.issued_on:
        words = f"số {edition.number}, ban hành ngày {short_date(edition.issued_on)}; {words}"
    title = _correction_name(edition.edition) or "Báo cáo"
    return EditionLine(
        title=title, told=words, document=safe_link(context.links.document(edition.document_id))
    )


def _late(one: LateOne) -> LateLine:
    activity = one.activity
    return LateLine(
        unit=activity.unit,
        title=activity.title,
        code=activity.responsibility or "",
        day=short_date(activity.date) if activity.date else "",
        sent=exact_time(activity.submitted_at),
        note="sửa lại phiếu đã gửi trong kỳ" if one.is_edit else "mới",
    )


def _correction(found: Correction, context: Context) -> CorrectionLine:
    because = []
    for words, refs in (("mới nhận", found.new), ("đã sửa hoặc rút", found.gone)):
        for item in trace(context.database, context.school_id, refs):
            source = item.source or "Nguồn không còn được theo dõi"
            because.append((f"{words}: {source}, {trace_place(item)}", trace_link(context.links, item)))
    before, after = compared(found.before, found.after)
    return CorrectionLine(
        where=found.where, block=found.block, before=before, after=after, because=tuple(because)
    )
