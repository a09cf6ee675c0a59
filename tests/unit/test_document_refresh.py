"""Writing a draft and keeping it up to date, with people writing in it too."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence

import pytest
from document_desk import TEMPLATE, Desk, a_block, a_report, a_table, delete, insert
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.report import Block, Report
from service.google.documents.memory import WrittenBlock
from service.google.documents.reading import Paragraph, read_view
from service.google.documents.requests import TemplateError, first_draft_requests, is_blank_copy
from service.google.documents.styles import LOOKS
from service.google.documents.text import cells_of, writable

BEFORE, AFTER = TEMPLATE.index("{{NOI_DUNG}}"), TEMPLATE.index("Nơi nhận:")


def body_of(desk: Desk) -> list[str]:
    """Lines between the letterhead and «Nơi nhận:»."""
    return desk.lines[BEFORE : desk.lines.index("Nơi nhận:")]


def annex_of(desk: Desk) -> list[str]:
    return desk.lines[desk.lines.index("Trần Thị Hà") + 1 :]


# --- the first draft ---------------------------------------------------------------------------------


def test_the_first_draft_fills_letterhead_body_and_annex() -> None:
    desk = Desk()
    assert is_blank_copy(desk.shown)
    desk.fill(
        a_report(
            a_block("I", "I. KẾT QUẢ"),
            a_block("I.1"),
            annex=(a_block("PL", "PHỤ LỤC"), a_table("PL.1", ("Đơn vị", "Số"), ("Công đoàn", "02"))),
        )
    )
    assert not is_blank_copy(desk.shown)
    assert desk.lines[2:4] == ["Số:       /BC-TC", "Tân Bình, ngày      tháng 5 năm 2025"]
    assert body_of(desk) == ["I. KẾT QUẢ", "Đã tiếp 04 lượt cha mẹ học sinh."]
    assert desk.lines[desk.lines.index("Nơi nhận:") + 1 :][:2] == ["- Như trên;", "- Lưu: VT."]
    assert annex_of(desk) == ["PHỤ LỤC", "|Đơn vị;Số|Công đoàn;02|", ""]


def test_what_people_write_may_look_like_a_placeholder() -> None:
    desk = Desk()
    desk.fill(a_report(a_block("I", "Mẫu {{SO}} và {{PHU_LUC}}"), recipient="{{NGAY}} 😀"))
    assert body_of(desk) == ["Mẫu {{SO}} và {{PHU_LUC}}"]
    assert "Kính gửi: { {NGAY}} 😀" in desk.lines
    assert desk.view.places["I"].digest is not None


def test_a_document_without_a_place_for_the_text_is_no_template() -> None:
    with pytest.raises(TemplateError):
        first_draft_requests(Desk(["{{NOI_DUNG}}"]).shown, a_report(a_block("I")), "x")


def test_blocks_that_say_nothing_are_left_out() -> None:
    desk = Desk()
    known = desk.fill(a_report(a_block("I"), a_block("II", "\x00\ue000"), a_block("III", "Hết")))
    assert [item.key for item in known] == ["I", "III"]
    assert body_of(desk) == ["Đã tiếp 04 lượt cha mẹ học sinh.", "Hết"]


def test_every_block_gets_its_look() -> None:
    desk = Desk()
    report = a_report(*[a_block(kind.value, kind.value, kind) for kind in LOOKS])
    desk.fill(report)
    content = desk.shown["tabs"][0]["documentTab"]["body"]["content"]
    for kind, look in LOOKS.items():
        [paragraph] = [
            block["paragraph"]
            for block in content
            if "paragraph" in block
            and block["paragraph"]["elements"][0].get("textRun", {}).get("content", "").strip() == kind.value
        ]
        assert paragraph["paragraphStyle"]["namedStyleType"] == look.named_style
        style = paragraph["elements"][0]["textRun"]["textStyle"]
        assert style["weightedFontFamily"]["fontFamily"] == "Times New Roman"
        # What equals the named style is inherited and not shown.
        assert style.get("fontSize", {}).get("magnitude", look.size) == look.size
        assert style.get("italic", False) == look.italic


def test_what_docs_drops_is_never_written_and_every_letter_is() -> None:
    kinds: dict[str, list[str]] = {}
    for character in map(chr, range(sys.maxunicode + 1)):
        kinds.setdefault(unicodedata.category(character), []).append(character)
    control, private, half = ("".join(kinds[kind]) for kind in ("Cc", "Co", "Cs"))
    assert writable(control).isspace()
    assert writable(private + half) == ""
    letters = "".join(kinds["Lu"] + kinds["Ll"] + kinds["Lo"] + kinds["Mn"] + kinds["Nd"] + kinds["So"])
    assert writable(letters) == unicodedata.normalize("NFC", letters)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("một\r\nhai\tba", "một hai ba"),
        ("a\x0bb\u2028c", "a b c"),
        ("\x00\x1b\ue000\U000f0000x\ufffe", "x"),
        # decomposed letters are composed, so that they are counted as Docs will count them
        ("Tie\u0302\u0301ng", "Tiếng"),
        ("nửa \ud83d chữ", "nửa  chữ"),
        # newer than this Python's tables
        ("\U0001fae8", "\U0001fae8"),
        ("{{SO}}", "{{SO}}"),
    ],
)
def test_text_is_written_as_docs_will_keep_it(text: str, kept: str) -> None:
    assert writable(text) == kept
    desk = Desk()
    desk.fill(a_report(a_block("I", f"[{text}]")))
    assert desk.text_of("I") == f"[{kept}]"
    assert desk.view.places["I"].digest is not None


def test_a_paragraph_of_twenty_thousand_letters_is_one_block() -> None:
    desk = Desk()
    known = desk.fill(a_report(a_block("I", "Tiếng Việt 😀 " * 1500)))
    assert desk.refresh(known, a_report(a_block("I", "Ngắn lại"))).kept == ()
    assert body_of(desk) == ["Ngắn lại"]


# --- a refresh ---------------------------------------------------------------------------------------

FIRST = a_report(
    a_block("I", "I. KẾT QUẢ"),
    a_block("I.1", "Một."),
    a_block("I.2", "Hai."),
    annex=(
        a_block("PL", "PHỤ LỤC"),
        a_block("PL.c", "1. Bảng số liệu"),
        a_table("PL.1", ("Đơn vị", "Số"), ("Công đoàn", "02")),
    ),
)


def test_the_last_paragraph_of_the_body_keeps_the_signature_on_its_page() -> None:
    desk = Desk()
    known = desk.fill(a_report(a_block("I.1", "Một."), a_block("I.2", "Trên đây là báo cáo./.")))

    def kept() -> dict[str, bool]:
        shown = desk.shown["tabs"][0]["documentTab"]["body"]["content"]
        return {
            block["paragraph"]["elements"][0]["textRun"]["content"].strip(): bool(
                block["paragraph"]["paragraphStyle"].get("keepWithNext")
            )
            for block in shown
            if "paragraph" in block
        }

    assert (kept()["Một."], kept()["Trên đây là báo cáo./."]) == (False, True)
    desk.refresh(known, a_report(a_block("I.1", "Hai."), a_block("I.2", "Trên đây là báo cáo mới./.")))
    assert (kept()["Hai."], kept()["Trên đây là báo cáo mới./."]) == (False, True)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.fill(FIRST)
    return desk


@pytest.fixture
def known() -> list[WrittenBlock]:
    return Desk().fill(FIRST)


def test_nothing_new_asks_for_nothing(desk: Desk, known: list[WrittenBlock]) -> None:
    plan = desk.refresh(known, FIRST)
    assert (plan.requests, plan.kept, list(plan.known)) == ([], (), known)


def test_a_changed_block_is_rewritten_in_its_place(desk: Desk, known: list[WrittenBlock]) -> None:
    new = a_report(FIRST.body[0], a_block("I.1", "Một, nay là 😀 ba."), FIRST.body[2], annex=FIRST.annex)
    plan = desk.refresh(known, new)
    assert body_of(desk) == ["I. KẾT QUẢ", "Một, nay là 😀 ba.", "Hai."]
    assert desk.refresh(plan.known, new).requests == []


@pytest.mark.parametrize("at", [0, 2, 4])
def test_a_block_in_which_somebody_typed_is_left_alone(
    desk: Desk, known: list[WrittenBlock], at: int
) -> None:
    desk.type_into("I.1", "(của cô Hà)", at=at)
    before = desk.lines
    new = a_report(FIRST.body[0], a_block("I.1", "Khác hẳn."), FIRST.body[2], annex=FIRST.annex)
    plan = desk.refresh(known, new)
    assert desk.lines == before
    assert plan.kept == ("I.1",)
    assert desk.refresh(plan.known, new).kept == ("I.1",)


def test_a_block_that_somebody_broke_in_two_is_left_alone(desk: Desk, known: list[WrittenBlock]) -> None:
    desk.type_into("I.1", "\n", at=2)
    before = desk.lines
    new = a_report(FIRST.body[0], a_block("I.1", "Khác."), FIRST.body[2], annex=FIRST.annex)
    assert desk.refresh(known, new).kept == ("I.1",)
    assert desk.lines == before


def test_an_edit_that_was_undone_is_none(desk: Desk, known: list[WrittenBlock]) -> None:
    desk.type_into("I.1", "x", at=1)
    start = desk.view.places["I.1"].home.start
    desk.do([delete(start + 1, start + 2)])
    new = a_report(FIRST.body[0], a_block("I.1", "Mới."), FIRST.body[2], annex=FIRST.annex)
    assert desk.refresh(known, new).kept == ()
    assert desk.text_of("I.1") == "Mới."


def test_a_deleted_block_stays_deleted(desk: Desk, known: list[WrittenBlock]) -> None:
    desk.delete_block("I.1")
    new = a_report(FIRST.body[0], a_block("I.1", "Khác."), FIRST.body[2], annex=FIRST.annex)
    for report in (FIRST, new):
        plan = desk.refresh(known, report)
        known = list(plan.known)
        assert body_of(desk) == ["I. KẾT QUẢ", "Hai."]
    assert "I.1" in {item.key for item in known}


def test_what_people_wrote_between_blocks_stays_where_it_is(desk: Desk, known: list[WrittenBlock]) -> None:
    desk.add_line_after("I.1", "Lời của Hiệu trưởng.")
    new = a_report(
        FIRST.body[0], a_block("I.1", "Một mới."), a_block("I.1b", "Thêm."), FIRST.body[2], annex=FIRST.annex
    )
    desk.refresh(known, new)
    assert body_of(desk) == ["I. KẾT QUẢ", "Một mới.", "Thêm.", "Lời của Hiệu trưởng.", "Hai."]


def test_a_block_that_the_report_no_longer_has_goes_unless_somebody_edited_it(
    desk: Desk, known: list[WrittenBlock]
) -> None:
    desk.type_into("I.2", "sửa ", at=0)
    plan = desk.refresh(known, a_report(FIRST.body[0], annex=FIRST.annex))
    assert body_of(desk) == ["I. KẾT QUẢ", "sửa Hai."]
    assert [item.key for item in plan.known] == ["I", "PL", "PL.c", "PL.1", "I.2"]


def test_a_table_that_goes_with_its_caption_leaves_no_blank_line(
    desk: Desk, known: list[WrittenBlock]
) -> None:
    desk.refresh(known, a_report(*FIRST.body, annex=FIRST.annex[:1]))
    assert annex_of(desk) == ["PHỤ LỤC", ""]


def test_a_caption_that_goes_alone_leaves_the_line_that_a_table_needs(
    desk: Desk, known: list[WrittenBlock]
) -> None:
    desk.refresh(known, a_report(*FIRST.body, annex=(FIRST.annex[0], FIRST.annex[2])))
    assert annex_of(desk) == ["PHỤ LỤC", "", "|Đơn vị;Số|Công đoàn;02|", ""]


def test_an_annex_that_comes_later_stands_at_the_end_and_not_before_the_signature() -> None:
    desk = Desk()
    known = desk.fill(a_report(*FIRST.body))
    plan = desk.refresh(known, FIRST)
    assert body_of(desk) == ["I. KẾT QUẢ", "Một.", "Hai."]
    assert [line for line in annex_of(desk) if line] == [
        "PHỤ LỤC",
        "1. Bảng số liệu",
        "|Đơn vị;Số|Công đoàn;02|",
    ]
    assert desk.refresh(plan.known, FIRST).requests == []


@pytest.mark.parametrize(
    "rows",
    [
        (("Đơn vị", "Số"), ("Công đoàn", "03")),
        (("Đơn vị", "Số"), ("Công đoàn", "02"), ("Tổ Toán 😀", ""), ("Tổ Văn", "05")),
        (("Đơn vị", "Số"),),
        # other columns
        (("Đơn vị", "Kỳ này", "Kỳ trước"), ("Công đoàn", "", "01")),
        (("Đơn vị",), ("Công đoàn",), ("Tổ Toán",)),
    ],
)
def test_a_table_is_brought_up_to_date_in_place(
    desk: Desk, known: list[WrittenBlock], rows: tuple[tuple[str, ...], ...]
) -> None:
    new = a_report(
        a_block("I", "Dài hơn trước nhiều."),
        *FIRST.body[1:],
        annex=(*FIRST.annex[:2], a_table("PL.1", *rows)),
    )
    plan = desk.refresh(known, new)
    assert annex_of(desk) == [
        "PHỤ LỤC",
        "1. Bảng số liệu",
        "|" + "|".join(";".join(row) for row in rows) + "|",
        "",
    ]
    assert desk.refresh(plan.known, new).requests == []


def test_a_table_in_which_somebody_wrote_is_left_alone(desk: Desk, known: list[WrittenBlock]) -> None:
    cell = desk.view.tables[0].rows[1][1]
    desk.do([insert(cell.start, "1")])
    new = a_report(*FIRST.body, annex=(*FIRST.annex[:2], a_table("PL.1", ("Đơn vị", "Số"), ("Khác", "9"))))
    assert desk.refresh(known, new).kept == ("PL.1",)
    assert "|Đơn vị;Số|Công đoàn;102|" in desk.lines


def test_a_suggestion_makes_a_block_a_persons_own(desk: Desk) -> None:
    shown = desk.shown
    content = shown["tabs"][0]["documentTab"]["body"]["content"]
    place = desk.view.places["I.1"]
    block = next(b for b in content if b.get("startIndex") == place.home.start)
    block["paragraph"]["elements"][0]["textRun"]["suggestedDeletionIds"] = ["suggest.1"]
    assert read_view(shown).places["I.1"].digest is None
    assert read_view(shown).places["I.2"].digest is not None


def test_a_write_whose_answer_was_lost_is_recognised(desk: Desk, known: list[WrittenBlock]) -> None:
    new = a_report(FIRST.body[0], a_block("I.1", "Một mới."), FIRST.body[2], annex=FIRST.annex)
    written = desk.refresh(known, new)
    again = desk.refresh(known, new)
    assert again.requests == []
    assert again.known == written.known


def test_of_a_doc_of_which_nothing_is_known_only_what_says_the_same_is_ours(desk: Desk) -> None:
    desk.type_into("I.1", "sửa ", at=0)
    desk.delete_block("I.2")
    plan = desk.refresh([], FIRST)
    assert plan.requests == []
    assert set(plan.kept) == {"I.1", "I.2"}
    new = a_report(
        a_block("I", "I. KẾT QUẢ MỚI"), a_block("I.1", "x"), a_block("I.2", "y"), annex=FIRST.annex
    )
    desk.refresh(plan.known, new)
    assert body_of(desk) == ["I. KẾT QUẢ MỚI", "sửa Một."]


# --- any report, any edits ---------------------------------------------------------------------------

TEXTS = st.text(st.sampled_from(list("aếe\u0302\u0301😀👨 {}\r\n\x00\ue000")), min_size=0, max_size=12).map(
    lambda text: "x" + text
)
CELLS = st.text(st.sampled_from(list("aế😀 ")), max_size=4)
KEYS = [f"k{number}" for number in range(7)]


@st.composite
def blocks(draw: st.DrawFn, keys: Sequence[str], *, tables: bool) -> tuple[Block, ...]:
    """Some of the keys in their order; in the annex some are tables."""
    chosen = [key for key in keys if draw(st.booleans())]
    made = []
    for key in chosen:
        # A key is a table or not for good, as in our reports.
        if tables and keys.index(key) % 3 == 2:
            columns = draw(st.integers(1, 3))
            rows = draw(st.lists(st.lists(CELLS, min_size=columns, max_size=columns), max_size=3))
            made.append(a_table(key, ["Cột"] * columns, *rows))
        else:
            made.append(a_block(key, draw(TEXTS)))
    return tuple(made)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    body = draw(blocks([f"b{key}" for key in KEYS], tables=False))
    # No report is without its first heading.
    return a_report(
        a_block("I", "I. ĐẶC ĐIỂM"), *body, annex=draw(blocks([f"a{key}" for key in KEYS], tables=True))
    )


def expected(block: Block) -> str:
    if block.table is None:
        return writable(block.text)
    return "|" + "|".join(";".join(row) for row in cells_of(block.table)) + "|"


def standing(desk: Desk) -> dict[str, str]:
    """Block key → what stands there."""
    found = {}
    for key, place in desk.view.places.items():
        home = place.home
        found[key] = (
            home.text
            if isinstance(home, Paragraph)
            else "|" + "|".join(";".join(row) for row in home.texts) + "|"
        )
    return found


MANY = settings(max_examples=60, deadline=None)


@MANY
@given(reports())
def test_any_first_draft_stands_as_the_report_says(report: Report) -> None:
    desk = Desk()
    known = desk.fill(report)
    wanted = {block.key: expected(block) for block in report.blocks}
    assert standing(desk) == wanted
    assert [line for line in body_of(desk) if line] == [expected(block) for block in report.body]
    assert [line for line in annex_of(desk) if line] == [expected(block) for block in report.annex]
    assert {key: place.digest for key, place in desk.view.places.items()} == {k.key: k.digest for k in known}


@MANY
@given(st.lists(reports(), min_size=2, max_size=4))
def test_any_chain_of_reports_ends_as_the_last_one_says(chain: list[Report]) -> None:
    desk = Desk()
    known = desk.fill(chain[0])
    for report in chain[1:]:
        plan = desk.refresh(known, report)
        known = list(plan.known)
        wanted = {block.key: expected(block) for block in report.blocks if block.key not in plan.kept}
        assert {key: text for key, text in standing(desk).items() if key in wanted} == wanted
        assert set(standing(desk)) == set(wanted)
        assert desk.refresh(known, report).requests == []


@MANY
@given(reports(), reports(), st.data())
def test_people_s_words_survive_any_refresh(first: Report, second: Report, data: st.DataObject) -> None:
    desk = Desk()
    known = desk.fill(first)
    paragraphs = [block.key for block in first.blocks if block.table is None]
    edited = data.draw(st.sets(st.sampled_from(paragraphs))) if paragraphs else set()
    deleted = data.draw(st.sets(st.sampled_from(paragraphs))) - edited if paragraphs else set()
    for number, key in enumerate(sorted(edited)):
        desk.type_into(key, f"«{number}»", at=data.draw(st.sampled_from([0, 1])))
    for key in sorted(deleted):
        desk.delete_block(key)
    owned = data.draw(st.sampled_from(sorted(desk.view.places))) if desk.view.places else None
    if owned in paragraphs:
        desk.add_line_after(owned, "Lời của Hiệu trưởng.")
    theirs = [line for line in desk.lines if "«" in line or line == "Lời của Hiệu trưởng."]
    plan = desk.refresh(known, second)
    assert [line for line in desk.lines if "«" in line or line == "Lời của Hiệu trưởng."] == theirs
    stands = standing(desk)
    for block in second.blocks:
        if block.key in deleted:
            assert block.key not in stands
        elif block.key not in edited and block.key not in plan.kept:
            assert stands[block.key] == expected(block)
    assert desk.refresh(plan.known, second).requests == []
