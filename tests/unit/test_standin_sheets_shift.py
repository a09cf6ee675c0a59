"""Inserting, deleting and moving rows: every number and every span follows the rows that it meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.defaults import sheet_properties, spreadsheet_properties
from service.standin.sheets.rows import Rows
from service.standin.sheets.shift import Delete, Insert, Move, Shift, shift

LENGTH = 12

inserts = st.builds(Insert, st.integers(0, LENGTH), st.integers(1, 4))
deletes = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, LENGTH)).map(
    lambda pair: Delete(pair[0], min(pair[0] + pair[1], LENGTH))
)


@st.composite
def moves(draw: st.DrawFn) -> Move:
    """Rows go somewhere that is not inside of themselves."""
    start = draw(st.integers(0, LENGTH - 1))
    end = draw(st.integers(start + 1, LENGTH))
    to = draw(st.integers(0, LENGTH).filter(lambda number: not start < number < end))
    return Move(start, end, to)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    start = draw(st.integers(0, LENGTH - 1))
    return start, draw(st.integers(start + 1, LENGTH))


def applied(change: Shift) -> list[int | None]:
    """What happens to a list of rows, each called by its old number; None is a new row."""
    rows: list[int | None] = list(range(LENGTH))
    if isinstance(change, Insert):
        return rows[: change.at] + [None] * change.count + rows[change.at :]
    if isinstance(change, Delete):
        return rows[: change.start] + rows[change.end :]
    assert isinstance(change, Move)
    moved, rest = rows[change.start : change.end], rows[: change.start] + rows[change.end :]
    to = change.to if change.to <= change.start else change.to - len(moved)
    return rest[:to] + moved + rest[to:]


@given(change=inserts | deletes | moves(), row=st.integers(0, LENGTH - 1))
def test_a_row_goes_where_the_list_of_rows_has_it(change: Shift, row: int) -> None:
    after = applied(change)
    assert change.point(row) == (after.index(row) if row in after else None)


@given(change=inserts | deletes | moves(), span=spans())
def test_a_span_reaches_from_its_first_to_its_last_row(change: Shift, span: tuple[int, int]) -> None:
    after = applied(change)
    places = [after.index(row) for row in range(*span) if row in after]
    expected = (min(places), max(places) + 1) if places else None
    assert change.span(*span) == expected


@given(change=inserts | deletes | moves(), start=st.integers(0, LENGTH - 1))
def test_an_open_span_stays_open(change: Shift, start: int) -> None:
    changed = change.span(start, None)
    assert changed is not None
    assert changed[1] is None


@given(change=moves())
def test_moving_loses_no_row(change: Move) -> None:
    assert sorted(change.point(row) for row in range(LENGTH)) == list(range(LENGTH))


@given(
    change=inserts | deletes | moves(),
    dimension=st.sampled_from(["ROWS", "COLUMNS"]),
    span=spans(),
    cell=st.integers(0, LENGTH - 1),
)
def test_all_that_lies_on_a_tab_follows_together(
    change: Shift, dimension: str, span: tuple[int, int], cell: int
) -> None:
    is_rows = dimension == "ROWS"
    names = ("startRowIndex", "endRowIndex") if is_rows else ("startColumnIndex", "endColumnIndex")
    where = {"sheetId": 7, names[0]: span[0], names[1]: span[1]}
    place = {"sheetId": 7, "dimension": dimension, "startIndex": cell, "endIndex": cell + 1}
    content = {"userEnteredValue": {"stringValue": "x"}}
    sheet = Sheet(sheet_properties(7, "Tổ Toán", LENGTH, LENGTH))
    sheet.cells = Rows({cell: {0: content}} if is_rows else {0: {cell: content}})
    sheet.merges = [dict(where)]
    sheet.protected_ranges = [{"protectedRangeId": 1, "range": dict(where)}]
    book = Book(spreadsheet_properties(), [sheet])
    book.named_ranges = [{"namedRangeId": "1", "name": "Kỳ_1", "range": dict(where)}]
    book.metadata = [{"metadataId": 1, "location": {"dimensionRange": dict(place)}}]

    shift(book, sheet, dimension, change)

    point, expected = change.point(cell), change.span(*span)
    kept = [] if point is None else [point]
    assert [row if is_rows else column for row, column, _ in sheet.filled()] == kept
    assert [m["location"]["dimensionRange"]["startIndex"] for m in book.metadata] == kept
    ranges = [*sheet.merges, *(p["range"] for p in (*sheet.protected_ranges, *book.named_ranges))]
    assert [(r[names[0]], r[names[1]]) for r in ranges] == [expected] * (3 if expected else 0)


@given(change=inserts | deletes, span=spans())
def test_another_tab_is_left_alone(change: Shift, span: tuple[int, int]) -> None:
    first, second = (Sheet(sheet_properties(n, str(n), LENGTH, LENGTH)) for n in (1, 2))
    where = {"sheetId": 2, "startRowIndex": span[0], "endRowIndex": span[1]}
    second.merges, second.cells = [dict(where)], Rows({span[0]: {0: {"note": "x"}}})
    shift(Book(spreadsheet_properties(), [first, second]), first, "ROWS", change)
    assert second.merges == [where]
    assert list(second.cells) == [span[0]]
