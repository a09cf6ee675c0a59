"""Google for one command: the real one when credentials are set, else the local stand-in."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import requests
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request

from service.config import PushSettings, Settings, SignInSettings
from service.google.credentials import load_credentials
from service.hooks import FORMS_PATH
from service.serving import page_address
from service.standin.moment import NO_SHIFT
from service.standin.pushing import PUSH_ACCOUNT, TOPIC
from service.standin.server import StandIn
from service.workspace import GoogleEndpoint

#: Seconds in which a stand-in on this machine answers, if there is one.
_PING = 2.0


@contextmanager
def google_endpoint(
    settings: Settings, *, shift: dt.timedelta = NO_SHIFT, push_to: str | None = None
) -> Iterator[GoogleEndpoint]:
    """Where to find Google while the block runs; a stand-in that is started keeps its clock off by `shift`.

    A stand-in that another process already serves from the same data is used and left running.
    """
    if settings.credentials is not None:
        yield GoogleEndpoint(base_url=None, credentials=settings.credentials, subject=settings.subject)
        return
    folder = settings.data_dir / "google"
    running = running_standin(folder)
    if running is not None:
        yield running
        return
    with _start(folder, settings.standin_port, shift, push_to) as standin:
        yield GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)


def hook_address(settings: Settings) -> str | None:
    """Where a stand-in on this machine sends word of new answers; None where Google itself is used."""
    return page_address(settings).rstrip("/") + FORMS_PATH if settings.is_local else None


def with_local_edge(settings: Settings, endpoint: GoogleEndpoint) -> Settings:
    """The settings with which pages on this machine let people sign in at the stand-in, and hear from it.

    What is set already stays; nobody has to sign in who sits at the machine.
    """
    if endpoint.base_url is None or settings.web.public_url is not None:
        return settings
    push = settings.push or PushSettings(
        topic=TOPIC, account=PUSH_ACCOUNT, public_url=page_address(settings).rstrip("/")
    )
    sign_in = settings.web.sign_in or _local_client(endpoint)
    return replace(settings, web=replace(settings.web, sign_in=sign_in), push=push)


def _local_client(endpoint: GoogleEndpoint) -> SignInSettings | None:
    """The stand-in's client for web pages; None beside a stand-in that hands out none."""
    file = endpoint.credentials.with_name("oauth-client.json")
    try:
        client = json.loads(file.read_text(encoding="utf-8"))["web"]
        return SignInSettings(
            client_id=client["client_id"],
            client_secret=client["client_secret"],
            issuer=str(endpoint.base_url),
            required=False,
        )
    except (OSError, ValueError, KeyError):
        return None


def _start(folder: Path, port: int, shift: dt.timedelta, push_to: str | None) -> StandIn:
    # The usual port keeps links in open pages alive over a restart; any other will do when it is taken.
    try:
        return StandIn.start(folder, port=port, shift=shift, push_to=push_to)
    except OSError:
        return StandIn.start(folder, shift=shift, push_to=push_to)


def running_standin(folder: Path) -> GoogleEndpoint | None:
    """The stand-in that serves this folder already, if it answers and knows our key."""
    account = folder / "service-account.json"
    with contextlib.suppress(OSError, ValueError, requests.RequestException, GoogleAuthError):
        base_url = json.loads(account.read_text(encoding="utf-8"))["token_uri"].removesuffix("/token")
        requests.get(f"{base_url}/healthz", timeout=_PING).raise_for_status()
        # Another school's stand-in may have taken the port; it would not accept our signature.
        load_credentials(account).refresh(Request())
        return GoogleEndpoint(base_url=base_url, credentials=account)
    return None
