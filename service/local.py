"""Google for one command: the real one when credentials are set, else the local stand-in."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request

from service.config import Settings
from service.google.credentials import load_credentials
from service.standin.moment import NO_SHIFT
from service.standin.server import StandIn
from service.workspace import GoogleEndpoint

#: Seconds in which a stand-in on this machine answers, if there is one.
_PING = 2.0


@contextmanager
def google_endpoint(settings: Settings, *, shift: dt.timedelta = NO_SHIFT) -> Iterator[GoogleEndpoint]:
    """Where to find Google while the block runs; a stand-in that is started keeps its clock off by `shift`.

    A stand-in that another process already serves from the same data is used and left running.
    """
    if settings.credentials is not None:
        yield GoogleEndpoint(base_url=None, credentials=settings.credentials, subject=settings.subject)
        return
    folder = settings.data_dir / "google"
    running = _running(folder)
    if running is not None:
        yield running
        return
    with _start(folder, settings.standin_port, shift) as standin:
        yield GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)


def _start(folder: Path, port: int, shift: dt.timedelta) -> StandIn:
    # The usual port keeps links in open pages alive over a restart; any other will do when it is taken.
    try:
        return StandIn.start(folder, port=port, shift=shift)
    except OSError:
        return StandIn.start(folder, shift=shift)


def _running(folder: Path) -> GoogleEndpoint | None:
    """The stand-in that serves this folder already, if it answers and knows our key."""
    account = folder / "service-account.json"
    with contextlib.suppress(OSError, ValueError, requests.RequestException, GoogleAuthError):
        base_url = json.loads(account.read_text(encoding="utf-8"))["token_uri"].removesuffix("/token")
        requests.get(f"{base_url}/healthz", timeout=_PING).raise_for_status()
        # Another school's stand-in may have taken the port; it would not accept our signature.
        load_credentials(account).refresh(Request())
        return GoogleEndpoint(base_url=base_url, credentials=account)
    return None
