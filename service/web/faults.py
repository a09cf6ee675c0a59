"""Pages for what went wrong."""

from __future__ import annotations

import logging

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed, SecurityError

from service.errors import message_for_people
from service.web.context import NotSetUpError

log = logging.getLogger(__name__)

#: What to tell of each kind of refusal, and what to do.
_REFUSALS = {
    400: (
        "Chưa nhận được",
        "Trang đã mở quá lâu hoặc địa chỉ viết chưa đúng. Xin tải lại trang rồi làm lại.",
    ),
    401: ("Cần đăng nhập", "Xin về trang đầu, đăng nhập rồi làm lại."),
    403: (
        "Không có quyền",
        "Trang này không dành cho vai trò của thầy cô. Nếu cần, xin nhờ Văn thư cấp quyền.",
    ),
    404: ("Không có trang này", "Liên kết viết chưa đúng, hoặc mục này không còn nữa."),
    405: ("Không làm được ở đây", "Trang này chỉ để xem; xin quay lại trang đầu."),
    413: ("Nội dung quá dài", "Xin rút gọn nội dung rồi gửi lại."),
    429: ("Xin chờ một phút", "Vừa có quá nhiều lượt từ nơi này. Xin chờ một phút rồi thử lại."),
}
_OTHER = ("Không mở được trang", "Xin quay lại trang đầu.")


def register(app: Flask) -> None:
    """Handlers of failures."""

    @app.errorhandler(NotSetUpError)
    def not_set_up(_: NotSetUpError) -> str:
        return render_template("setup.html")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 400
        title, text = _REFUSALS.get(code, _OTHER)
        headers = {"Retry-After": "60"} if code == 429 else {}
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            headers["Allow"] = ", ".join(error.valid_methods)
        if isinstance(error, SecurityError):
            # A host that is not ours: not even the addresses of a page can be made.
            return Response(f"{title}.", code, mimetype="text/plain")
        if request.path.startswith(("/api/", "/hooks/")):
            return {"error": f"{title}. {text}"}, code, headers
        return _page(title, text), code, headers

    @app.errorhandler(Exception)
    def failed(error: Exception) -> tuple[str, int]:
        log.exception("a page failed")
        return _page("Chưa mở được trang", message_for_people(error)), 500


def _page(title: str, text: str) -> str:
    return render_template("message.html", title=title, text=text)
