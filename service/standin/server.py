"""Running the stand-in: in a thread of the service, or alone."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from waitress import wasyncore
from waitress.server import create_server

from service.standin import sheets
from service.standin.app import create_app
from service.standin.auth import APP, SYSTEM, write_service_account
from service.standin.faults import FaultLayer, Faults
from service.standin.moment import NO_SHIFT
from service.standin.openid import write_oauth_client
from service.standin.pushing import Pusher
from service.standin.quotas import Quotas
from service.standin.siblings import suffix_for
from service.standin.state import SPREADSHEET, Database

#: A spreadsheet that exists and is nobody's, as the recorded traffic of gspread's tests expects one.
NOBODYS_SPREADSHEET = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
_THREADS = 8
#: Bodies up to here stay in memory; waitress would put longer ones into files that it forgets to close.
_BODY_LIMIT = 1 << 27
_STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class StandIn:
    """A running stand-in on the loopback interface."""

    url: str
    #: Credentials file for any client.
    service_account: Path
    database: Database
    #: Client file for pages on which people sign in.
    oauth_client: Path
    _server: Any
    pusher: Pusher
    _thread: threading.Thread | None = None

    @classmethod
    def start(
        cls,
        data_dir: Path,
        *,
        port: int = 0,
        quotas: Quotas | None = None,
        shift: dt.timedelta = NO_SHIFT,
        faults: Faults | None = None,
        push_to: str | None = None,
    ) -> StandIn:
        """Serve from a thread; port 0 takes a free one. Raises OSError if the port is taken.

        `push_to` is where messages of watched forms are pushed.
        """
        standin = _prepare(data_dir, port, quotas, shift, faults, push_to)
        thread = threading.Thread(target=standin._server.run, name="standin", daemon=True)
        thread.start()
        standin.pusher.start()
        return replace(standin, _thread=thread)

    def stop(self) -> None:
        """Stop serving and close every connection; the state stays on disk."""
        if self._thread is None:
            return
        self.pusher.stop()
        # The loop ends by itself when nothing is left to wait for; its sockets may be closed only in it.
        # A request that ends just now may wake it first; then the trigger is closed before it is pulled.
        with contextlib.suppress(OSError):
            self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._server._map, ignore_all=True))
        self._thread.join(timeout=_STOP_SECONDS)
        self._server.task_dispatcher.shutdown()

    def __enter__(self) -> StandIn:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def serve(
    data_dir: Path,
    *,
    port: int,
    quotas: Quotas | None = None,
    faults: Faults | None = None,
    push_to: str | None = None,
    ready: Callable[[StandIn], None] | None = None,
) -> None:
    """Serve until Ctrl-C; `ready` is called with the running stand-in once it listens."""
    standin = _prepare(data_dir, port, quotas, NO_SHIFT, faults, push_to)
    standin.pusher.start()
    if ready is not None:
        ready(standin)
    try:
        standin._server.run()
    finally:
        standin.pusher.stop()
        wasyncore.close_all(standin._server._map, ignore_all=True)


def _prepare(
    data_dir: Path,
    port: int,
    quotas: Quotas | None,
    shift: dt.timedelta,
    faults: Faults | None,
    push_to: str | None,
) -> StandIn:
    data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(data_dir / "google.sqlite3")
    _seed(database)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name != "nt":  # on Windows this would share the port with whoever has it
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        listener.close()
        raise
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    app = create_app(database, base_url=url, quotas=quotas, shift=shift)
    pusher = Pusher(database, url, push_to, shift)
    pusher.attach(app)
    server = create_server(
        app if faults is None else FaultLayer(app.wsgi_app, faults),
        sockets=[listener],
        threads=_THREADS,
        max_request_body_size=_BODY_LIMIT,
        inbuf_overflow=_BODY_LIMIT,
        outbuf_overflow=_BODY_LIMIT,
    )
    suffix = suffix_for(data_dir, database, url)
    account = write_service_account(data_dir, database, url, suffix)
    client = write_oauth_client(data_dir, database, url, suffix)
    return StandIn(url, account, database, client, server, pusher)


def _seed(database: Database) -> None:
    with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=True) as state:
        if state.file(NOBODYS_SPREADSHEET) is None:
            state.create_file(
                name="Trang tính của người khác",
                mime_type=SPREADSHEET,
                content=sheets.blank("Trang tính của người khác"),
                file_id=NOBODYS_SPREADSHEET,
            )
        if state.thing("setting", "granted") is None:
            # A store of the time before apps were told apart: all there is was made by this one.
            for file in state.files():
                if file.id != NOBODYS_SPREADSHEET and file.owner:
                    state.grant(APP, file.id, file.owner)
            state.put_thing("setting", "granted", True)
