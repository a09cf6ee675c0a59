"""The page of a document: what is suggested and said, and what a person can do about it there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from standin_docs_bench import NOW, USER, Bench, delete, insert, span, table
from test_standin_docs_suggest import PRINCIPAL, send, share, suggest, text, threads

from service.standin.docs import register_pages


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = Bench(tmp_path)
    share(bench, PRINCIPAL, "writer")
    bench.batch(insert(1, "Tiếp 04 lượt.\nHai 😀"))
    return bench


@pytest.fixture
def client(bench: Bench) -> FlaskClient:
    app = Flask(__name__)
    register_pages(app, bench.database)
    return app.test_client()


def page(client: FlaskClient, bench: Bench, query: str = "") -> str:
    answer = client.get(f"/document/d/{bench.id}/edit{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def act(client: FlaskClient, bench: Bench, **fields: Any) -> int:
    found = re.search(r'name="ban" value="([^"]+)"', page(client, bench, "?sua=1"))
    assert found is not None
    form = {"la": PRINCIPAL, "ban": found[1]} | fields
    return client.post(f"/document/d/{bench.id}/lam", data=form).status_code


def test_suggestions_are_underlined_and_struck_through_and_told_in_the_margin(
    client: FlaskClient, bench: Bench
) -> None:
    assert "<aside>" not in page(client, bench)
    suggest(bench, insert(8, "05"), delete(6, 8))
    shown = page(client, bench)
    assert "<del>04</del>" in re.sub("</?span[^>]*>", "", shown)
    assert "<ins>05</ins>" in re.sub("</?span[^>]*>", "", shown)
    assert "<p>Bỏ: <del>04</del></p><p>Thêm: <ins>05</ins></p>" in shown
    assert f"<small>{USER}</small>" in shown


@pytest.mark.parametrize(("deed", "left"), [("nhan", "Tiếp 05 lượt."), ("bo", "Tiếp 04 lượt.")])
def test_a_person_accepts_or_rejects(client: FlaskClient, bench: Bench, deed: str, left: str) -> None:
    [made] = suggest(bench, insert(8, "05"), delete(6, 8))
    assert act(client, bench, viec=deed, ma=made) == 303
    assert text(bench).startswith(left + "\n")
    [thread] = threads(bench, PRINCIPAL)
    assert thread["replies"][0]["author"]["me"] is True
    with bench.database.transaction(USER, NOW, write=False) as state:
        file = state.file(bench.id)
        assert file is not None
        assert file.modified_by == PRINCIPAL


def test_a_comment_is_shown_with_its_text_and_can_be_resolved(client: FlaskClient, bench: Bench) -> None:
    answer = send(bench, {"insertComment": {"range": span(6, 8), "content": "Xem lại"}})
    made = answer["replies"][0]["insertComment"]["commentThread"]["commentId"]
    shown = page(client, bench)
    assert "<q>04</q>" in shown
    assert "<p>Xem lại</p>" in shown
    assert act(client, bench, viec="xong", ma=made) == 303
    assert "Xem lại" not in page(client, bench)


def test_a_paragraph_is_edited_in_its_place(client: FlaskClient, bench: Bench) -> None:
    shown = page(client, bench, "?sua=15")
    assert "Hai 😀</textarea>" in shown
    assert act(client, bench, viec="sua", cho=15, chu="Hai 😀😀 và\r\nba\r\n") == 303
    assert text(bench) == "Tiếp 04 lượt.\nHai 😀😀 và\nba\n"


def test_an_edit_can_be_a_suggestion_of_the_one_who_is_chosen(client: FlaskClient, bench: Bench) -> None:
    assert act(client, bench, viec="goi-y", cho=1, chu="Tiếp 05 lượt.") == 303
    assert text(bench).startswith("Tiếp 045 lượt.")
    assert [thread["headPost"]["author"].get("me") for thread in threads(bench, PRINCIPAL)] == [True]


def test_a_paragraph_is_deleted_as_far_as_it_can_be(client: FlaskClient, bench: Bench) -> None:
    assert act(client, bench, viec="xoa", cho=15) == 303
    assert text(bench) == "Tiếp 04 lượt.\n\n"
    bench.batch(table(1, 1, 1))
    assert act(client, bench, viec="xoa", cho=1) == 303
    assert act(client, bench, viec="xoa", cho=7) == 303
    assert text(bench) == "\n\n\n"


def test_what_somebody_changed_meanwhile_is_not_written_over(client: FlaskClient, bench: Bench) -> None:
    form = {"la": PRINCIPAL, "ban": "cu", "viec": "sua", "cho": 1, "chu": "x"}
    answer = client.post(f"/document/d/{bench.id}/lam", data=form)
    assert answer.status_code == 400
    assert "vừa có người khác sửa" in answer.get_data(as_text=True)
    assert text(bench) == "Tiếp 04 lượt.\nHai 😀\n"


@pytest.mark.parametrize(
    "fields",
    [{"viec": "khac"}, {"viec": "sua"}, {"viec": "sua", "cho": 2}, {"viec": "nhan", "ma": "khong-co"}],
)
def test_a_form_that_the_page_does_not_have_is_refused(
    client: FlaskClient, bench: Bench, fields: dict[str, Any]
) -> None:
    assert act(client, bench, **fields) == 400


def test_remarks_become_no_markup(client: FlaskClient, bench: Bench) -> None:
    evil = "<script>alert(1)</script>"
    suggest(bench, insert(1, evil))
    send(bench, {"insertComment": {"range": span(1, 9), "content": evil}})
    assert "<script" not in page(client, bench)
    assert "<script" not in page(client, bench, "?sua=1")
