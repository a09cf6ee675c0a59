"""Taking the school's turn before working for it, or saying in one line that somebody else is at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.errors import ServiceError
from service.store import Database, turns

#: Seconds that a command waits for another one; an ordinary cycle takes less.
PATIENCE = 30.0


class BusyError(ServiceError):
    """Another run is working for the school."""

    def __init__(self) -> None:
        super().__init__(
            "Một lượt khác của Đúng Hạn đang làm việc cho trường này. Xin đợi vài phút rồi chạy lại."
        )


@contextmanager
def my_turn(database: Database, school_id: str, *, wait: float = PATIENCE) -> Iterator[None]:
    """Work for a school while nobody else does; raises BusyError after `wait` seconds."""
    with turns.turn(database, school_id, wait=wait) as taken:
        if not taken:
            raise BusyError
        yield
