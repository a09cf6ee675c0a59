"""Reports as they were approved, each edition frozen: never written again but for its number and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.domain.report import Report
from service.store.codec import from_json, moment, to_json, utc
from service.store.tables import drafts, editions
from service.store.upsert import upsert

#: (file, id, version) of a submission.
Known = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The report that a Doc holds, and every submission that was known when it was written."""

    report: Report
    known: frozenset[Known] = frozenset()
    #: Digest of the texts that it is worded with; "" before this was kept.
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One approved report."""

    period: str
    #: 1 for the first, 2 for its first correction.
    edition: int
    document_id: str
    name: str
    written: Written
    #: Settings, plan and profile of that moment: what the report is made again from.
    made_from: Mapping[str, Any]
    #: Of the report.
    digest: str
    approved_at: dt.datetime
    approved_by: str
    #: The Doc's revision, where it is known.
    revision: str | None = None
    #: «12/BC-TC» and the day, once it is issued.
    number: str | None = None
    issued_on: dt.date | None = None


def save_written(tx: Connection, school_id: str, period: str, written: Written) -> None:
    """Remember what the draft of a period holds."""
    chosen = (drafts.c.school_id == school_id) & (drafts.c.period == period)
    tx.execute(sa.update(drafts).where(chosen).values(written=_packed(written)))


def find_written(tx: Connection, school_id: str, period: str) -> Written | None:
    """What the draft holds; None where it was written before this was remembered."""
    query = sa.select(drafts.c.written).where(drafts.c.school_id == school_id, drafts.c.period == period)
    body = tx.execute(query).scalar_one_or_none()
    return _unpacked(body) if body else None


def freeze(tx: Connection, school_id: str, edition: Edition) -> None:
    """Keep an approved report; one that was taken back is replaced."""
    values = {
        "document_id": edition.document_id,
        "name": edition.name,
        "written": _packed(edition.written),
        "made_from": dict(edition.made_from),
        "digest": edition.digest,
        "approved_at": utc(edition.approved_at),
        "approved_by": edition.approved_by,
        "revision": edition.revision,
        "number": None,
        "issued_on": None,
    }
    keys = {"school_id": school_id, "period": edition.period, "edition": edition.edition}
    upsert(tx, editions, keys, values)


def thaw(tx: Connection, school_id: str, period: str, edition: int) -> None:
    """Forget the frozen report of an approval that was taken back."""
    tx.execute(sa.delete(editions).where(_one(school_id, period, edition), editions.c.number.is_(None)))


def set_issued(
    tx: Connection, school_id: str, period: str, edition: int, *, number: str, issued_on: dt.date
) -> None:
    """Number and day, as the secretary entered them."""
    values = {"number": number, "issued_on": issued_on.isoformat()}
    tx.execute(sa.update(editions).where(_one(school_id, period, edition)).values(**values))


def set_revision(tx: Connection, school_id: str, period: str, edition: int, revision: str) -> None:
    """The Doc's revision as it was first seen after the approval."""
    tx.execute(sa.update(editions).where(_one(school_id, period, edition)).values(revision=revision))


def set_document(tx: Connection, school_id: str, period: str, edition: int, document_id: str) -> None:
    """An approved report has another Doc: the one it had is gone."""
    tx.execute(
        sa.update(editions)
        .where(_one(school_id, period, edition))
        .values(document_id=document_id, revision=None)
    )


def list_editions(tx: Connection, school_id: str, *, period: str | None = None) -> tuple[Edition, ...]:
    """Every approved report, of one period or of all, the oldest edition first."""
    query = sa.select(editions).where(editions.c.school_id == school_id)
    if period is not None:
        query = query.where(editions.c.period == period)
    return tuple(map(_edition, tx.execute(query.order_by(editions.c.period, editions.c.edition))))


def last_edition(tx: Connection, school_id: str, period: str) -> Edition | None:
    """The newest approved report of a period."""
    found = list_editions(tx, school_id, period=period)
    return found[-1] if found else None


def _one(school_id: str, period: str, edition: int) -> sa.ColumnElement[bool]:
    return sa.and_(
        editions.c.school_id == school_id, editions.c.period == period, editions.c.edition == edition
    )


def _edition(row: Any) -> Edition:
    return Edition(
        period=row.period,
        edition=row.edition,
        document_id=row.document_id,
        name=row.name,
        written=_unpacked(row.written),
        made_from=row.made_from,
        digest=row.digest,
        approved_at=moment(row.approved_at),
        approved_by=row.approved_by,
        revision=row.revision,
        number=row.number,
        issued_on=dt.date.fromisoformat(row.issued_on) if row.issued_on else None,
    )


def _packed(written: Written) -> dict[str, Any]:
    return {
        "report": to_json(written.report),
        "known": sorted(map(list, written.known)),
        "wording": written.wording,
    }


def _unpacked(body: Any) -> Written:
    return Written(
        report=from_json(Report, body["report"]),
        known=frozenset(tuple(item) for item in body["known"]),
        wording=body.get("wording", ""),
    )
