"""Pages for what went wrong, and the headers that every answer carries."""

from __future__ import annotations

import logging

from flask import Flask, Response, render_template
from werkzeug.exceptions import HTTPException

from service.errors import message_for_people
from service.web.context import NotSetUpError

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def register(app: Flask) -> None:
    """Handlers of failures, and the headers."""

    @app.errorhandler(NotSetUpError)
    def not_set_up(_: NotSetUpError) -> str:
        return render_template("setup.html")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> tuple[str, int]:
        if error.code == 404:
            return _page("Không có trang này", "Liên kết viết chưa đúng, hoặc mục này không còn nữa."), 404
        return _page(
            "Không mở được trang", "Trang này chỉ để xem; xin quay lại trang đầu."
        ), error.code or 400

    @app.errorhandler(Exception)
    def failed(error: Exception) -> tuple[str, int]:
        log.exception("a page failed")
        return _page("Chưa mở được trang", message_for_people(error)), 500

    @app.after_request
    def guard(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def _page(title: str, text: str) -> str:
    return render_template("message.html", title=title, text=text)
