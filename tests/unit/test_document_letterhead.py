"""The lines around the body follow what was chosen; those that people changed stay."""

from __future__ import annotations

from document_desk import Desk, a_block, a_report, a_table, insert

from service.domain.report import Report
from service.google.documents.memory import WrittenDraft
from service.google.documents.requests import letterhead_values

BODY = (a_block("I", "Gửi Ủy ban nhân dân quận Tân Bình một bản."), a_table("I.table"))
WARD = {
    "parent_agency": "ỦY BAN NHÂN DÂN PHƯỜNG TÂN SƠN",
    "date_line": "Tân Sơn, ngày      tháng 5 năm 2025",
    "recipient": "Ủy ban nhân dân phường Tân Sơn",
}


def filled(desk: Desk, report: Report) -> WrittenDraft:
    return WrittenDraft(
        document_id="x", blocks=tuple(desk.fill(report)), letterhead=letterhead_values(report.letterhead)
    )


def test_parent_place_and_recipient_follow_the_choice_and_the_body_keeps_its_words() -> None:
    desk = Desk()
    draft = filled(desk, a_report(*BODY))
    outcome = desk.bring(draft, a_report(a_block("I", "Gửi phường một bản."), a_table("I.table"), **WARD))
    assert desk.lines[0] == "ỦY BAN NHÂN DÂN PHƯỜNG TÂN SƠN"
    assert desk.lines[3] == "Tân Sơn, ngày      tháng 5 năm 2025"
    assert "Kính gửi: Ủy ban nhân dân phường Tân Sơn" in desk.lines
    assert desk.text_of("I") == "Gửi phường một bản."
    assert outcome.kept == ()
    again = desk.bring(
        outcome.draft, a_report(a_block("I", "Gửi phường một bản."), a_table("I.table"), **WARD)
    )
    assert again.writes == 0


def test_the_same_words_in_the_body_are_not_taken_for_the_letterhead() -> None:
    desk = Desk()
    draft = filled(desk, a_report(*BODY))
    desk.bring(draft, a_report(*BODY, **WARD))
    assert desk.text_of("I") == "Gửi Ủy ban nhân dân quận Tân Bình một bản."
    assert "Kính gửi: Ủy ban nhân dân phường Tân Sơn" in desk.lines


def test_a_line_that_a_person_changed_stays_and_is_named() -> None:
    desk = Desk()
    draft = filled(desk, a_report(*BODY))
    line = next(p for p in desk.view.paragraphs if p.text.startswith("Kính gửi"))
    desk.do([insert(line.end - 1 - len("Tân Bình"), "cũ ")])
    outcome = desk.bring(draft, a_report(*BODY, **WARD))
    assert "Kính gửi: Ủy ban nhân dân quận cũ Tân Bình" in desk.lines
    assert desk.lines[0] == "ỦY BAN NHÂN DÂN PHƯỜNG TÂN SƠN"
    assert outcome.kept == ("letterhead.kinh_gui",)


def test_a_write_whose_answer_was_lost_is_known_by_what_stands_there() -> None:
    desk = Desk()
    draft = filled(desk, a_report(*BODY))
    desk.bring(draft, a_report(*BODY, **WARD))
    outcome = desk.bring(draft, a_report(*BODY, **WARD))
    assert (outcome.writes, outcome.kept) == (0, ())
    assert outcome.draft.letterhead["{{KINH_GUI}}"] == "Ủy ban nhân dân phường Tân Sơn"


def test_one_of_the_lines_of_the_recipients_is_rewritten() -> None:
    desk = Desk()
    draft = filled(desk, a_report(*BODY, copies_to=("- Như trên;", "- Công đoàn;", "- Lưu: VT.")))
    desk.bring(draft, a_report(*BODY, copies_to=("- Như trên;", "- Ban Giám hiệu 😀;", "- Lưu: VT.")))
    assert desk.lines[desk.lines.index("Nơi nhận:") + 1 :][:3] == [
        "- Như trên;",
        "- Ban Giám hiệu 😀;",
        "- Lưu: VT.",
    ]


def test_of_a_draft_of_which_only_the_id_is_known_the_letterhead_is_left_alone() -> None:
    desk = Desk()
    desk.fill(a_report(*BODY))
    desk.bring(WrittenDraft(document_id="x"), a_report(*BODY, **WARD))
    assert desk.lines[0] == "UBND QUẬN TÂN BÌNH"
