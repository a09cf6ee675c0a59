"""A believable year: who did what when, and how it was handed in. The same seed gives the same year."""

from __future__ import annotations

import calendar
import datetime as dt
import random
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from service.domain.deadlines import is_working_day
from service.domain.records import ActivityStatus
from service.sample.content import Deed, Opinion, SampleSchool, YearContent

#: The reporting year of the plan: November to October.
MONTHS = tuple((2024, month) for month in (11, 12)) + tuple((2025, month) for month in range(1, 11))
#: Teaching stops in July; only the office and the principal work on.
SUMMER = 7
WORKING_IN_SUMMER = ("Tổ Văn phòng", "Ban Giám hiệu")

#: How often a thing is done in a month that it is not planned for, and the other habits of the staff.
EXTRA_MONTH = 0.82
TYPED_INTO_SHEET = 0.3
WITH_EVIDENCE = 0.9
LATE = 0.04
EDITED = 0.06
DOUBLED = 0.03
#: A figure that equals the number of participants.
PEOPLE = "người dự"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleActivity:
    """One activity and how it reached the school."""

    #: When it was sent (aware); a row's time is when it was typed.
    sent_at: dt.datetime
    unit: str
    person: str
    email: str
    code: str
    title: str
    date: dt.date
    result: str
    participants: int | None
    figures: Mapping[str, int]
    evidence: str
    #: True: typed into the unit's sheet; False: sent by the form.
    in_sheet: bool
    #: A later, better wording sent by the form's edit link, with its time.
    edited: tuple[dt.datetime, str] | None = None
    status: ActivityStatus = ActivityStatus.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFeedback:
    """One answer to «Góp ý – phản ánh»."""

    sent_at: dt.datetime
    group: str
    topic: str
    text: str
    satisfaction: int
    wants_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleYear:
    """Everything handed in up to a day, oldest first."""

    activities: tuple[SampleActivity, ...] = ()
    feedback: tuple[SampleFeedback, ...] = ()
    bad_rows: tuple[tuple[str, Mapping[str, str]], ...] = field(default=())


