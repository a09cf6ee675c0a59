"""The Doc of an approved report: edited, put into the bin, deleted; told in one line, and settled."""

from __future__ import annotations

import datetime as dt

import pytest
from test_cycle import read_tab
from test_draft_files import put_into_the_bin
from test_life import do, editions, life
from test_living_draft import HERS, edit, view_of
from web_school import pages
from world import DAY, World

from service import tabs
from service.config import end_of_day
from service.domain.approved import Trouble
from service.domain.stages import Deed, Stage
from service.draft_files import begin_anew
from service.errors import ServiceError
from service.overview import overview

NUMBER = {"number": "12", "issued_on": DAY}


def replace_in_doc(world: World, old: str, new: str) -> None:
    """Somebody of the school types into the Doc."""
    request = {"replaceAllText": {"containsText": {"text": old, "matchCase": True}, "replaceText": new}}
    with world.principal() as hers:
        document_id = world.draft().document_id
        answer = hers.docs.documents().batchUpdate(documentId=document_id, body={"requests": [request]})
        assert answer.execute()["replies"][0]["replaceAllText"]["occurrencesChanged"] == 1


def line(world: World) -> str:
    return world.state().doc_line("6T")


def test_an_edit_after_the_approval_is_told_and_nothing_is_issued_until_it_is_taken_back(
    cycled: World,
) -> None:
    do(cycled, Deed.APPROVED)
    cycled.cycle()
    _, idle = cycled.counted_cycle()
    assert "docs" not in idle.by_service, "nobody touched it"
    # Number and day are filled in by hand: that is no change of what was approved.
    replace_in_doc(cycled, "Số:      /BC", "Số: 12/BC")
    cycled.cycle()
    assert line(cycled) == ""

    key = edit(cycled, str(cycled.draft().document_id), "III.2")
    cycled.cycle()
    told = line(cycled)
    assert "nay khác bản đã duyệt (tran.thu.ha" in told
    assert HERS.strip() in told
    with pytest.raises(ServiceError, match="trả lại đúng bản đã duyệt"):
        do(cycled, Deed.ISSUED, **NUMBER)
    problems = [row.values for row in read_tab(cycled, tabs.PROBLEMS).by_key.values()]
    assert [row["reason"] for row in problems if row["where"] == "văn bản đã duyệt"]
    assert overview(cycled.database, cycled.state()).todos[0].what == told
    page = pages(cycled.database, now=end_of_day(DAY)).get("/du-thao/6T").get_data(as_text=True)
    assert "Duyệt lại bản đã sửa" in page
    assert "Ghi đã ban hành" not in page
    _, idle = cycled.counted_cycle()
    assert (idle.writes, idle.by_service.get("docs", 0)) == (0, 0), "told once, and nobody touched it since"

    with cycled.principal() as hers:
        before = view_of(hers, str(cycled.draft().document_id))
        home = before.places[key].home.start
        said = before.places[key].home.text  # type: ignore[union-attr]
        spot = {"startIndex": home + said.index(HERS), "endIndex": home + said.index(HERS) + len(HERS)}
        body = {"requests": [{"deleteContentRange": {"range": spot}}]}
        hers.docs.documents().batchUpdate(documentId=cycled.draft().document_id, body=body).execute()
    cycled.cycle()
    assert line(cycled) == ""
    assert do(cycled, Deed.ISSUED, **NUMBER).stage is Stage.ISSUED


def test_an_edited_text_is_approved_anew_and_is_what_counts_from_then_on(cycled: World) -> None:
    do(cycled, Deed.APPROVED)
    cycled.cycle()
    with pytest.raises(ServiceError, match="đã duyệt bởi"):
        do(cycled, Deed.APPROVED)
    edit(cycled, str(cycled.draft().document_id), "III.2")
    cycled.cycle()
    do(cycled, Deed.APPROVED)
    assert line(cycled) == ""
    cycled.cycle()
    assert line(cycled) == "", "this is the text that was approved"
    assert len(editions(cycled)) == 1
    do(cycled, Deed.ISSUED, **NUMBER)
    edit(cycled, str(cycled.draft().document_id), "III.2")
    cycled.cycle()
    assert "đã ban hành nay khác bản đã duyệt" in line(cycled)
    assert "lập bản đính chính" in line(cycled)


def test_an_edit_between_the_approval_and_our_first_look_is_told_as_unclear(cycled: World) -> None:
    do(cycled, Deed.APPROVED, DAY - dt.timedelta(days=1))
    cycled.cycle()
    assert cycled.state().doc_faults["6T"].trouble is Trouble.UNCLEAR
    assert "chưa rõ bản nào được duyệt" in line(cycled)
    do(cycled, Deed.APPROVED)
    cycled.cycle()
    assert line(cycled) == ""


def test_the_doc_of_an_approved_report_in_the_bin_or_gone_is_told_and_comes_back_as_approved(
    cycled: World,
) -> None:
    do(cycled, Deed.APPROVED)
    cycled.cycle()
    key = edit(cycled, str(cycled.draft().document_id), "III.2")
    cycled.cycle()
    do(cycled, Deed.APPROVED)
    cycled.cycle()
    first = str(cycled.draft().document_id)
    with cycled.open() as ws:
        put_into_the_bin(ws, first)
    assert cycled.cycle().errors == ()
    assert "Thùng rác" in line(cycled)
    with cycled.open() as ws:
        put_into_the_bin(ws, first, trashed=False)
    cycled.cycle()
    assert line(cycled) == ""

    with cycled.open() as ws:
        ws.drive.files().delete(fileId=first).execute()
    cycled.cycle()
    assert "bị xóa hẳn" in line(cycled)
    with pytest.raises(ServiceError, match="--anew 6T"):
        do(cycled, Deed.ISSUED, **NUMBER)
    with cycled.open() as ws:
        begin_anew(ws, "6T", end_of_day(DAY), "cô Hà")
    [draft] = cycled.cycle().drafts
    assert (draft.written, draft.document_id != first) == (True, True)
    cycled.cycle()
    assert (life(cycled).stage, editions(cycled)[0].document_id) == (Stage.APPROVED, draft.document_id)
    assert HERS.strip() in line(cycled), "her words were in the Doc alone: that is told"
    replacing = cycled.state().doc_faults["6T"].changes
    assert len(replacing) == 1
    with cycled.principal() as hers:
        where = {"index": view_of(hers, draft.document_id).places[key].home.start}
        body = {"requests": [{"insertText": {"location": where, "text": HERS}}]}
        hers.docs.documents().batchUpdate(documentId=draft.document_id, body=body).execute()
    cycled.cycle()
    assert line(cycled) == ""
