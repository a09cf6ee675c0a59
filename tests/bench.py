"""What a cycle costs by the number of submissions, and a report by its size: calls to Google and seconds.

    python -m tests.bench            a table for 100, 1,000 and 10,000 submissions, and one of reports
    python -m tests.bench 5000       one size
    python -m tests.bench reports    the table of reports alone

The calls must not grow with the submissions; tests hold that down, this shows the rest.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from service import pipeline
from service.config import end_of_day
from service.form_files import choice_of
from service.plan_text import read_plan
from service.sample.content import read_school
from service.sample.demo import sample_setup
from service.setup import set_up
from service.standin.forms.responses import submit
from service.standin.server import StandIn
from service.standin.state import Database as GoogleDatabase
from service.store import Database, Source
from service.store import schools as school_rows
from service.submissions import ACTIVITY_FORM
from service.templates import template_text
from service.workspace import SCHOOL_ID, GoogleEndpoint, open_workspace
from tests.bench_reports import measure_reports

SIZES = (100, 1_000, 10_000)
DAY = dt.date(2025, 10, 20)
_FIRST_DAY = dt.date(2024, 11, 1)


@dataclass(frozen=True)
class Cost:
    """One cycle."""

    submissions: int
    cycle: str
    calls: int
    seconds: float
    #: Largest so far, of the process that runs the cycles.
    megabytes: int


def measure(size: int, folder: Path) -> list[Cost]:
    """The first cycle over so many answers, one after a single new answer, one with nothing new."""
    costs = []
    school = read_school(template_text("plan", "truong-mau.toml"))
    setup = sample_setup(school, read_plan(template_text("plan", "ke-hoach-mau.txt")))
    labels = [(choice_of(item), item.owners[0]) for item in setup.expectations]
    database = Database(f"sqlite:///{folder / 'store.sqlite3'}")
    with _google(folder) as endpoint:
        with open_workspace(database, endpoint, moment=end_of_day(_FIRST_DAY)) as ws:
            set_up(ws, setup)
        source = _form(database)
        answers = [_answer(number, *labels[number % len(labels)]) for number in range(size + 1)]
        google = GoogleDatabase(folder / "google" / "google.sqlite3")
        _send(google, source, answers[:-1], DAY - dt.timedelta(days=1))
        costs.append(_cycle(database, endpoint, size, "first"))
        _send(google, source, answers[-1:], DAY)
        costs.append(_cycle(database, endpoint, size, "one new answer"))
        costs.append(_cycle(database, endpoint, size, "nothing new"))
    database.close()
    return costs


class _google:  # noqa: N801 - reads as the context it is
    """The stand-in in a process of its own, so that its memory is not counted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "google"

    def __enter__(self) -> GoogleEndpoint:
        # Started once here, for its key file and a free port; then alone.
        with StandIn.start(self._folder) as running:
            url, account = running.url, running.service_account
        command = [Path(sys.executable).with_name("dunghan"), "standin", "--data", self._folder]
        self._process = subprocess.Popen(
            [*command, "--port", url.rpartition(":")[2]], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self._process.stdout.readline()
        return GoogleEndpoint(base_url=url, credentials=account)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()


def _form(database: Database) -> Source:
    with database.begin() as tx:
        return next(s for s in school_rows.list_sources(tx, SCHOOL_ID) if s.key == ACTIVITY_FORM)


def _answer(number: int, task: str, unit: str) -> dict[str, str]:
    day = _FIRST_DAY + dt.timedelta(days=number % 340)
    return {
        "unit": unit,
        "responsibility": task,
        "title": f"Hoạt động chuyên đề số {number}",
        "date": day.isoformat(),
        "result": f"Đã tổ chức cho {number % 90 + 10} người dự, có biên bản và trả lời mọi ý kiến.",
        "status": "Đã hoàn thành",
        "participants": str(number % 90 + 10),
        "evidence": f"https://drive.google.com/file/d/minh-chung-{number}/view",
    }


def _send(google: GoogleDatabase, source: Source, answers: list[dict[str, str]], day: dt.date) -> None:
    ids = {key: question for question, key in source.detail["questions"].items()}
    sent = end_of_day(day) - dt.timedelta(hours=2)
    with google.transaction("bench@truongchinh.example", sent, write=True) as state:
        for answer in answers:
            submit(state, source.file_id, _as_response(answer, ids), email="bench@truongchinh.example")


def _as_response(answer: Mapping[str, str], ids: Mapping[str, str]) -> dict[str, object]:
    said = {
        ids[key]: {"questionId": ids[key], "textAnswers": {"answers": [{"value": value}]}}
        for key, value in answer.items()
    }
    return {"answers": said}


def _cycle(database: Database, endpoint: GoogleEndpoint, size: int, name: str) -> Cost:
    moment = end_of_day(DAY)
    started = time.perf_counter()
    with open_workspace(database, endpoint, moment=moment) as ws:
        pipeline.run_cycle(ws, moment)
        calls = ws.session.calls.total
    seconds = time.perf_counter() - started
    # Kilobytes on Linux.
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Cost(size, name, calls, round(seconds, 2), memory)


def main(arguments: list[str]) -> None:
    """Each size in a process of its own, so that memory is its own."""
    if arguments == ["reports"]:
        print_reports()
        return
    if arguments:
        # As the command does (service/cli).
        gc.freeze()
        gc.set_threshold(20_000)
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps([asdict(cost) for cost in measure(int(arguments[0]), Path(folder))]))
        return
    print(f"{'submissions':>11}  {'cycle':<15} {'calls':>5} {'seconds':>8} {'MB':>5}")
    for size in SIZES:
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench", str(size)], stdout=subprocess.PIPE, text=True, check=True
        )
        for cost in (Cost(**item) for item in json.loads(run.stdout)):
            print(
                f"{cost.submissions:>11,}  {cost.cycle:<15} {cost.calls:>5} {cost.seconds:>8.2f} "
                f"{cost.megabytes:>5}"
            )
    print()
    print_reports()


def print_reports() -> None:
    """The calls must be the same for every size."""
    print(f"{'responsibilities':>16}  {'report':<10} {'calls':>5} {'seconds':>8}")
    with tempfile.TemporaryDirectory() as folder, _google(Path(folder)) as endpoint:
        for cost in measure_reports(endpoint):
            print(f"{cost.responsibilities:>16}  {cost.deed:<10} {cost.calls:>5} {cost.seconds:>8.2f}")


if __name__ == "__main__":
    main(sys.argv[1:])