def live_year(
    school: SampleSchool, content: YearContent, *, as_of: dt.date, zone: dt.tzinfo, seed: str = "95/KH-TC"
) -> SampleYear:
    """The year as it stands in the evening of `as_of`."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    activities = [*_activities(school, content, chance, zone)]
    doubled = [
        replace(item, in_sheet=True, edited=None)
        for item in activities
        if not item.in_sheet and chance.random() < DOUBLED
    ]
    activities += _nothing(school, content, chance, zone)
    feedback = [*_feedback(content, chance, zone)]
    evening = dt.datetime.combine(as_of, dt.time(21), zone)
    return SampleYear(
        activities=tuple(
            sorted(
                (_as_of(item, evening) for item in activities + doubled if item.sent_at <= evening),
                key=lambda item: (item.sent_at, item.unit, item.title),
            )
        ),
        feedback=tuple(
            sorted((f for f in feedback if f.sent_at <= evening), key=lambda f: (f.sent_at, f.text))
        ),
        bad_rows=tuple((row.unit, row.cells) for row in content.bad_rows),
    )


def address_of(person: str, domain: str) -> str:
    """«Nguyễn Thị Lan» → nguyen.thi.lan@domain."""
    plain = unicodedata.normalize("NFD", person.replace("Đ", "D").replace("đ", "d"))
    ascii_name = "".join(c for c in plain if not unicodedata.combining(c))
    return f"{'.'.join(ascii_name.lower().split())}@{domain}"


def _as_of(item: SampleActivity, evening: dt.datetime) -> SampleActivity:
    return replace(item, edited=None) if item.edited and item.edited[0] > evening else item


def _activities(
    school: SampleSchool, content: YearContent, chance: random.Random, zone: dt.tzinfo
) -> Iterator[SampleActivity]:
    for deed in content.deeds:
        for unit in deed.units:
            for year, month in MONTHS:
                extra = EXTRA_MONTH if deed.extra is None else deed.extra
                happens = month in deed.months or chance.random() < extra
                off = month == SUMMER and unit not in WORKING_IN_SUMMER
                if happens and not off and (deed.code, unit) not in content.silent:
                    yield _activity(school, deed, unit, year, month, chance, zone)


def _activity(
    school: SampleSchool, deed: Deed, unit: str, year: int, month: int, chance: random.Random, zone: dt.tzinfo
) -> SampleActivity:
    day = _school_day(year, month, chance)
    if deed.joint:
        day = _school_day(year, month, random.Random(f"{deed.title} {month}/{year}"))  # noqa: S311 - a story
    delay = chance.randint(20, 60) if chance.random() < LATE else chance.randint(0, 4)
    sent_at = _at(day + dt.timedelta(days=delay), chance, zone)
    people = chance.randint(*deed.participants) if deed.participants else None
    words = {
        "thang": f"{month}/{year}",
        "so": str(people or 0),
        "n": f"{chance.randint(2, 6):02d}",
        "lop": f"{chance.randint(6, 9)}A{chance.randint(1, 8)}",
    }
    telling = chance.choice(deed.tellings).format(**words)
    person = chance.choice(school.people[unit])
    edited = None
    if chance.random() < EDITED:
        edited = (
            _at(sent_at.date() + dt.timedelta(days=chance.randint(1, 5)), chance, zone),
            f"{telling} Biên bản đã được lưu tại văn phòng.",
        )
    in_sheet = chance.random() < TYPED_INTO_SHEET
    return SampleActivity(
        sent_at=sent_at,
        unit=unit,
        person=person,
        email=address_of(person, school.mail_domain),
        code=deed.code,
        title=deed.title.format(**words),
        date=day,
        result=telling,
        participants=people,
        figures=_figures(deed, people, chance),
        evidence=_evidence(chance),
        in_sheet=in_sheet,
        edited=None if in_sheet else edited,
        status=ActivityStatus.UNDER_WAY if month in deed.under_way else ActivityStatus.DONE,
    )


def _nothing(
    school: SampleSchool, content: YearContent, chance: random.Random, zone: dt.tzinfo
) -> Iterator[SampleActivity]:
    """What units say did not occur."""
    for item in content.nothing:
        for day in item.days:
            person = school.people[item.unit][0]
            yield SampleActivity(
                sent_at=_at(day, chance, zone),
                unit=item.unit,
                person=person,
                email=address_of(person, school.mail_domain),
                code=item.code,
                title=item.title,
                date=day,
                result=item.telling,
                participants=None,
                figures={},
                evidence="",
                in_sheet=False,
                status=ActivityStatus.NOTHING,
            )


def _figures(deed: Deed, people: int | None, chance: random.Random) -> dict[str, int]:
    values = {PEOPLE: people or 0}
    values |= {label: chance.randint(*r) for label, r in deed.figures.items() if not isinstance(r, str)}
    values |= {label: values[same] for label, same in deed.figures.items() if isinstance(same, str)}
    return {label: values[label] for label in deed.figures}


def _evidence(chance: random.Random) -> str:
    if chance.random() > WITH_EVIDENCE:
        return ""
    name = "".join(chance.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=28))
    return f"https://drive.google.com/file/d/1{name}/view"


def _feedback(content: YearContent, chance: random.Random, zone: dt.tzinfo) -> Iterator[SampleFeedback]:
    for year, month in MONTHS:
        if month == SUMMER:
            continue
        for opinion in content.opinions:
            for _ in range(chance.randint(1, 3)):
                yield _one_feedback(opinion, year, month, chance, zone)
        for complaint in content.complaints:
            if month in complaint.months:
                yield _one_feedback(complaint, year, month, chance, zone)


def _one_feedback(
    opinion: Opinion, year: int, month: int, chance: random.Random, zone: dt.tzinfo
) -> SampleFeedback:
    return SampleFeedback(
        sent_at=_at(_school_day(year, month, chance), chance, zone),
        group=opinion.group,
        topic=opinion.topic,
        text=chance.choice(opinion.texts),
        satisfaction=chance.randint(*opinion.satisfaction),
        wants_answer=chance.random() < 0.15,
    )


def _school_day(year: int, month: int, chance: random.Random) -> dt.date:
    days = [dt.date(year, month, d) for d in range(1, calendar.monthrange(year, month)[1] + 1)]
    return chance.choice([day for day in days if day.weekday() < 5 and is_working_day(day)])


def _at(day: dt.date, chance: random.Random, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(chance.randint(7, 20), chance.randint(0, 59)), zone)
