"""Telling a watcher outside that a cycle went well: it raises the alarm when it hears nothing.

The address is asked after each cycle, with `/fail` after one that failed, as healthchecks.io and those that
copy it expect (https://healthchecks.io/docs/http_api/).
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

import requests

log = logging.getLogger(__name__)

#: Seconds to wait for the watcher; it is asked once, and its silence is none of the school's business.
TIMEOUT = 10.0


def ping(url: str | None, *, ok: bool, fail_url: str | None = None) -> None:
    """Tell the watcher, if there is one; a failure is logged and nothing else."""
    target = url if ok else fail_url or _failed(url)
    if not target:
        return
    try:
        # Only the address that was set is asked: a redirect is not followed.
        answer = requests.get(target, timeout=TIMEOUT, allow_redirects=False)
        if not answer.ok:
            log.warning("the watcher answered %s", answer.status_code)
    except requests.RequestException as error:
        # The address is a secret of a kind: whoever knows it can keep the watcher quiet.
        log.warning("the watcher could not be reached: %s", type(error).__name__)


def _failed(url: str | None) -> str | None:
    if not url:
        return None
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path.rstrip('/')}/fail").geturl()
