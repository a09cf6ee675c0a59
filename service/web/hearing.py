"""What staff said of a draft, with what became of each opinion."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask, abort, render_template

from service.config import ZONE
from service.domain.compose.people import without_names
from service.domain.dates import count, short_date
from service.domain.expectations import Period
from service.domain.hearing import WHOLE, Heard, Hearing, Stance, Taken
from service.domain.roles import Action
from service.state import SchoolState
from service.store import DraftRow
from service.web.context import Context
from service.web.security import needs
from service.web.words import safe_link, source_link
from service.workspace import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """One opinion."""

    day: str
    stance: str
    part: str
    text: str
    #: «Tiếp thu một phần»; "" while it waits or needs no answer.
    taken: str
    why: str
    #: What is still missing: «chưa ghi tiếp thu hay không», «thiếu lý do»; "" if nothing.
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingPage:
    """All that the page shows."""

    school: str
    period: str
    label: str
    #: When it is opened; shown before that.
    opens: str
    is_open: bool
    opened: str
    is_closed: bool
    #: «05 ý kiến: 03 đồng ý, …».
    summary: str
    waiting: str
    form: str | None
    document: str | None
    review_sheet: str | None
    lines: tuple[OpinionLine, ...]


def register(app: Flask, context: Context) -> None:
    """GET /y-kien/<period>."""

    @app.get("/y-kien/<key>")
    @needs(Action.SEE_SCHOOL)
    def hearing(key: str) -> str:
        state = context.state()
        period = state.period(key) or abort(404)
        page = present_hearing(state, period, context.drafts().get(key), context.links)
        return render_template("hearing.html", page=page)


def present_hearing(state: SchoolState, period: Period, draft: DraftRow | None, links: Links) -> HearingPage:
    """The hearing on the draft of a period, or when it will be opened."""
    hearing = state.hearing(period.key)
    form = state.hearing_form(period.key)
    sheet = next((source for source in state.sources if source.kind == "school"), None)
    return HearingPage(
        school=state.school.profile.name,
        period=period.key,
        label=period.label,
        opens=short_date(period.opinions_from),
        is_open=hearing is not None,
        opened=short_date(hearing.opened_on) if hearing else "",
        is_closed=bool(form and form.detail.get("is_closed")),
        summary=_summary(hearing) if hearing else "",
        waiting=count(len(hearing.unanswered)) if hearing and hearing.unanswered else "",
        form=source_link(links, form) if form else None,
        document=safe_link(links.document(draft.document_id)) if draft and draft.document_id else None,
        review_sheet=safe_link(links.spreadsheet(sheet.file_id)) if sheet else None,
        lines=tuple(_line(item, state.settings.staff_names) for item in hearing.heard) if hearing else (),
    )


def _summary(hearing: Hearing) -> str:
    if not hearing.heard:
        return "Chưa có ý kiến nào."
    said = [
        f"{count(number)} {words}"
        for stance, words in (
            (Stance.AGREES, "đồng ý"),
            (Stance.AGREES_WITH_CHANGES, "đồng ý và đề nghị chỉnh sửa"),
            (Stance.DISAGREES, "không đồng ý"),
        )
        if (number := hearing.count(stance))
    ]
    return f"{count(len(hearing.heard))} ý kiến: {', '.join(said)}."


def _line(item: Heard, staff: Collection[str]) -> OpinionLine:
    opinion, answer = item.opinion, item.answer
    return OpinionLine(
        day=short_date(opinion.submitted_at.astimezone(ZONE).date()),
        stance=opinion.stance.value,
        part=opinion.part or WHOLE,
        text=without_names(opinion.text, staff),
        taken=answer.taken.value if answer and answer.taken else "",
        why=answer.why if answer else "",
        missing=_missing(item),
    )


def _missing(item: Heard) -> str:
    if not item.is_open:
        return ""
    if item.answer and item.answer.taken in (Taken.PARTLY, Taken.NO):
        return "thiếu lý do"
    return "chưa ghi tiếp thu hay không"
