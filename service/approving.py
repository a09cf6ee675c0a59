"""From draft to issued: who decides what about a report, checked, kept, frozen. Nothing here calls Google."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from service.approved_docs import forget_text
from service.config import ZONE
from service.domain.expectations import Period
from service.domain.stages import (
    Act,
    Decided,
    Deed,
    Ground,
    Life,
    Stage,
    Way,
    against_approval,
    refusal,
)
from service.domain.text import one_line
from service.drafting import compose
from service.editions import frozen, known_in, seen_for_report
from service.errors import ServiceError
from service.lives import life, lives, record
from service.signing import signing_blockers
from service.state import SchoolState
from service.store import Database
from service.store import drafts as draft_rows
from service.store import editions as edition_rows
from service.store import schools as school_rows
from service.store.editions import Written
from service.submissions import OPINION_FORM

#: Letters of a name or a number that somebody gives.
_LONGEST = 200
_NUMBER = re.compile(r"0*(\d+)\s*(?:/\s*(\S+))?")


def ground_of(database: Database, state: SchoolState, period: Period) -> Ground:
    """What an approval of this period's report is judged by today."""
    hearing = state.hearing(period.key)
    return Ground(
        blockers=signing_blockers(database, state, period),
        is_heard=hearing is not None,
        unanswered=len(hearing.unanswered) if hearing else 0,
        has_draft=_draft_of(database, state, period) is not None,
        doc_line=state.doc_line(period.key),
        is_edited=(fault := state.doc_faults.get(period.key)) is not None and fault.is_text,
    )


def act_on(database: Database, state: SchoolState, period: Period, act: Act) -> Life:
    """Do it, keep it and give where the report stands now; raises ServiceError, in one Vietnamese line.

    Both the check and the entry are in one transaction: of two who approve at once, one is told of the other.
    """
    number = full_number(one_line(act.number, _LONGEST), state.school.profile.symbol)
    act = replace(act, who=one_line(act.who, _LONGEST), reason=one_line(act.reason), number=number)
    judged = act.deed in (Deed.APPROVED, Deed.ASKED, Deed.ISSUED)
    ground = ground_of(database, state, period) if judged else Ground()
    # Composed outside of the transaction; needed only for drafts from before this was remembered.
    written = _written(database, state, period) if act.deed is Deed.APPROVED else None
    with database.begin() as tx:
        before = life(tx, state.school.id, period.key)
        why_not = refusal(before, replace(act, at=act.at.astimezone(ZONE)), ground)
        if why_not is not None:
            raise ServiceError(why_not)
        if act.deed in (Deed.APPROVED, Deed.ASKED) and not before.is_settled:
            _refuse_while_written(tx, state.school.id, period)
            act = replace(act, against=against_approval(before, ground))
        record(tx, state.school.id, period.key, act)
        _follow(tx, state, period, before, act, written)
        # The tab and the pages tell of it in the next cycle.
        school_rows.set_inputs_hash(tx, state.school.id, None)
        return life(tx, state.school.id, period.key)


def follow_sheet(database: Database, state: SchoolState, now: dt.datetime) -> SchoolState:
    """Take over what the tab «Kỳ báo cáo» says of approval, number and day; gives the state after it.

    A word is followed once, when it is new or while something speaks against it; so a report that was taken
    back on the page is not approved again by a cell that still says «Đồng ý».
    """
    for period in state.periods:
        window = state.settings.window(period.key)
        decided = window.decided if window else Decided()
        if decided != (state.life(period.key).sheet or Decided()):
            with database.begin() as tx:
                record(tx, state.school.id, period.key, Act(deed=Deed.SHEET, at=now, decided=decided))
            state = refresh_lives(database, state)
        state = _follow_decided(database, state, period, decided, now)
    return state


def open_hearings(database: Database, state: SchoolState, now: dt.datetime) -> SchoolState:
    """A report enters the stage of opinions once its form is there; gives the state after it."""
    with database.begin() as tx:
        sources = {source.key for source in school_rows.list_sources(tx, state.school.id)}
        fresh = [
            period.key
            for period in state.open_periods
            if OPINION_FORM + period.key in sources and not _is_heard(state.life(period.key))
        ]
        for key in fresh:
            record(tx, state.school.id, key, Act(deed=Deed.OPENED, at=now))
    return refresh_lives(database, state) if fresh else state


def settled(state: SchoolState) -> frozenset[str]:
    """Keys of the periods whose report the principal has approved."""
    return frozenset(key for key, found in state.lives.items() if found.is_settled)


