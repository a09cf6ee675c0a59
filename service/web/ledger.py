"""The ledger: each run with what it read, refused and wrote."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, abort, render_template, request

from service import ledger_words as words
from service.domain.roles import Action
from service.domain.runs import Outcome
from service.store import Run
from service.store import runs as run_rows
from service.store import schools as school_rows
from service.web.context import Context, NotSetUpError
from service.web.security import needs

#: Lines on the page, and with «?het=1», where a day of a cycle every five minutes has 288.
SHOWN = 60
ALL = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run in the list."""

    id: str
    began: str
    kind: str
    outcome: str
    css: str
    read: str
    refused: str
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """One run in full."""

    line: RunLine
    school_time: str
    duration: str
    sources: tuple[tuple[str, str, bool], ...]
    refused: tuple[tuple[str, int], ...]
    written: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str, str], ...]
    errors: tuple[str, ...]


def register(app: Flask, context: Context) -> None:
    """GET /so-lan-chay and /so-lan-chay/<run>."""

    @app.get("/so-lan-chay")
    @needs(Action.SEE_SCHOOL)
    def ledger() -> str:
        shows_idle = "het" in request.args
        with context.database.begin() as tx:
            school = _school(context)
            runs = run_rows.latest_runs(tx, context.school_id, limit=ALL if shows_idle else 10 * SHOWN)
        told = [run for run in runs if shows_idle or run.outcome is not Outcome.IDLE]
        newest = runs[0] if runs else None
        return render_template(
            "ledger.html",
            school=school,
            newest=_line(newest, context) if newest else None,
            runs=[_line(run, context) for run in told[: ALL if shows_idle else SHOWN]],
            shows_idle=shows_idle,
        )

    @app.get("/so-lan-chay/<run_id>")
    @needs(Action.SEE_SCHOOL)
    def ledger_run(run_id: str) -> str:
        with context.database.begin() as tx:
            run = run_rows.find_run(tx, context.school_id, run_id) if run_id else None
        if run is None:
            abort(404)
        return render_template("run.html", school=_school(context), page=_page(run, context))


def _school(context: Context) -> str:
    with context.database.begin() as tx:
        school = school_rows.find_school(tx, context.school_id)
    if school is None:
        raise NotSetUpError
    return school.profile.name


def _line(run: Run, context: Context) -> RunLine:
    outcome = words.outcome_words(run, context.clock())
    return RunLine(
        id=run.id,
        began=words.moment_words(run.started_at),
        kind=words.KINDS.get(run.kind, run.kind),
        outcome=outcome,
        css="fault" if outcome in ("có lỗi", "bỏ dở") else "quiet",
        read=words.read_words(run.proof),
        refused=words.refused_words(run.proof),
        written=words.written_words(run.proof),
    )


def _page(run: Run, context: Context) -> RunPage:
    proof = run.proof
    return RunPage(
        line=_line(run, context),
        school_time=words.moment_words(run.school_time),
        duration=words.duration_words(run),
        sources=tuple(
            (item.label or item.key, words.source_words(item), item.error is not None)
            for item in proof.sources
        ),
        refused=tuple(proof.refused.items()),
        written=words.written_by_file(proof),
        steps=tuple(
            (
                words.STEPS.get(step.name, step.name),
                f"{step.seconds:.1f} giây".replace(".", ","),
                words.calls_words(step.calls),
            )
            for step in proof.steps
        ),
        errors=tuple((run.error or "").splitlines()),
    )
