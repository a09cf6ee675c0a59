"""Every claim of the sample school's three drafts leads to stored submissions that say it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from raw_submissions import Raw, bare_words, events, figure, people, read_raw, written
from world import World

from service import citing_in_doc, exporting, layout_telling
from service.citing import notes_of
from service.domain.report import BlockKind, Claim, ClaimKind, TableData
from service.endnotes import with_endnotes
from service.errors import ServiceError
from service.sample.content import read_school
from service.sample.demo import DEFAULT_AS_OF, set_up_sample
from service.standin.server import StandIn
from service.store import Database
from service.store import drafts as draft_rows
from service.store.drafts import StoredClaim
from service.templates import template_text
from service.workspace import SCHOOL_ID, GoogleEndpoint

FROM_SUBMISSIONS = (ClaimKind.SUBMITTED, ClaimKind.COUNTED)
#: «Trong kỳ có 03 đơn …; không phát sinh …», in each of its ways.
FIGURES = re.compile(r"^(?:Trong kỳ (?:có|không)|Số liệu cả kỳ:|Tổng cộng trong kỳ có|Theo số liệu báo cáo)")
HOW_OFTEN = re.compile(r"(?:có|đã triển khai|đã thực hiện|đã) ([\d.]+) (?:hoạt động|lần)")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The sample school late in October, after a cycle: all three drafts stand."""
    folder = tmp_path_factory.mktemp("year")
    database = Database(f"sqlite:///{folder / 'store.sqlite3'}")
    with StandIn.start(folder / "google") as standin:
        world = World(database, GoogleEndpoint(base_url=standin.url, credentials=standin.service_account))
        set_up_sample(database, world.endpoint, as_of=DEFAULT_AS_OF)
        assert [draft.period for draft in world.cycle(DEFAULT_AS_OF).drafts] == ["6T", "9T", "NAM"]
        yield world
    database.close()


@pytest.fixture(scope="module")
def raws(year: World) -> dict[tuple[str, str, str], Raw]:
    return read_raw(Path(str(year.database.engine.url.database)))


@pytest.fixture(scope="module")
def blocks(year: World) -> tuple[StoredClaim, ...]:
    with year.database.begin() as tx:
        return draft_rows.list_blocks(tx, SCHOOL_ID)


def of(claim: Claim, raws: dict[tuple[str, str, str], Raw]) -> list[Raw]:
    return [raws[ref.source_id, ref.record_id, ref.version] for ref in claim.sources]


def test_every_claim_leads_to_submissions_that_say_it(
    blocks: tuple[StoredClaim, ...], raws: dict[tuple[str, str, str], Raw]
) -> None:
    checked: Counter[str] = Counter()
    for item in blocks:
        for claim in item.block.claims:
            if claim.kind in FROM_SUBMISSIONS:
                assert claim.sources, claim.text
                checked.update(check_claim(item.block.key, claim, of(claim, raws)))
            else:
                assert not claim.sources, claim.text
    assert checked["how often"] >= 30
    assert checked["figures"] >= 40
    assert checked["quoted"] >= 40
    assert checked["people"] >= 20
    assert checked["under way"] >= 2
    assert checked["nothing"] >= 3


def check_claim(key: str, claim: Claim, said: list[Raw]) -> Iterator[str]:
    """Hold one sentence of section III against what was submitted."""
    if not re.fullmatch(r"III\.I+\.\S+\.text", key):
        return
    if FIGURES.match(claim.text):
        for label in {label for raw in said for label in raw.figures}:
            value = figure(said, label)
            name = re.sub(r"^Số ", "", label)
            name = name[:1].lower() + name[1:]
            assert value is not None
            assert (f"{written(value)} {name}" if value else name) in claim.text, (label, claim.text)
            assert value or f"0 {name}" not in claim.text
            yield "figures"
        return
    if "đang thực hiện" in claim.text and not claim.text.startswith("Trong kỳ,"):
        assert {raw.status for raw in said} == {"Đang thực hiện"}
        assert written(len(events(said))) in claim.text
        yield "under way"
    elif "không phát sinh" in claim.text and claim.kind is ClaimKind.SUBMITTED:
        assert {raw.status for raw in said} == {"Không phát sinh trong kỳ"}
        assert all(raw.unit in claim.text for raw in said)
        yield "nothing"
    elif claim.kind is ClaimKind.SUBMITTED:
        words = bare_words(claim.text)
        for raw in said:
            told = set(bare_words(raw.result))
            assert sum(word in told for word in words) * 10 >= len(words) * 6, (claim.text, raw.result)
            assert set(re.findall(r"\d+", raw.result)) <= set(re.findall(r"\d+", claim.text))
        yield "quoted"
    elif often := HOW_OFTEN.search(claim.text):
        assert often[1] == written(len(events(said))), claim.text
        yield "how often"
        if counted := re.search(r"với ([\d.]+) lượt người tham dự", claim.text):
            assert counted[1] == written(people(said)), claim.text
            yield "people"


def test_every_figure_of_the_annex_is_what_its_submissions_come_to(
    blocks: tuple[StoredClaim, ...], raws: dict[tuple[str, str, str], Raw]
) -> None:
    checked = 0
    for item in blocks:
        if item.block.key != "annex.figures":
            continue
        assert isinstance(item.block.table, TableData)
        for row, claim in zip(item.block.table.rows, item.block.claims, strict=True):
            label = row[0].lstrip("–+ ")
            value = figure(of(claim, raws), label)
            if value is not None:
                assert row[1].split(" ")[0] == written(value), row
                checked += 1
    assert checked >= 50


