"""The search language of files.list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.drive.access import root_of
from service.standin.drive.query import parse_query
from service.standin.errors import GoogleError
from service.standin.state import DOCUMENT, FOLDER, File

ME = "dung-han@truong.edu.vn"


def permission(email: str, role: str) -> dict[str, Any]:
    return {"type": "user", "emailAddress": email, "role": role}


def a_file(**changes: Any) -> File:
    file = File(
        id="1",
        name="Báo cáo tháng 9",
        mime_type=DOCUMENT,
        owner=ME,
        created="2026-09-01T00:00:00.000Z",
        modified="2026-09-30T10:00:00.000Z",
        modified_by=ME,
        version=1,
        parents=(root_of(ME),),
        app_properties={"job": "it's 1"},
        properties={"kind": "draft"},
        permissions=(permission(ME, "owner"), permission("lan@truong.edu.vn", "reader")),
    )
    return replace(file, **changes)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("name = 'Báo cáo tháng 9'", True),
        ('name = "Báo cáo tháng 9"', True),
        ("name != 'Báo cáo tháng 9'", False),
        ("name='báo cáo tháng 9'", False),
        # contains: the beginnings of words, upper and lower case alike.
        ("name contains 'báo'", True),
        ("name contains 'tháng 9'", True),
        ("name contains 'áo'", False),
        (f"mimeType = '{DOCUMENT}'", True),
        (f"mimeType != '{FOLDER}'", True),
        ("mimeType contains 'google-apps'", True),
        ("trashed = false", True),
        ("trashed != false", False),
        ("starred = true", False),
        ("sharedWithMe = true", False),
        ("'root' in parents", True),
        (f"'{root_of(ME)}' in parents", True),
        ("'elsewhere' in parents", False),
        ("'me' in owners", True),
        ("'lan@truong.edu.vn' in readers", True),
        ("'lan@truong.edu.vn' in writers", False),
        # A time may be written with a zone, with none (UTC), or as a day.
        ("modifiedTime > '2026-09-30T09:59:59'", True),
        ("modifiedTime > '2026-09-30T10:00:00'", False),
        ("modifiedTime >= '2026-09-30T17:00:00+07:00'", True),
        ("modifiedTime < '2026-10-01'", True),
        ("createdTime <= '2026-08-31T23:59:59Z'", False),
        # A quotation mark in a value is escaped.
        ("appProperties has { key='job' and value='it\\'s 1' }", True),
        ("appProperties has {key='job' and value='2'}", False),
        ("properties has { key='kind' and value='draft' }", True),
        ("properties has { key='job' and value='it\\'s 1' }", False),
        # not binds closer than and, and closer than or.
        ("not trashed = true and name = 'x'", False),
        ("not (trashed = true and name = 'x')", True),
        ("trashed = false or trashed = true and name = 'x'", True),
        ("(trashed = false or trashed = true) and name = 'x'", False),
        ("not not trashed = false", True),
    ],
)
def test_a_query_finds_what_it_says(query: str, found: bool) -> None:
    assert parse_query(query, ME)(a_file()) is found


def test_what_others_own_is_shared_with_me() -> None:
    assert parse_query("sharedWithMe = true", ME)(a_file(owner="lan@truong.edu.vn"))


@pytest.mark.parametrize(
    "query",
    [
        "name",
        "name =",
        "name = x",
        "name = 'x",
        "name is 'x'",
        "name > 'x'",
        "colour = 'red'",
        # Drive v2 called it title.
        "title = 'x'",
        "trashed = 'true'",
        "'x' in cupboards",
        "'x' parents",
        "modifiedTime > 'yesterday'",
        "(name = 'x'",
        "name = 'x')",
        "name = 'x' and",
        "name = 'x' name = 'y'",
        "appProperties has { key='job' }",
        "appProperties = 'job'",
        "not",
        ";",
    ],
)
def test_a_query_that_drive_cannot_read_is_refused(query: str) -> None:
    with pytest.raises(GoogleError) as raised:
        parse_query(query, ME)
    assert (raised.value.code, raised.value.message, raised.value.location) == (400, "Invalid Value", "q")


def test_what_only_google_can_search_is_refused_aloud() -> None:
    with pytest.raises(GoogleError, match="The stand-in does not implement searching by visibility"):
        parse_query("visibility = 'limited'", ME)


@given(st.text(max_size=30))
def test_any_name_is_found_by_itself_once_escaped(name: str) -> None:
    quoted = name.replace("\\", "\\\\").replace("'", "\\'")
    assert parse_query(f"name = '{quoted}'", ME)(a_file(name=name))


pieces = st.sampled_from(
    ["name", "=", "!=", "'x'", "and", "or", "not", "(", ")", "trashed", "true", "in", "parents", "{", "has"]
)


@given(st.lists(pieces, max_size=8).map(" ".join))
def test_any_row_of_words_is_a_query_or_refused(query: str) -> None:
    try:
        assert parse_query(query, ME)(a_file()) in (True, False)
    except GoogleError as error:
        assert error.code == 400
