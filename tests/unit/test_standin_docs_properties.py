"""Whatever is edited, in whatever order, the index laws hold, and a failed batch leaves no trace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.standin.errors import GoogleError
from standin_docs_bench import Bench, cell, check_laws, delete, insert, name_range, span, table, utf16

Json = dict[str, Any]

#: Precomposed and decomposed Vietnamese, emoji of two units, newlines and what Docs drops.
TEXTS = st.text(st.sampled_from(list("aế\u0323\u0309😀👨\n\t\r\x00\ue000 ")), min_size=1, max_size=12)
INDEXES = st.integers(0, 60)
NAMES = st.sampled_from(["auto:mo-dau", "auto:ket-qua"])


def _styled(kind: str, style: Json, fields: str) -> st.SearchStrategy[Json]:
    key = kind.removeprefix("update")
    return st.builds(
        lambda start, end: {
            kind: {"range": span(start, end), key[0].lower() + key[1:]: style, "fields": fields}
        },
        INDEXES,
        INDEXES,
    )


def _in_table(kind: str, **extra: bool) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda start, row, column: {kind: {"tableCellLocation": cell(start, row, column), **extra}},
        INDEXES,
        st.integers(0, 2),
        st.integers(0, 2),
    )


EDITS = st.one_of(
    st.builds(insert, INDEXES, TEXTS),
    st.builds(delete, INDEXES, INDEXES),
    st.builds(table, INDEXES, st.integers(1, 3), st.integers(1, 3)),
    st.builds(name_range, NAMES, INDEXES, INDEXES),
    st.builds(lambda n, text: {"replaceNamedRangeContent": {"namedRangeName": n, "text": text}}, NAMES, TEXTS),
    st.builds(lambda n: {"deleteNamedRange": {"name": n}}, NAMES),
    st.builds(
        lambda text: {"replaceAllText": {"containsText": {"text": "a"}, "replaceText": text}}, TEXTS | st.just("")
    ),
    st.builds(lambda i: {"insertPageBreak": {"location": {"index": i}}}, INDEXES),
    st.builds(
        lambda i: {"insertSectionBreak": {"location": {"index": i}, "sectionType": "NEXT_PAGE"}}, INDEXES
    ),
    st.builds(lambda i: {"createFootnote": {"location": {"index": i}}}, INDEXES),
    st.builds(
        lambda start, end: {
            "createParagraphBullets": {"range": span(start, end), "bulletPreset": "BULLET_DISC_CIRCLE_SQUARE"}
        },
        INDEXES,
        INDEXES,
    ),
    _styled("updateTextStyle", {"bold": True}, "bold"),
    _styled("updateParagraphStyle", {"namedStyleType": "HEADING_1"}, "namedStyleType"),
    _in_table("insertTableRow", insertBelow=True),
    _in_table("insertTableColumn"),
    _in_table("deleteTableRow"),
    _in_table("deleteTableColumn"),
    st.builds(
        lambda start, rows, columns: {
            "mergeTableCells": {
                "tableRange": {"tableCellLocation": cell(start, 0, 0), "rowSpan": rows, "columnSpan": columns}
            }
        },
        INDEXES,
        st.integers(1, 3),
        st.integers(1, 3),
    ),
)
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@MANY
@given(st.lists(EDITS, max_size=25))
def test_the_index_laws_hold_after_any_edits(tmp_path: Path, edits: list[Json]) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "một\nhai 😀\nba"), table(5, 2, 2))
    for edit in edits:
        before = bench.get(includeTabsContent="true")
        try:
            bench.batch(edit)
        except GoogleError as error:
            assert error.code == 400
            assert bench.get(includeTabsContent="true") == before
        after = bench.get()
        check_laws(after)
        for pieces in bench.ranges().values():
            assert all(1 <= start < end < bench.end + 1 for start, end in pieces)


@MANY
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_a_failing_batch_leaves_the_document_untouched(tmp_path: Path, edits: list[Json]) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "một\nhai 😀\nba"), table(5, 2, 2), name_range("auto:mo-dau", 1, 4))
    before = bench.get()
    with pytest.raises(GoogleError):
        bench.batch(*edits, insert(100_000, "quá xa"))
    assert bench.get() == before


@MANY
@given(TEXTS.filter(lambda text: text.translate({0: None, 13: None, 0xE000: None}) != ""))
def test_inserted_text_takes_its_utf16_length_without_what_docs_drops(tmp_path: Path, text: str) -> None:
    bench = Bench(tmp_path)
    kept = text.replace("\x00", "").replace("\r", "").replace("\ue000", "")
    bench.batch(insert(1, text))
    assert bench.end == 2 + utf16(kept)
    assert bench.text == kept + "\n"


@MANY
@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 6))
def test_a_cell_is_where_the_formula_says_and_the_table_has_the_known_size(
    tmp_path: Path, rows: int, columns: int, index: int
) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "12345"))
    end = bench.end
    texts = [(r, c, f"{r}·{c}") for r in range(rows) for c in range(columns)]
    bench.batch(
        table(index, rows, columns),
        # From the last cell to the first, so that the indexes of the empty table stay true.
        *[insert(index + 4 + r * (2 * columns + 1) + 2 * c, text) for r, c, text in reversed(texts)],
    )
    [shown] = bench.tables()
    assert shown["startIndex"] == index + 1
    assert bench.end == end + rows * (2 * columns + 1) + 3 + sum(utf16(text) for *_, text in texts)
    assert [
        (r, c, item["content"][0]["paragraph"]["elements"][0]["textRun"]["content"].rstrip("\n"))
        for r, row in enumerate(shown["table"]["tableRows"])
        for c, item in enumerate(row["tableCells"])
    ] == texts
