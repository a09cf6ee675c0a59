"""Who may come in: a Google account, held against the tab «Nhân sự», and for how long it stays in."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection

from service.domain.roles import STRONGEST_FIRST, Person, Role, role_of
from service.errors import ServiceError
from service.state import last_settings
from service.store import Account, Database
from service.store import accounts as account_rows

log = logging.getLogger(__name__)

#: A browser nobody uses is signed out after this, and any browser after that.
IDLE = dt.timedelta(hours=2)
ABSOLUTE = dt.timedelta(hours=12)
#: Not every page that is opened has to be written down.
_SEEN_EVERY = dt.timedelta(minutes=5)


class RefusedError(ServiceError):
    """This account may not come in; the message says why and whom to ask, in Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a checked id token says of an account."""

    sub: str
    email: str
    email_verified: bool
    name: str
    #: Domain of a Workspace account; None for any other.
    domain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Who may come in besides those of the tab «Nhân sự»."""

    school_id: str
    #: Only accounts of this Workspace domain.
    domain: str | None = None
    #: Is a principal on the first day, before anybody is listed.
    principal_email: str | None = None


def sign_in(database: Database, rules: Rules, who: Identity, now: dt.datetime) -> str:
    """The token of a new sign-in; raises RefusedError."""
    if not who.email_verified or not who.email:
        raise RefusedError("Google chưa xác minh địa chỉ thư của tài khoản này. Xin dùng tài khoản khác.")
    if rules.domain and (who.domain or "").lower() != rules.domain.lower():
        raise RefusedError(
            f"Chỉ tài khoản @{rules.domain} của nhà trường mới đăng nhập được. Xin chọn lại tài khoản."
        )
    token = secrets.token_urlsafe(32)
    with database.begin() as tx:
        if _listed(tx, rules, who.email) is None:
            raise RefusedError(
                f"Địa chỉ {who.email} chưa có trong tab «Nhân sự» hoặc đã thôi công tác. "
                "Xin nhờ Văn thư ghi thêm, rồi đăng nhập lại sau ít phút."
            )
        others = [a for a in account_rows.accounts_of(tx, rules.school_id, who.email) if a.sub != who.sub]
        if others:
            # An address that was given to somebody else must not bring its old owner's rights along.
            raise RefusedError(
                f"Địa chỉ {who.email} trước đây thuộc một tài khoản Google khác. Nếu đúng là người này, "
                f"xin nhờ người quản trị chạy: dunghan sign-out {who.email}"
            )
        account = Account(sub=who.sub, email=who.email.lower(), name=who.name, bound_at=now)
        account_rows.save_account(tx, rules.school_id, account)
        account_rows.end_before(tx, rules.school_id, now - ABSOLUTE)
        account_rows.start_sign_in(tx, rules.school_id, _hash(token), who.sub, now)
    return token


def who_is(database: Database, rules: Rules, token: str, now: dt.datetime) -> Person | None:
    """Who holds this token, with the role of today; None once it has run out or the person is gone."""
    with database.begin() as tx:
        found = account_rows.find_sign_in(tx, rules.school_id, _hash(token))
        if found is None:
            return None
        is_over = now - found.started_at > ABSOLUTE or now - found.seen_at > IDLE
        person = None if is_over else _listed(tx, rules, found.account.email, found.account.name)
        if person is None:
            account_rows.end_sign_in(tx, rules.school_id, _hash(token))
        elif now - found.seen_at > _SEEN_EVERY:
            account_rows.see_sign_in(tx, rules.school_id, _hash(token), now)
    return person


def sign_out(database: Database, school_id: str, token: str) -> None:
    """Signed out in this browser; the token is worth nothing from now on."""
    with database.begin() as tx:
        account_rows.end_sign_in(tx, school_id, _hash(token))


def forget(database: Database, school_id: str, email: str) -> int:
    """Sign an address out everywhere and free it for another account; gives how many accounts had it."""
    with database.begin() as tx:
        found = account_rows.accounts_of(tx, school_id, email.strip())
        for account in found:
            account_rows.forget_account(tx, school_id, account.sub)
    return len(found)


def _listed(tx: Connection, rules: Rules, email: str, name: str = "") -> Person | None:
    """The person with this address as the school lists them today; None for nobody or who has left."""
    address = email.strip().lower()
    rows = [row for row in last_settings(tx, rules.school_id).staff if row.email.strip().lower() == address]
    if rules.principal_email and address == rules.principal_email.strip().lower():
        row = rows[0] if rows else None
        return Person(email=address, name=row.name if row else name, role=Role.PRINCIPAL)
    active = [row for row in rows if row.active]
    if not active:
        return None
    role = min((role_of(row.role) for row in active), key=STRONGEST_FIRST.index)
    units = tuple(dict.fromkeys(row.unit for row in active if row.unit))
    return Person(email=address, name=active[0].name, role=role, units=units)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
