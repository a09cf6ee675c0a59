"""What people do to the files of drafts and of the template, through whole cycles."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from test_cycle import STORY_HOUR, type_into
from test_living_draft import edit, view_of
from world import DAY, World

from service.config import end_of_day
from service.domain.text import fold
from service.draft_files import TEMPLATE, AnewError, begin_anew
from service.google.documents.drafts import DOCUMENT, TEMPLATE_KEY, TEMPLATE_NAME
from service.store import schools as school_rows
from service.store.events import list_events
from service.workspace import SCHOOL_ID, Workspace

#: The 6-month report and the 9-month report have a draft.
LATER = dt.date(2025, 8, 25)


def put_into_the_bin(ws: Workspace, file_id: str, *, trashed: bool = True) -> None:
    ws.drive.files().update(fileId=file_id, body={"trashed": trashed}).execute()


def documents(ws: Workspace) -> list[str]:
    query = f"mimeType = '{DOCUMENT}' and trashed = false and name != '{TEMPLATE_NAME}'"
    return [file["id"] for file in ws.drive.files().list(q=query).execute()["files"]]


def test_a_draft_in_the_bin_is_asked_about_and_never_made_a_second_time_unasked(cycled: World) -> None:
    document_id = str(cycled.draft().document_id)
    with cycled.open() as ws:
        put_into_the_bin(ws, document_id)
        before = ws.docs.documents().get(documentId=document_id).execute()
    type_into(cycled, STORY_HOUR)
    [line] = cycled.cycle().errors
    assert "Thùng rác" in line
    assert "«dunghan draft --anew 6T»" in line
    # Also where the report says nothing new.
    assert cycled.cycle().errors == (line,)
    with cycled.open() as ws:
        assert documents(ws) == []
        # Nothing was written into it meanwhile.
        assert ws.docs.documents().get(documentId=document_id).execute() == before
        put_into_the_bin(ws, document_id, trashed=False)
    back = cycled.cycle()
    assert (back.errors, back.drafts[0].document_id, back.drafts[0].written) == ((), document_id, True)


def test_a_draft_that_was_deleted_is_begun_anew_when_a_person_says_so(cycled: World) -> None:
    document_id = str(cycled.draft().document_id)
    with cycled.open() as ws, pytest.raises(AnewError, match="vẫn còn"):
        begin_anew(ws, "6T", end_of_day(DAY))
    with cycled.open() as ws:
        ws.drive.files().delete(fileId=document_id).execute()
    [line] = cycled.cycle().errors
    assert "xóa hẳn" in line
    with cycled.open() as ws:
        begin_anew(ws, "6T", end_of_day(DAY), "cô Hà")
    again = cycled.cycle()
    [draft] = again.drafts
    assert (again.errors, draft.written) == ((), True)
    assert draft.document_id != document_id
    with cycled.open() as ws:
        assert documents(ws) == [draft.document_id]
        assert view_of(ws, draft.document_id).places
    with cycled.database.begin() as tx:
        [event] = list_events(tx, SCHOOL_ID, kind="anew")
    assert (event.who, event.subject, event.body["document_id"]) == ("cô Hà", "6T", document_id)


def test_an_answer_to_an_offer_is_seen_although_the_report_says_nothing_new(cycled: World) -> None:
    document_id = str(cycled.draft().document_id)
    key = edit(cycled, document_id, "III.2")
    type_into(cycled, STORY_HOUR)
    assert cycled.cycle().drafts[0].kept == (key,)
    cycled.cycle()
    with cycled.principal() as hers:
        ids = view_of(hers, document_id).places[key].suggestion_ids
        requests = [{"acceptSuggestion": {"suggestionId": made}} for made in sorted(ids)]
        hers.docs.documents().batchUpdate(documentId=document_id, body={"requests": requests}).execute()
    _, calls = cycled.counted_cycle()
    assert calls.by_service["docs"] == 1
    blocks = {block["key"]: block for block in cycled.draft().state["blocks"]}
    assert blocks[key]["offered"] is None
    # Nothing is open any more, so nobody looks again.
    _, calls = cycled.counted_cycle()
    assert "docs" not in calls.by_service


def test_a_broken_template_is_told_and_other_drafts_go_on(cycled: World) -> None:
    template = cycled.source(TEMPLATE).file_id
    with cycled.open() as ws:
        broken = {"replaceAllText": {"containsText": {"text": "{{NOI_DUNG}}"}, "replaceText": "Nội dung"}}
        ws.docs.documents().batchUpdate(documentId=template, body={"requests": [broken]}).execute()
        first = cycled.draft().document_id
    later = cycled.cycle(LATER)
    assert [draft.document_id for draft in later.drafts] == [first]
    assert [line for line in later.errors if "bản mẫu đã mất chỗ" in line] == list(later.errors)
    with cycled.open() as ws:
        assert documents(ws) == [first]
        mended = {"replaceAllText": {"containsText": {"text": "Nội dung"}, "replaceText": "{{NOI_DUNG}}"}}
        ws.docs.documents().batchUpdate(documentId=template, body={"requests": [mended]}).execute()
    mended_cycle = cycled.cycle(LATER)
    assert (mended_cycle.errors, len(mended_cycle.drafts)) == ((), 2)


def test_a_template_in_the_bin_is_asked_about_and_one_that_is_gone_is_made_again(cycled: World) -> None:
    template = cycled.source(TEMPLATE).file_id
    with cycled.open() as ws:
        put_into_the_bin(ws, template)
    [line] = cycled.cycle(LATER).errors
    assert "Mẫu báo cáo" in line
    with cycled.open() as ws:
        ws.drive.files().delete(fileId=template).execute()
    assert cycled.cycle(LATER).errors == ()
    assert cycled.source(TEMPLATE).file_id != template


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_newer_template_is_used_unless_the_school_edited_its_own(cycled: World, is_edited: bool) -> None:
    source = cycled.source(TEMPLATE)
    with cycled.database.begin() as tx:
        school_rows.add_source(tx, SCHOOL_ID, replace(source, detail={"version": "1"}))
    with cycled.open() as ws:
        older = {"appProperties": {TEMPLATE_KEY: f"{SCHOOL_ID}:1"}}
        ws.drive.files().update(fileId=source.file_id, body=older).execute()
    if is_edited:
        with cycled.open(LATER) as ws:
            words = {"replaceAllText": {"containsText": {"text": "Nơi nhận"}, "replaceText": "NƠI NHẬN"}}
            ws.docs.documents().batchUpdate(documentId=source.file_id, body={"requests": [words]}).execute()
    drafts = {draft.period: draft for draft in cycled.cycle(LATER).drafts}
    assert (cycled.source(TEMPLATE).file_id == source.file_id) is is_edited
    assert any("đã sửa mẫu" in line for line in drafts["9T"].notices) is is_edited
    with cycled.open(LATER) as ws:
        text = "".join(text for _, text in view_of(ws, drafts["9T"].document_id).every_text)
    assert ("NƠI NHẬN" in text) is is_edited
    assert fold("Nơi nhận") in fold(text)
