"""`--dry-run` of the commands that begin, serve, record or try out: what they would do, in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import click
import sqlalchemy as sa

from service import pipeline
from service.cli.rehearsing import (
    HEADING,
    changes_as_json,
    changes_for_people,
    rehearsal_ground,
    rehearsed,
)
from service.config import Settings, end_of_day
from service.console import show
from service.domain.dates import count, short_date
from service.domain.plan import Plan
from service.domain.roles import STRONGEST_FIRST, role_of
from service.google.drive import start_token
from service.hooks import DRIVE_PATH, FORMS_PATH
from service.jobs import schedule_school, tick
from service.ledger import thin
from service.ledger_words import moment_words
from service.local import with_local_edge
from service.rehearsal import Change, Rehearsal, unwritten
from service.sample.demo import SET_UP_ON, sample_of
from service.serving import kinds_of, page_address, real_now
from service.setup import set_up
from service.state import last_settings
from service.store import Database
from service.store import jobs as job_rows
from service.store import schools as school_rows
from service.verifying.planned import planned
from service.watching import keep_watching
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace

_JOBS = {
    "sync": "đọc nguồn và làm một lượt",
    "nightly": "lượt ban đêm, đọc lại mọi nguồn",
    "watches": "nhờ Google báo tin",
}


def preview_demo(settings: Settings, day: dt.date, plan: Plan | None, *, once: bool, as_json: bool) -> None:
    """The files of the sample school, what its plan says, and what its people would send."""
    with rehearsal_ground(settings) as (database, endpoint):
        setup, year = sample_of(database, day - dt.timedelta(days=1), plan)
        with open_workspace(database, endpoint, moment=end_of_day(SET_UP_ON), rehearsal=Rehearsal()) as ws:
            set_up(ws, setup)
            changes = rehearsed(ws).changes
    tasks, duties = len(setup.plan.responsibilities), len(setup.plan.reporting)
    activities, feedback = len(year.activities) + len(year.bad_rows), len(year.feedback)
    values = {
        "dry_run": True,
        "folder": str(settings.data_dir),
        "plan": {"title": setup.plan.title, "responsibilities": tasks, "reports": duties},
        "submissions": {"activities": activities, "feedback": feedback},
        "pages": None if once else page_address(settings),
        "changes": changes_as_json(changes),
    }
    lines = [
        HEADING,
        "",
        f"Thư mục dữ liệu: {settings.data_dir}",
        f"Trường: {setup.profile.name}",
        f"Kế hoạch: {setup.plan.title} ({count(tasks)} nhiệm vụ, {count(duties)} chế độ báo cáo)",
        f"Người của trường gửi, đến trước ngày {short_date(day)}: {count(activities)} hoạt động, "
        f"{count(feedback)} góp ý; phần đã gửi ở lần trước không gửi lại",
        "Sau đó: một lượt đầy đủ, rồi "
        + ("dừng." if once else f"mở trang {page_address(settings)} và chạy lịch."),
        "",
        changes_for_people(changes),
    ]
    show(as_json, values, "\n".join(lines))


def preview_serve(settings: Settings, *, with_clock: bool) -> None:
    """What would be served to whom. The account is tried by reading; raises as serving would."""
    with rehearsal_ground(settings) as (database, endpoint):
        with open_workspace(database, endpoint, rehearsal=Rehearsal()) as ws:
            start_token(ws.drive)
            account = ws.session.account
        lines = [HEADING, "", *_served(with_local_edge(settings, endpoint), database, endpoint, account)]
    lines.append(f"Lịch: {'chạy cùng trang' if with_clock else 'do «dunghan clock» chạy'}")
    click.echo("\n".join(lines))


def _served(settings: Settings, database: Database, endpoint: GoogleEndpoint, account: str) -> Iterable[str]:
    web, push = settings.web, settings.push
    yield f"Địa chỉ: {page_address(settings)}" + (f", bên ngoài: {web.public_url}/" if web.public_url else "")
    if web.sign_in is None:
        yield "Đăng nhập: không; ai ngồi ở máy này cũng xem được"
    else:
        need = "bắt buộc" if web.sign_in.required else "tùy chọn"
        only = f", chỉ tài khoản @{web.sign_in.domain}" if web.sign_in.domain else ""
        issuer = "bản giả lập trên máy này" if endpoint.base_url == web.sign_in.issuer else web.sign_in.issuer
        yield f"Đăng nhập: {need}, qua {issuer}{only}"
    yield f"Vai trò: {_roles(database, web.principal_email)}"
    yield "Khóa ký cookie: " + (
        f"đã đặt, {len(web.secret)} ký tự" if web.secret else "tạo mới mỗi lần mở trang"
    )
    if push is None:
        yield "Nơi nhận tin từ Google: không dùng; dịch vụ tự đọc 5 phút một lần"
    else:
        yield (
            f"Nơi nhận tin từ Google: {push.public_url}{FORMS_PATH} và {DRIVE_PATH}, chủ đề {push.topic}, "
            f"tài khoản gửi {push.account}"
        )
    where = " (bản giả lập)" if endpoint.base_url else ""
    yield f"Google: tài khoản {account}{where} dùng được"
    with database.begin() as tx:
        school = school_rows.find_school(tx, SCHOOL_ID)
    yield f"Trường: {school.profile.name if school else 'chưa thiết lập'}"
    # A password in the address of the database is nobody's business.
    yield f"Kho dữ liệu: {sa.make_url(settings.database_url).render_as_string(hide_password=True)}"
    yield f"Báo cho nơi giám sát sau mỗi lượt: {'có' if settings.ping_url else 'không'}"


def _roles(database: Database, principal_email: str | None) -> str:
    with database.begin() as tx:
        staff = [row for row in last_settings(tx, SCHOOL_ID).staff if row.active and row.email]
    counted = Counter(role_of(row.role) for row in staff)
    told = [f"{role.value} {count(counted[role])}" for role in STRONGEST_FIRST if counted[role]]
    if principal_email:
        told.append(f"luôn là Hiệu trưởng: {principal_email}")
    return ", ".join(told) or "chưa ai có trong tab «Nhân sự»"


def preview_clock(settings: Settings, shift: dt.timedelta) -> None:
    """One round of the clock on a copy of the store: what is due now, and what it would change."""
    with rehearsal_ground(settings) as (database, endpoint):
        with database.begin() as tx:
            is_set_up = school_rows.find_school(tx, SCHOOL_ID) is not None
        if not is_set_up:
            click.echo(f"{HEADING}\n\nChưa có trường nào được thiết lập ở đây; lịch sẽ chờ.")
            return
        done, changes = _one_round(with_local_edge(settings, endpoint), database, endpoint, shift)
        with database.begin() as tx:
            jobs = job_rows.list_jobs(tx, SCHOOL_ID)
            names = {source.file_id: source.label for source in school_rows.list_sources(tx, SCHOOL_ID)}
    changes = [replace(item, file=names.get(item.file, item.file)) for item in changes]
    lines = [HEADING, ""]
    lines += [f"Đến hạn bây giờ: {_JOBS[name]}" for name in done]
    lines += [
        f"Chưa đến hạn: {_JOBS[job.name]}, {moment_words(job.due_at)}" for job in jobs if job.name not in done
    ]
    lines += [f"Không làm được: {_JOBS[job.name]}: {job.last_error}" for job in jobs if job.last_error]
    click.echo("\n".join([*lines, "", changes_for_people(dict.fromkeys(changes))]))


def _one_round(
    settings: Settings, database: Database, endpoint: GoogleEndpoint, shift: dt.timedelta
) -> tuple[list[str], list[Change]]:
    """(names of the jobs that were due, what they would have written)."""
    done: list[str] = []
    changes: list[Change] = []

    def job(name: str, work: Callable[[Workspace, dt.datetime], object]) -> Callable[[str], None]:
        def run(school_id: str) -> None:
            done.append(name)
            moment = real_now() + shift
            with open_workspace(
                database, endpoint, school_id=school_id, moment=moment, rehearsal=Rehearsal()
            ) as ws:
                try:
                    work(ws, moment)
                finally:
                    changes.extend(rehearsed(ws).changes)

        return run

    def night(ws: Workspace, moment: dt.datetime) -> None:
        thin(database, ws.school_id, real_now())
        pipeline.run_cycle(ws, moment, full=True)

    def watch(ws: Workspace, moment: dt.datetime) -> None:
        if settings.push is not None:
            with unwritten():
                keep_watching(ws, settings.push, moment)

    kinds = kinds_of(settings, job("sync", pipeline.run_cycle), job("nightly", night), job("watches", watch))
    schedule_school(database, SCHOOL_ID, kinds, real_now())
    tick(database, kinds, real_now)
    return done, changes


def preview_record(command: list[str], out: Path) -> None:
    """What would be kept of the exchanges of a command, and where."""
    there = "; tệp đang có sẽ bị thay" if out.exists() else ""
    lines = [
        HEADING,
        "",
        f"Sẽ chạy: dunghan {' '.join(command)}",
        f"Ghi vào: {out}{there}",
        "Giữ: phương thức, địa chỉ, nội dung hỏi và đáp của Sheets, Docs, Forms, Drive",
        "Thay bằng chữ khác cùng độ dài: thư điện tử, mã tệp, số dài, tên người, mọi lời văn",
        "Giữ nguyên: ngày giờ, vùng ô, công thức, vị trí",
        "Bỏ: khóa, mã truy cập, đầu thư, nội dung tệp không phải chữ",
    ]
    click.echo("\n".join(lines))


def preview_verify(settings: Settings, folder: str | None, *, provoke_limit: bool, as_json: bool) -> None:
    """The steps of the checklist; Google is not called."""
    steps = planned(folder=folder, provoke_limit=provoke_limit)
    values = [
        {"step": item.title, "trials": item.trials, "calls": item.calls, "files": item.files}
        for item in steps
    ]
    source = settings.credentials or "bản giả lập trên máy này"
    lines = ["Đây là chạy thử: chưa gọi Google, chưa tạo tệp nào.", "", f"Tài khoản từ: {source}"]
    for number, item in enumerate(steps, start=1):
        lines += ["", f"{number}. {item.title}: {'; '.join(item.trials)}"]
        lines += [f"   tệp thử: {name}" for name in item.files]
        lines.append(f"   gọi: {', '.join(item.calls)}")
    show(as_json, {"dry_run": True, "steps": values}, "\n".join(lines))
