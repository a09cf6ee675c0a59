"""Programs that know nothing of the stand-in, run as they are: by a proxy in their environment."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2 import service_account

from service.standin.proxy import Proxy, start_proxy
from service.standin.server import StandIn

#: After gspread's own introduction and Google's samples for plain HTTP.
PROGRAM = """
import sys
import gspread
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import service_account

key = sys.argv[1]
book = gspread.service_account(filename=key).create("Sổ theo dõi")
book.sheet1.update([["Điểm", 9.25], ["Tổng", "=SUM(B1:B1)"]], "A1", raw=False)
scopes = ["https://www.googleapis.com/auth/drive"]
credentials = service_account.Credentials.from_service_account_file(key, scopes=scopes)
with AuthorizedSession(credentials) as session:
    session.post("https://docs.googleapis.com/v1/documents", json={"title": "Báo cáo"}).raise_for_status()
    files = session.get("https://www.googleapis.com/drive/v3/files?orderBy=name").json()["files"]
print([file["name"] for file in files])
print(book.sheet1.acell("B2").value)
"""


@pytest.fixture
def proxy(standin: StandIn) -> Iterator[tuple[Proxy, Path]]:
    running, authority = start_proxy(standin, 0)
    yield running, authority
    running.shutdown()
    running.server_close()


def environment(proxy: Proxy, authority: Path) -> dict[str, str]:
    names = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "HTTPLIB2_CA_CERTS")
    kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return kept | {"HTTPS_PROXY": proxy.url, "https_proxy": proxy.url} | dict.fromkeys(names, str(authority))


def test_a_program_that_was_written_for_google_runs_unchanged(
    standin: StandIn, proxy: tuple[Proxy, Path]
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, standin.service_account],
        capture_output=True,
        text=True,
        env=environment(*proxy) | {"PYTHONIOENCODING": "utf-8"},
        timeout=120,
        check=False,
    )
    assert run.stdout.splitlines() == ["['Báo cáo', 'Sổ theo dõi']", "9.25"], run.stderr


def test_any_other_address_is_refused(proxy: tuple[Proxy, Path]) -> None:
    proxies = {"https": proxy[0].url, "http": proxy[0].url}
    with requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.ProxyError, match="403"):
            session.get("https://example.com/", proxies=proxies, timeout=10)
        assert session.get("http://example.com/", proxies=proxies, timeout=10).status_code == 403


def test_names_that_a_hosts_file_leads_here_are_served_too(proxy: tuple[Proxy, Path]) -> None:
    context = ssl.create_default_context(cafile=proxy[1])
    address = proxy[0].server_address[:2]
    with (
        socket.create_connection((str(address[0]), int(address[1]))) as plain,
        context.wrap_socket(plain, server_hostname="docs.googleapis.com") as tls,
    ):
        tls.sendall(b"GET /v1/documents/x HTTP/1.1\r\nHost: docs.googleapis.com\r\nConnection: close\r\n\r\n")
        assert tls.recv(100).startswith(b"HTTP/1.1 401 ")


def test_large_bodies_pass_both_ways(standin: StandIn, proxy: tuple[Proxy, Path], google_token: str) -> None:
    url = "https://www.googleapis.com/upload/drive/v3/files?uploadType=media"
    data = os.urandom(3_000_000)
    headers = {"Authorization": f"Bearer {google_token}", "Content-Type": "application/octet-stream"}
    with requests.Session() as session:
        session.trust_env = False
        session.proxies, session.verify = {"https": proxy[0].url}, str(proxy[1])
        made = session.post(url, data=data, headers=headers, timeout=60).json()
        where = f"https://www.googleapis.com/drive/v3/files/{made['id']}?alt=media"
        assert session.get(where, headers=headers, timeout=60).content == data


@pytest.fixture
def google_token(standin: StandIn) -> str:

    credentials = service_account.Credentials.from_service_account_file(
        standin.service_account,
        scopes=["https://www.googleapis.com/auth/drive"],
        subject="co.lan@truong.edu.vn",
    )
    with requests.Session() as session:
        session.trust_env = False
        credentials.refresh(Request(session))
    return str(credentials.token)
