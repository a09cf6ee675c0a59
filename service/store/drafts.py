"""Findings, drafts and the claims of their blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.domain.findings import Finding
from service.domain.report import Block, BlockKind, Claim, TableData
from service.store.codec import from_json, moment, to_json, utc
from service.store.tables import blocks, drafts, findings
from service.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """The Doc of one period, or the intent to make it."""

    period: str
    #: Found again in Drive by this key.
    job_key: str
    name: str
    due: dt.date
    as_of: dt.date
    document_id: str | None = None
    #: Hash of the report that the Doc holds.
    report_hash: str | None = None
    #: What the writer needs to refresh the Doc.
    state: Mapping[str, Any] = field(default_factory=dict)
    written_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredClaim:
    """A block of a draft as it was written, with the period it belongs to."""

    period: str
    block: Block


def save_findings(tx: Connection, school_id: str, found: Iterable[Finding]) -> None:
    """Replace the school's findings by those of the newest check."""
    tx.execute(sa.delete(findings).where(findings.c.school_id == school_id))
    rows = [
        {"school_id": school_id, "period": f.period, "code": f.code, "owner": f.owner, "body": to_json(f)}
        for f in found
    ]
    if rows:
        tx.execute(sa.insert(findings), rows)


def list_findings(tx: Connection, school_id: str) -> tuple[Finding, ...]:
    """The findings of the newest check."""
    query = sa.select(findings.c.body).where(findings.c.school_id == school_id)
    query = query.order_by(findings.c.period, findings.c.code, findings.c.owner)
    return tuple(from_json(Finding, body) for body in tx.execute(query).scalars())


def save_draft(tx: Connection, school_id: str, draft: DraftRow) -> None:
    """Create or replace the row of one period."""
    values = {
        "job_key": draft.job_key,
        "document_id": draft.document_id,
        "name": draft.name,
        "due": draft.due.isoformat(),
        "as_of": draft.as_of.isoformat(),
        "report_hash": draft.report_hash,
        "state": dict(draft.state),
        "written_at": utc(draft.written_at) if draft.written_at else None,
    }
    upsert(tx, drafts, {"school_id": school_id, "period": draft.period}, values)


def find_draft(tx: Connection, school_id: str, period: str) -> DraftRow | None:
    """The draft of one period, or the intent to make it; None before that."""
    return next((row for row in list_drafts(tx, school_id) if row.period == period), None)


def list_drafts(tx: Connection, school_id: str) -> tuple[DraftRow, ...]:
    """All drafts, the earliest due first."""
    query = sa.select(drafts).where(drafts.c.school_id == school_id).order_by(drafts.c.due, drafts.c.period)
    return tuple(
        DraftRow(
            period=row.period,
            job_key=row.job_key,
            name=row.name,
            due=dt.date.fromisoformat(row.due),
            as_of=dt.date.fromisoformat(row.as_of),
            document_id=row.document_id,
            report_hash=row.report_hash,
            state=row.state,
            written_at=moment(row.written_at) if row.written_at else None,
        )
        for row in tx.execute(query)
    )


def begin_again(tx: Connection, school_id: str, period: str, edition: int) -> None:
    """The next edition of a report gets a Doc of its own; that of the one before is ours to write no more."""
    row = next(row for row in list_drafts(tx, school_id) if row.period == period)
    key = f"{row.job_key.partition('#')[0].partition('~')[0]}#{edition}"
    fresh = DraftRow(period=period, job_key=key, name=row.name, due=row.due, as_of=row.as_of)
    save_draft(tx, school_id, fresh)
    tx.execute(
        sa.update(drafts)
        .where(drafts.c.school_id == school_id, drafts.c.period == period)
        .values(written=sa.null())
    )


def begin_anew(tx: Connection, school_id: str, period: str) -> None:
    """The draft gets a new Doc under a new key; the one before is forgotten, and so is what was written."""
    row = next(row for row in list_drafts(tx, school_id) if row.period == period)
    head, _, number = row.job_key.partition("~")
    key = f"{head}~{int(number or 1) + 1}"
    save_draft(
        tx,
        school_id,
        DraftRow(period=period, job_key=key, name=row.name, due=row.due, as_of=row.as_of),
    )
    tx.execute(
        sa.update(drafts)
        .where(drafts.c.school_id == school_id, drafts.c.period == period)
        .values(written=sa.null())
    )


def save_blocks(tx: Connection, school_id: str, period: str, written: Iterable[Block]) -> None:
    """Replace the blocks and claims of one draft."""
    tx.execute(sa.delete(blocks).where(blocks.c.school_id == school_id, blocks.c.period == period))
    rows = [
        {
            "school_id": school_id,
            "period": period,
            "block_key": block.key,
            "ordinal": ordinal,
            "kind": block.kind.value,
            "claims": to_json(list(block.claims)),
            "table_data": to_json(block.table) if block.table else None,
        }
        for ordinal, block in enumerate(written)
    ]
    if rows:
        tx.execute(sa.insert(blocks), rows)


def list_blocks(tx: Connection, school_id: str, *, period: str | None = None) -> tuple[StoredClaim, ...]:
    """Blocks in the order of the Doc, of one period or of all."""
    query = sa.select(blocks).where(blocks.c.school_id == school_id)
    if period is not None:
        query = query.where(blocks.c.period == period)
    rows = tx.execute(query.order_by(blocks.c.period, blocks.c.ordinal))
    return tuple(StoredClaim(period=row.period, block=_block(row)) for row in rows)


def _block(row: Any) -> Block:
    return Block(
        key=row.block_key,
        kind=BlockKind(row.kind),
        claims=from_json(tuple[Claim, ...], row.claims),
        table=from_json(TableData, row.table_data) if row.table_data else None,
    )
