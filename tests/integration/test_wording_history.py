"""Drafts of a past day are worded as on that day, whatever the files of the wording say today."""

from __future__ import annotations

import datetime as dt

from test_life import do
from world import DAY, World

from service.config import end_of_day
from service.domain.stages import Deed
from service.drafting import compose
from service.editions import corrections_of
from service.history import keep_wording
from service.showing_life import report_text
from service.store import editions as edition_rows
from service.templates import digest_of, report_sources, report_texts
from service.workspace import SCHOOL_ID

FILE = "loi-van.toml"


def worded(world: World, day: dt.date) -> str:
    """The report of the 6 months as of a day, as text."""
    state = world.state(day)
    return report_text(compose(world.database, state, state.periods[0]))


def test_a_draft_as_of_a_day_says_the_words_of_that_day(cycled: World) -> None:
    then = worded(cycled, DAY)
    sources = dict(report_sources())
    phrase = next(
        line.split('"')[1]
        for line in sources[FILE].splitlines()
        if line.count('"') == 2 and "{" not in line and (said := line.split('"')[1]) and said in then
    )
    other = sources | {FILE: sources[FILE].replace(f'"{phrase}"', '"LỜI VĂN KHÁC"')}
    changed, back = DAY + dt.timedelta(days=2), DAY + dt.timedelta(days=4)
    with cycled.database.begin() as tx:
        keep_wording(tx, SCHOOL_ID, end_of_day(changed), other)
    cycled.cycle(back)  # the files say what they said at first again

    assert worded(cycled, DAY) == then
    assert "LỜI VĂN KHÁC" in worded(cycled, changed)
    assert "LỜI VĂN KHÁC" not in worded(cycled, back)
    with cycled.database.begin() as tx:
        written = edition_rows.find_written(tx, SCHOOL_ID, "6T")
    assert written is not None
    assert written.wording == report_texts().digest != digest_of(other)
    # A cycle as of a past day does not make today's words those of the past.
    cycled.cycle(changed)
    assert "LỜI VĂN KHÁC" in worded(cycled, changed)


def test_another_wording_is_no_correction_of_an_approved_report(cycled: World) -> None:
    do(cycled, Deed.APPROVED)
    sources = dict(report_sources())
    other = sources | {FILE: sources[FILE].replace("Nhà trường", "Đơn vị")}
    with cycled.database.begin() as tx:
        keep_wording(tx, SCHOOL_ID, end_of_day(DAY + dt.timedelta(days=2)), other)
        keep_wording(tx, SCHOOL_ID, end_of_day(DAY + dt.timedelta(days=6)))
    state = cycled.state(DAY + dt.timedelta(days=4))
    assert state.texts.digest == digest_of(other)
    assert corrections_of(cycled.database, state, state.periods[0]) == ()
