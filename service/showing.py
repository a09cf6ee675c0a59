"""What the commands print: text for people, as a school's secretary writes it, and values for JSON."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from service.config import ZONE
from service.domain.dates import short_date
from service.domain.deadlines import is_open
from service.domain.review import review_rows
from service.domain.rule_names import rule_name
from service.domain.stages import Stage
from service.drafting import DraftLink
from service.overview import CLAIM_KINDS, Overview, overview_as_json
from service.pipeline import CycleResult
from service.state import SchoolState
from service.store.codec import to_json
from service.store.drafts import StoredClaim
from service.submissions import ACTIVITY_FORM, FEEDBACK_FORM, OPINION_FORM
from service.sync import SourceResult
from service.text_table import WIDTH, table
from service.todo import Todo
from service.tracing import Explanation, Trace

__all__ = [
    "blocks_as_json",
    "blocks_for_people",
    "cycle_as_json",
    "cycle_for_people",
    "drafts_as_json",
    "drafts_for_people",
    "explanations_as_json",
    "explanations_for_people",
    "findings_as_json",
    "findings_for_people",
    "sources_for_people",
    "status_as_json",
    "status_for_people",
]

#: Of a block's text in the list of blocks.
_FIRST_WORDS = 60
#: Problems told in full; the rest stands in the tab «Cần sửa».
_PROBLEMS_SHOWN = 10

# --- a cycle and its parts -------------------------------------------------------------------------


def cycle_as_json(result: CycleResult) -> dict[str, Any]:
    """What `demo --json` prints."""
    return {
        "review_sheet": result.review_sheet,
        "drafts": drafts_as_json(result.drafts),
        "findings": dict(result.findings),
        "problems": result.problems,
        "api_calls": dict(result.api_calls),
        "errors": list(result.errors),
    }


def cycle_for_people(result: CycleResult) -> str:
    """What one cycle did, and where to look."""
    statuses = " · ".join(f"{status}: {count}" for status, count in result.findings.items())
    calls = " · ".join(f"{service}: {count}" for service, count in result.api_calls.items())
    lines = [
        f"Số liệu tính đến ngày {short_date(result.as_of)}",
        f"Bảng theo dõi: {result.review_sheet}",
        f"Kết quả kiểm tra: {statuses or 'chưa có kỳ nào mở'}",
        f"Mục cần sửa: {result.problems}",
        f"Lượt gọi Google: {calls or 'không'}",
        "",
        drafts_for_people(result.drafts, result.errors),
    ]
    failed = [item for item in result.sources if item.error]
    if failed:
        lines += ["", sources_for_people(failed)]
    return "\n".join(lines)


def sources_for_people(results: Sequence[SourceResult]) -> str:
    """How many submissions each source gave, or why it could not be read."""
    if not results:
        return "Không có nguồn nào thay đổi."
    rows = [
        (_source_name(item.key), str(item.read), str(item.changed), item.error or "Đã đọc")
        for item in results
    ]
    return table(("Nguồn", "Đã nhận", "Mới hoặc sửa", "Kết quả"), rows)


def drafts_as_json(drafts: Iterable[DraftLink]) -> list[dict[str, Any]]:
    """Period, due date, address and id of each draft, whether it was written and what was left alone."""
    return [
        {
            "period": draft.period,
            "due": draft.due.isoformat(),
            "url": draft.url,
            "document_id": draft.document_id,
            "written": draft.written,
            "kept": list(draft.kept),
        }
        for draft in drafts
    ]


def drafts_for_people(drafts: Sequence[DraftLink], errors: Sequence[str] = ()) -> str:
    """The drafts, what was left alone because a person wrote there, and what went wrong."""
    if not drafts and not errors:
        return "Chưa có kỳ báo cáo nào mở nên chưa có dự thảo."
    lines = []
    if drafts:
        rows = [(draft.label, short_date(draft.due), _this_time(draft), draft.url) for draft in drafts]
        lines.append(table(("Dự thảo báo cáo", "Hạn", "Lần này", "Mở tại"), rows, wrap=False))
    lines += [
        f"{draft.label}: giữ nguyên {len(draft.kept)} đoạn đã có người sửa." for draft in drafts if draft.kept
    ]
    lines += [notice for draft in drafts for notice in draft.notices]
    return "\n".join([*lines, *(f"Chưa xong: {error}" for error in errors)])


def _this_time(draft: DraftLink) -> str:
    if draft.stage in (Stage.APPROVED, Stage.ISSUED):
        return f"{draft.stage.value}, không viết nữa"
    return "đã cập nhật" if draft.written else "giữ nguyên"


# --- findings and status ---------------------------------------------------------------------------


def findings_as_json(state: SchoolState) -> list[dict[str, Any]]:
    """Every finding of the periods that people are told of."""
    open_keys = {period.key for period in state.told_periods}
    return [to_json(finding) for finding in state.findings if finding.period in open_keys]


def findings_for_people(state: SchoolState) -> str:
    """The review Sheet's rows of each period that people are told of."""
    parts = []
    for period in state.told_periods:
        rows = review_rows(state.settings.expectations, [period], state.findings)
        told = [(row.code, row.status.value, str(row.count), row.reason) for row in rows]
        parts.append(f"Báo cáo {period.label}\n" + table(("Mã", "Tình trạng", "Hoạt động", "Vì sao"), told))
    return "\n\n".join(parts) or "Chưa có kỳ báo cáo nào mở nên chưa có gì để kiểm tra."


