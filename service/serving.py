"""Pages and clock in one process, for the command line."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import os
import socket
import threading
from collections.abc import Callable, Iterator

import click

from service import pipeline
from service.app import create_app, serve_web
from service.clock import run_clock
from service.config import ZONE, Settings, require_safe
from service.errors import ServiceError
from service.hooks import hooks_for
from service.jobs import JobKind, next_night, next_sync, next_watch, schedule_school, tick
from service.ledger import thin
from service.pinging import ping
from service.store import Database
from service.store import schools as school_rows
from service.watching import keep_watching
from service.workspace import SCHOOL_ID, GoogleEndpoint, open_workspace

Clock = Callable[[], dt.datetime]

#: What the system says of a port that another program listens on, or that we may not have.
_TAKEN = (errno.EADDRINUSE, errno.EACCES, 10048, 10013)
_STOP_SECONDS = 5


def real_now() -> dt.datetime:
    """The real time, in the school's zone."""
    return dt.datetime.now(ZONE)


def shift_to(day: dt.date | None) -> dt.timedelta:
    """By how much a clock is off that shows this day and the real time of it; none without a day.

    Time goes on there as it does here: what a visitor sends now is later than what was sent before.
    """
    return dt.timedelta(days=(day - real_now().date()).days) if day else dt.timedelta(0)


def require_free_port(settings: Settings) -> None:
    """Raises ServiceError if the pages could not be served: better before the work than after it.

    Raises SettingsError if they would be open to anybody.
    """
    require_safe(settings)
    try_port(settings.host, settings.port, _taken(settings))


def try_port(host: str, port: int, told: str) -> None:
    """Listen there for a moment; raises ServiceError with `told` if somebody else does."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe, port_faults(told):
        if os.name != "nt":  # on Windows this would share the port with whoever has it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def page_address(settings: Settings) -> str:
    """Where to look from this machine."""
    names = {"0.0.0.0": "127.0.0.1", "::": "localhost", "::1": "localhost"}  # noqa: S104 - shown, not listened on
    host = names.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/"


def serve_school(
    settings: Settings, database: Database, endpoint: GoogleEndpoint, *, now: Clock, with_clock: bool
) -> None:
    """Serve until Ctrl-C; the school lives at `now`, jobs go by the real time."""
    stop = threading.Event()
    clock = threading.Thread(
        target=keep_time, args=(settings, database, endpoint, now, stop), name="clock", daemon=True
    )
    click.echo(f"Mở trang {page_address(settings)} trong trình duyệt. Nhấn Ctrl-C để dừng.", err=True)
    if with_clock:
        clock.start()
    try:
        with port_faults(_taken(settings)):
            hooks = hooks_for(database, settings.push, endpoint.base_url)
            app = create_app(database, endpoint, now, web=settings.web, hooks=hooks)
            serve_web(app, settings.host, settings.port, behind_proxy=settings.web.proxies > 0)
    finally:
        stop.set()
        if with_clock:
            clock.join(timeout=_STOP_SECONDS)


def kinds_of(
    settings: Settings,
    sync: Callable[[str], None],
    night: Callable[[str], None],
    watch: Callable[[str], None],
) -> dict[str, JobKind]:
    """The jobs of a school by name; watches are kept where word is to be sent."""
    kinds = {
        "sync": JobKind(lambda school, _: sync(school), next_sync),
        "nightly": JobKind(lambda school, _: night(school), next_night),
    }
    if settings.push is not None:
        kinds["watches"] = JobKind(lambda school, _: watch(school), next_watch)
    return kinds


def keep_time(
    settings: Settings, database: Database, endpoint: GoogleEndpoint, now: Clock, stop: threading.Event
) -> None:
    """Run what is due until `stop` is set or Ctrl-C.

    What is due goes by the real clock, even where the school lives on another day.
    """

    def cycle(school_id: str, *, full: bool) -> None:
        moment, went_well = now(), False
        try:
            with open_workspace(database, endpoint, school_id=school_id, moment=moment) as ws:
                went_well = not pipeline.run_cycle(ws, moment, full=full).errors
        finally:
            ping(settings.ping_url, ok=went_well, fail_url=settings.ping_fail_url)

    def night(school_id: str) -> None:
        thin(database, school_id, real_now())
        cycle(school_id, full=True)

    def watch(school_id: str) -> None:
        moment = now()
        if settings.push is not None:
            with open_workspace(database, endpoint, school_id=school_id, moment=moment) as ws:
                faults = keep_watching(ws, settings.push, moment).faults
            if faults:
                raise ServiceError("\n".join(faults))

    kinds = kinds_of(settings, lambda school: cycle(school, full=False), night, watch)

    def beat() -> None:
        with database.begin() as tx:
            is_set_up = school_rows.find_school(tx, SCHOOL_ID) is not None
        if is_set_up:  # it may be set up at any time, by another process
            schedule_school(database, SCHOOL_ID, kinds, real_now())
            tick(database, kinds, real_now)

    with contextlib.suppress(KeyboardInterrupt):
        run_clock(beat, stop)


@contextlib.contextmanager
def port_faults(told: str) -> Iterator[None]:
    """Says so in one line if a port is taken; other failures pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in _TAKEN:
            raise
        raise ServiceError(told) from error


def _taken(settings: Settings) -> str:
    return (
        f"Cổng {settings.port} đang được dùng; có thể Đúng Hạn đã chạy ở {page_address(settings)}. "
        "Nếu không phải, hãy chọn cổng khác, ví dụ --port 8090."
    )
