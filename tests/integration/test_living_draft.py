"""A draft that lives: the principal writes in it while units go on reporting."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from test_cycle import STORY_HOUR, type_into
from world import DAY, World

from service.config import end_of_day
from service.draft_proof import proof_of
from service.google.documents.drafts import WrittenBlock, WrittenDraft
from service.google.documents.reading import Paragraph, View, read_view
from service.store import drafts as draft_rows
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.workspace import SCHOOL_ID, Workspace

HERS = "(đã nêu trong hội nghị) "


def view_of(ws: Workspace, document_id: str) -> View:
    return read_view(ws.docs.documents().get(documentId=document_id, includeTabsContent=True).execute())


def block_of(view: View, code: str) -> str:
    """The block that tells what was done for a responsibility, as the figures of it change."""
    return next(
        key
        for key, place in view.places.items()
        if f".{code}." in key and isinstance(place.home, Paragraph) and "hoạt động" in place.home.text
    )


def edit(world: World, document_id: str, code: str) -> str:
    """The principal puts words of hers in front of a block's text; gives its key."""
    with world.principal() as hers:
        view = view_of(hers, document_id)
        key = block_of(view, code)
        where = {"index": view.places[key].home.start}
        request = {"insertText": {"location": where, "text": HERS}}
        hers.docs.documents().batchUpdate(documentId=document_id, body={"requests": [request]}).execute()
    return key


def scratch_calls(world: World) -> int:
    """How often SUGGEST mode was tried out: the scratch Doc is deleted, its removal is in the log."""
    with world.open() as ws:
        changes = ws.drive.changes().list(pageToken="1", pageSize=1000).execute()["changes"]
    return sum(bool(change.get("removed")) for change in changes)


def test_she_is_offered_what_the_units_report_after_her_edit(world: World) -> None:
    document_id = world.cycle().drafts[0].document_id
    removed = scratch_calls(world)
    key = edit(world, document_id, "III.2")
    type_into(world, STORY_HOUR)
    [draft] = world.cycle().drafts
    assert draft.kept == (key,)
    assert "được giữ nguyên" in draft.notices[0]
    with world.principal() as hers:
        place = view_of(hers, document_id).places[key]
        [words] = place.home.parts
        assert words.without.startswith(HERS)
        assert HERS not in words.accepted
        requests = [{"acceptSuggestion": {"suggestionId": made}} for made in place.suggestion_ids]
        hers.docs.documents().batchUpdate(documentId=document_id, body={"requests": requests}).execute()
    with world.database.begin() as tx:
        proof = school_rows.find_snapshot(tx, SCHOOL_ID, "docs.suggest")
    assert (proof["honoured"], scratch_calls(world)) == (True, removed + 1)
    # She took it, so the block is ours again and simply follows.
    type_into(world, ["19/4/2025", "Đọc sách dưới cờ", *STORY_HOUR[2:]])
    [draft] = world.cycle().drafts
    assert (draft.written, draft.kept, draft.notices) == (True, (), ())
    # Another edit and another suggestion: the mode is not tried out again.
    edit(world, document_id, "III.2")
    type_into(world, ["20/4/2025", "Vẽ tranh về Bác", *STORY_HOUR[2:]])
    [draft] = world.cycle().drafts
    assert draft.notices
    assert scratch_calls(world) == removed + 1


def test_a_run_that_died_between_write_and_note_leaves_blocks_ours_and_the_doc_shared(cycled: World) -> None:
    row = cycled.draft()
    draft = from_json(WrittenDraft, row.state)
    about_to = tuple(WrittenBlock(block.key, "", intended=block.digest) for block in draft.blocks)
    died = replace(
        row, report_hash=None, written_at=None, state=to_json(WrittenDraft(document_id="x", blocks=about_to))
    )
    state = {**died.state, "document_id": row.document_id}
    with cycled.database.begin() as tx:
        draft_rows.save_draft(tx, SCHOOL_ID, replace(died, state=state))
        school_rows.set_inputs_hash(tx, SCHOOL_ID, None)
    with cycled.open() as ws:
        shared = ws.drive.permissions().list(fileId=row.document_id).execute()["permissions"]
        [hers] = [p for p in shared if p["role"] == "writer"]
        ws.drive.permissions().delete(fileId=row.document_id, permissionId=hers["id"]).execute()
    type_into(cycled, STORY_HOUR)
    [link] = cycled.cycle(DAY).drafts
    assert (link.document_id, link.written, link.kept) == (row.document_id, True, ())
    assert cycled.draft().written_at is not None
    with cycled.principal() as principal:
        assert view_of(principal, str(row.document_id)).places


def test_a_refusal_of_suggest_mode_holds_for_a_week_and_for_its_project(world: World) -> None:
    now = end_of_day(DAY)

    def tries(days: int) -> tuple[bool, int]:
        with world.open() as ws:
            works = proof_of(ws, now + dt.timedelta(days=days)).works()
            return works, ws.session.calls.total

    with world.open() as ws:
        proof_of(ws, now).distrust()
    assert tries(6) == (False, 0)
    assert tries(8) == (True, 5)
    assert tries(400) == (True, 0)
    with world.database.begin() as tx:
        known = school_rows.find_snapshot(tx, SCHOOL_ID, "docs.suggest")
        school_rows.save_snapshot(tx, SCHOOL_ID, "docs.suggest", {**known, "project": "another"})
    assert tries(401) == (True, 5)
