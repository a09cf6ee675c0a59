"""What time it is for one request: the clock of this stand-in, or the moment that the caller lives in."""

from __future__ import annotations

import datetime as dt

from flask import current_app, request

from service.standin.errors import invalid

#: Lets a demonstration live through a year; Google has nothing like it.
HEADER = "X-Standin-Now"
#: Key in the app's configuration: by how much its clock is off the real one.
SHIFT = "CLOCK_SHIFT"
NO_SHIFT = dt.timedelta(0)


def request_time() -> dt.datetime:
    """The moment of the current request, aware; raises GoogleError 400 for an unreadable header."""
    value = request.headers.get(HEADER)
    if not value:
        shift: dt.timedelta = current_app.config.get(SHIFT, NO_SHIFT)
        return dt.datetime.now(dt.UTC) + shift
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError as error:
        raise invalid(f"{HEADER} is not an RFC 3339 time: {value}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
