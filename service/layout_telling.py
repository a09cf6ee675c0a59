"""The official layout of a Word file or a draft, held against the rules of the decree, for people to read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.errors import ServiceError
from service.exporting import draft_id
from service.layout import LayoutFileError, LayoutReport, LayoutRules, check_layout, load_rules, read_layout
from service.store import drafts as draft_rows
from service.templates import report_wording, template_text
from service.text_table import table
from service.workspace import Workspace

#: Address of a Doc, or its id alone.
_DOC_ID = re.compile(r"(?:.*/document/d/)?([\w-]{20,})(?:[/?#].*)?")
_MOST_BYTES = 50 * 1024 * 1024


def layout_rules() -> LayoutRules:
    """The rules of the official layout, as `templates/report/the-thuc.toml` has them."""
    return load_rules(template_text("report", "the-thuc.toml"))


def check_file(data: bytes) -> LayoutReport:
    """A .docx held against the rules. Raises ServiceError."""
    try:
        layout = read_layout(data)
    except LayoutFileError as error:
        raise ServiceError(str(error)) from error
    return check_layout(layout, layout_rules(), notice_label=report_wording().say("ghi_chu.nhan"))


def read_word_file(path: Path) -> bytes:
    """The bytes of a .docx. Raises ServiceError."""
    if path.suffix.casefold() != ".docx":
        raise ServiceError(
            f"«{path.name}» không phải là tệp .docx. Hãy mở bằng Word và lưu lại dạng .docx rồi thử lại."
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ServiceError(f"«{path.name}» lớn quá; xin chỉ tới tệp của một văn bản.")
        return path.read_bytes()
    except OSError as error:
        raise ServiceError(f"Không đọc được «{path}». Hãy kiểm tra lại đường dẫn của tệp.") from error


def document_of(ws: Workspace, named: str) -> str:
    """Id of the Doc that a person names: its period, its address or its id. Raises ServiceError."""
    with ws.database.begin() as tx:
        periods = {row.period.casefold() for row in draft_rows.list_drafts(tx, ws.school_id)}
    found = _DOC_ID.fullmatch(named)
    if named.casefold() in periods or found is None:
        return draft_id(ws, named)
    return found[1]


def is_file(named: str) -> bool:
    """True if a person means a file and not a Doc."""
    return Path(named).exists() or named.casefold().endswith((".docx", ".doc", ".pdf", ".odt"))


def layout_as_json(name: str, report: LayoutReport) -> dict[str, Any]:
    """What `check-layout --json` prints."""
    rules = layout_rules()
    return {
        "document": name,
        "rules": {"source": rules.source, "version": rules.version},
        "passed": len(report.findings) - len(report.failed),
        "failed": len(report.failed),
        "rows": [{"rule": f.rule} | _without_names(dataclasses.asdict(f)) for f in report.findings],
        "notes": list(report.notes),
    }


def _without_names(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("element", "fact")}


def layout_for_people(name: str, report: LayoutReport) -> str:
    """A table of every row, then what to mend."""
    return "\n".join(_told(name, report))


def _told(name: str, report: LayoutReport) -> Iterator[str]:
    rules = layout_rules()
    rows = [(f.rule, "đạt" if f.passed else "CHƯA ĐẠT", f.found) for f in report.findings]
    yield f"{name}, so với {rules.source} (bản quy tắc {rules.version})\n"
    yield table(("Quy định", "Kết quả", "Trong văn bản"), rows)
    passed = len(report.findings) - len(report.failed)
    yield f"\nĐạt {passed}/{len(report.findings)}."
    for finding in report.failed:
        place = f" Chỗ: {finding.place}." if finding.place else ""
        yield f"- {finding.rule}: cần {finding.wanted}; đang là {finding.found}.{place}"
    yield from report.notes
