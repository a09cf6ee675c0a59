"""What every test may ask for: a running stand-in, credentials for it, and the shared material."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from google.oauth2 import service_account
from hypothesis import settings

from service.google.credentials import ALL_FILES, OWN_FILES, load_credentials
from service.google.session import GoogleSession
from service.standin.auth import ACCOUNT
from service.standin.server import StandIn

# How long an example takes says more of the machine than of the code. The gate looks at the same examples
# each time, so that it judges the change and not the day; chance is for `make fuzz`.
settings.register_profile("dunghan", deadline=None, derandomize=not os.environ.get("DUNGHAN_FUZZ"))
settings.load_profile("dunghan")
# The commands that tests start are compiled once, not at every start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# As the command does (service/cli).
gc.set_threshold(20_000)

SHARED = Path(os.environ.get("DUNGHAN_SHARED") or Path(__file__).parent.parent.parent / "shared")


@pytest.fixture
def shared() -> Path:
    """The folder of real plans and recorded traffic; absent on most machines."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no shared material at {SHARED}: set DUNGHAN_SHARED to run this test")
    return SHARED


@pytest.fixture(scope="session")
def fresh_google(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The state file of a stand-in that nobody has used: making its keys takes longer than most tests."""
    folder = tmp_path_factory.mktemp("fresh")
    StandIn.start(folder).stop()
    return folder / "google.sqlite3"


@pytest.fixture
def standin(fresh_google: Path, tmp_path: Path) -> Iterator[StandIn]:
    """A fresh Google on a free loopback port."""
    folder = tmp_path / "google"
    folder.mkdir()
    shutil.copy(fresh_google, folder)
    with StandIn.start(folder) as running:
        yield running


@pytest.fixture
def credentials_for(standin: StandIn) -> Callable[..., service_account.Credentials]:
    """Google's own credentials for the stand-in: the service account, or a person (`subject`)."""

    def credentials(subject: str = ACCOUNT) -> service_account.Credentials:
        # An account that acts for somebody, be it itself, is not looked up at Google.
        return load_credentials(standin.service_account, subject=subject, scope=ALL_FILES)

    return credentials


@pytest.fixture
def session_for(standin: StandIn) -> Iterator[Callable[..., GoogleSession]]:
    """Sessions to the stand-in: the service's own, or as a person (`subject`)."""
    opened: list[GoogleSession] = []

    def open_session(subject: str | None = None, **kwargs: object) -> GoogleSession:
        scope = OWN_FILES if subject is None else ALL_FILES
        credentials = load_credentials(standin.service_account, subject=subject, scope=scope)
        session = GoogleSession(credentials, base_url=standin.url, **kwargs)  # type: ignore[arg-type]
        opened.append(session)
        return session

    yield open_session
    for session in opened:
        session.close()


@pytest.fixture
def session(session_for: Callable[..., GoogleSession]) -> GoogleSession:
    """The service's session to the stand-in."""
    return session_for()
