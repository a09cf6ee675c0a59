"""How tables of a draft look: widths, places of cells, columns of figures."""

from __future__ import annotations

from document_desk import Desk, a_block, a_report, a_table
from hypothesis import given
from hypothesis import strategies as st

from service.google.documents.requests import first_draft_requests
from service.google.documents.table_styles import PAGE_WIDTH, column_widths, is_of_figures

TEXTS = st.text(st.sampled_from("aăđ 0123456789–😀"), max_size=30)
TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(TEXTS, min_size=columns, max_size=columns).map(tuple), min_size=1, max_size=6
    ).map(tuple)
)
FIGURES = (
    ("Nội dung", "Kỳ này", "Đơn vị"),
    ("1a. Tuyên truyền", "32", "Tổ Văn phòng"),
    ("– Lượt người dự", "751 (26/32 hoạt động có báo)", "như trên"),
    ("– Đơn còn lại", "chưa báo cáo", "–"),
)


@given(TABLES)
def test_columns_fill_the_page_and_each_has_room(cells: tuple[tuple[str, ...], ...]) -> None:
    widths = column_widths(cells)
    assert len(widths) == len(cells[0])
    assert abs(sum(widths) - PAGE_WIDTH) < 0.01
    assert min(widths) >= 20


def test_a_column_of_figures_is_narrower_than_one_of_names() -> None:
    name, value, _ = column_widths((*FIGURES, ("1b. Phòng, chống tham nhũng; đạo đức công vụ", "11", "–")))
    assert value < name


def test_figures_dates_and_words_for_no_figure_make_a_column_of_figures() -> None:
    assert [is_of_figures(FIGURES, column) for column in range(3)] == [False, True, False]
    assert is_of_figures((("Nội dung", "Hạn"), ("a", "21/4/2025")), 1)


def shown_table(*rows: tuple[str, ...]) -> dict[str, object]:
    """The first table of a draft, as documents.get gives it."""
    desk = Desk()
    report = a_report(a_block("I", "Lời văn 😀"), annex=(a_block("PL", "Phụ lục"), a_table("PL.1", *rows)))
    desk.do(first_draft_requests(desk.shown, report, "job"))
    content = desk.shown["tabs"][0]["documentTab"]["body"]["content"]
    return next(block["table"] for block in content if "table" in block)  # type: ignore[no-any-return]


def test_figures_stand_in_the_middle_of_their_cells_and_names_do_not() -> None:
    rows = shown_table(*FIGURES)["tableRows"]
    ways = [
        [cell["content"][0]["paragraph"]["paragraphStyle"]["alignment"] for cell in row["tableCells"]]
        for row in rows  # type: ignore[attr-defined]
    ]
    assert ways == [["CENTER"] * 3, *[["START", "CENTER", "START"]] * 3]


def test_rows_stay_whole_and_the_header_is_repeated_bold_and_grey() -> None:
    header, *rows = shown_table(*FIGURES)["tableRows"]  # type: ignore[misc]
    assert header["tableRowStyle"]["tableHeader"] is True
    assert all(row["tableRowStyle"]["preventOverflow"] is True for row in (header, *rows))
    first = header["tableCells"][0]
    assert first["content"][0]["paragraph"]["elements"][0]["textRun"]["textStyle"]["bold"] is True
    assert first["tableCellStyle"]["backgroundColor"]["color"]
    assert "color" not in rows[0]["tableCells"][0]["tableCellStyle"]["backgroundColor"]
    assert first["tableCellStyle"]["paddingTop"]["magnitude"] == 2


def test_a_row_that_names_a_group_is_bold_and_stays_with_the_next() -> None:
    _, group, plain = shown_table(FIGURES[0], ("I. Tiếp công dân", "", ""), FIGURES[1])["tableRows"]  # type: ignore[misc]
    paragraphs = [row["tableCells"][0]["content"][0]["paragraph"] for row in (group, plain)]
    assert [p["paragraphStyle"].get("keepWithNext", False) for p in paragraphs] == [True, False]
    bold = [p["elements"][0]["textRun"]["textStyle"].get("bold", False) for p in paragraphs]
    assert bold == [True, False]
