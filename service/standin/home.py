"""The stand-in's own pages: what it is, which files it holds, uploaded files, and what is not here."""

from __future__ import annotations

import datetime as dt

from flask import Flask, Response, abort, render_template_string

from service.standin import auth, siblings
from service.standin.state import DOCUMENT, FORM, SPREADSHEET, Database

_HEAD = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Bản giả lập, không phải Google</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.4rem}li{margin:.3rem 0}small{color:#666}</style></head><body>
<h1>Bản giả lập, không phải Google</h1>
"""
_PAGE = """
<p>Máy chủ này chạy trên chính máy của thầy cô và thay Google để dùng thử. Không có gì được gửi ra ngoài.</p>
<ul>{% for file, kind, link in files %}
<li><a href="{{ link }}">{{ file.name }}</a> <small>{{ kind }}</small></li>{% else %}
<li>Chưa có tệp nào.</li>{% endfor %}</ul></body></html>"""
_MISSING = """
<p>Không có trang này trong bản giả lập: có thể tệp đã bị xóa hoặc liên kết viết chưa đúng.</p>
<p><a href="/">Xem các tệp đang có</a></p></body></html>"""

_KINDS = {
    SPREADSHEET: ("Trang tính", "/spreadsheets/d/{}/edit"),
    DOCUMENT: ("Tài liệu", "/document/d/{}/edit"),
    FORM: ("Biểu mẫu", "/forms/d/{}/edit"),
}


def register_home(app: Flask, database: Database) -> None:
    """GET /, /healthz and /file/d/<id>/view, and the page for all that is not there."""

    @app.get("/")
    def home() -> str:
        with database.transaction(auth.SYSTEM, dt.datetime.now(dt.UTC), write=False) as state:
            files = [
                (file, _KINDS[file.mime_type][0], _KINDS[file.mime_type][1].format(file.id))
                for file in state.files()
                if file.mime_type in _KINDS and not file.trashed and file.role_of(auth.ACCOUNT)
            ]
        return render_template_string(_HEAD + _PAGE, files=files)

    @app.get("/healthz")
    def healthz() -> tuple[dict[str, str], dict[str, str]]:
        return {"service": "standin"}, {siblings.FOLDER: siblings.folder_id(database)}

    @app.get("/file/d/<file_id>/view")
    def uploaded(file_id: str) -> Response:
        with database.transaction(auth.SYSTEM, dt.datetime.now(dt.UTC), write=False) as state:
            file, data = state.file(file_id), state.media(file_id)
        if file is None or data is None:
            abort(404)
        # Never shown in place: a page that somebody uploaded would act as one of ours.
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return Response(data, mimetype=file.mime_type, headers=headers)

    @app.errorhandler(404)
    def missing(_: Exception) -> tuple[str, int]:
        return _HEAD + _MISSING, 404
