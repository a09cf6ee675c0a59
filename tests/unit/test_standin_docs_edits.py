"""What batchUpdate does to a document, in Google's words where it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from standin_docs_bench import Bench, cell, check_laws, delete, elements, insert, name_range, span, table

from service.standin.errors import GoogleError

Json = dict[str, Any]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def refusal(bench: Bench, *requests: Json, **control: str) -> str:
    with pytest.raises(GoogleError) as caught:
        bench.batch(*requests, **control)
    assert (caught.value.code, caught.value.status) == (400, "INVALID_ARGUMENT")
    return caught.value.message


def paragraphs(document: Json) -> list[Json]:
    return [block["paragraph"] for block in document["body"]["content"] if "paragraph" in block]


def runs(document: Json) -> list[tuple[str, Json]]:
    found = (element.get("textRun") for element in elements(document["body"]["content"]))
    return [(run["content"], run["textStyle"]) for run in found if run]


# --- documents.create and documents.get ----------------------------------------------------------


def test_a_new_document_is_a_section_break_and_an_empty_paragraph(bench: Bench) -> None:
    document = bench.get()
    assert document["title"] == "Báo cáo"
    assert [sorted(block) for block in document["body"]["content"]] == [
        ["endIndex", "sectionBreak"],
        ["endIndex", "paragraph", "startIndex"],
    ]
    assert list(document) == [
        "title",
        "body",
        "documentStyle",
        "namedStyles",
        "revisionId",
        "suggestionsViewMode",
        "documentId",
    ]


def test_with_tabs_content_the_top_level_has_no_body(bench: Bench) -> None:
    bench.batch(insert(1, "chào"))
    document = bench.get(includeTabsContent="true")
    assert "body" not in document
    [tab] = document["tabs"]
    assert tab["tabProperties"] == {"tabId": "t.0", "title": "Tab 1", "index": 0}
    assert tab["documentTab"]["body"] == bench.get()["body"]


def test_the_default_suggestions_view_is_inline(bench: Bench) -> None:
    assert bench.get()["suggestionsViewMode"] == "SUGGESTIONS_INLINE"
    shown = bench.get(suggestionsViewMode="PREVIEW_WITHOUT_SUGGESTIONS")
    assert shown["suggestionsViewMode"] == "PREVIEW_WITHOUT_SUGGESTIONS"


def test_a_document_that_is_not_there_is_not_found(bench: Bench) -> None:
    bench.id = "khong-co"
    with pytest.raises(GoogleError, match="Requested entity was not found") as caught:
        bench.get()
    assert caught.value.code == 404


def test_a_stranger_may_not_read_the_document(bench: Bench) -> None:
    with pytest.raises(GoogleError, match="does not have permission") as caught:
        bench.call("documents.get", user="nguoi-la@noi-khac.example")
    assert caught.value.code == 403


# --- revisions -----------------------------------------------------------------------------------


def test_each_write_makes_a_revision_and_tells_the_new_one(bench: Bench) -> None:
    first = bench.get()["revisionId"]
    reply = bench.batch(insert(1, "a"), requiredRevisionId=first)
    assert reply["replies"] == [{}]
    assert reply["documentId"] == bench.id
    assert reply["writeControl"]["requiredRevisionId"] == bench.get()["revisionId"] != first


def test_a_batch_that_changes_nothing_makes_no_revision(bench: Bench) -> None:
    first = bench.get()["revisionId"]
    nothing = {"replaceAllText": {"containsText": {"text": "{{x}}"}, "replaceText": "y"}}
    assert bench.batch(nothing)["replies"] == [{"replaceAllText": {}}]
    assert bench.get()["revisionId"] == first


def test_a_stale_revision_is_refused_without_the_usual_prefix(bench: Bench) -> None:
    stale = bench.get()["revisionId"]
    bench.batch(insert(1, "a"))
    message = refusal(bench, insert(1, "b"), requiredRevisionId=stale)
    assert message == f"The required revision ID '{stale}' does not match the latest revision."
    assert bench.text == "a\n"


def test_merging_of_revisions_is_refused(bench: Bench) -> None:
    assert "not supported by the stand-in" in refusal(bench, insert(1, "a"), targetRevisionId="x")


@pytest.mark.parametrize("kind", ["insertDate", "addDocumentTab", "insertPerson", "updateNamedStyle"])
def test_an_unsupported_request_is_never_an_empty_success(bench: Bench, kind: str) -> None:
    assert refusal(bench, {kind: {}}).startswith(f"Invalid requests[0].{kind}: ")


# --- inserting and deleting text -----------------------------------------------------------------

_TWO_LINES = [insert(1, "một😀\nhai")]  # indexes: một 1-3, 😀 4-5, \n 6, hai 7-9, \n 10
_LAST_NEWLINE = "The range cannot include the newline character at the end of the segment."
_NO_PARAGRAPH = "The insertion index must be inside the bounds of an existing paragraph."


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        # past the end
        (
            insert(500, "x"),
            "insertText: Index 500 must be less than the end index of the referenced segment, 11.",
        ),
        # the section break
        (insert(0, "x"), f"insertText: {_NO_PARAGRAPH}"),
        # between the halves of an emoji
        (insert(5, "x"), "insertText: The insertion index cannot be within a grapheme cluster."),
        (insert(1, ""), "insertText: Insert text requests must specify text to insert."),
        (delete(7, 11), f"deleteContentRange: {_LAST_NEWLINE}"),
        (delete(3, 3), "deleteContentRange: The range should not be empty."),
        (delete(4, 5), "deleteContentRange: Invalid deletion range."),
        (delete(0, 3), "deleteContentRange: Invalid deletion range."),
        (
            insert(1, "x", segment="kix.x"),
            "insertText: Segment with ID kix.x was not found. If a segment ID is provided, "
            "it must be a header, footer or footnote ID.",
        ),
    ],
)
def test_what_cannot_be_edited_is_refused_in_googles_words(
    bench: Bench, request_: Json, message: str
) -> None:
    bench.batch(*_TWO_LINES)
    assert refusal(bench, request_).startswith(f"Invalid requests[0].{message}")


def test_the_error_names_the_request_that_failed(bench: Bench) -> None:
    assert refusal(bench, insert(1, "a"), insert(99, "b")).startswith("Invalid requests[1].insertText: ")
    assert bench.text == "\n"


def test_dropped_characters_shift_nothing(bench: Bench) -> None:
    bench.batch(insert(1, "a\r\nb\x00\ue000"))
    assert bench.text == "a\nb\n"


def test_text_goes_to_the_end_of_the_segment(bench: Bench) -> None:
    bench.batch(insert(1, "a"), {"insertText": {"endOfSegmentLocation": {}, "text": "b\nc"}})
    assert bench.text == "ab\nc\n"


def test_inserted_text_takes_the_style_before_it_and_the_first_run_at_a_paragraphs_start(
    bench: Bench,
) -> None:
    bold = {"updateTextStyle": {"range": span(2, 3), "textStyle": {"bold": True}, "fields": "bold"}}
    bench.batch(insert(1, "ab\ncd"), bold, insert(3, "X"), insert(1, "Y"))
    assert runs(bench.get())[:3] == [("Ya", {}), ("bX", {"bold": True}), ("\n", {})]


def test_a_new_paragraph_copies_style_and_bullet(bench: Bench) -> None:
    bench.batch(
        insert(1, "mục"),
        {"createParagraphBullets": {"range": span(1, 2), "bulletPreset": "BULLET_DISC_CIRCLE_SQUARE"}},
        insert(4, "\nmục sau"),
    )
    first, second = paragraphs(bench.get())
    assert first["bullet"] == second["bullet"]
    assert first["paragraphStyle"] == second["paragraphStyle"]


def test_deleting_a_newline_merges_the_paragraph_into_the_next(bench: Bench) -> None:
    centred = {
        "updateParagraphStyle": {
            "range": span(1, 2),
            "paragraphStyle": {"alignment": "CENTER"},
            "fields": "alignment",
        }
    }
    bench.batch(insert(1, "ab\ncd"), centred, delete(3, 4))
    [merged] = paragraphs(bench.get())
    assert "alignment" not in merged["paragraphStyle"]
    assert bench.text == "abcd\n"


def test_a_table_goes_only_as_a_whole_and_keeps_the_newline_before_it(bench: Bench) -> None:
    bench.batch(insert(1, "trên dưới"), table(5, 1, 2))
    [shown] = bench.tables()
    start, end = shown["startIndex"], shown["endIndex"]
    for bad in (
        delete(start - 1, start),
        delete(start, end - 1),
        delete(start + 2, start + 4),
        delete(start + 1, end),
    ):
        assert "Invalid deletion range" in refusal(bench, bad)
    bench.batch(delete(start, end))
    assert bench.text == "trên\n dưới\n"


def test_replace_all_reaches_cells_headers_and_every_case(bench: Bench) -> None:
    header = bench.batch({"createHeader": {"type": "DEFAULT"}})["replies"][0]["createHeader"]["headerId"]
    bench.batch(
        insert(1, "{{Ten}} {{ten}}"), table(1, 1, 1), insert(5, "{{TEN}}"), insert(0, "{{ten}}", header)
    )
    replace: Json = {"replaceAllText": {"containsText": {"text": "{{ten}}"}, "replaceText": "Bùi Thị Hoa 😀"}}
    assert bench.batch(replace)["replies"] == [{"replaceAllText": {"occurrencesChanged": 4}}]
    assert bench.text.count("Bùi Thị Hoa 😀") == 3
    check_laws(bench.get())


def test_replace_all_minds_the_case_when_asked(bench: Bench) -> None:
    bench.batch(insert(1, "A a A"))
    replace: Json = {"replaceAllText": {"containsText": {"text": "A", "matchCase": True}, "replaceText": ""}}
    assert bench.batch(replace)["replies"] == [{"replaceAllText": {"occurrencesChanged": 2}}]
    assert bench.text == " a \n"


def test_replaced_text_keeps_the_style_of_what_it_replaces(bench: Bench) -> None:
    bold = {"updateTextStyle": {"range": span(3, 8), "textStyle": {"bold": True}, "fields": "bold"}}
    bench.batch(insert(1, "x {{t}} y"), bold)
    bench.batch({"replaceAllText": {"containsText": {"text": "{{t}}"}, "replaceText": "đậm"}})
    assert ("đậm", {"bold": True}) in runs(bench.get())


# --- styles --------------------------------------------------------------------------------------


def test_a_field_that_is_listed_and_absent_goes_back_to_its_default(bench: Bench) -> None:
    both = {"bold": True, "fontSize": {"magnitude": 14, "unit": "PT"}}
    bench.batch(
        insert(1, "chữ"),
        {"updateTextStyle": {"range": span(1, 4), "textStyle": both, "fields": "bold,fontSize"}},
        {"updateTextStyle": {"range": span(1, 4), "textStyle": {"italic": True}, "fields": "bold,italic"}},
    )
    assert runs(bench.get())[0] == ("chữ", {"fontSize": {"magnitude": 14, "unit": "PT"}, "italic": True})


def test_a_value_equal_to_the_named_styles_is_inherited(bench: Bench) -> None:
    plain = {"bold": False, "weightedFontFamily": {"fontFamily": "Arial"}}
    bench.batch(
        insert(1, "chữ"), {"updateTextStyle": {"range": span(1, 4), "textStyle": plain, "fields": "*"}}
    )
    assert runs(bench.get()) == [("chữ\n", {})]


@pytest.mark.parametrize("fields", ["", "mau"])
def test_a_mask_without_a_known_field_is_refused(bench: Bench, fields: str) -> None:
    bench.batch(insert(1, "chữ"))
    update = {"updateTextStyle": {"range": span(1, 2), "textStyle": {}, "fields": fields}}
    assert "field" in refusal(bench, update)


def test_a_heading_gets_an_id_and_normal_text_loses_it(bench: Bench) -> None:
    def named(kind: str) -> Json:
        style = {"namedStyleType": kind}
        return {
            "updateParagraphStyle": {"range": span(1, 2), "paragraphStyle": style, "fields": "namedStyleType"}
        }

    bench.batch(insert(1, "Đề mục"), named("HEADING_1"))
    assert paragraphs(bench.get())[0]["paragraphStyle"]["headingId"].startswith("h.")
    bench.batch(named("NORMAL_TEXT"))
    assert "headingId" not in paragraphs(bench.get())[0]["paragraphStyle"]


def test_leading_tabs_become_the_nesting_level_and_shrink_the_indexes(bench: Bench) -> None:
    bench.batch(insert(1, "a\n\tb\n\t\tc"))
    before = bench.end
    preset = "NUMBERED_DECIMAL_ALPHA_ROMAN"
    bench.batch({"createParagraphBullets": {"range": span(1, before - 1), "bulletPreset": preset}})
    assert bench.end == before - 3
    assert [p["bullet"].get("nestingLevel", 0) for p in paragraphs(bench.get())] == [0, 1, 2]
    bench.batch({"deleteParagraphBullets": {"range": span(1, bench.end - 1)}})
    assert not any("bullet" in p for p in paragraphs(bench.get()))


# --- tables --------------------------------------------------------------------------------------


def cell_texts(shown: Json) -> list[list[str]]:
    return [
        ["".join(e["textRun"]["content"] for e in elements(item["content"])) for item in row["tableCells"]]
        for row in shown["table"]["tableRows"]
    ]


@pytest.fixture
def grid(bench: Bench) -> Bench:
    """A table of 2 x 2 at index 2 with a, b, c, d."""
    bench.batch(table(1, 2, 2), insert(12, "d"), insert(10, "c"), insert(7, "b"), insert(5, "a"))
    assert cell_texts(bench.tables()[0]) == [["a\n", "b\n"], ["c\n", "d\n"]]
    return bench


def test_rows_and_columns_come_and_go(grid: Bench) -> None:
    grid.batch(
        {"insertTableRow": {"tableCellLocation": cell(2, 0, 0), "insertBelow": True}},
        {"insertTableColumn": {"tableCellLocation": cell(2, 0, 0), "insertRight": False}},
    )
    assert cell_texts(grid.tables()[0]) == [["\n", "a\n", "b\n"], ["\n", "\n", "\n"], ["\n", "c\n", "d\n"]]
    grid.batch(
        {"deleteTableRow": {"tableCellLocation": cell(2, 0, 0)}},
        {"deleteTableColumn": {"tableCellLocation": cell(2, 0, 1)}},
    )
    assert cell_texts(grid.tables()[0]) == [["\n", "\n"], ["\n", "d\n"]]
    check_laws(grid.get())


def test_the_last_row_takes_the_table_with_it(grid: Bench) -> None:
    row: Json = {"deleteTableRow": {"tableCellLocation": cell(2, 0, 0)}}
    grid.batch(row, row)
    assert grid.tables() == []
    assert grid.text == "\n\n"


def test_merged_cells_gather_their_text_in_the_first(grid: Bench) -> None:
    area = {"tableCellLocation": cell(2, 0, 0), "rowSpan": 2, "columnSpan": 2}
    grid.batch({"mergeTableCells": {"tableRange": area}})
    assert cell_texts(grid.tables()[0]) == [["a\nb\nc\nd\n", "\n"], ["\n", "\n"]]
    head = grid.tables()[0]["table"]["tableRows"][0]["tableCells"][0]["tableCellStyle"]
    assert (head["rowSpan"], head["columnSpan"]) == (2, 2)
    grid.batch({"unmergeTableCells": {"tableRange": area}})
    check_laws(grid.get())


def test_a_border_between_two_cells_changes_on_both_sides(grid: Bench) -> None:
    line = {
        "width": {"magnitude": 0, "unit": "PT"},
        "dashStyle": "SOLID",
        "color": {"color": {"rgbColor": {}}},
    }
    area = {"tableCellLocation": cell(2, 0, 0), "rowSpan": 1, "columnSpan": 1}
    style = {"tableRange": area, "tableCellStyle": {"borderRight": line}, "fields": "borderRight"}
    grid.batch({"updateTableCellStyle": style})
    left, right = (c["tableCellStyle"] for c in grid.tables()[0]["table"]["tableRows"][0]["tableCells"])
    assert left["borderRight"] == right["borderLeft"] == line | {"width": {"unit": "PT"}}


def test_columns_take_widths_and_rows_become_headers(grid: Bench) -> None:
    start = {"index": 2}
    width = {"widthType": "FIXED_WIDTH", "width": {"magnitude": 90, "unit": "PT"}}
    grid.batch(
        {
            "updateTableColumnProperties": {
                "tableStartLocation": start,
                "columnIndices": [1],
                "tableColumnProperties": width,
                "fields": "*",
            }
        },
        {"pinTableHeaderRows": {"tableStartLocation": start, "pinnedHeaderRowsCount": 1}},
    )
    shown = grid.tables()[0]["table"]
    assert shown["tableStyle"]["tableColumnProperties"] == [{"widthType": "EVENLY_DISTRIBUTED"}, width]
    assert [row["tableRowStyle"].get("tableHeader", False) for row in shown["tableRows"]] == [True, False]


def test_an_index_that_is_not_a_tables_start_is_refused(grid: Bench) -> None:
    wrong = {"insertTableRow": {"tableCellLocation": cell(3, 0, 0), "insertBelow": True}}
    assert refusal(grid, wrong).endswith("Must specify the start index of the table.")


# --- named ranges --------------------------------------------------------------------------------


def test_a_named_range_moves_grows_and_shrinks_with_its_text(bench: Bench) -> None:
    bench.batch(insert(1, "0123456789"), name_range("auto:x", 3, 7))
    bench.batch(insert(1, "trước "))
    assert bench.ranges() == {"auto:x": [(9, 13)]}
    bench.batch(insert(11, "trong"))
    assert bench.ranges() == {"auto:x": [(9, 18)]}
    bench.batch(insert(18, "sau"), insert(9, "ngay trước"))
    assert bench.ranges() == {"auto:x": [(19, 28)]}
    bench.batch(delete(21, 24))
    assert bench.ranges() == {"auto:x": [(19, 25)]}


def test_a_named_range_does_not_split_a_run(bench: Bench) -> None:
    bench.batch(insert(1, "một hai ba"), name_range("auto:x", 5, 8))
    assert runs(bench.get()) == [("một hai ba\n", {})]


def test_a_range_whose_content_is_deleted_is_gone(bench: Bench) -> None:
    reply = bench.batch(insert(1, "abc"), name_range("auto:x", 1, 3))["replies"][1]
    bench.batch(delete(1, 3))
    assert bench.ranges() == {}
    range_id = reply["createNamedRange"]["namedRangeId"]
    assert "was not found" in refusal(bench, {"deleteNamedRange": {"namedRangeId": range_id}})


def test_a_range_over_a_table_covers_it_whole_and_a_new_row_is_part_of_it(bench: Bench) -> None:
    bench.batch(insert(1, "ab"), table(2, 2, 2))
    [shown] = bench.tables()
    bench.batch(name_range("auto:bang", shown["startIndex"], shown["endIndex"]))
    bench.batch({"insertTableRow": {"tableCellLocation": cell(3, 0, 0), "insertBelow": True}})
    [shown] = bench.tables()
    assert bench.ranges() == {"auto:bang": [(shown["startIndex"], shown["endIndex"])]}


def test_replacing_a_ranges_content_keeps_the_range_around_the_new_text(bench: Bench) -> None:
    bench.batch(insert(1, "trước [cũ] sau"), name_range("auto:x", 7, 11))
    bench.batch({"replaceNamedRangeContent": {"namedRangeName": "auto:x", "text": "mới\ntinh"}})
    assert bench.text == "trước mới\ntinh sau\n"
    assert bench.ranges() == {"auto:x": [(7, 15)]}


def test_an_unknown_name_is_a_no_op_and_an_unknown_id_an_error(bench: Bench) -> None:
    assert bench.batch({"replaceNamedRangeContent": {"namedRangeName": "auto:x", "text": "a"}})[
        "replies"
    ] == [{}]
    assert bench.batch({"deleteNamedRange": {"name": "auto:x"}})["replies"] == [{}]
    assert "was not found" in refusal(bench, {"deleteNamedRange": {"namedRangeId": "kix.x"}})


def test_ranges_of_one_name_are_all_deleted_and_their_text_stays(bench: Bench) -> None:
    bench.batch(insert(1, "abcdef"), name_range("auto:x", 1, 3), name_range("auto:x", 4, 6))
    assert bench.ranges() == {"auto:x": [(1, 3), (4, 6)]}
    bench.batch({"deleteNamedRange": {"name": "auto:x"}})
    assert bench.ranges() == {}
    assert bench.text == "abcdef\n"


# --- breaks, headers, footnotes, images ----------------------------------------------------------


def test_a_page_break_and_a_section_break_take_two_indexes_each(bench: Bench) -> None:
    bench.batch(insert(1, "ab"))
    end = bench.end
    bench.batch({"insertPageBreak": {"location": {"index": 2}}})
    assert bench.end == end + 2
    bench.batch({"insertSectionBreak": {"location": {"index": 1}, "sectionType": "NEXT_PAGE"}})
    assert bench.end == end + 4
    check_laws(bench.get())


def test_there_is_one_default_header_until_it_is_deleted(bench: Bench) -> None:
    create: Json = {"createHeader": {"type": "DEFAULT"}}
    header = bench.batch(create)["replies"][0]["createHeader"]["headerId"]
    bench.batch(insert(0, "đầu trang", header))
    document = bench.get()
    assert document["documentStyle"]["defaultHeaderId"] == header
    assert document["headers"][header]["content"][0]["endIndex"] == 10
    assert "already exists" in refusal(bench, create)
    bench.batch({"deleteHeader": {"headerId": header}})
    assert "headers" not in bench.get()
    assert "defaultHeaderId" not in bench.get()["documentStyle"]


def test_a_footnote_goes_with_its_reference(bench: Bench) -> None:
    bench.batch(insert(1, "abc"))
    reply = bench.batch({"createFootnote": {"location": {"index": 2}}})["replies"][0]
    note = reply["createFootnote"]["footnoteId"]
    assert bench.get()["footnotes"][note]["content"][0]["endIndex"] == 2
    assert "footnote" in refusal(
        bench, {"insertTable": {"location": {"index": 0, "segmentId": note}, "rows": 1, "columns": 1}}
    )
    bench.batch(delete(2, 3))
    assert "footnotes" not in bench.get()


@pytest.mark.parametrize(
    "uri",
    [
        "file:///etc/hostname",
        "http://localhost/a.png",  # the reader is Google's server, not this machine
        "http://127.0.0.1:8765/a.png",
        "http://192.168.1.4/a.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_an_image_that_google_could_not_reach_is_refused(bench: Bench, uri: str) -> None:
    assert "publicly accessible" in refusal(
        bench, {"insertInlineImage": {"location": {"index": 1}, "uri": uri}}
    )


def test_a_public_image_takes_one_index(bench: Bench) -> None:
    image: Json = {"insertInlineImage": {"location": {"index": 1}, "uri": "https://example.org/bieu-do.png"}}
    object_id = bench.batch(image)["replies"][0]["insertInlineImage"]["objectId"]
    assert bench.end == 3
    assert object_id in bench.get()["inlineObjects"]


def test_the_page_can_be_made_a4_with_another_first_page(bench: Bench) -> None:
    size = {"height": {"magnitude": 841.89, "unit": "PT"}, "width": {"magnitude": 595.28, "unit": "PT"}}
    style = {"pageSize": size, "useFirstPageHeaderFooter": True}
    bench.batch(
        {"updateDocumentStyle": {"documentStyle": style, "fields": "pageSize,useFirstPageHeaderFooter"}}
    )
    shown = bench.get()["documentStyle"]
    assert shown["pageSize"] == size
    assert shown["useFirstPageHeaderFooter"] is True


def test_an_unknown_tab_is_refused_and_the_first_one_is_found_by_id(bench: Bench) -> None:
    def at(tab_id: str) -> Json:
        return {"insertText": {"location": {"index": 1, "tabId": tab_id}, "text": "a"}}

    bench.batch(at("t.0"))
    assert "Tab with ID t.9 was not found." in refusal(bench, at("t.9"))
