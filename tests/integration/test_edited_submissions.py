"""An answer that is edited or taken back marks exactly the sentences that rest on it, and they follow."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import requests
from web_school import pages
from world import DAY, World

from service import pipeline
from service.config import end_of_day
from service.domain.report import Block
from service.google.documents.reading import read_view
from service.store import drafts as draft_rows
from service.store import records as record_rows
from service.store import schools as school_rows
from service.store.records import RecordVersion
from service.submissions import ACTIVITY_FORM, answers_of
from service.tracing import Fate, changed_blocks
from service.workspace import SCHOOL_ID

UNIT_SHEET = "sheet:Ban Giám hiệu"


def blocks_of(world: World) -> dict[str, Block]:
    with world.database.begin() as tx:
        return {item.block.key: item.block for item in draft_rows.list_blocks(tx, SCHOOL_ID, period="6T")}


def resting_on(blocks: dict[str, Block], record_id: str) -> set[str]:
    return {key for key, block in blocks.items() if any(ref.record_id == record_id for ref in block.sources)}


def texts_in_doc(world: World) -> dict[str, Any]:
    """Block key → what stands there, of a paragraph or of a table."""
    with world.open() as ws:
        request = ws.docs.documents().get(documentId=world.draft().document_id, includeTabsContent=True)
        places = read_view(request.execute()).places
    return {key: [words.text for words in place.home.parts] for key, place in places.items()}


def reread(world: World) -> None:
    """Read what people sent, and write nothing yet."""
    with world.open() as ws:
        pipeline.sync(ws, end_of_day(DAY), full=True)


def report_of_petitions(world: World) -> tuple[RecordVersion, str]:
    """A teacher's answer with figures, and the token of the link under which it may be edited."""
    source = world.source(ACTIVITY_FORM)
    with world.database.begin() as tx:
        links = school_rows.find_snapshot(tx, SCHOOL_ID, "sample")["links"]
        versions = record_rows.current_versions(tx, SCHOOL_ID, ACTIVITY_FORM)
    for version in versions:
        said = answers_of(version, source)
        if "figure:Đơn nhận trong kỳ" in said:
            sent = f"{version.payload['createTime']}"
            for name, token in links.items():
                at, _, title = name.split(" ", 2)
                same = dt.datetime.fromisoformat(at) == dt.datetime.fromisoformat(sent)
                if same and title == said["title"]:
                    return version, token
    raise AssertionError("no answer to edit")


def edit(world: World, version: RecordVersion, token: str, **changed: str) -> None:
    """The teacher opens the answer again by its link and sends it with other words."""
    source = world.source(ACTIVITY_FORM)
    said = answers_of(version, source) | changed
    fields = {
        f"entry.{int(question, 16)}": said[key]
        for question, key in source.detail["questions"].items()
        if key in said
    }
    path = urlsplit(source.detail["url"]).path.removesuffix("viewform")
    response = requests.post(
        f"{world.endpoint.base_url}{path}formResponse",
        params={"edit2": token},
        data=fields,
        headers={"X-Standin-Now": (end_of_day(DAY) - dt.timedelta(hours=1)).astimezone(dt.UTC).isoformat()},
        cookies={"standin_user": str(version.payload["respondentEmail"])},
        timeout=30,
    )
    assert response.status_code == 200


def test_exactly_the_blocks_of_an_edited_answer_are_marked_and_written_again(cycled: World) -> None:
    before, stood = blocks_of(cycled), texts_in_doc(cycled)
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == {}
    version, token = report_of_petitions(cycled)
    resting = resting_on(before, version.record_id)
    assert {"III.II.1.c.text", "annex.figures"} <= resting
    edit(cycled, version, token, **{"figure:Đơn nhận trong kỳ": "7", "figure:Đơn đã giải quyết": "7"})
    reread(cycled)
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == dict.fromkeys(resting, Fate.EDITED)
    browser = pages(cycled.database)
    whole = browser.get("/du-thao/6T").get_data(as_text=True)
    assert f"{len(resting)} đoạn dựa trên phiếu hoặc dòng đã sửa" in whole
    one = browser.get("/du-thao/6T/III.II.1.c.text").get_data(as_text=True)
    assert "có nguồn đã sửa sau khi viết" in one
    [draft] = cycled.cycle().drafts
    assert draft.written
    after, stands = blocks_of(cycled), texts_in_doc(cycled)
    differing = {key for key in stood if stands[key] != stood[key]}
    assert {"III.II.1.c.text", "annex.figures"} <= differing <= resting
    assert {key for key in before if before[key] != after[key]} <= resting
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == {}


def test_exactly_the_blocks_of_a_row_that_was_taken_back_are_marked(cycled: World) -> None:
    before = blocks_of(cycled)
    with cycled.database.begin() as tx:
        rows = record_rows.current_versions(tx, SCHOOL_ID, UNIT_SHEET)
    gone = next(row for row in rows if resting_on(before, row.record_id))
    resting = resting_on(before, gone.record_id)
    with cycled.principal() as hers:
        sheet = hers.sheets.open_by_key(cycled.source(UNIT_SHEET).file_id).sheet1
        sheet.delete_rows(gone.payload["number"])
    reread(cycled)
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == dict.fromkeys(resting, Fate.WITHDRAWN)
    cycled.cycle()
    assert changed_blocks(cycled.database, SCHOOL_ID, "6T") == {}
    assert not resting_on(blocks_of(cycled), gone.record_id)
