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


def test_a_draft_in_the_bin_is_asked_about_and_never_made_a_second_time_unasked(world: World) -> None:
    document_id = world.cycle().drafts[0].document_id
    with world.open() as ws:
        put_into_the_bin(ws, document_id)
        before = ws.docs.documents().get(documentId=document_id).execute()
    type_into(world, STORY_HOUR)
    [line] = world.cycle().errors
    assert "Thùng rác" in line
    assert "«dunghan draft --anew 6T»" in line
    # Also where the report says nothing new.
    assert world.cycle().errors == (line,)
    with world.open() as ws:
        assert documents(ws) == []
        # Nothing was written into it meanwhile.
        assert ws.docs.documents().get(documentId=document_id).execute() == before
        put_into_the_bin(ws, document_id, trashed=False)
    back = world.cycle()
    assert (back.errors, back.drafts[0].document_id, back.drafts[0].written) == ((), document_id, True)


def test_a_draft_that_was_deleted_is_begun_anew_when_a_person_says_so(world: World) -> None:
    document_id = world.cycle().drafts[0].document_id
    with world.open() as ws, pytest.raises(AnewError, match="vẫn còn"):
        begin_anew(ws, "6T", end_of_day(DAY))
    with world.open() as ws:
        ws.drive.files().delete(fileId=document_id).execute()
    [line] = world.cycle().errors
    assert "xóa hẳn" in line
    with world.open() as ws:
        begin_anew(ws, "6T", end_of_day(DAY), "cô Hà")
    again = world.cycle()
    [draft] = again.drafts
    assert (again.errors, draft.written) == ((), True)
    assert draft.document_id != document_id
    with world.open() as ws:
        assert documents(ws) == [draft.document_id]
        assert view_of(ws, draft.document_id).places
    with world.database.begin() as tx:
        [event] = list_events(tx, SCHOOL_ID, kind="anew")
    assert (event.who, event.subject, event.body["document_id"]) == ("cô Hà", "6T", document_id)


def test_an_answer_to_an_offer_is_seen_although_the_report_says_nothing_new(world: World) -> None:
    document_id = world.cycle().drafts[0].document_id
    key = edit(world, document_id, "III.2")
    type_into(world, STORY_HOUR)
    assert world.cycle().drafts[0].kept == (key,)
    world.cycle()
    with world.principal() as hers:
        ids = view_of(hers, document_id).places[key].suggestion_ids
        requests = [{"acceptSuggestion": {"suggestionId": made}} for made in sorted(ids)]
        hers.docs.documents().batchUpdate(documentId=document_id, body={"requests": requests}).execute()
    _, calls = world.counted_cycle()
    assert calls.by_service["docs"] == 1
    blocks = {block["key"]: block for block in world.draft().state["blocks"]}
    assert blocks[key]["offered"] is None
    # Nothing is open any more, so nobody looks again.
    _, calls = world.counted_cycle()
    assert "docs" not in calls.by_service


def test_a_broken_template_is_told_and_other_drafts_go_on(world: World) -> None:
    world.cycle()
    template = world.source(TEMPLATE).file_id
    with world.open() as ws:
        broken = {"replaceAllText": {"containsText": {"text": "{{NOI_DUNG}}"}, "replaceText": "Nội dung"}}
        ws.docs.documents().batchUpdate(documentId=template, body={"requests": [broken]}).execute()
        first = world.draft().document_id
    later = world.cycle(LATER)
    assert [draft.document_id for draft in later.drafts] == [first]
    assert [line for line in later.errors if "bản mẫu đã mất chỗ" in line] == list(later.errors)
    with world.open() as ws:
        assert documents(ws) == [first]
        mended = {"replaceAllText": {"containsText": {"text": "Nội dung"}, "replaceText": "{{NOI_DUNG}}"}}
        ws.docs.documents().batchUpdate(documentId=template, body={"requests": [mended]}).execute()
    mended_cycle = world.cycle(LATER)
    assert (mended_cycle.errors, len(mended_cycle.drafts)) == ((), 2)


def test_a_template_in_the_bin_is_asked_about_and_one_that_is_gone_is_made_again(world: World) -> None:
    world.cycle()
    template = world.source(TEMPLATE).file_id
    with world.open() as ws:
        put_into_the_bin(ws, template)
    [line] = world.cycle(LATER).errors
    assert "Mẫu báo cáo" in line
    with world.open() as ws:
        ws.drive.files().delete(fileId=template).execute()
    assert world.cycle(LATER).errors == ()
    assert world.source(TEMPLATE).file_id != template


@pytest.mark.parametrize("is_edited", [True, False])
def test_a_newer_template_is_used_unless_the_school_edited_its_own(world: World, is_edited: bool) -> None:
    world.cycle()
    source = world.source(TEMPLATE)
    with world.database.begin() as tx:
        school_rows.add_source(tx, SCHOOL_ID, replace(source, detail={"version": "1"}))
    with world.open() as ws:
        older = {"appProperties": {TEMPLATE_KEY: f"{SCHOOL_ID}:1"}}
        ws.drive.files().update(fileId=source.file_id, body=older).execute()
    if is_edited:
        with world.open(LATER) as ws:
            words = {"replaceAllText": {"containsText": {"text": "Nơi nhận"}, "replaceText": "NƠI NHẬN"}}
            ws.docs.documents().batchUpdate(documentId=source.file_id, body={"requests": [words]}).execute()
    drafts = {draft.period: draft for draft in world.cycle(LATER).drafts}
    assert (world.source(TEMPLATE).file_id == source.file_id) is is_edited
    assert any("đã sửa mẫu" in line for line in drafts["9T"].notices) is is_edited
    with world.open(LATER) as ws:
        text = "".join(text for _, text in view_of(ws, drafts["9T"].document_id).every_text)
    assert ("NƠI NHẬN" in text) is is_edited
    assert fold("Nơi nhận") in fold(text)
