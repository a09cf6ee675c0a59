"""The directory: which names each report uses, what has ended, and the choice of what comes after it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.choosing import NONE, ChoiceError, OpenChoice, choose_on_page, open_choices
from service.config import ZONE
from service.domain.dates import short_date
from service.domain.directory import NOBODY, Choice, Directory
from service.domain.expectations import Period
from service.domain.in_force import InForce
from service.domain.readiness import explain
from service.domain.roles import Action
from service.signing import signing_blockers
from service.state import SchoolState
from service.store import Database
from service.web.context import Context
from service.web.security import needs
from service.web.words import safe_link


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceForm:
    """Something that has ended, with the form of what comes after it."""

    subject: str
    name: str
    reason: str
    reports: str
    candidates: tuple[str, ...]
    may_be_nobody: bool
    needs_place: bool
    #: The department below it that fell with it; "" for none.
    via: str
    #: What was chosen, with who and when; "" while nobody has.
    chosen: str
    #: First values of the fields.
    successor: str
    place: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNames:
    """The names that one report uses."""

    key: str
    label: str
    day: str
    school: str
    parent: str
    place: str
    recipient: str
    bases: tuple[str, ...]
    #: Reasons why it cannot be signed.
    blockers: tuple[str, ...]
    #: It is approved, or waits for an answer: it keeps the names that it was approved with.
    is_held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage:
    """All that the page shows."""

    school: str
    reports: tuple[ReportNames, ...]
    waiting: tuple[ChoiceForm, ...]
    settled: tuple[ChoiceForm, ...]
    #: Every choice ever made, the newest first.
    history: tuple[str, ...]
    nobody: str
    none: str
    sheet: str | None
    may_choose: bool
    #: Who is signed in; "" asks for a name.
    who: str
    #: What is wrong with what was sent, and where; "" if nothing.
    error: str
    error_at: str


def register(app: Flask, context: Context) -> None:
    """GET /danh-ba and POST /danh-ba/ke-tuc."""

    @app.get("/danh-ba")
    @needs(Action.SEE_SCHOOL)
    def directory() -> str:
        return render_template("directory.html", page=present_directory(context.state(), context))

    @app.post("/danh-ba/ke-tuc")
    @needs(Action.DECIDE)
    def choose_successor() -> ResponseReturnValue:
        state = context.state()
        form = request.form.to_dict()
        person = context.person()
        who = person.name if person else " ".join(form.get("who", "").split())
        try:
            choose_on_page(context.database, state, form, who=who, now=context.now(), clock=context.clock())
        except ChoiceError as error:
            page = present_directory(state, context, error=str(error), at=form.get("subject", ""))
            return render_template("directory.html", page=page), 400
        return redirect(url_for("directory"), 303)


def present_directory(
    state: SchoolState, context: Context, *, error: str = "", at: str = ""
) -> DirectoryPage:
    """The page; `error` is told at the form of the subject `at`."""
    person = context.person()
    forms = tuple(_form(item, state.directory) for item in open_choices(state))
    sheet = next((source for source in state.sources if source.kind == "school"), None)
    return DirectoryPage(
        school=state.school.profile.name,
        reports=tuple(_report(context.database, state, period) for period in state.periods),
        waiting=tuple(form for form in forms if form.is_open),
        settled=tuple(form for form in forms if not form.is_open),
        history=tuple(f"{choice.name} → {_told(choice)}" for choice in reversed(state.directory.choices)),
        nobody=NOBODY,
        none=NONE,
        sheet=safe_link(context.links.spreadsheet(sheet.file_id)) if sheet else None,
        may_choose=person is None or person.may(Action.DECIDE),
        who=person.name if person else "",
        error=error,
        error_at=at,
    )


def _form(item: OpenChoice, directory: Directory) -> ChoiceForm:
    ended = item.ended
    choice = directory.choice(ended.subject)
    return ChoiceForm(
        subject=ended.subject,
        name=ended.name,
        reason=explain(ended),
        reports=", ".join(item.reports),
        candidates=item.candidates,
        may_be_nobody=item.may_be_nobody,
        needs_place=item.needs_place,
        via=item.via.name if item.via else "",
        chosen=_told(choice) if choice else "",
        successor=choice.successor if choice else "",
        place=choice.place if choice else "",
        is_open=ended.is_open,
    )


def _report(database: Database, state: SchoolState, period: Period) -> ReportNames:
    found: InForce = state.in_force(period)
    return ReportNames(
        key=period.key,
        label=period.label,
        day=short_date(found.day),
        school=found.profile.name,
        parent=found.profile.parent.upper(),
        place=found.profile.place,
        recipient=found.recipient + (f" (qua {found.via})" if found.via else ""),
        bases=found.legal_bases,
        blockers=tuple(blocker.reason for blocker in signing_blockers(database, state, period)),
        is_held=state.life(period.key).is_held,
    )


def _told(choice: Choice) -> str:
    """«Ủy ban nhân dân phường … (Trần Thu Hà, trang «Danh bạ», 20/10/2025)»."""
    after = choice.successor or NOBODY
    day = short_date(choice.chosen_at.astimezone(ZONE).date())
    return f"{after} ({choice.chosen_by}, {choice.source.value}, {day})"
