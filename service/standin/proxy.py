"""Google's own addresses, for programs that cannot be told another: a proxy that leads them to the stand-in.

A program that honours HTTPS_PROXY and a certificate bundle (REQUESTS_CA_BUNDLE, …) runs unchanged. TLS
without CONNECT is taken as well, for machines whose hosts file leads Google's names here. Every other
address is refused: nothing leaves the machine.
"""

from __future__ import annotations

import contextlib
import logging
import re
import select
import socket
import socketserver
import ssl
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from service.standin.certificates import HOSTS, write_certificates
from service.standin.server import StandIn

log = logging.getLogger(__name__)

_CONNECT = re.compile(rb"CONNECT ([\w.-]+):443 HTTP/1\.[01]\r\n")
#: The first byte of a TLS connection.
_TLS = b"\x16"
_HEAD_LIMIT = 16 * 1024
_PIECE = 64 * 1024
_PATIENCE = 300.0


class Proxy(socketserver.ThreadingTCPServer):
    """Takes CONNECT to Google's hosts; speaks TLS to the client and plain HTTP to the stand-in."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, standin_url: str, context: ssl.SSLContext) -> None:
        """Port 0 takes a free one; raises OSError where it is taken."""
        self.context = context
        self.goal = (urlsplit(standin_url).hostname or "127.0.0.1", urlsplit(standin_url).port or 80)
        super().__init__(("127.0.0.1", port), _Connection)

    @property
    def url(self) -> str:
        """For HTTPS_PROXY."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Connection(socketserver.BaseRequestHandler):
    server: Proxy

    def handle(self) -> None:
        """One client until it or the stand-in hangs up."""
        if self.request.recv(1, socket.MSG_PEEK) == _TLS:
            self._serve()
            return
        head = _head(self.request)
        asked = _CONNECT.match(head)
        if asked is None or asked[1].decode().lower() not in HOSTS:
            self.request.sendall(b"HTTP/1.1 403 Not Google\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self._serve()

    def _serve(self) -> None:
        with (
            contextlib.suppress(OSError),
            self.server.context.wrap_socket(self.request, server_side=True) as tls,
            socket.create_connection(self.server.goal) as plain,
        ):
            _relay(tls, plain)


def _head(connection: socket.socket) -> bytes:
    head = b""
    connection.settimeout(_PATIENCE)
    while b"\r\n\r\n" not in head and len(head) < _HEAD_LIMIT:
        piece = connection.recv(_PIECE)
        if not piece:
            break
        head += piece
    return head


def _relay(tls: ssl.SSLSocket, plain: socket.socket) -> None:
    """Bytes both ways in one thread: an SSL connection may not be read and written at the same time."""
    tls.settimeout(0)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        ready = [tls] if tls.pending() else select.select([tls, plain], [], [], 1.0)[0]
        if not ready:
            continue
        until = time.monotonic() + _PATIENCE
        if tls in ready:
            try:
                piece = tls.recv(_PIECE)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                continue
            if not piece:
                return
            plain.sendall(piece)
        if plain in ready:
            piece = plain.recv(_PIECE)
            if not piece:
                return
            _send(tls, piece)


def _send(tls: ssl.SSLSocket, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[tls.send(rest) :]
        except ssl.SSLWantWriteError:
            select.select([], [tls], [], 1.0)
        except ssl.SSLWantReadError:
            select.select([tls], [], [], 1.0)


def start_proxy(standin: StandIn, port: int) -> tuple[Proxy, Path]:
    """A proxy in a thread, and the certificate that its clients have to trust. Raises OSError."""
    chain, authority = write_certificates(standin.service_account.parent)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    proxy = Proxy(port, standin.url, context)
    threading.Thread(target=proxy.serve_forever, name="proxy", daemon=True).start()
    return proxy, authority
