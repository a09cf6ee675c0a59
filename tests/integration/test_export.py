"""`dunghan export` and `dunghan check-layout` on the sample school's own drafts."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from world import DAY

from service import exporting, layout_telling
from service.cli import main
from service.errors import ServiceError

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def drafted(lived_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a school with the drafts of its open periods."""
    folder = tmp_path_factory.mktemp("drafted") / "data"
    shutil.copytree(lived_school, folder)
    (folder / "store.sqlite3").rename(folder / "dunghan.sqlite3")
    made = invoke("cycle", "--data", folder, "--as-of", DAY.isoformat())
    assert made.exit_code == 0, made.output
    return folder


def invoke(*args: object, **environ: str) -> Result:
    settings = {"DUNGHAN_STANDIN_PORT": "0", "DATABASE_URL": "", "DUNGHAN_CREDENTIALS": "", "PORT": ""}
    return CliRunner().invoke(main, [str(arg) for arg in args], env=settings | environ, prog_name="dunghan")


def mistake_of(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def test_a_draft_is_exported_as_word_and_passes_every_row(drafted: Path, tmp_path: Path) -> None:
    out = tmp_path / "báo cáo.docx"
    told = invoke("export", "6T", "--out", out, "--data", drafted)
    assert told.exit_code == 0
    first, open_still = told.stdout.splitlines()
    assert first == f"Đã xuất: {out}"
    assert "dòng dành cho Hiệu trưởng" in open_still
    assert "BÁO CÁO" in [p.text for p in docx.Document(str(out)).paragraphs]
    checked = json.loads(invoke("check-layout", out, "--json").stdout)
    assert [row for row in checked["rows"] if not row["passed"]] == []
    assert checked["failed"] == 0
    assert checked["passed"] > 90
    assert {"rule", "wanted", "found", "place", "passed"} == set(checked["rows"][0])
    assert "xóa trước khi ký" in checked["notes"][0]


def test_the_draft_at_google_is_checked_by_its_period(drafted: Path) -> None:
    told = invoke("check-layout", "6t", "--data", drafted)
    assert told.exit_code == 0
    assert "Nghị định 30/2020/NĐ-CP" in told.stdout
    assert "CHƯA ĐẠT" not in told.stdout


def test_a_layout_that_is_not_right_ends_with_3_and_says_what_to_mend(drafted: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    invoke("export", "6T", "--out", out, "--data", drafted)
    word = docx.Document(str(out))
    word.sections[0].left_margin = docx.shared.Mm(25)
    word.save(str(out))
    told = invoke("check-layout", out)
    assert told.exit_code == 3
    assert "Trang giấy: lề trái: cần 30–35 mm; đang là 25 mm" in told.stdout


@pytest.mark.skipif(exporting._office() is None, reason="no LibreOffice here")
def test_pages_of_a_local_draft_are_made_by_libreoffice(drafted: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    told = invoke("export", "6T", "--out", out, "--data", drafted)
    assert told.exit_code == 0, told.output
    assert out.read_bytes().startswith(b"%PDF")


def test_without_libreoffice_a_line_says_what_to_do(drafted: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    told = invoke("export", "6T", "--format", "pdf", "--out", out, "--data", drafted, PATH=str(tmp_path))
    assert "Hãy cài LibreOffice" in mistake_of(told)
    assert not out.exists()


def test_libreoffice_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(ServiceError, match="chạy quá lâu"):
        exporting.to_pdf(b"", timeout=0.2)


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("export", "7T", "--out", "a.docx"), "Các kỳ đã có: 6T"),
        (("export", "6T", "--out", "/không/có/a.docx"), "Không có thư mục"),
        (("export", "6T", "--format", "odt", "--out", "a.odt"), "--format docx hoặc --format pdf"),
        (("check-layout", "không-có.docx"), "Không đọc được"),
        (("check-layout", "README.pdf"), "không phải là tệp .docx"),
        (("check-layout", "abc"), "Chưa có dự thảo của kỳ «abc»"),
        (("check-layout", "1f-VKT2VgSBD82xfb0qAVUC_oA8JrbqOudRZbG1JN29A"), "Không tìm thấy văn bản này"),
    ],
)
def test_what_a_person_can_mend_is_one_line(drafted: Path, args: tuple[str, ...], line: str) -> None:
    assert line in mistake_of(invoke(*args, "--data", drafted))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"old")
    with pytest.raises(ServiceError, match="thư mục"):
        exporting.save(b"new", tmp_path)
    exporting.save(b"new", tmp_path / "a.docx")
    assert (tmp_path / "a.docx").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


def test_a_broken_word_file_is_said_to_be_one() -> None:
    with pytest.raises(ServiceError, match="Không đọc được tệp này"):
        layout_telling.check_file(io.BytesIO(b"PK").getvalue())
