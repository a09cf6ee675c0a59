"""Suggestions and comments in a .docx of the stand-in, as Google exports them, and a report without them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standin_docs_bench import NOW, USER, Bench, delete, insert, table
from test_standin_docs_suggest import PRINCIPAL, send, share, suggest

from service.clean_word import without_changes
from service.standin.docs.parse import parse_document
from service.standin.docs.suggestions import preview
from service.standin.docs.tree import Document
from service.standin.docs.word import write_docx
from service.standin.errors import GoogleError

Json = dict[str, Any]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    share(bench, PRINCIPAL, "writer")
    return bench


def document_of(bench: Bench) -> Document:
    with bench.database.transaction(USER, NOW, write=False) as state:
        return parse_document(state.content(bench.id))


def exported(bench: Bench) -> Any:
    """The document as Word has it."""
    return docx.Document(io.BytesIO(write_docx(document_of(bench))))


def changes(word: Any) -> list[tuple[str, str, str]]:
    """(tag, author, text) of the tracked insertions and deletions of runs."""
    tags = ("ins", "del")
    return [
        (
            tag,
            found.get(qn("w:author")),
            "".join(text.text for text in found.iter(qn("w:t"), qn("w:delText"))),
        )
        for tag in tags
        for found in word.element.body.iter(qn(f"w:{tag}"))
        if len(found)
    ]


def lines(data: bytes) -> list[str]:
    """The paragraphs, those of tables too."""
    word = docx.Document(io.BytesIO(data))
    return [
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in word.element.body.iter(qn("w:p"))
    ]


def bold(start: int, end: int) -> Json:
    where = {"range": {"startIndex": start, "endIndex": end}}
    return {"updateTextStyle": where | {"textStyle": {"bold": True}, "fields": "bold"}}


def test_a_replacement_is_a_deletion_and_an_insertion_of_who_suggested_it(bench: Bench) -> None:
    bench.batch(insert(1, "Tiếp 04 lượt."))
    suggest(bench, insert(8, "05"), delete(6, 8), user=PRINCIPAL)
    word = exported(bench)
    assert changes(word) == [("ins", "ha", "05"), ("del", "ha", "04")]
    assert {found.get(qn("w:date")) for found in word.element.body.iter(qn("w:ins"), qn("w:del"))} == {
        "2025-10-20T08:00:00Z"
    }
    assert word.element.body.find(f".//{qn('w:del')}//{qn('w:t')}") is None


def test_a_suggested_break_marks_the_end_of_the_paragraph(bench: Bench) -> None:
    bench.batch(insert(1, "một hai"))
    suggest(bench, insert(4, "\n"))
    first, second = exported(bench).paragraphs
    assert first._p.pPr.find(qn("w:rPr"))[0].tag == qn("w:ins")
    assert second._p.pPr.find(f"{qn('w:rPr')}/{qn('w:ins')}") is None


def test_suggested_looks_tell_what_they_were(bench: Bench) -> None:
    bench.batch(insert(1, "một hai"))
    centre = {"range": {"startIndex": 1, "endIndex": 2}, "paragraphStyle": {"alignment": "CENTER"}}
    suggest(bench, bold(1, 4), {"updateParagraphStyle": centre | {"fields": "alignment"}})
    [paragraph] = exported(bench).paragraphs
    run, rest = paragraph.runs
    assert (run.bold, rest.bold) == (True, None)
    assert run._r.rPr[-1].tag == qn("w:rPrChange")
    assert run._r.rPr[-1].find(f".//{qn('w:b')}") is None
    properties = paragraph._p.pPr
    assert properties.find(qn("w:jc")).get(qn("w:val")) == "center"
    assert properties[-1].tag == qn("w:pPrChange")


def test_a_thread_is_a_comment_for_each_of_its_posts_around_its_words(bench: Bench) -> None:
    bench.batch(insert(1, "Tiếp 04 lượt."))
    place = {"startIndex": 6, "endIndex": 8}
    made = send(bench, {"insertComment": {"range": place, "content": "Đếm lại"}}, user=PRINCIPAL)
    number = made["replies"][0]["insertComment"]["commentThread"]["commentId"]
    reply = {"commentId": number, "post": {"content": "Đã đếm", "commentAction": "RESOLVE"}}
    send(bench, {"addCommentReply": reply}, {"insertComment": {"content": "Cả bài tốt"}})
    word = exported(bench)
    assert [(comment.author, comment.text) for comment in word.comments] == [
        ("ha", "Đếm lại"), ("van-thu", "Đã đếm\n_Marked as resolved_"), ("van-thu", "Cả bài tốt"),
    ]  # fmt: skip
    [paragraph] = word.paragraphs
    order = [item.tag.rpartition("}")[2] for item in paragraph._p if item.tag != qn("w:pPr")]
    assert order == [
        *("commentRangeStart", "r", "commentRangeEnd", "r"), *("commentRangeStart",) * 2, "r",
        *("commentRangeEnd", "r") * 2, "r",
    ]  # fmt: skip


# --- and a report without them -----------------------------------------------------------------------


def test_a_file_without_marks_stays_as_it_is(bench: Bench) -> None:
    bench.batch(insert(1, "một hai\nba"), table(4, 2, 2))
    data = write_docx(document_of(bench))
    assert without_changes(data) is data


def test_looks_and_comments_are_gone_from_a_cleaned_file(bench: Bench) -> None:
    bench.batch(insert(1, "một hai"))
    plain = docx.Document(io.BytesIO(write_docx(document_of(bench)))).element.xml
    suggest(bench, bold(1, 4))
    send(bench, {"insertComment": {"range": {"startIndex": 1, "endIndex": 4}, "content": "Xem lại"}})
    cleaned = docx.Document(io.BytesIO(without_changes(write_docx(document_of(bench)))))
    assert [comment.text for comment in cleaned.comments] == []
    assert [run.bold for run in cleaned.paragraphs[0].runs] == [None, None]
    [joined] = [p.text for p in cleaned.paragraphs]
    assert joined == "một hai"
    for mark in ("Change", "comment"):
        assert mark not in cleaned.element.xml
        assert mark not in plain


_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete"]),
        st.integers(1, 30),
        st.integers(1, 6),
        st.sampled_from(["x", "ế", "\n", "a\nb", " "]),
        st.sampled_from([USER, PRINCIPAL]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=_EDITS)
def test_a_cleaned_file_says_what_stands_without_suggestions(
    tmp_path: Path, edits: list[tuple[str, int, int, str, str]]
) -> None:
    bench = Bench(tmp_path)
    share(bench, PRINCIPAL, "writer")
    bench.batch(insert(1, "một hai\nba bốn"), table(9, 1, 2), insert(13, "ô"))
    for kind, at, width, letters, user in edits:
        try:
            suggest(bench, insert(at, letters) if kind == "insert" else delete(at, at + width), user=user)
        except GoogleError as error:
            assert error.code == 400
    document = document_of(bench)
    cleaned = without_changes(write_docx(document))
    assert lines(cleaned) == lines(write_docx(preview(document, accepted=False)))
