"""The people of the sample school at work: forms answered as a browser does, rows typed into sheets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

import requests
from gspread.urls import SPREADSHEET_VALUES_APPEND_URL

from forms.definition import SEND, FormDefinition
from service.config import end_of_day
from service.domain.dates import short_date
from service.errors import ServiceError
from service.form_files import FORM_FILES, choice_of, form_definition
from service.sample.year import SampleActivity, SampleFeedback, SampleYear
from service.setup import SchoolSetup, unit_columns
from service.store import Database, Source
from service.store import schools as school_rows
from service.submissions import ACTIVITY_FORM, FEEDBACK_FORM
from service.workspace import SCHOOL_ID, GoogleEndpoint, open_workspace

Progress = Callable[[str], None]

#: How far the year has been played; kept with the school, so that a second run goes on from there.
_PLAYED = "sample"
_EDIT_LINK = re.compile(r"viewform\?edit2=([\w=-]+)")
#: Seconds for one page of the stand-in.
_TIMEOUT = 30
#: Rows typed wrongly were typed on this day.
_TYPED_BADLY_ON = dt.date(2025, 3, 31)
_BAD_ROW_KEYS = {
    "date": "ngay",
    "title": "noi_dung",
    "responsibility": "nhiem_vu",
    "participants": "so_nguoi",
    "result": "ket_qua",
}


@dataclass(slots=True)
class _Played:
    """How far the year has been played."""

    #: Answers sent.
    answers: int = 0
    #: What was sent → token of its edit link.
    links: dict[str, str] = field(default_factory=dict)
    #: Key of a unit's sheet → rows typed.
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that is sent by a form at a moment; `is_edit` sends an earlier answer again, better told."""

    at: dt.datetime
    item: SampleActivity | SampleFeedback
    is_edit: bool = False


def play_answers(
    database: Database,
    endpoint: GoogleEndpoint,
    setup: SchoolSetup,
    year: SampleYear,
    *,
    progress: Progress,
) -> None:
    """Send what has not been sent yet, oldest first."""
    sources = _sources(database)
    played = _played(database)
    labels = {item.code: choice_of(item) for item in setup.expectations}
    events = sorted(_events(year), key=lambda event: event.at)
    with requests.Session() as browser:
        pages = {
            key: _Page(
                browser,
                endpoint,
                sources[key],
                form_definition(file, setup.profile.units, setup.expectations),
            )
            for key, file in FORM_FILES.items()
        }
        for number, event in enumerate(events):
            if number < played.answers:
                continue
            if number % 25 == 0:
                progress(f"Thầy cô và phụ huynh gửi phiếu: {number}/{len(events)}")
            _send(pages, event, labels, played.links)
            played.answers = number + 1
            _keep(database, played)


def _events(year: SampleYear) -> Iterator[_Event]:
    for activity in year.activities:
        if not activity.in_sheet:
            yield _Event(activity.sent_at, activity)
            if activity.edited:
                yield _Event(activity.edited[0], activity, is_edit=True)
    for feedback in year.feedback:
        yield _Event(feedback.sent_at, feedback)


def _send(
    pages: Mapping[str, _Page], event: _Event, labels: Mapping[str, str], links: dict[str, str]
) -> None:
    if isinstance(event.item, SampleFeedback):
        pages[FEEDBACK_FORM].send(_opinion(event.item), event.at)
        return
    activity = event.item
    name = f"{activity.sent_at.isoformat()} {activity.email} {activity.title}"
    answers = _report(activity, labels)
    if event.is_edit and activity.edited:
        answers["result"] = activity.edited[1]
    link = pages[ACTIVITY_FORM].send(answers, event.at, email=activity.email, edit=links.get(name))
    if not event.is_edit:
        links[name] = link
    else:
        links.pop(name, None)


def _report(activity: SampleActivity, labels: Mapping[str, str]) -> dict[str, str]:
    answers = {
        "unit": activity.unit,
        "responsibility": labels[activity.code],
        "title": activity.title,
        "date": activity.date.isoformat(),
        "result": activity.result,
        "status": activity.status.value,
        "evidence": activity.evidence,
    }
    if activity.participants is not None:
        answers["participants"] = str(activity.participants)
    for label, value in activity.figures.items():
        answers[f"figure:{label}@{activity.code}"] = str(value)
    answers[f"send@{activity.code}"] = SEND
    return answers


def _opinion(feedback: SampleFeedback) -> dict[str, str]:
    return {
        "group": feedback.group,
        "topic": feedback.topic,
        "satisfaction": str(feedback.satisfaction),
        "text": feedback.text,
        "wants_answer": "Có" if feedback.wants_answer else "Không",
    }


