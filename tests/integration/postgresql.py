"""A PostgreSQL server of the tests' own, in a folder of its own, on a free port of this machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

_WHERE = ("/usr/local/bin", "/usr/lib/postgresql/*/bin", "/opt/homebrew/bin", "/usr/bin")
_number = count(1)


@dataclass(frozen=True)
class Server:
    """Gives databases that nothing is in."""

    port: int

    def address(self, name: str) -> str:
        """As DATABASE_URL has it."""
        return f"postgresql://dunghan@127.0.0.1:{self.port}/{name}"

    def create(self) -> str:
        """The address of a new database."""
        name = f"truong_{next(_number)}"
        self.run(f'CREATE DATABASE "{name}"')
        return self.address(name)

    def run(self, statement: str) -> None:
        """One statement as the owner of the server."""
        address = self.address("postgres").replace("postgresql:", "postgresql+psycopg:")
        engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(statement))
        engine.dispose()


@contextmanager
def running() -> Iterator[Server]:
    """The server; skips, and says so, where there is none to start."""
    tools = _tools()
    if tools is None:
        pytest.skip("NO POSTGRESQL HERE (initdb, pg_ctl): only SQLite is tested")
    pytest.importorskip("psycopg", reason="NO psycopg HERE: PostgreSQL is not tested")
    folder = Path(tempfile.mkdtemp(prefix="dunghan-pg-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    data, log, port = folder / "data", folder / "log", _free_port()
    control = [*as_owner, str(tools / "pg_ctl"), "-D", str(data)]
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
    try:
        # As on most servers, a language whose order of letters is not that of their numbers.
        init = [
            *as_owner,
            str(tools / "initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "dunghan",
            "--no-sync",
        ]
        _quietly([*init, "-E", "UTF8", "--locale-provider=icu", "--icu-locale=vi", "--locale=C.UTF-8"])
        _quietly([*control, "-w", "-l", str(log), "-o", options, "start"])
        try:
            yield Server(port)
        finally:
            _quietly([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quietly(command: list[str]) -> None:
    # The server keeps what it inherits: a pipe would never end.
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/")


def _tools() -> Path | None:
    folders = (path for where in _WHERE for path in sorted(Path("/").glob(where.lstrip("/")), reverse=True))
    return next((path for path in folders if (path / "initdb").exists() and (path / "pg_ctl").exists()), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
