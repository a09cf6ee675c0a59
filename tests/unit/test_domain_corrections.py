"""What an approved report would say otherwise by now."""

import datetime as dt

from service.domain.corrections import corrections
from service.domain.records import SourceRef
from service.domain.report import Block, BlockKind, Claim, ClaimKind, Letterhead, Report, TableData
from tests.unit.builders import a_ref

HEADING = Block(
    key="III.1", kind=BlockKind.HEADING_1, claims=(Claim(text="III. KẾT QUẢ", kind=ClaimKind.WORDING),)
)
POINT = Block(
    key="III.1.c", kind=BlockKind.HEADING_3, claims=(Claim(text="c) Tiếp công dân", kind=ClaimKind.PLAN),)
)
FIRST, SECOND = a_ref("phieu-1"), a_ref("phieu-2")


def a_paragraph(
    text: str, *refs: SourceRef, key: str = "III.1.c.text", kind: BlockKind = BlockKind.PARAGRAPH
) -> Block:
    return Block(key=key, kind=kind, claims=(Claim(text=text, kind=ClaimKind.COUNTED, sources=refs),))


def a_table(*rows: tuple[str, ...]) -> Block:
    return Block(
        key="annex.1", kind=BlockKind.TABLE, table=TableData(header=("STT", "Chỉ tiêu", "Kỳ này"), rows=rows)
    )


def a_report(*blocks: Block) -> Report:
    head = Letterhead(
        parent_agency="", agency="", number_line="", date_line="", title="BÁO CÁO", subject="", recipient="",
        signer_title="", signer_name="", copies_to=(),
    )  # fmt: skip
    body = (HEADING, POINT, *blocks)
    return Report(
        period="6T", name="Báo cáo", as_of=dt.date(2025, 4, 29), letterhead=head, body=body, annex=()
    )


def test_a_late_answer_is_told_with_the_place_before_after_and_its_source() -> None:
    old, new = (
        a_report(a_paragraph("Đã tiếp 14 lượt.", FIRST)),
        a_report(a_paragraph("Đã tiếp 16 lượt.", FIRST, SECOND)),
    )
    (found,) = corrections(old, old, new)
    assert (found.block, found.where) == ("III.1.c.text", "III. KẾT QUẢ › c) Tiếp công dân")
    assert (found.before, found.after) == ("Đã tiếp 14 lượt.", "Đã tiếp 16 lượt.")
    assert (found.new, found.gone) == ((SECOND,), ())


def test_an_edited_answer_is_told_as_one_that_went_and_one_that_came() -> None:
    edited = a_ref("phieu-1", version="2")
    old, new = a_report(a_paragraph("14 lượt.", FIRST)), a_report(a_paragraph("15 lượt.", edited))
    (found,) = corrections(old, old, new)
    assert (found.new, found.gone) == ((edited,), (FIRST,))


def test_what_only_the_service_would_word_otherwise_is_no_correction() -> None:
    approved = a_report(a_paragraph("Nhà trường đã tiếp 14 lượt.", FIRST))
    today = a_report(a_paragraph("Đã tiếp 14 lượt.", FIRST))
    assert corrections(approved, today, today) == ()


def test_before_is_what_was_approved_letter_by_letter() -> None:
    approved = a_report(a_paragraph("Nhà trường đã tiếp 14 lượt.", FIRST))
    remade, now = (
        a_report(a_paragraph("Đã tiếp 14 lượt.", FIRST)),
        a_report(a_paragraph("Đã tiếp 16 lượt.", SECOND)),
    )
    assert [item.before for item in corrections(approved, remade, now)] == ["Nhà trường đã tiếp 14 lượt."]


def test_paragraphs_that_come_and_go_are_told() -> None:
    missing = a_paragraph("Công đoàn chưa gửi số liệu.", key="III.1.c.missing")
    old, new = a_report(missing), a_report(a_paragraph("Đã tiếp 02 lượt.", SECOND))
    found = {item.block: (item.before, item.after) for item in corrections(old, old, new)}
    assert found == {
        "III.1.c.missing": ("Công đoàn chưa gửi số liệu.", "(không có)"),
        "III.1.c.text": ("(không có)", "Đã tiếp 02 lượt."),
    }


def test_of_a_table_the_rows_that_differ_are_told_even_when_numbers_move() -> None:
    old = a_report(a_table(("1", "Lượt tiếp", "14"), ("2", "Đơn nhận", "02")))
    new = a_report(a_table(("1", "Cuộc đối thoại", "01"), ("2", "Lượt tiếp", "14"), ("3", "Đơn nhận", "03")))
    found = [
        (item.where.rpartition(" › ")[2], item.before, item.after) for item in corrections(old, old, new)
    ]
    assert found == [
        ("Đơn nhận", "2 | Đơn nhận | 02", "3 | Đơn nhận | 03"),
        ("Cuộc đối thoại", "(không có)", "1 | Cuộc đối thoại | 01"),
    ]


def test_notes_for_the_principal_are_no_part_of_the_report() -> None:
    old = a_report(a_paragraph("[Ghi chú] 01 hoạt động", FIRST, key="notice", kind=BlockKind.NOTICE))
    assert corrections(old, old, a_report()) == ()
