"""Hearing staff on a draft: its form is opened with the draft, the draft shared for reading, then closed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from googleapiclient.errors import HttpError

from forms.definition import FormDefinition, load_definition
from forms.errors import FormsError
from forms.publishing import Audience, create_form, stop_answers
from service.domain.expectations import Period
from service.form_files import form_detail
from service.google.drive import share, shared_with
from service.making import key_of, once
from service.state import SchoolState
from service.store import DraftRow, Source, intents
from service.store import drafts as draft_rows
from service.store import schools as school_rows
from service.submissions import OPINION_FORM
from service.templates import template_text
from service.workspace import Workspace

log = logging.getLogger(__name__)

_FILE = "y-kien-du-thao.toml"


def keep_hearings(
    ws: Workspace,
    state: SchoolState,
    decided: Collection[str] = (),
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[str, ...]:
    """Open the hearing on each draft whose time has come, close those on drafts that are `decided`.

    `decided` holds keys of periods. Gives what went wrong, in Vietnamese; what failed is tried again in the
    next cycle. No call to Google where everything is as it should be.
    """
    with ws.database.begin() as tx:
        drafts = {row.period: row for row in draft_rows.list_drafts(tx, ws.school_id) if row.document_id}
    errors: list[str] = []
    for period in state.open_periods:
        form = state.hearing_form(period.key)
        if period.key in decided:
            errors += _closed(ws, form)
        elif period.key in drafts and (form is not None or is_time(state, period)):
            progress(f"Đang lấy ý kiến về dự thảo: {period.label}")
            errors += _open(ws, state, period, form, drafts[period.key])
    return tuple(errors)


def is_time(state: SchoolState, period: Period) -> bool:
    """True on the days on which a hearing is opened; a report that is past its last day needs none."""
    return period.opinions_from <= state.as_of <= period.last_working_day


def opinion_form(period: Period, draft: str) -> FormDefinition:
    """The form's questions; `draft` is the address of the Doc."""
    definition = load_definition(template_text("forms", _FILE))
    return replace(
        definition,
        title=definition.title.format(ky=period.label),
        description=definition.description.format(lien_ket=draft),
    )


def _open(
    ws: Workspace, state: SchoolState, period: Period, form: Source | None, draft: DraftRow
) -> Iterator[str]:
    """The form, and the draft readable for everybody of the school; those who cannot be reached are told."""
    if form is None:
        definition = opinion_form(period, ws.links.document(draft.document_id or ""))
        key = OPINION_FORM + period.key
        try:
            made = create_form(
                ws.forms,
                ws.drive,
                definition,
                audience=Audience.ANYONE,
                app_properties=key_of(ws, state.school.profile.name, f"{key}:{period.due.year}"),
                once=once(ws, key, "form"),
            )
        except FormsError as error:
            log.warning("opinions on %s: %s", period.key, error)
            yield str(error)
            return
        form = Source(
            key=key,
            kind="form",
            label=definition.title,
            file_id=made.form_id,
            detail={
                "url": made.responder_uri,
                **form_detail(definition),
                "period": period.key,
                "opened_on": state.as_of.isoformat(),
                "readers": [],
            },
        )
        with ws.database.begin() as tx:
            school_rows.add_source(tx, ws.school_id, form)
            intents.close_intent(tx, ws.school_id, key)
    yield from _let_read(ws, state, form, draft)


def _let_read(ws: Workspace, state: SchoolState, form: Source, draft: DraftRow) -> Iterator[str]:
    known = set(form.detail["readers"])
    wanted = {member.email.casefold(): member.email for member in state.settings.staff if member.active}
    missing = [email for folded, email in wanted.items() if folded not in known]
    if not missing:
        return
    try:
        # Whoever can open it already keeps what they may do: a second permission would replace the first.
        known |= shared_with(ws.drive, draft.document_id or "")
        failed = []
        for email in missing:
            if email.casefold() not in known and not _shared(ws, draft, email):
                failed.append(email)
            else:
                known.add(email.casefold())
    except HttpError as error:
        log.warning("who can read %s: %s", draft.document_id, error.reason)
        yield f"Chưa chia sẻ được «{draft.name}» để lấy ý kiến; dịch vụ sẽ thử lại ở lần chạy sau."
        return
    with ws.database.begin() as tx:
        detail = {**form.detail, "readers": sorted(known & set(wanted))}
        school_rows.set_detail(tx, ws.school_id, form.key, detail)
    if failed:
        yield (
            f"Chưa chia sẻ được «{draft.name}» để lấy ý kiến với: {', '.join(failed)}. "
            "Hãy kiểm tra thư điện tử ở tab «Nhân sự»."
        )


def _shared(ws: Workspace, draft: DraftRow, email: str) -> bool:
    try:
        share(ws.drive, draft.document_id or "", email, "reader")
    except HttpError as error:
        log.warning("sharing %s for reading: %s", draft.document_id, error.reason)
        return False
    return True


def _closed(ws: Workspace, form: Source | None) -> Iterator[str]:
    """No more answers once the principal has decided; what was said stays."""
    if form is None or form.detail.get("is_closed"):
        return
    try:
        stop_answers(ws.forms, form.file_id, name=form.label)
    except FormsError as error:
        log.warning("closing %s: %s", form.key, error)
        yield str(error)
        return
    with ws.database.begin() as tx:
        school_rows.set_detail(tx, ws.school_id, form.key, {**form.detail, "is_closed": True})
