"""Whatever is edited, in whatever order, the index laws hold, and a failed batch leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standin_docs_bench import Bench, cell, check_laws, delete, insert, name_range, span, table, utf16

from service.standin.errors import GoogleError

Json = dict[str, Any]

#: Precomposed and decomposed Vietnamese, emoji of two units, newlines and what Docs drops.
TEXTS = st.text(st.sampled_from(list("aế\u0323\u0309😀👨\n\t\r\x00\ue000 ")), min_size=1, max_size=12)
NAMES = st.sampled_from(["auto:mo-dau", "auto:ket-qua"])
#: Places are drawn as parts of the document as it is when the edit comes, so that most edits can be done.
PARTS = st.integers(0, 999).map(lambda n: n / 1000)
Edit = Callable[[Bench], Json]


def _at(bench: Bench, part: float) -> int:
    return 1 + int(part * (bench.end - 1))


def _range(bench: Bench, one: float, other: float) -> Json:
    start, end = sorted((_at(bench, one), _at(bench, other)))
    return span(start, end + 1)


def _cell(bench: Bench, part: float, row: float, column: float) -> Json:
    """A cell of one of the tables; of none that exists when there is no table."""
    tables = bench.tables()
    if not tables:
        return cell(1, 0, 0)
    chosen = tables[int(part * len(tables))]
    rows, columns = chosen["table"]["rows"], chosen["table"]["columns"]
    return cell(chosen["startIndex"], int(row * rows), int(column * columns))


def _insertion(kind: str, **more: Any) -> st.SearchStrategy[Edit]:
    return st.builds(lambda part: lambda b: {kind: {"location": {"index": _at(b, part)}, **more}}, PARTS)


def _on_range(kind: str, **more: Any) -> st.SearchStrategy[Edit]:
    return st.builds(
        lambda one, other: lambda b: {kind: {"range": _range(b, one, other), **more}}, PARTS, PARTS
    )


def _on_cell(kind: str, **more: Any) -> st.SearchStrategy[Edit]:
    return st.builds(
        lambda part, row, column: (
            lambda b: {kind: {"tableCellLocation": _cell(b, part, row, column), **more}}
        ),
        PARTS,
        PARTS,
        PARTS,
    )


def _always(request: st.SearchStrategy[Json]) -> st.SearchStrategy[Edit]:
    return request.map(lambda made: lambda bench: made)


EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(lambda part, text: lambda b: insert(_at(b, part), text), PARTS, TEXTS),
    _on_range("deleteContentRange"),
    st.builds(
        lambda part, width: lambda b: delete(_at(b, part), _at(b, part) + width), PARTS, st.integers(1, 4)
    ),
    st.builds(
        lambda part, rows, columns: lambda b: table(_at(b, part), rows, columns),
        PARTS,
        st.integers(1, 3),
        st.integers(1, 3),
    ),
    NAMES.flatmap(lambda name: _on_range("createNamedRange", name=name)),
    _always(
        st.builds(
            lambda n, text: {"replaceNamedRangeContent": {"namedRangeName": n, "text": text}}, NAMES, TEXTS
        )
    ),
    _always(st.builds(lambda n: {"deleteNamedRange": {"name": n}}, NAMES)),
    _always(
        st.builds(
            lambda text: {"replaceAllText": {"containsText": {"text": "a"}, "replaceText": text}},
            TEXTS | st.just(""),
        )
    ),
    _insertion("insertPageBreak"),
    _insertion("insertSectionBreak", sectionType="NEXT_PAGE"),
    _insertion("createFootnote"),
    _on_range("createParagraphBullets", bulletPreset="BULLET_DISC_CIRCLE_SQUARE"),
    _on_range("updateTextStyle", textStyle={"bold": True}, fields="bold"),
    _on_range(
        "updateParagraphStyle", paragraphStyle={"namedStyleType": "HEADING_1"}, fields="namedStyleType"
    ),
    _on_cell("insertTableRow", insertBelow=True),
    _on_cell("insertTableColumn"),
    _on_cell("deleteTableRow"),
    _on_cell("deleteTableColumn"),
    st.builds(
        lambda part, rows, columns: (
            lambda b: {
                "mergeTableCells": {
                    "tableRange": {
                        "tableCellLocation": _cell(b, part, 0, 0),
                        "rowSpan": rows,
                        "columnSpan": columns,
                    }
                }
            }
        ),
        PARTS,
        st.integers(1, 2),
        st.integers(1, 2),
    ),
)
MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@MANY
@given(st.lists(EDITS, max_size=25))
def test_the_index_laws_hold_after_any_edits(tmp_path: Path, edits: list[Edit]) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "một\nhai 😀\nba"), table(5, 2, 2))
    for edit in edits:
        before = bench.get(includeTabsContent="true")
        try:
            bench.batch(edit(bench))
        except GoogleError as error:
            assert error.code == 400
            assert bench.get(includeTabsContent="true") == before
        after = bench.get()
        check_laws(after)
        for pieces in bench.ranges().values():
            assert all(0 <= start < end <= bench.end for start, end in pieces)


@MANY
@given(st.lists(EDITS, min_size=1, max_size=8))
def test_a_failing_batch_leaves_the_document_untouched(tmp_path: Path, edits: list[Edit]) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "một\nhai 😀\nba"), table(5, 2, 2), name_range("auto:mo-dau", 1, 4))
    before = bench.get()
    with pytest.raises(GoogleError):
        bench.batch(*[edit(bench) for edit in edits], insert(100_000, "quá xa"))
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
