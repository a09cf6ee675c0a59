"""Google accounts of people, and who is signed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import accounts, sign_ins
from service.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A Google account that has signed in here."""

    #: Google's number of the account, which never goes to somebody else as an address may.
    sub: str
    #: In lower case.
    email: str
    name: str
    bound_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One browser in which somebody is signed in."""

    account: Account
    started_at: dt.datetime
    seen_at: dt.datetime


def save_account(tx: Connection, school_id: str, account: Account) -> None:
    """Create or replace the row of this account."""
    values = {"email": account.email, "name": account.name, "bound_at": utc(account.bound_at)}
    upsert(tx, accounts, {"school_id": school_id, "sub": account.sub}, values)


def find_account(tx: Connection, school_id: str, sub: str) -> Account | None:
    """The account with this number."""
    query = sa.select(accounts).where(accounts.c.school_id == school_id, accounts.c.sub == sub)
    row = tx.execute(query).one_or_none()
    return _account(row) if row else None


def accounts_of(tx: Connection, school_id: str, email: str) -> tuple[Account, ...]:
    """The accounts that this address belongs to: one, unless something is wrong."""
    query = sa.select(accounts).where(accounts.c.school_id == school_id, accounts.c.email == email.lower())
    return tuple(_account(row) for row in tx.execute(query))


def forget_account(tx: Connection, school_id: str, sub: str) -> None:
    """Sign an account out everywhere and forget it; its address may then be another's."""
    tx.execute(sa.delete(sign_ins).where(sign_ins.c.school_id == school_id, sign_ins.c.sub == sub))
    tx.execute(sa.delete(accounts).where(accounts.c.school_id == school_id, accounts.c.sub == sub))


def start_sign_in(tx: Connection, school_id: str, token_hash: str, sub: str, now: dt.datetime) -> None:
    """Somebody has signed in."""
    row = {"school_id": school_id, "token_hash": token_hash, "sub": sub}
    tx.execute(sa.insert(sign_ins).values(**row, started_at=utc(now), seen_at=utc(now)))


def find_sign_in(tx: Connection, school_id: str, token_hash: str) -> SignIn | None:
    """Who holds this token."""
    both = accounts.join(
        sign_ins, sa.and_(accounts.c.school_id == sign_ins.c.school_id, accounts.c.sub == sign_ins.c.sub)
    )
    chosen = (sign_ins.c.school_id == school_id) & (sign_ins.c.token_hash == token_hash)
    query = sa.select(accounts, sign_ins.c.started_at, sign_ins.c.seen_at).select_from(both).where(chosen)
    row = tx.execute(query).one_or_none()
    if row is None:
        return None
    return SignIn(account=_account(row), started_at=moment(row.started_at), seen_at=moment(row.seen_at))


def see_sign_in(tx: Connection, school_id: str, token_hash: str, now: dt.datetime) -> None:
    """The browser was seen again."""
    chosen = (sign_ins.c.school_id == school_id) & (sign_ins.c.token_hash == token_hash)
    tx.execute(sa.update(sign_ins).where(chosen).values(seen_at=utc(now)))


def end_sign_in(tx: Connection, school_id: str, token_hash: str) -> None:
    """Signed out in this browser."""
    chosen = (sign_ins.c.school_id == school_id) & (sign_ins.c.token_hash == token_hash)
    tx.execute(sa.delete(sign_ins).where(chosen))


def end_before(tx: Connection, school_id: str, started: dt.datetime) -> None:
    """Forget what began before this time."""
    chosen = (sign_ins.c.school_id == school_id) & (sign_ins.c.started_at < utc(started))
    tx.execute(sa.delete(sign_ins).where(chosen))


def _account(row: sa.Row[tuple[object, ...]]) -> Account:
    return Account(sub=row.sub, email=row.email, name=row.name, bound_at=moment(row.bound_at))
