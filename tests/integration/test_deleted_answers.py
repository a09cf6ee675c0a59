"""Answers that were deleted in Google Forms: seen by their absence, marked, and many at once asked about."""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3

from test_edited_submissions import blocks_of, report_of_petitions, reread, resting_on
from world import DAY, World

from service.config import end_of_day
from service.personal_data import purge
from service.problems import problems_of
from service.source_watch import accept
from service.store import records as record_rows
from service.submissions import ACTIVITY_FORM, FEEDBACK_FORM
from service.tracing import Fate, changed_blocks
from service.workspace import SCHOOL_ID


def delete_answers(cycled: World, key: str, *record_ids: str) -> None:
    """The owner of the form deletes answers in Google Forms; the API has no such call."""
    file = cycled.endpoint.credentials.parent / "google.sqlite3"
    with contextlib.closing(sqlite3.connect(file)) as google, google:
        for record_id in record_ids:
            chosen = (cycled.source(key).file_id, record_id)
            found = google.execute("DELETE FROM responses WHERE form_id = ? AND response_id = ?", chosen)
            assert found.rowcount == 1


def test_exactly_the_blocks_of_an_answer_that_was_deleted_at_google_are_marked_and_written_again(
    cycled: World,
) -> None:
    before = blocks_of(cycled)
    version, _ = report_of_petitions(cycled)
    resting = resting_on(before, version.record_id)
    delete_answers(cycled, ACTIVITY_FORM, version.record_id)
    _, idle = cycled.counted_cycle()
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == {}, "a list of new answers does not show it"
    reread(cycled)  # as every night
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == dict.fromkeys(resting, Fate.WITHDRAWN)
    [draft] = cycled.cycle().drafts
    assert draft.written
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == {}
    assert not resting_on(blocks_of(cycled), version.record_id)
    with cycled.database.begin() as tx:
        kept = record_rows.all_versions(tx, SCHOOL_ID)
    assert [item.withdrawn_at for item in kept if item.record_id == version.record_id] == [end_of_day(DAY)]
    _, whole = cycled.counted_cycle(full=True)
    assert whole.by_service["forms"] == idle.by_service["forms"], "the whole list costs no more calls"


def test_many_answers_that_are_gone_at_once_count_until_a_person_takes_the_loss_over(cycled: World) -> None:
    with cycled.database.begin() as tx:
        before = [item.record_id for item in record_rows.current_versions(tx, SCHOOL_ID, FEEDBACK_FORM)]
    lost = before[: len(before) // 4 + 5]
    delete_answers(cycled, FEEDBACK_FORM, *lost)
    findings = cycled.state().findings
    later = DAY + dt.timedelta(days=2)
    result = cycled.cycle(later)
    assert f"mất {len(lost)} trong {len(before)} phiếu" in str([item.error for item in result.sources])
    [asked] = [item for item in problems_of(cycled.state(later)) if item.key.startswith("stopped:")]
    assert "cứ để trống" in asked.remedy
    assert len(cycled.state(later).submissions.feedback) == len(before)
    source = cycled.source(FEEDBACK_FORM)
    accept(cycled.database, SCHOOL_ID, source, who="Văn thư", why="Phiếu thử", at=end_of_day(later))
    cycled.cycle(later)
    assert cycled.source(FEEDBACK_FORM).stopped is None
    assert len(cycled.state(later).submissions.feedback) == len(before) - len(lost)
    assert cycled.state().findings == findings, "on the day before they were there"


def test_what_was_purged_may_be_deleted_at_google_and_its_figures_stay(cycled: World) -> None:
    purge(cycled.database, SCHOOL_ID, DAY + dt.timedelta(days=1), now=end_of_day(DAY))
    with cycled.database.begin() as tx:
        before = [item.record_id for item in record_rows.current_versions(tx, SCHOOL_ID, ACTIVITY_FORM)]
    findings = cycled.state().findings
    delete_answers(cycled, ACTIVITY_FORM, *before)
    reread(cycled)
    assert cycled.source(ACTIVITY_FORM).last_error is None
    assert cycled.state().findings == findings