def full_number(number: str, symbol: str) -> str:
    """«12» as «12/BC-TC», «7» as «07/BC-TC»; what is no number at all stays as it is written."""
    found = _NUMBER.fullmatch(number.strip())
    if not found:
        return number.strip()
    return f"{int(found[1]):02d}/{found[2] or f'BC-{symbol}'}"


def _refuse_while_written(tx: Connection, school_id: str, period: Period) -> None:
    """What is approved has to be what the Doc says; in a write, or after one that failed, nobody knows."""
    row = next(row for row in draft_rows.list_drafts(tx, school_id) if row.period == period.key)
    if row.report_hash is None:
        raise ServiceError(
            "Dự thảo đang được cập nhật, hoặc lần cập nhật trước chưa xong; "
            "xin duyệt lại sau lượt chạy tới (chậm nhất 5 phút)."
        )


def _follow(
    tx: Connection, state: SchoolState, period: Period, before: Life, act: Act, written: Written | None
) -> None:
    school_id = state.school.id
    if act.deed is Deed.APPROVED and written is not None:
        row = next(row for row in draft_rows.list_drafts(tx, school_id) if row.period == period.key)
        edition = frozen(
            state,
            period,
            before.edition,
            document_id=row.document_id or "",
            written=written,
            at=act.at,
            who=act.who,
            revision=act.revision or None,
        )
        edition_rows.freeze(tx, school_id, edition)
        forget_text(tx, school_id, period.key, before.edition)
    elif act.deed is Deed.REOPENED:
        edition_rows.thaw(tx, school_id, period.key, before.edition)
        forget_text(tx, school_id, period.key, before.edition)
    elif act.deed is Deed.ISSUED and act.issued_on is not None:
        edition_rows.set_issued(
            tx, school_id, period.key, before.edition, number=act.number, issued_on=act.issued_on
        )
    elif act.deed is Deed.CORRECTED:
        draft_rows.begin_again(tx, school_id, period.key, before.edition + 1)


def _follow_decided(
    database: Database, state: SchoolState, period: Period, decided: Decided, now: dt.datetime
) -> SchoolState:
    stand = state.life(period.key)
    who = state.school.profile.principal_title
    if stand.waits_for_sheet and decided.approved and not stand.is_settled:
        act = Act(deed=Deed.APPROVED, at=now, who=who, way=Way.SHEET, reason=decided.reason)
        state = _tried(database, state, period, act)
    elif stand.waits_for_sheet and decided.approved is False and stand.stage is Stage.APPROVED:
        act = Act(deed=Deed.REOPENED, at=now, who=who, way=Way.SHEET, reason=decided.reason)
        state = _tried(database, state, period, act)
    if state.life(period.key).stage is Stage.APPROVED and decided.number and decided.issued_on:
        act = Act(
            deed=Deed.ISSUED,
            at=now,
            who="Văn thư",
            way=Way.SHEET,
            number=decided.number,
            issued_on=decided.issued_on,
        )
        state = _tried(database, state, period, act)
    return state


def _tried(database: Database, state: SchoolState, period: Period, act: Act) -> SchoolState:
    """Do it; what speaks against it is kept too, once, and told in «Cần sửa»."""
    try:
        act_on(database, state, period, act)
    except ServiceError as error:
        stand = state.life(period.key)
        if stand.unfollowed is None or stand.unfollowed.reason != str(error):
            told = Act(deed=Deed.UNFOLLOWED, at=act.at, way=Way.SHEET, reason=str(error))
            with database.begin() as tx:
                record(tx, state.school.id, period.key, told)
    return refresh_lives(database, state)


def refresh_lives(database: Database, state: SchoolState) -> SchoolState:
    """The state with where each report stands by now."""
    with database.begin() as tx:
        found: Mapping[str, Life] = lives(tx, state.school.id)
    return replace(state, lives=found)


def _is_heard(stand: Life) -> bool:
    return stand.opened is not None or stand.is_settled or stand.edition > 1


def _draft_of(database: Database, state: SchoolState, period: Period) -> draft_rows.DraftRow | None:
    with database.begin() as tx:
        rows = draft_rows.list_drafts(tx, state.school.id)
    return next((row for row in rows if row.period == period.key and row.document_id), None)


def _written(database: Database, state: SchoolState, period: Period) -> Written:
    with database.begin() as tx:
        found = edition_rows.find_written(tx, state.school.id, period.key)
    if found is not None:
        return found
    seen = seen_for_report(database, state, period)
    return Written(
        report=compose(database, state, period),
        known=known_in(seen.submissions),
        wording=state.texts.digest,
    )
