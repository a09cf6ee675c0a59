"""How far the data reaches, and which sources are late."""

from __future__ import annotations

import datetime as dt

import pytest

from service.config import ZONE
from service.freshness import freshness
from service.store import Source

DAY = dt.date(2025, 10, 20)


def at(day: int, hour: int = 8, minute: int = 10) -> dt.datetime:
    return dt.datetime(2025, 10, day, hour, minute, tzinfo=ZONE)


def source(key: str = "sheet:Tổ Văn", known_at: dt.datetime | None = None, **fields: object) -> Source:
    kind = {"form": "form", "shee": "sheet", "scho": "school", "temp": "template"}[key[:4]]
    values: dict[str, object] = {
        "label": f"«{key}»",
        "file_id": "f",
        "known_at": known_at,
        "read_at": known_at,
    }
    return Source(key=key, kind=kind, **(values | fields))  # type: ignore[arg-type]


def test_sources_that_were_read_today_are_all_known() -> None:
    seen = freshness([source(known_at=at(20)), source("form:activity", at(20, 9))], DAY)
    assert seen.late == ()
    assert seen.words == "Dữ liệu đến 09:10 ngày 20/10/2025"


def test_a_source_that_fails_is_late_and_says_since_when() -> None:
    seen = freshness([source(known_at=at(20, 9)), source("form:a", at(18), last_error="Hỏng.")], DAY)
    assert seen.late_words == "1 nguồn chưa đọc được: «form:a» (từ 08:10 ngày 18/10/2025)"


def test_a_source_that_fails_now_was_known_for_an_earlier_day() -> None:
    failing = source(known_at=at(18), last_error="Hỏng.")
    assert freshness([failing], dt.date(2025, 10, 17)).late == ()
    assert freshness([failing], dt.date(2025, 10, 18)).late


@pytest.mark.parametrize(("read", "is_late"), [(at(20), False), (at(19, 0, 0), False), (at(18, 23), True)])
def test_silence_of_more_than_a_day_is_late(read: dt.datetime, is_late: bool) -> None:
    assert bool(freshness([source(known_at=read)], DAY).late) is is_late


def test_a_source_that_was_never_read_is_late_once_it_cannot_be_read() -> None:
    assert freshness([source()], DAY).late == ()
    seen = freshness([source(last_error="Không mở được.")], DAY)
    assert seen.late_words.endswith("(chưa đọc lần nào)")
    assert seen.until_words == "Chưa đọc nguồn nào"


def test_the_template_and_a_closed_form_are_no_sources_to_wait_for() -> None:
    old = [source("template", at(1)), source("form:x", at(1), detail={"is_closed": True})]
    assert freshness(old, DAY).late == ()


def test_many_late_sources_are_named_in_part_and_counted() -> None:
    seen = freshness([source(f"sheet:{n}", at(1)) for n in range(6)], DAY)
    assert seen.late_words.startswith("6 nguồn chưa đọc được: ")
    assert seen.late_words.endswith("; và 3 nguồn khác")
