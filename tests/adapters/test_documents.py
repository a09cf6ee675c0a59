"""Drafts written into Docs over HTTP, from the template that the service really uses."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit"))
from document_desk import a_block, a_report, a_table
from draft_desk import JOB, PRINCIPAL, REPORT, TEMPLATE, Desk, TroubledSession

from service.google.credentials import load_credentials
from service.google.documents.drafts import (
    DOCUMENT,
    JOB_KEY,
    GoogleDocsError,
    WrittenDraft,
    create_draft,
    ensure_template,
    find_draft,
    refresh_draft,
    share_draft,
)
from service.google.making import Look, Make, make_first
from service.google.session import GoogleSession
from service.standin.server import StandIn

#: The same report a day later.
LATER = a_report(
    REPORT.body[0],
    a_block("I.1", "Đã tiếp 05 lượt cha mẹ học sinh."),
    REPORT.body[2],
    a_block("I.3", "Công đoàn chưa gửi số liệu."),
    annex=(REPORT.annex[0], a_table("PL.1", ("Đơn vị", "Số đơn"), ("Công đoàn", "03"))),
)


@pytest.fixture
def trouble(standin: StandIn) -> TroubledSession:
    return TroubledSession(load_credentials(standin.service_account), base_url=standin.url)


# --- making ------------------------------------------------------------------------------------------


def test_a_draft_is_made_in_three_calls_and_marks_every_block(desk: Desk) -> None:
    template = ensure_template(desk.drive, TEMPLATE.read_bytes(), "1")
    before = desk.session.calls.total
    draft = create_draft(desk.drive, desk.docs, template, REPORT, JOB, once=make_first)
    assert desk.session.calls.total == before + 3
    view = desk.view(draft)
    assert set(view.places) == {"I", "I.1", "I.2", "PL", "PL.1"}
    assert {b.key: b.digest for b in draft.blocks} == {k: p.digest for k, p in view.places.items()}
    everything = "\n".join(text for _, text in view.every_text)
    assert "giải đáp {{SO}} câu hỏi" in everything
    assert everything.count("{{") == 1
    assert desk.document(draft)["title"] == REPORT.name


def test_the_template_is_uploaded_once_for_each_version(desk: Desk) -> None:
    first = ensure_template(desk.drive, TEMPLATE.read_bytes(), "1")
    assert ensure_template(desk.drive, TEMPLATE.read_bytes(), "1") == first
    assert ensure_template(desk.drive, TEMPLATE.read_bytes(), "2") != first


def test_a_draft_is_found_again_by_its_key(desk: Desk) -> None:
    assert find_draft(desk.drive, JOB) is None
    draft = desk.create()
    assert find_draft(desk.drive, JOB) == WrittenDraft(document_id=draft.document_id)


def test_a_template_without_its_places_is_told(desk: Desk) -> None:
    made = desk.drive.files().create(body={"name": "Mẫu", "mimeType": DOCUMENT}).execute()
    with pytest.raises(GoogleDocsError, match="bản mẫu đã mất chỗ ghi nội dung"):
        create_draft(desk.drive, desk.docs, made["id"], REPORT, JOB)


def test_the_principal_may_edit_once_it_is_shared(
    desk: Desk, session_for: Callable[..., GoogleSession]
) -> None:
    draft = desk.create()
    hers = Desk(session_for(PRINCIPAL))
    with pytest.raises(GoogleDocsError, match="Người chỉnh sửa"):
        refresh_draft(hers.docs, draft, LATER)
    for _ in range(2):
        share_draft(desk.drive, draft, REPORT.name, [PRINCIPAL])
    hers.type_into(draft, "I.2", "(đã xem) ")
    stranger = Desk(session_for("nguoi.la@noi-khac.example"))
    with pytest.raises(GoogleDocsError, match="chưa chia sẻ được với ha@"):
        share_draft(stranger.drive, draft, REPORT.name, [PRINCIPAL])


# --- keeping up to date ------------------------------------------------------------------------------


def test_a_refresh_without_news_reads_once_and_writes_nothing(desk: Desk) -> None:
    draft = desk.create()
    before = desk.document(draft)
    calls = desk.session.calls.total
    outcome = refresh_draft(desk.docs, draft, REPORT)
    assert (outcome.draft, outcome.kept, outcome.writes) == (draft, (), 0)
    assert desk.session.calls.total == calls + 1
    assert desk.document(draft) == before


def test_what_is_new_is_written_in_one_batch(desk: Desk) -> None:
    draft = desk.create()
    calls = desk.session.calls.total
    outcome = refresh_draft(desk.docs, draft, LATER)
    assert desk.session.calls.total == calls + 2
    texts = desk.texts(draft)
    at = texts.index("I. KẾT QUẢ THỰC HIỆN")
    assert texts[at + 1 : at + 4] == [
        "Đã tiếp 05 lượt cha mẹ học sinh.",
        "Không phát sinh đơn thư.",
        "Công đoàn chưa gửi số liệu.",
    ]
    assert (("Đơn vị", "Số đơn"), ("Công đoàn", "03")) in [t.texts for t in desk.view(draft).tables]
    assert refresh_draft(desk.docs, outcome.draft, LATER).writes == 0


def test_a_new_block_looks_as_its_kind_does_in_the_first_draft(desk: Desk) -> None:
    refreshed = refresh_draft(desk.docs, desk.create(), LATER).draft
    fresh = desk.create(LATER)

    def looks(draft: WrittenDraft) -> dict[str, Any]:
        content = desk.document(draft)["tabs"][0]["documentTab"]["body"]["content"]
        starts = {place.home.start: key for key, place in desk.view(draft).places.items()}
        found = {
            starts[b["startIndex"]]: b["paragraph"]
            for b in content
            if b.get("startIndex") in starts and "paragraph" in b
        }
        return {
            key: (
                {k: v for k, v in paragraph["paragraphStyle"].items() if k != "headingId"},
                paragraph["elements"][0]["textRun"]["textStyle"],
            )
            for key, paragraph in found.items()
        }

    assert looks(refreshed) == looks(fresh)


def test_people_s_words_stay_and_what_they_deleted_stays_away(desk: Desk) -> None:
    draft = desk.create()
    desk.type_into(draft, "I.1", "«của cô Hà»")
    desk.delete(draft, "I.2")
    outcome = refresh_draft(desk.docs, draft, LATER)
    assert outcome.kept == ("I.1",)
    texts = desk.texts(draft)
    assert any("«của cô Hà»" in text for text in texts)
    assert "Đã tiếp 05 lượt cha mẹ học sinh." not in texts
    assert "Không phát sinh đơn thư." not in texts
    assert "Công đoàn chưa gửi số liệu." in texts


def test_somebody_who_writes_in_the_same_moment_is_read_and_kept(
    desk: Desk, trouble: TroubledSession
) -> None:
    draft = desk.create()
    trouble.before = lambda: desk.type_into(draft, "I.1", "«vừa gõ»")
    outcome = refresh_draft(Desk(trouble).docs, draft, LATER)
    assert (outcome.kept, outcome.writes) == (("I.1",), 2)
    assert any("«vừa gõ»" in text for text in desk.texts(draft))
    assert "Công đoàn chưa gửi số liệu." in desk.texts(draft)


def test_a_write_whose_answer_was_lost_is_not_done_twice(desk: Desk, trouble: TroubledSession) -> None:
    draft = desk.create()
    trouble.lose_answer = True
    outcome = refresh_draft(Desk(trouble).docs, draft, LATER)
    assert outcome.kept == ()
    assert desk.texts(draft).count("Công đoàn chưa gửi số liệu.") == 1
    assert refresh_draft(desk.docs, outcome.draft, LATER).writes == 0
    assert refresh_draft(desk.docs, outcome.draft, REPORT).kept == ()


def test_a_first_write_whose_answer_was_lost_is_recognised(desk: Desk, trouble: TroubledSession) -> None:
    template = ensure_template(desk.drive, TEMPLATE.read_bytes(), "1")
    troubled = Desk(trouble)

    def lose_the_fill() -> None:
        trouble.before = lambda: setattr(trouble, "lose_answer", True)

    trouble.before = lose_the_fill
    draft = create_draft(troubled.drive, troubled.docs, template, REPORT, JOB)
    assert refresh_draft(desk.docs, draft, LATER).kept == ()
    assert desk.texts(draft).count("Không phát sinh đơn thư.") == 1


def test_a_copy_whose_answer_was_lost_is_found_and_filled_by_the_next_run(
    desk: Desk, trouble: TroubledSession
) -> None:
    template = ensure_template(desk.drive, TEMPLATE.read_bytes(), "1")
    trouble.lose_answer = True
    troubled = Desk(trouble)

    def unable_to_look_again(look: Look, make: Make) -> str:
        return look() or make()

    with pytest.raises(GoogleDocsError, match="Không kết nối được với Google"):
        create_draft(troubled.drive, troubled.docs, template, REPORT, JOB, once=unable_to_look_again)
    found = find_draft(desk.drive, JOB)
    assert found is not None
    outcome = refresh_draft(desk.docs, found, REPORT)
    assert "Không phát sinh đơn thư." in desk.texts(outcome.draft)
    query = f"appProperties has {{ key='{JOB_KEY}' and value='{JOB}' }}"
    assert len(desk.drive.files().list(q=query).execute()["files"]) == 1


def test_a_doc_that_is_gone_says_what_to_do(desk: Desk) -> None:
    draft = desk.create()
    desk.drive.files().delete(fileId=draft.document_id).execute()
    with pytest.raises(GoogleDocsError, match="Thùng rác"):
        refresh_draft(desk.docs, draft, LATER)
