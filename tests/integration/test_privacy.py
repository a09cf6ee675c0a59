"""Names that people write into forms do not reach the school's spreadsheet, the draft or the log."""

from __future__ import annotations

import datetime as dt
import logging
from urllib.parse import urlsplit

import pytest
import requests
from test_cycle import type_into
from world import DAY, World

from service.config import end_of_day
from service.overview import overview
from service.problems import problems_of
from service.showing import status_as_json
from service.state import SCHOOL_SHEET
from service.store import Source
from service.submissions import ACTIVITY_FORM, FEEDBACK_FORM

#: Given names that nobody of the sample school has.
NAMES = ("Khuyên", "Thoa", "Quyên")
CONTACT = "khieu.nai@thu.example"


def send(world: World, source: Source, answers: dict[str, str]) -> None:
    keys = {key: question for question, key in source.detail["questions"].items()}
    path = urlsplit(source.detail["url"]).path.removesuffix("viewform")
    response = requests.post(
        f"{world.endpoint.base_url}{path}formResponse",
        data={f"entry.{int(keys[key], 16)}": value for key, value in answers.items()},
        headers={"X-Standin-Now": (end_of_day(DAY) - dt.timedelta(hours=1)).astimezone(dt.UTC).isoformat()},
        cookies={"standin_user": "nguyen.thi.lan@truongchinh.example"},
        timeout=30,
    )
    assert response.status_code == 200


def complain(world: World) -> None:
    feedback, activity = world.source(FEEDBACK_FORM), world.source(ACTIVITY_FORM)
    text = f"Tôi là Nguyễn Thị Khuyên ({CONTACT}), tố cáo ông Đặng Quốc Thoa; cháu Quyên lớp 7A2 bị phạt oan."
    said = {
        "group": "Cha mẹ học sinh",
        "topic": "Tiếp dân, trả lời đơn thư và kiến nghị",
        "satisfaction": "1",
    }
    send(world, feedback, said | {"text": text, "wants_answer": "Có"})
    deed = {
        "unit": "Tổ Ngữ văn",
        "title": "Giải quyết đơn của bà Nguyễn Thị Khuyên",
        "date": "2025-04-15",
        "result": "Đã gặp em Quyên và mời ông Đặng Quốc Thoa đến trường, ghi biên bản 02 trang.",
        "status": "Đã hoàn thành",
    }
    send(world, activity, deed | {"responsibility": "Chưa rõ, nhờ nhà trường xếp giúp"})
    title, result = "Thăm nhà em Nguyễn Thị Khuyên lớp 6A1", "Tổ đến thăm em Quyên, tặng 05 quyển vở và sách."
    type_into(world, ["16/4/2025", title, "III.2", "Nguyễn Thị Lan", "rất đông", result, "", ""])
    type_into(world, ["17/4/2025", title, "III.2", "Nguyễn Thị Lan", "12", result, "", ""])


def test_names_in_answers_and_rows_stay_where_they_were_written(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    complain(world)
    with caplog.at_level(logging.DEBUG):
        result = world.cycle()
    state = world.state()
    assert len(problems_of(state)) >= 2
    with world.open() as ws:
        spreadsheet = ws.sheets.open_by_key(world.source(SCHOOL_SHEET).file_id)
        tabs = {sheet.title: str(sheet.get_all_values()) for sheet in spreadsheet.worksheets()}
        document = str(ws.docs.documents().get(documentId=result.drafts[0].document_id).execute())
    assert "[không nêu tên]" in tabs["Góp ý"]
    assert "không nêu tên" in document
    page = str(status_as_json(overview(world.database, state)))
    told = {**tabs, "dự thảo": document, "nhật ký": caplog.text, "trang": page}
    for place, text in told.items():
        for name in (*NAMES, CONTACT):
            assert name not in text, f"{name} in {place}"
