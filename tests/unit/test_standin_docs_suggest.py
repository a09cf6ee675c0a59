"""Suggestions at the stand-in: made beside the text, shown in three views, accepted, rejected, taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standin_docs_bench import NOW, USER, Bench, check_laws, delete, elements, insert, name_range, span, table

from service.standin.docs import copied, exported
from service.standin.errors import GoogleError
from service.standin.state import permission_id

Json = dict[str, Any]
PRINCIPAL = "ha@truong-chinh.example"
INLINE, WITHOUT, ACCEPTED = (
    "SUGGESTIONS_INLINE",
    "PREVIEW_WITHOUT_SUGGESTIONS",
    "PREVIEW_SUGGESTIONS_ACCEPTED",
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    share(bench, PRINCIPAL, "writer")
    return bench


def share(bench: Bench, user: str, role: str) -> None:
    with bench.database.transaction(USER, NOW, write=True) as state:
        file = state.file(bench.id)
        assert file is not None
        permission = {
            "id": permission_id(user),
            "type": "user",
            "role": role,
            "emailAddress": user,
        }
        state.update_file(replace(file, permissions=(*file.permissions, permission)))


def send(bench: Bench, *requests: Json, user: str = USER, **control: str) -> Json:
    body: Json = {"requests": list(requests)} | ({"writeControl": control} if control else {})
    return bench.call("documents.batchUpdate", body, user=user)


def suggest(bench: Bench, *requests: Json, user: str = USER) -> list[str]:
    """Ids of the suggestions that the requests made."""
    answer = send(bench, *requests, user=user, writeMode="SUGGEST")
    assert len(answer["suggestionResponses"]) == len(requests)
    return [i for part in answer["suggestionResponses"] for i in part.get("createdSuggestionIds", ())]


def text(bench: Bench, mode: str = INLINE) -> str:
    shown = bench.get(suggestionsViewMode=mode)
    check_laws(shown)
    return "".join(e["textRun"]["content"] for e in elements(shown["body"]["content"]) if "textRun" in e)


def views(bench: Bench) -> tuple[str, str, str]:
    """The body without suggestions, as it stands, and with all of them."""
    without, inline, accepted = (text(bench, mode) for mode in (WITHOUT, INLINE, ACCEPTED))
    return without, inline, accepted


def runs(bench: Bench) -> list[tuple[str, str]]:
    """Text of each run with + for a suggested insertion and - for a suggested deletion."""
    found = []
    for element in elements(bench.get()["body"]["content"]):
        run = element["textRun"]
        sign = "+" * len(run.get("suggestedInsertionIds", ())) + "-" * len(
            run.get("suggestedDeletionIds", ())
        )
        found.append((sign, run["content"]))
    return found


def threads(bench: Bench, user: str = USER) -> list[Json]:
    shown = bench.call(
        "documents.get",
        user=user,
        includeTabsContent="true",
        suggestionsViewMode=INLINE,
        commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED",
    )
    found: list[Json] = shown.get("suggestions", [])
    return found


def refusal(bench: Bench, *requests: Json, user: str = USER, **control: str) -> GoogleError:
    with pytest.raises(GoogleError) as caught:
        send(bench, *requests, user=user, **control)
    return caught.value


# --- making ------------------------------------------------------------------------------------------


def test_a_suggested_text_stands_beside_the_text_and_counts_for_the_indexes(bench: Bench) -> None:
    bench.batch(insert(1, "Một hai."))
    suggest(bench, insert(5, "rưỡi 😀 "))
    assert views(bench) == ("Một hai.\n", "Một rưỡi 😀 hai.\n", "Một rưỡi 😀 hai.\n")
    assert runs(bench) == [("", "Một "), ("+", "rưỡi 😀 "), ("", "hai.\n")]


def test_a_suggested_deletion_only_marks(bench: Bench) -> None:
    bench.batch(insert(1, "Một hai ba."))
    suggest(bench, delete(4, 8))
    assert runs(bench) == [("", "Một"), ("-", " hai"), ("", " ba.\n")]
    assert views(bench) == ("Một hai ba.\n", "Một hai ba.\n", "Một ba.\n")


def test_a_replacement_is_one_suggestion(bench: Bench) -> None:
    bench.batch(insert(1, "Tiếp 04 lượt."))
    made = suggest(bench, insert(8, "05"), delete(6, 8))
    assert len(made) == 1
    assert views(bench) == ("Tiếp 04 lượt.\n", "Tiếp 0405 lượt.\n", "Tiếp 05 lượt.\n")
    [thread] = threads(bench)
    assert thread["summaryText"] == "Replace: “04” with “05”"
    assert thread["headPost"]["author"]["me"] is True
    assert "me" not in threads(bench, PRINCIPAL)[0]["headPost"]["author"]


def test_what_its_author_suggested_to_insert_goes_at_once(bench: Bench) -> None:
    bench.batch(insert(1, "ab"))
    [made] = suggest(bench, insert(2, "xyz"))
    answer = send(bench, delete(3, 4), writeMode="SUGGEST")
    assert answer["suggestionResponses"] == [{"updatedSummarySuggestionIds": [made]}]
    assert runs(bench) == [("", "a"), ("+", "xz"), ("", "b\n")]
    suggest(bench, delete(2, 4))
    assert (runs(bench), threads(bench)) == ([("", "ab\n")], [])


def test_a_suggestion_inside_another_s_carries_both_ids(bench: Bench) -> None:
    bench.batch(insert(1, "ab"))
    [hers] = suggest(bench, insert(2, "xy"), user=PRINCIPAL)
    [ours] = suggest(bench, insert(3, "?"))
    assert runs(bench) == [("", "a"), ("+", "x"), ("++", "?"), ("+", "y"), ("", "b\n")]
    send(bench, {"acceptSuggestion": {"suggestionId": ours}})
    assert runs(bench) == [("", "a"), ("+", "x?y"), ("", "b\n")]
    send(bench, {"rejectSuggestion": {"suggestionId": hers}})
    assert runs(bench) == [("", "ab\n")]


def test_a_suggested_paragraph_break_breaks_only_where_it_is_shown(bench: Bench) -> None:
    bench.batch(insert(1, "một hai"))
    [made] = suggest(bench, insert(4, "\n"))
    assert views(bench) == ("một hai\n", "một\n hai\n", "một\n hai\n")
    send(bench, {"rejectSuggestion": {"suggestionId": made}})
    assert views(bench)[1] == "một hai\n"


def test_paragraphs_join_once_their_break_is_accepted_to_go(bench: Bench) -> None:
    bench.batch(insert(1, "một\nhai\nba"))
    [made] = suggest(bench, delete(3, 7))
    assert views(bench) == ("một\nhai\nba\n", "một\nhai\nba\n", "mội\nba\n")
    send(bench, {"acceptSuggestion": {"suggestionId": made}})
    assert views(bench)[1] == "mội\nba\n"


def test_every_occurrence_that_would_be_replaced_is_a_suggestion(bench: Bench) -> None:
    bench.batch(insert(1, "04 và 04"))
    request = {"replaceAllText": {"containsText": {"text": "04"}, "replaceText": "05"}}
    answer = send(bench, request, writeMode="SUGGEST")
    assert answer["replies"] == [{"replaceAllText": {"occurrencesChanged": 2}}]
    assert views(bench) == ("04 và 04\n", "0405 và 0405\n", "05 và 05\n")
    assert len(threads(bench)) == 2


@pytest.mark.parametrize("accepted", [True, False])
def test_looks_are_suggested_beside_the_looks(bench: Bench, accepted: bool) -> None:
    bench.batch(insert(1, "một hai"))
    style = {"range": span(1, 4), "textStyle": {"bold": True}, "fields": "bold,italic"}
    centred = {"range": span(1, 2), "paragraphStyle": {"alignment": "CENTER"}, "fields": "alignment"}
    letters, lines = suggest(bench, {"updateTextStyle": style}, {"updateParagraphStyle": centred})
    paragraph = bench.get()["body"]["content"][1]["paragraph"]
    change = paragraph["elements"][0]["textRun"]["suggestedTextStyleChanges"][letters]
    assert change["textStyle"] == {"bold": True}
    assert change["textStyleSuggestionState"] == {"boldSuggested": True, "italicSuggested": True}
    assert "alignment" not in paragraph["paragraphStyle"]
    change = paragraph["suggestedParagraphStyleChanges"][lines]
    assert change["paragraphStyleSuggestionState"] == {"alignmentSuggested": True}
    kind = "acceptSuggestion" if accepted else "rejectSuggestion"
    send(bench, *[{kind: {"suggestionId": made}} for made in (letters, lines)])
    paragraph = bench.get()["body"]["content"][1]["paragraph"]
    assert ("alignment" in paragraph["paragraphStyle"]) is accepted
    assert ("bold" in paragraph["elements"][0]["textRun"]["textStyle"]) is accepted
    assert "suggested" not in str(paragraph)


# --- accepting, rejecting, taking back ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "left", "status"),
    [
        ("acceptSuggestion", "Tiếp 05 lượt.\n", ["ACCEPTED"]),
        ("rejectSuggestion", "Tiếp 04 lượt.\n", ["REJECTED"]),
        ("deleteSuggestion", "Tiếp 04 lượt.\n", []),
    ],
)
def test_a_suggestion_ends_in_one_of_three_ways(
    bench: Bench, kind: str, left: str, status: list[str]
) -> None:
    bench.batch(insert(1, "Tiếp 04 lượt."))
    [made] = suggest(bench, insert(8, "05"), delete(6, 8))
    revision = bench.get()["revisionId"]
    answer = send(bench, {kind: {"suggestionId": made}})
    assert list(answer["suggestionResponses"][0].values()) == [[made]]
    assert views(bench) == (left, left, left)
    assert [thread["status"] for thread in threads(bench)] == status
    assert bench.get()["revisionId"] != revision
    assert "was not found" in refusal(bench, {kind: {"suggestionId": made}}).message


def test_only_its_author_takes_a_suggestion_back(bench: Bench) -> None:
    [made] = suggest(bench, insert(1, "x"))
    request = {"deleteSuggestion": {"suggestionId": made}}
    assert refusal(bench, request, user=PRINCIPAL).code == 403
    send(bench, request)
    assert bench.text == "\n"


def test_a_commenter_suggests_and_withdraws_but_neither_accepts_nor_edits(bench: Bench) -> None:
    guest = "khach@truong-chinh.example"
    share(bench, guest, "commenter")
    assert refusal(bench, insert(1, "x"), user=guest).code == 403
    first, second = suggest(bench, insert(1, "x"), user=guest), suggest(bench, insert(1, "y"))
    assert refusal(bench, {"acceptSuggestion": {"suggestionId": first[0]}}, user=guest).code == 403
    assert refusal(bench, {"rejectSuggestion": {"suggestionId": second[0]}}, user=guest).code == 403
    send(bench, {"rejectSuggestion": {"suggestionId": first[0]}}, user=guest)
    assert text(bench) == "y\n"


def test_a_reader_sees_no_suggestions(bench: Bench) -> None:
    reader = "phu.huynh@nha.example"
    share(bench, reader, "reader")
    suggest(bench, insert(1, "«của cô Hà»"))
    shown = bench.call("documents.get", user=reader)
    assert shown["suggestionsViewMode"] == WITHOUT
    assert "revisionId" not in shown
    assert "cô Hà" not in str(shown["body"])
    for mode in (INLINE, ACCEPTED):
        with pytest.raises(GoogleError) as caught:
            bench.call("documents.get", user=reader, suggestionsViewMode=mode)
        assert caught.value.code == 403


def test_an_edit_that_takes_all_of_a_suggestion_ends_it(bench: Bench) -> None:
    bench.batch(insert(1, "ab"))
    suggest(bench, insert(2, "xyz"))
    bench.batch(delete(2, 5))
    assert threads(bench) == []


def test_a_named_range_goes_with_what_is_accepted(bench: Bench) -> None:
    bench.batch(insert(1, "Tiếp 04 lượt."), name_range("auto:I", 1, 14))
    [made] = suggest(bench, insert(8, "125"), delete(6, 8))
    assert bench.ranges() == {"auto:I": [(1, 17)]}
    send(bench, {"acceptSuggestion": {"suggestionId": made}})
    assert bench.ranges() == {"auto:I": [(1, 15)]}


def test_a_copy_has_neither_suggestions_nor_comments(bench: Bench) -> None:
    bench.batch(insert(1, "ab"), name_range("auto:I", 1, 3))
    suggest(bench, insert(2, "x"), delete(1, 2))
    send(bench, {"insertComment": {"range": span(1, 2), "content": "?"}})
    with bench.database.transaction(USER, NOW, write=False) as state:
        copy = copied(state.content(bench.id))
    assert set(copy) == {"revisionId", "tabs"}
    assert "suggest" not in str(copy)
    assert "anchors" not in str(copy)
    assert "rangeNames" in str(copy)


def test_a_file_says_what_stands_without_suggestions(bench: Bench) -> None:
    bench.batch(insert(1, "Tiếp 04 lượt."))
    suggest(bench, insert(8, "05"), delete(6, 8))
    with bench.database.transaction(USER, NOW, write=False) as state:
        file, content = state.file(bench.id), state.content(bench.id)
    assert file is not None
    data = exported(file, content, "text/plain")
    assert data is not None
    assert data.decode("utf-8-sig") == "Tiếp 04 lượt."


# --- what is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        name_range("x", 1, 2),
        {"deleteNamedRange": {"name": "x"}},
        {"deleteHeader": {"headerId": "x"}},
        {"deleteFooter": {"footerId": "x"}},
        {"addDocumentTab": {}},
        {"deleteTab": {"tabId": "t.0"}},
        {"updateDocumentTabProperties": {"tabProperties": {}, "fields": "title"}},
        {"updateTableColumnProperties": {"tableStartLocation": {"index": 2}, "fields": "width"}},
        {"updateDocumentStyle": {"documentStyle": {}, "fields": "useFirstPageHeaderFooter"}},
    ],
    ids=lambda request: next(iter(request)),
)
def test_what_google_never_takes_as_a_suggestion_is_refused(bench: Bench, request_: Json) -> None:
    bench.batch(insert(1, "ab"))
    assert "is not supported in SUGGEST mode" in refusal(bench, request_, writeMode="SUGGEST").message


@pytest.mark.parametrize(
    "request_",
    [table(1, 1, 1), {"insertPageBreak": {"location": {"index": 1}}}, delete(1, 9)],
    ids=lambda request: next(iter(request)),
)
def test_what_only_the_stand_in_cannot_suggest_says_so(bench: Bench, request_: Json) -> None:
    bench.batch(table(1, 1, 1), insert(7, "sau"))
    assert "not supported by the stand-in" in refusal(bench, request_, writeMode="SUGGEST").message


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (delete(1, 4), "The range cannot include the newline character at the end of the segment."),
        (delete(2, 2), "The range should not be empty."),
        (insert(9, "x"), "Index 9 must be less than the end index of the referenced segment, 4."),
    ],
)
def test_a_suggestion_is_refused_for_what_an_edit_is_refused_for(
    bench: Bench, request_: Json, told: str
) -> None:
    bench.batch(insert(1, "ab"))
    assert refusal(bench, request_, writeMode="SUGGEST").message.endswith(told)
    assert threads(bench) == []


# --- any suggestions -----------------------------------------------------------------------------------

_EDITS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "delete"]),
        st.integers(1, 24),
        st.integers(1, 6),
        st.sampled_from(["x", "ế", "\n", "a\nb", " "]),
        st.sampled_from([USER, PRINCIPAL]),
        st.booleans(),
    ),
    max_size=8,
)


def _request(edit: tuple[Any, ...]) -> Json:
    kind, at, width, letters, *_ = edit
    return insert(at, letters) if kind == "insert" else delete(at, at + width)


_MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@_MANY
@given(_EDITS)
def test_the_laws_of_indexes_hold_in_every_view_and_the_views_are_what_comes_of_it(
    tmp_path: Path, edits: list[tuple[Any, ...]]
) -> None:
    bench = Bench(tmp_path)
    share(bench, PRINCIPAL, "writer")
    bench.batch(insert(1, "một hai\nba bốn"), table(9, 1, 2), insert(13, "ô"), name_range("auto:I", 2, 6))
    for edit in edits:
        control = {"writeMode": "SUGGEST"} if edit[5] else {}
        try:
            send(bench, _request(edit), user=edit[4], **control)
        except GoogleError as error:
            assert error.code == 400
    without, _, accepted = views(bench)
    kept = bench.call("documents.get", includeTabsContent="true")
    opened = [thread["suggestionId"] for thread in threads(bench)]
    for kind, wanted in (("rejectSuggestion", without), ("acceptSuggestion", accepted)):
        with bench.database.transaction(USER, NOW, write=True) as state:
            file, content = state.file(bench.id), state.content(bench.id)
            assert file is not None
        for made in opened:
            if made in {thread["suggestionId"] for thread in threads(bench) if thread["status"] == "OPEN"}:
                send(bench, {kind: {"suggestionId": made}})
        assert views(bench) == (wanted, wanted, wanted)
        with bench.database.transaction(USER, NOW, write=True) as state:
            state.save_content(file, content)
    assert bench.call("documents.get", includeTabsContent="true") == kept


@_MANY
@given(_EDITS)
def test_suggesting_alone_never_changes_what_stands_without_suggestions(
    tmp_path: Path, edits: list[tuple[Any, ...]]
) -> None:
    bench = Bench(tmp_path)
    share(bench, PRINCIPAL, "writer")
    bench.batch(insert(1, "một hai\nba bốn"))
    for edit in edits:
        try:
            suggest(bench, _request(edit), user=edit[4])
        except GoogleError:
            continue
    assert text(bench, WITHOUT) == "một hai\nba bốn\n"
