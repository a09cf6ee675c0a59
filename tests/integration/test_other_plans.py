"""Plans of other kinds than the sample: a right draft, or one line that says why there is none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from world import World

from service.config import end_of_day
from service.google.documents.reading import read_view
from service.plan_text import read_plan
from service.setup import GivenProfile, set_up, setup_from_plan
from service.showing import drafts_for_people
from service.standin.server import StandIn
from service.store import Database
from service.workspace import GoogleEndpoint, open_workspace

GIVEN = GivenProfile(
    principal="Trần Thu Hà",
    principal_email="ha@truong.example",
    name="Trường THPT Thử Nghiệm",
    parent="SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    place="Cao Lãnh",
    symbol="TN",
    units=("Tổ Toán",),
)


@pytest.mark.parametrize(
    ("plan", "day", "reports"),
    [
        # A school's plan with one report, of no period; a province's, with one a year; one that owes none.
        ("01-thpt-doc-binh-kieu-sinh-hoat-cong-dan", dt.date(2026, 10, 1), 1),
        ("11-ubnd-tphcm-174-binh-dang-gioi", dt.date(2025, 12, 10), 1),
        ("04-thpt-cao-lanh-2-sinh-hoat-chuyen-mon-lich-su", dt.date(2026, 10, 1), 0),
    ],
)
def test_a_plan_of_another_kind_has_its_draft_or_a_line(
    shared: Path, tmp_path: Path, plan: str, day: dt.date, reports: int
) -> None:
    text = (shared / "data" / "plans" / f"{plan}.txt").read_text(encoding="utf-8")
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with StandIn.start(tmp_path / "google") as standin:
        endpoint = GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)
        world = World(database, endpoint)
        with open_workspace(database, endpoint, moment=end_of_day(day)) as ws:
            set_up(ws, setup_from_plan(read_plan(text), GIVEN, made_on=day))
        result = world.cycle(day)
        assert (result.errors, len(result.drafts)) == ((), reports)
        # The draft may still tell what its own first cycle began, such as the form for opinions.
        world.cycle(day)
        settled = world.cycle(day)
        assert (settled.errors, [draft.written for draft in settled.drafts]) == ((), [False] * reports)
        if not reports:
            assert "chưa có dự thảo" in drafts_for_people(result.drafts)
        for draft in result.drafts:
            with world.open(day) as ws:
                shown = ws.docs.documents().get(documentId=draft.document_id, includeTabsContent=True)
                view = read_view(shown.execute())
            lines = [text for _, text in view.every_text]
            assert not any("{{" in line for line in lines)
            assert any(line.endswith("./.") for line in lines)
            assert any("Hiệu trưởng".upper() in line for line in lines)
            assert len(view.places) > 10
    database.close()