def test_the_sample_tells_of_what_is_under_way_what_did_not_occur_and_what_was_done_together(
    blocks: tuple[StoredClaim, ...],
) -> None:
    text = "\n".join(item.block.text for item in blocks if item.period == "NAM")
    assert "hoạt động đang thực hiện, chưa kết thúc" in text
    assert "Công đoàn báo cáo không phát sinh trong kỳ" in text or "Theo báo cáo của Công đoàn" in text
    assert (
        "đối thoại giữa Hiệu trưởng và Ban Chấp hành Công đoàn (Ban Giám hiệu và Công đoàn, 03 lần)" in text
    )


def test_endnotes_say_behind_each_sentence_where_it_comes_from_and_name_nobody(
    year: World, tmp_path: Path, blocks: tuple[StoredClaim, ...]
) -> None:
    with year.open(DEFAULT_AS_OF) as ws:
        made = exporting.export_draft(ws, "9T", "docx", endnotes=True)
    told = [
        claim
        for item in blocks
        if item.period == "9T" and item.block.kind is not BlockKind.NOTICE
        for claim in item.block.claims
        if claim.kind in FROM_SUBMISSIONS
    ]
    assert f"Đã gắn {len(told)} chú thích nguồn ở cuối văn bản." in made.told
    assert "dòng dành cho Hiệu trưởng" in made.told[0]
    (tmp_path / "a.docx").write_bytes(made.data)
    document = docx.Document(str(tmp_path / "a.docx"))
    [part] = [p for p in document.part.package.iter_parts() if str(p.partname) == "/word/endnotes.xml"]
    notes = part.blob.decode()
    assert notes.count("<w:endnoteRef/>") == len(told) == document.element.xml.count("<w:endnoteReference ")
    assert "phiếu gửi" in notes
    assert "Hoạt động!B" in notes
    school = read_school(template_text("plan", "truong-mau.toml"))
    assert not [name for people in school.people.values() for name in people if name in notes]
    assert "@" not in notes
    assert layout_telling.check_file(made.data).failed == ()


def test_a_sentence_that_people_rewrote_has_no_endnote(year: World, tmp_path: Path) -> None:
    with year.open(DEFAULT_AS_OF) as ws:
        plain = exporting.export_draft(ws, "6T", "docx")
        document = docx.Document(str(_saved(tmp_path, plain.data)))
        changed = next(p for p in document.paragraphs if "nhà trường đã tổng hợp" in p.text)
        changed.runs[0].text = "Câu của Hiệu trưởng."
        for run in changed.runs[1:]:
            run.text = ""
        document.save(str(tmp_path / "b.docx"))
        notes = notes_of(ws.database, ws.school_id, "6T")
        noted = with_endnotes((tmp_path / "b.docx").read_bytes(), notes)
    assert (noted.placed, noted.lost) == (len(notes) - 1, 1)


def test_pages_of_a_draft_with_suggestions_are_never_googles_own(
    year: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no LibreOffice
    with year.open(DEFAULT_AS_OF) as ws:
        document_id = exporting.draft_id(ws, "9T")
        asked = {}
        for is_marked in (False, True):
            before = ws.session.calls.by_service["drive"]
            with pytest.raises(ServiceError, match="LibreOffice"):
                exporting.export_document(ws, document_id, "pdf", is_marked=is_marked)
            asked[is_marked] = ws.session.calls.by_service["drive"] - before
    # The .docx alone, of which LibreOffice makes clean pages; else Google's pages first.
    assert asked == {True: 1, False: 2}


def test_sources_stand_beside_the_text_on_demand_and_go_without_a_trace(year: World) -> None:
    with year.open(DEFAULT_AS_OF) as ws:
        before = exporting.export_draft(ws, "NAM", "docx")
        made = citing_in_doc.cite_in_doc(ws, "NAM", public_url="https://bao-cao.truong.example/")
        assert made >= 15
        assert citing_in_doc.cite_in_doc(ws, "NAM", public_url="https://bao-cao.truong.example/") == 0
        document_id = exporting.draft_id(ws, "NAM")
        shown = ws.docs.documents().get(
            documentId=document_id,
            includeTabsContent=True,
            suggestionsViewMode="SUGGESTIONS_INLINE",
            commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED",
        )
        texts = [thread["headPost"]["content"] for thread in shown.execute()["comments"]]
        assert all(text.startswith("Nguồn của đoạn này: ") for text in texts)
        assert any(
            text.endswith("https://bao-cao.truong.example/du-thao/NAM/III.II.1.c.text") for text in texts
        )
        remarked = exporting.export_draft(ws, "NAM", "docx")
        assert f"{made} nhận xét" in remarked.told[0]
        # Google puts comments into a Word file; what is to be signed has none.
        clean, plain = (docx.Document(io.BytesIO(made.data)) for made in (remarked, before))
        assert [p.text for p in clean.paragraphs] == [p.text for p in plain.paragraphs]
        assert "comment" not in clean.element.xml and not list(clean.comments)
        assert citing_in_doc.uncite_in_doc(ws, "NAM") == made
        assert exporting.export_draft(ws, "NAM", "docx").told == before.told


def _saved(folder: Path, data: bytes) -> Path:
    path = folder / "a.docx"
    path.write_bytes(data)
    return path
