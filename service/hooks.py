"""What Google sends: a message only means "look now". It is checked, kept, and the next reading is due."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass

from service.config import PushSettings
from service.google.push import GOOGLE_CERTS, GOOGLE_ISSUERS, TokenCheck, TokenError
from service.store import Database
from service.store import jobs as job_rows
from service.store import watches as watch_rows

log = logging.getLogger(__name__)

FORMS_PATH = "/hooks/forms"
DRIVE_PATH = "/hooks/drive"
#: Job that reads what is new.
_SYNC = "sync"
#: First message of a channel: it only says that the channel is open.
_OPENED = "sync"


@dataclass(frozen=True, slots=True)
class Hooks:
    """The receiving end, for every school."""

    database: Database
    #: Takes an `Authorization` header; raises TokenError. None where no push is set up: all is refused.
    check: Callable[[str], None] | None

    def is_from_google(self, header: str) -> bool:
        """Whether a pushed message carries the token of the account that has to push."""
        if self.check is None:
            return False
        try:
            self.check(header)
        except TokenError as error:
            log.warning("a pushed message was refused: %s", error)
            return False
        return True

    def form_changed(self, form_id: str, watch_id: str, now: dt.datetime) -> bool:
        """A form has new answers; False for a watch that is not ours, which is to be taken as heard, too."""
        with self.database.begin() as tx:
            known = [
                school for school, watch in watch_rows.find_watches(tx, watch_id) if watch.file_id == form_id
            ]
            for school in known:
                watch_rows.mark_heard(tx, school, watch_id, now)
                job_rows.ask_for(tx, school, _SYNC, now)
        return bool(known)

    def files_changed(self, channel_id: str, token: str, state: str, now: dt.datetime) -> bool:
        """Something in Drive has changed; False unless the token is the one that the channel was given."""
        given = token_hash(token)
        with self.database.begin() as tx:
            known = [
                school
                for school, watch in watch_rows.find_watches(tx, channel_id)
                if watch.key == watch_rows.DRIVE and hmac.compare_digest(watch.token_hash, given)
            ]
            for school in known:
                watch_rows.mark_heard(tx, school, channel_id, now)
                if state != _OPENED:
                    job_rows.ask_for(tx, school, _SYNC, now)
        return bool(known)


def token_hash(token: str) -> str:
    """What is kept of a channel's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def hooks_for(database: Database, push: PushSettings | None, base_url: str | None = None) -> Hooks:
    """The receiving end of an installation; `base_url` is the stand-in's, which has keys of its own."""
    if push is None:
        return Hooks(database, None)
    check = TokenCheck(
        audience=push.public_url + FORMS_PATH,
        account=push.account,
        issuers=(base_url,) if base_url else GOOGLE_ISSUERS,
        certs_url=f"{base_url}/oauth2/v1/certs" if base_url else GOOGLE_CERTS,
    )
    return Hooks(database, check)