class _Page:
    """A form's page in a browser."""

    def __init__(
        self, browser: requests.Session, endpoint: GoogleEndpoint, source: Source, form: FormDefinition
    ) -> None:
        self._browser = browser
        # The stand-in may listen on another port than when the form was made.
        path = urlsplit(source.detail["url"]).path.removesuffix("viewform")
        self._address = f"{endpoint.base_url}{path}formResponse"
        self._entries = {q.key: f"entry.{int(form.question_id(q.key), 16)}" for q in form.questions}

    def send(
        self,
        answers: Mapping[str, str],
        at: dt.datetime,
        *,
        email: str | None = None,
        edit: str | None = None,
    ) -> str:
        """Submit; gives the token of the link under which the answer may be edited."""
        fields = {self._entries[key]: value for key, value in answers.items() if key in self._entries}
        response = self._browser.post(
            self._address,
            params={"edit2": edit} if edit else None,
            data=fields,
            headers={"X-Standin-Now": at.astimezone(dt.UTC).isoformat()},
            cookies={"standin_user": email} if email else None,
            timeout=_TIMEOUT,
        )
        found = _EDIT_LINK.search(response.text)
        if response.status_code != 200 or found is None:
            raise ServiceError(f"Biểu mẫu mẫu không nhận câu trả lời gửi lúc {at:%H:%M ngày %d/%m/%Y}.")
        return found[1]


# --- sheets ----------------------------------------------------------------------------------------


def play_rows(
    database: Database,
    endpoint: GoogleEndpoint,
    leaders: Mapping[str, str],
    year: SampleYear,
    *,
    as_of: dt.date,
    progress: Progress,
) -> None:
    """Each unit's leader types what has not been typed yet into the unit's sheet."""
    played = _played(database)
    for key, source in _sources(database).items():
        if source.kind != "sheet":
            continue
        unit = str(source.detail["unit"])
        rows = list(_rows(unit, source, year, as_of))
        done = played.rows.get(key, 0)
        if rows[done:]:
            progress(f"{unit} ghi sổ hoạt động")
            _type(database, endpoint, leaders[unit], source, rows[done:], end_of_day(as_of))
            played.rows[key] = len(rows)
            _keep(database, played)


def _rows(unit: str, source: Source, year: SampleYear, as_of: dt.date) -> Iterator[list[str]]:
    """Rows in the order in which they were typed, so that a later day only adds some at the end."""
    columns = unit_columns(source)
    timed = [
        (activity.sent_at, _row(_typed(activity), columns))
        for activity in year.activities
        if activity.in_sheet and activity.unit == unit
    ]
    for where, cells in year.bad_rows:
        if where == unit and as_of >= _TYPED_BADLY_ON:
            values = {key: cells.get(name, "") for key, name in _BAD_ROW_KEYS.items()}
            timed.append((end_of_day(_TYPED_BADLY_ON), _row(values, columns)))
    yield from (row for _, row in sorted(timed, key=lambda item: item[0]))


def _typed(activity: SampleActivity) -> dict[str, str]:
    return {
        "date": short_date(activity.date),
        "title": activity.title,
        "responsibility": activity.code,
        "person": activity.person,
        "participants": "" if activity.participants is None else str(activity.participants),
        "result": activity.result,
        "evidence": activity.evidence,
        "status": activity.status.value,
        **{label: str(value) for label, value in activity.figures.items()},
    }


def _row(values: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    return [values.get(column, "") for column in columns]


def _type(
    database: Database,
    endpoint: GoogleEndpoint,
    email: str,
    source: Source,
    rows: Sequence[Sequence[str]],
    now: dt.datetime,
) -> None:
    with open_workspace(database, endpoint, subject=email, moment=now) as person:
        person.sheets.http_client.request(
            "post",
            SPREADSHEET_VALUES_APPEND_URL % (source.file_id, "A1"),
            params={"valueInputOption": "USER_ENTERED"},
            json={"values": [list(row) for row in rows]},
        )


# --- how far it was played -------------------------------------------------------------------------


def _sources(database: Database) -> dict[str, Source]:
    with database.begin() as tx:
        return {source.key: source for source in school_rows.list_sources(tx, SCHOOL_ID)}


def _played(database: Database) -> _Played:
    with database.begin() as tx:
        kept = school_rows.find_snapshot(tx, SCHOOL_ID, _PLAYED)
    return _Played(**kept) if kept else _Played()


def _keep(database: Database, played: _Played) -> None:
    with database.begin() as tx:
        school_rows.save_snapshot(tx, SCHOOL_ID, _PLAYED, asdict(played))