def status_as_json(seen: Overview) -> dict[str, Any]:
    """The glance at a school; `/api/status` gives the same and more."""
    return overview_as_json(seen)


def status_for_people(seen: Overview) -> str:
    """The home page in the terminal."""
    deadlines = [
        (
            d.period.label,
            short_date(d.period.last_working_day),
            d.time_left,
            d.coverage.summary,
            d.life.stage.value if d.life.acts or d.period.drafts_from <= seen.as_of else "",
        )
        for d in seen.deadlines
    ]
    sources = [(source.label, _when(source.read_at), source.last_error or "") for source in seen.sources]
    problems = [(p.source, p.where, p.reason) for p in seen.problems[:_PROBLEMS_SHOWN]]
    rest = len(seen.problems) - len(problems)
    parts = [
        f"{seen.school} · {short_date(seen.as_of)}\n{seen.headline}",
        "\n".join(["Việc cần làm:", *(_told_todo(n, todo) for n, todo in enumerate(seen.todos, 1))])
        if seen.todos
        else "Không có việc gấp.",
        table(("Kỳ báo cáo", "Nộp chậm nhất", "Thời gian", "Nhiệm vụ", "Báo cáo"), deadlines),
        *_not_ready(seen),
        table(("Nguồn", "Đọc lần cuối", "Trục trặc"), sources),
        f"Cần sửa: {len(seen.problems)}" if seen.problems else "Không có mục nào cần sửa.",
    ]
    if problems:
        parts.append(table(("Nguồn", "Ô/phiếu", "Lý do"), problems))
    if rest > 0:
        parts.append(f"… và {rest} mục khác ở tab «Cần sửa».")
    return "\n\n".join(parts)


def _not_ready(seen: Overview) -> Iterator[str]:
    """Why each report that has a draft cannot be signed yet."""
    for deadline in seen.deadlines:
        if deadline.blockers and is_open(deadline.period, seen.as_of):
            lines = [
                textwrap.fill(f"– {b.reason} {b.remedy}", WIDTH, subsequent_indent="  ")
                for b in deadline.blockers
            ]
            yield "\n".join([f"Báo cáo {deadline.period.label}: chưa sẵn sàng ký.", *lines])


def _told_todo(number: int, todo: Todo) -> str:
    about = "; ".join(
        f"{unit} ({', '.join(codes)})" if unit else ", ".join(codes) for unit, codes in todo.about
    )
    line = f"{number}. {todo.what}{f' {about}.' if about else ''} [{todo.who}]"
    return textwrap.fill(line, WIDTH, subsequent_indent="   ")


