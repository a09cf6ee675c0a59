"""What people do to a draft's file, and texts that no one expects: over HTTP, with the real clients."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit"))
from document_desk import a_block, a_report, a_table, insert
from draft_desk import JOB, PRINCIPAL, PROVEN, TEMPLATE, Desk, Principal, TroubledSession, report

from service.domain.report import Report
from service.google.credentials import load_credentials
from service.google.documents.drafts import (
    GoogleDocsError,
    TemplateBrokenError,
    WrittenDraft,
    create_draft,
    discard_copy,
    find_draft,
    refresh_draft,
)
from service.google.documents.reading import read_view
from service.google.documents.text import writable
from service.google.session import GoogleSession
from service.standin.auth import ACCOUNT
from service.standin.server import StandIn

FOLDER = "application/vnd.google-apps.folder"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def lines(desk: Desk, draft: WrittenDraft) -> list[str]:
    return [p.words.without for p in desk.view(draft).paragraphs]


def texts(wanted: Report) -> list[str]:
    return [writable(block.text) for block in wanted.body]


def settled(desk: Desk, draft: WrittenDraft, day: int) -> WrittenDraft:
    """Refresh, and see that a second refresh writes nothing."""
    outcome = refresh_draft(desk.docs, draft, report(day), proof=PROVEN)
    assert refresh_draft(desk.docs, outcome.draft, report(day), proof=PROVEN).writes == 0
    return outcome.draft


# --- the file ----------------------------------------------------------------------------------------


def test_a_doc_that_was_moved_and_renamed_is_kept_up_to_date(
    desk: Desk, her: Principal, draft: WrittenDraft, session_for: Callable[..., GoogleSession]
) -> None:
    folder = her.drive.files().create(body={"name": "Báo cáo đã gửi", "mimeType": FOLDER}).execute()["id"]
    # By hand, in the browser of the account that owns it: an app could not put it where it sees nothing.
    owner = Desk(session_for(ACCOUNT)).drive.files()
    was = owner.get(fileId=draft.document_id, fields="parents").execute().get("parents", [])
    shared = {"type": "user", "role": "writer", "emailAddress": ACCOUNT}
    her.drive.permissions().create(fileId=folder, body=shared).execute()
    owner.update(
        fileId=draft.document_id,
        addParents=folder,
        removeParents=",".join(was),
        body={"name": "BC 6 thang (co Ha)"},
    ).execute()
    settled(desk, draft, 2)
    assert texts(report(2))[3] in lines(desk, draft)
    named = desk.drive.files().get(fileId=draft.document_id, fields="name").execute()["name"]
    assert named == "BC 6 thang (co Ha)"


@pytest.mark.parametrize("role", ["reader", "commenter"])
def test_a_doc_that_was_made_read_only_asks_for_the_right_to_edit(
    desk: Desk, her: Principal, draft: WrittenDraft, role: str
) -> None:
    shared = (
        desk.drive.permissions()
        .list(fileId=draft.document_id, fields="permissions(id,emailAddress,role)")
        .execute()["permissions"]
    )
    hers = next(p for p in shared if p["emailAddress"] == PRINCIPAL)
    ours = next(p for p in shared if p["role"] == "owner")
    desk.drive.permissions().update(
        fileId=draft.document_id, permissionId=hers["id"], body={"role": "owner"}, transferOwnership=True
    ).execute()
    her.drive.permissions().update(
        fileId=draft.document_id, permissionId=ours["id"], body={"role": role}
    ).execute()
    before = lines(her, draft)
    with pytest.raises(GoogleDocsError, match="«Người chỉnh sửa»"):
        refresh_draft(desk.docs, draft, report(2), proof=PROVEN)
    assert lines(her, draft) == before
    her.drive.permissions().delete(fileId=draft.document_id, permissionId=ours["id"]).execute()
    with pytest.raises(GoogleDocsError, match="chia sẻ"):
        refresh_draft(desk.docs, draft, report(2), proof=PROVEN)


def test_a_doc_that_became_a_word_file_says_so(desk: Desk, draft: WrittenDraft) -> None:
    made = desk.drive.files().create(
        body={"name": "Báo cáo.docx", "mimeType": DOCX}, media_body=str(TEMPLATE), fields="id"
    )
    converted = WrittenDraft(document_id=made.execute()["id"], blocks=draft.blocks)
    with pytest.raises(GoogleDocsError, match="không còn là Google Tài liệu"):
        refresh_draft(desk.docs, converted, report(2), proof=PROVEN)


def test_a_copy_of_a_broken_template_is_told_and_taken_away_so_that_the_next_try_is_a_new_one(
    desk: Desk, template: str
) -> None:
    broken = {
        "replaceAllText": {"containsText": {"text": "{{PHU_LUC}}"}, "replaceText": "Phụ lục của trường"}
    }
    desk.docs.documents().batchUpdate(documentId=template, body={"requests": [broken]}).execute()
    with pytest.raises(TemplateBrokenError, match="bản mẫu") as caught:
        create_draft(desk.drive, desk.docs, template, report(1), JOB)
    # A run that died right there finds the copy: it is not taken for a draft.
    found = find_draft(desk.drive, JOB)
    assert found is not None
    with pytest.raises(TemplateBrokenError):
        refresh_draft(desk.docs, found, report(1))
    discard_copy(desk.drive, caught.value.document_id)
    assert find_draft(desk.drive, JOB) is None
    mended = {
        "replaceAllText": {"containsText": {"text": "Phụ lục của trường"}, "replaceText": "{{PHU_LUC}}"}
    }
    desk.docs.documents().batchUpdate(documentId=template, body={"requests": [mended]}).execute()
    draft = create_draft(desk.drive, desk.docs, template, report(1), JOB)
    assert texts(report(1))[3] in lines(desk, draft)


def test_a_template_that_is_gone_is_named(desk: Desk, template: str) -> None:
    desk.drive.files().delete(fileId=template).execute()
    with pytest.raises(GoogleDocsError, match="«mẫu báo cáo»"):
        create_draft(desk.drive, desk.docs, template, report(1), JOB)


# --- somebody writes at the same time ----------------------------------------------------------------


def test_somebody_who_writes_again_and_again_is_waited_for_and_nothing_is_lost(
    standin: StandIn, desk: Desk, her: Principal, draft: WrittenDraft
) -> None:
    trouble = TroubledSession(load_credentials(standin.service_account), base_url=standin.url)
    typed = []

    def type_on() -> None:
        typed.append(f"«lần {len(typed)}»")
        her.write(draft, "I.4", 2, typed[-1])
        trouble.before = type_on

    trouble.before = type_on
    with pytest.raises(GoogleDocsError, match="đang sửa"):
        refresh_draft(Desk(trouble).docs, draft, report(2), proof=PROVEN)
    assert len(typed) == 3
    assert all(any(text in line for line in lines(her, draft)) for text in typed)
    assert texts(report(1))[3] in lines(her, draft)
    settled(desk, draft, 2)
    assert texts(report(2))[3] in lines(her, draft)
    assert all(any(text in line for line in lines(her, draft)) for text in typed)


# --- marks -------------------------------------------------------------------------------------------


def mark(her: Principal, draft: WrittenDraft, name: str, start: int, end: int) -> None:
    where = {"startIndex": start, "endIndex": end}
    her.batch(draft, {"createNamedRange": {"name": name, "range": where}})


def test_a_mark_that_a_copy_also_has_is_where_our_words_are(
    desk: Desk, her: Principal, draft: WrittenDraft
) -> None:
    text = texts(report(1))[6]
    for key, copy in (("I", f"Chép ra: {text}"), ("I.5", "Chép.")):
        at = her.view(draft).places[key].home.start
        her.batch(draft, insert(at, copy + "\n"))
        mark(her, draft, "auto:I.5", at, at + len(copy))
    settled(desk, draft, 2)
    found = lines(her, draft)
    assert texts(report(2))[6] in found
    assert (f"Chép ra: {text}" in found, "Chép." in found) == (True, True)
    assert text not in found


def test_a_mark_in_two_pieces_and_marks_of_people_s_own_lose_nothing(
    desk: Desk, her: Principal, draft: WrittenDraft
) -> None:
    home = her.view(draft).places["I.6"].home
    half = (home.start + home.end) // 2
    # Put into the middle by somebody, as an unmarked paragraph of their own.
    her.batch(draft, insert(half, "\nÝ kiến của cô Hà.\n"))
    other = her.view(draft).places["I.7"].home
    mark(her, draft, "Đánh dấu của cô", other.start + 3, other.end + 10)
    draft = settled(desk, draft, 2)
    found = lines(her, draft)
    assert "Ý kiến của cô Hà." in found
    assert texts(report(2))[8] in found
    joined = "".join(found)
    assert texts(report(1))[7] in joined.replace("Ý kiến của cô Hà.", "")
    shown = her.docs.documents().get(documentId=draft.document_id, includeTabsContent=True).execute()
    assert "Đánh dấu của cô" in shown["tabs"][0]["documentTab"]["namedRanges"]


# --- what people put in ------------------------------------------------------------------------------


def test_tables_pictures_breaks_footnotes_headers_and_comments_of_people_stay(
    desk: Desk, her: Principal, draft: WrittenDraft
) -> None:
    def at(key: str) -> dict[str, Any]:
        return {"index": her.view(draft).places[key].home.start}

    her.batch(draft, {"insertTable": {"rows": 2, "columns": 2, "location": at("I.8")}})
    her.batch(draft, insert(her.view(draft).tables[-2].rows[0][0].start, "Bảng của cô Hà"))
    her.batch(draft, {"insertInlineImage": {"uri": "https://truong.example/anh.png", "location": at("I.9")}})
    her.batch(draft, {"insertPageBreak": {"location": at("I.10")}})
    middle = {"index": at("I.11")["index"] + 5}
    her.batch(draft, {"createFootnote": {"location": middle}})
    where = {"startIndex": at("I.12")["index"], "endIndex": at("I.12")["index"] + 4}
    her.batch(draft, {"insertComment": {"range": where, "content": "Xem lại chỗ này"}})
    shown = her.docs.documents().get(documentId=draft.document_id, includeTabsContent=True).execute()
    header = next(iter(shown["tabs"][0]["documentTab"]["headers"]))
    her.batch(draft, {"insertText": {"location": {"segmentId": header, "index": 0}, "text": "MẬT "}})

    draft = settled(desk, draft, 2)
    shown = (
        her.docs.documents()
        .get(
            documentId=draft.document_id,
            includeTabsContent=True,
            suggestionsViewMode="SUGGESTIONS_INLINE",
            commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED",
        )
        .execute()
    )
    tab = shown["tabs"][0]["documentTab"]
    assert [c["headPost"]["content"] for c in shown["comments"]] == ["Xem lại chỗ này"]
    assert "MẬT " in str(tab["headers"][header])
    assert "Bảng của cô Hà" in str(tab["body"])
    kinds = {
        kind
        for block in tab["body"]["content"]
        for element in block.get("paragraph", {}).get("elements", ())
        for kind in element
    }
    assert {"inlineObjectElement", "pageBreak", "footnoteReference"} <= kinds
    # Around all that, what nobody touched says what is so now.
    found = lines(her, draft)
    assert [text in found for text in texts(report(2))[1:8]] == [True] * 7
    assert texts(report(2))[13] in found


def test_the_report_stays_in_its_tab_when_people_add_others(desk: Desk, draft: WrittenDraft) -> None:
    # The stand-in adds no tabs: here it is read only.
    shown = desk.docs.documents().get(documentId=draft.document_id, includeTabsContent=True).execute()
    first = shown["tabs"][0]
    blank = {"body": {"content": [{"endIndex": 1, "sectionBreak": {}}]}}
    other = {"tabProperties": {"tabId": "t.1", "title": "Ghi chú", "index": 0}, "documentTab": blank}
    moved = {**first, "tabProperties": {**first["tabProperties"], "index": 1}}
    view = read_view({**shown, "tabs": [other, moved]})
    assert view.tab_id == first["tabProperties"]["tabId"]
    assert "I.3" in view.places


# --- texts -------------------------------------------------------------------------------------------

NASTY = (
    "Lễ khai giảng 👩‍👩‍👧‍👦🇻🇳 vui",
    "Tie\u0302\u0301p da\u0302n (chu\u031b\u0303 to\u0302\u0309 ho\u031b\u0323p)",
    "{{NOI_DUNG}} và {{SO}} {{PHU_LUC}}",
    '=IMPORTXML("http://x.example","//a") +84 -1 @ai',
    "Chữ\x00 điều\x1b khiển\u202e đảo\u2066 chiều\u200b \ufeff",
    "Tab\tvà\nhai dòng\r\nba dòng\u2028bốn",
    "<b>đậm</b> & «ngoặc» \\ 'nháy' \"kép\"",
    "dài " * 5000,
)


def test_any_text_arrives_as_it_is_written_and_is_recognised_again(desk: Desk, template: str) -> None:
    blocks = [a_block(f"N.{number}", text) for number, text in enumerate(NASTY)]
    nasty = a_report(
        a_block("N", "I. KẾT QUẢ"),
        *blocks,
        annex=(a_table("PL.1", ("Nội dung", "Số"), *((t, "1") for t in NASTY)),),
    )
    draft = create_draft(desk.drive, desk.docs, template, nasty, JOB)
    outcome = refresh_draft(desk.docs, draft, nasty, proof=PROVEN)
    assert (outcome.writes, outcome.kept) == (0, ())
    found = lines(desk, draft)
    assert all(writable(text) in found for text in NASTY)
    cells = [cell.text for table in desk.view(draft).tables for row in table.rows for cell in row]
    assert all(writable(text) in cells for text in NASTY)
    assert not any(turning in line for line in found for turning in "\u202e\u2066\ufeff")
    # A placeholder in an answer is text, and what stood for it in the letterhead was filled all the same.
    assert sum("{{" in line for line in found) == 1


@pytest.mark.parametrize("tasks", [11, 300])
def test_the_calls_do_not_grow_with_the_report(desk: Desk, template: str, tasks: int) -> None:
    def large(day: int) -> Report:
        body = [a_block(f"I.{n}", f"Nhiệm vụ {n}: đã làm {day + n} việc.") for n in range(tasks)]
        rows = [(f"Nhiệm vụ {n}", f"{day + n}") for n in range(tasks)]
        return a_report(*body, annex=(a_table("PL.1", ("Nhiệm vụ", "Số"), *rows),))

    calls = desk.session.calls
    before = calls.total
    draft = create_draft(desk.drive, desk.docs, template, large(1), JOB)
    created, before = calls.total - before, calls.total
    outcome = refresh_draft(desk.docs, draft, large(2), proof=PROVEN)
    # A look whether the Doc is there already, then a copy, a reading and a batch; a reading and a batch.
    assert (created, calls.total - before, outcome.writes) == (4, 2, 1)
    assert lines(desk, draft).count(f"Nhiệm vụ {tasks - 1}: đã làm {tasks + 1} việc.") == 1
