"""The service as it is installed: its command, run in processes of their own, and its pages."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

#: Seconds after which something has hung; never a measure of speed.
_PATIENCE = 240
_COMMAND = Path(sys.executable).with_name("dunghan")


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Installation:
    """One school's data folder, the process that serves it, and the commands beside it."""

    data: Path
    port: int = field(default_factory=free_port)
    google_port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> str:
        """Address of the home page, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *arguments: str) -> None:
        """Run a command that serves until it is stopped, and wait for its pages."""
        # Tests that run in the background ignore Ctrl-C, and so would whatever they start.
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        log = (self.data.parent / "served.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [_COMMAND, *arguments, "--data", self.data], env=self._environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self._process.poll() is None, log_of(self.data)
            assert time.monotonic() < deadline, log_of(self.data)
            time.sleep(0.2)

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Stop the process that serves; gives its exit code."""
        assert self._process is not None
        self._process.send_signal(how)
        code = self._process.wait(timeout=_PATIENCE)
        self._process = None
        return code

    def run(self, *arguments: str) -> Any:
        """What a command prints with `--json`."""
        done = subprocess.run(
            [_COMMAND, *arguments, "--json", "--data", self.data],
            env=self._environment,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    def close(self) -> None:
        """Leave nothing running."""
        if self._process is not None:
            self.stop(signal.SIGKILL)

    @property
    def _environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("DUNGHAN")}
        return own | {"PORT": str(self.port), "DUNGHAN_STANDIN_PORT": str(self.google_port)}

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.home}/healthz", timeout=5).ok
        except requests.ConnectionError:
            return False


def log_of(data: Path) -> str:
    """What the process that serves has said."""
    return (data.parent / "served.log").read_text(encoding="utf-8")