# --- why -------------------------------------------------------------------------------------------


def blocks_as_json(found: Iterable[StoredClaim]) -> list[dict[str, Any]]:
    """What `why` can be asked about."""
    return [
        {
            "period": item.period,
            "block": item.block.key,
            "kind": item.block.kind.value,
            "sources": len(item.block.sources),
            "text": item.block.text,
        }
        for item in found
    ]


def blocks_for_people(found: Sequence[StoredClaim]) -> str:
    """What `why` can be asked about, each block with its first words."""
    if not found:
        return "Chưa có dự thảo nào. Hãy chạy «dunghan draft» trước."
    rows = [
        (
            f"{item.period}:{item.block.key}",
            str(len(item.block.sources) or ""),
            textwrap.shorten(item.block.text, _FIRST_WORDS, placeholder="…") or "(bảng số liệu)",
        )
        for item in found
    ]
    hint = "Xem nguồn của một đoạn: dunghan why ĐOẠN"
    return f"{table(('Đoạn', 'Nguồn', 'Câu đầu'), rows, wrap=False)}\n\n{hint}"


def explanations_as_json(found: Iterable[Explanation]) -> list[dict[str, Any]]:
    """Each block with its claims and their submissions."""
    return [
        {
            "period": item.period,
            "block": item.block.key,
            "text": item.block.text,
            "claims": [
                {
                    "text": claim.text,
                    "kind": claim.kind.value,
                    "basis": claim.basis,
                    "sources": [_trace_as_json(trace) for trace in claim.traces],
                }
                for claim in item.claims
            ],
        }
        for item in found
    ]


def explanations_for_people(found: Sequence[Explanation]) -> str:
    """Each sentence, what kind of sentence it is, and the submissions under it."""
    lines: list[str] = []
    for item in found:
        lines.append(f"{item.period} · {item.block.key}")
        if item.block.table is not None:
            lines.append(table(item.block.table.header, item.block.table.rows))
        for claim in item.claims:
            basis = f": {rule_name(claim.basis)}" if claim.basis else ""
            lines += ["", *textwrap.wrap(claim.text, WIDTH), f"  ({CLAIM_KINDS[claim.kind]}{basis})"]
            lines += [f"  – {_told(trace)}" for trace in claim.traces]
        lines.append("")
    return "\n".join(lines).rstrip()


def _trace_as_json(trace: Trace) -> dict[str, Any]:
    return {
        "kind": trace.ref.kind.value,
        "source_id": trace.ref.source_id,
        "record_id": trace.ref.record_id,
        "version": trace.ref.version,
        "source": trace.source,
        "address": trace.address,
        "sent_at": trace.sent_at.isoformat() if trace.sent_at else None,
        "unit": trace.unit,
        "title": trace.title,
        "fate": trace.fate.name.lower(),
    }


def _told(trace: Trace) -> str:
    where = f"ô {trace.address}" if trace.address else f"phiếu gửi {_when(trace.sent_at)}"
    return " · ".join(part for part in (trace.source, where, trace.unit, trace.title, trace.fate) if part)


# --- words ------------------------------------------------------------------------------------------


def _source_name(key: str) -> str:
    if key.startswith(OPINION_FORM):
        return f"Phiếu ý kiến về dự thảo kỳ {key.removeprefix(OPINION_FORM)}"
    names = {ACTIVITY_FORM: "Phiếu báo cáo hoạt động", FEEDBACK_FORM: "Phiếu góp ý – phản ánh"}
    return names.get(key) or f"Sổ của {key.removeprefix('sheet:')}"


def _when(moment: dt.datetime | None) -> str:
    if moment is None:
        return "chưa lần nào"
    local = moment.astimezone(ZONE)
    return f"{local:%H:%M} ngày {short_date(local.date())}"
