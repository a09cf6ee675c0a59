"""For machines: `/healthz`, `/api/status` and the description of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response

from service.domain.roles import Action
from service.errors import message_for_people
from service.jobs import STALE_AFTER
from service.overview import overview_as_json
from service.store import Job, Run, StoreError
from service.store import jobs as job_rows
from service.store import runs as run_rows
from service.store import schools as school_rows
from service.templates import web_folder
from service.web.context import Context, NotSetUpError
from service.web.security import needs, public

#: The clock ticks every minute; a job that has waited longer than this has no clock to run it.
PATIENCE = dt.timedelta(minutes=10)


def register(app: Flask, context: Context) -> None:
    """GET /healthz, /api/status and /api/openapi.json."""

    @app.get("/api/openapi.json")
    @public
    def openapi() -> Response:
        return Response((web_folder() / "openapi.json").read_bytes(), mimetype="application/json")

    @app.get("/healthz")
    @public
    def healthz() -> tuple[dict[str, Any], int]:
        try:
            with context.database.begin() as tx:
                school = school_rows.find_school(tx, context.school_id)
                jobs = job_rows.list_jobs(tx, context.school_id)
                runs = run_rows.latest_runs(tx, context.school_id, limit=1)
        except StoreError as error:
            return {"ok": False, "database": False, "error": message_for_people(error)}, 503
        alive = school is None or clock_is_alive(jobs, context.clock())
        body = {
            "ok": alive,
            "database": True,
            "clock": alive,
            "set_up": school is not None,
            # Anybody may ask this: that something failed is told, what it was is not.
            "last_run": _run(runs[0]) | {"error": runs[0].error is not None} if runs else None,
        }
        return body, 200 if alive else 503

    @app.get("/api/status")
    @needs(Action.SEE_OWN)
    def status() -> tuple[dict[str, Any], int]:
        try:
            seen = context.overview()
        except NotSetUpError:
            return {"error": "Chưa có trường nào được thiết lập."}, 404
        with context.database.begin() as tx:
            runs = run_rows.latest_runs(tx, context.school_id, limit=1)
        sheet = next((source for source in seen.sources if source.kind == "school"), None)
        body = overview_as_json(seen) | {
            "review_sheet": context.links.spreadsheet(sheet.file_id) if sheet else None,
            "drafts": [
                {
                    "period": row.period,
                    "due": row.due.isoformat(),
                    "url": context.links.document(row.document_id or ""),
                    "document_id": row.document_id,
                    "as_of": row.as_of.isoformat(),
                    "written_at": row.written_at.isoformat() if row.written_at else None,
                }
                for row in context.drafts().values()
            ],
            "last_run": _run(runs[0]) if runs else None,
        }
        return body, 200


def clock_is_alive(jobs: Sequence[Job], now: dt.datetime) -> bool:
    """True if there are jobs and none of them waits in vain."""
    return bool(jobs) and all(
        job.due_at > now - PATIENCE or (job.claimed_at is not None and job.claimed_at > now - STALE_AFTER)
        for job in jobs
    )


def _run(run: Run) -> dict[str, Any]:
    return {
        "kind": run.kind,
        "started_at": run.started_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else None,
        "school_time": run.school_time.isoformat(),
        "as_of": run.as_of.isoformat(),
        "outcome": run.outcome.value,
        "error": run.error,
    }
