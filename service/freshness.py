"""Until when the service knows what its sources hold, and which of them it has not been able to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from service.config import ZONE, end_of_day
from service.domain.dates import short_date
from service.store import Source

#: A source of which nothing was heard for longer than this, in whole days, is late.
PATIENCE = dt.timedelta(days=1)
#: Sources named in one line; the rest is counted.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A source that is not known as far as the day that is asked for."""

    label: str
    #: Until then everything in it is known; None if it was never read.
    known_at: dt.datetime | None

    @property
    def words(self) -> str:
        """«Sổ hoạt động – Tổ Văn (từ 08:10 ngày 19/10/2025)»."""
        since = f"từ {clock_words(self.known_at)}" if self.known_at else "chưa đọc lần nào"
        return f"{self.label} ({since})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How far the data of a day reaches."""

    #: The newest moment that is known of any source; None before the first reading.
    known_at: dt.datetime | None
    late: tuple[Late, ...]

    @property
    def until_words(self) -> str:
        """«Dữ liệu đến 08:10 ngày 20/10/2025»."""
        return f"Dữ liệu đến {clock_words(self.known_at)}" if self.known_at else "Chưa đọc nguồn nào"

    @property
    def late_words(self) -> str:
        """«2 nguồn chưa đọc được: …; …»; "" if all are known. The same until a source comes or goes."""
        if not self.late:
            return ""
        named = [item.words for item in self.late[:_NAMED]]
        if len(self.late) > _NAMED:
            named.append(f"và {len(self.late) - _NAMED} nguồn khác")
        return f"{len(self.late)} nguồn chưa đọc được: {'; '.join(named)}"

    @property
    def words(self) -> str:
        """Both, for one line."""
        return "; ".join(filter(None, (self.until_words, self.late_words)))


def freshness(sources: Iterable[Source], as_of: dt.date) -> Freshness:
    """How far the sources are known for a day.

    A source is late if it cannot be read and so is not known to the end of that day, if nothing was heard of
    it since before the day before, or if it was never read.
    """
    read = [source for source in sources if _is_read(source)]
    known = [source.known_at for source in read if source.known_at is not None]
    late = tuple(
        Late(label=source.label, known_at=source.known_at) for source in read if _is_late(source, as_of)
    )
    return Freshness(known_at=max(known, default=None), late=late)


def clock_words(moment: dt.datetime) -> str:
    """«08:10 ngày 12/3/2025»."""
    local = moment.astimezone(ZONE)
    return f"{local:%H:%M} ngày {short_date(local.date())}"


def _is_read(source: Source) -> bool:
    return source.kind in ("form", "sheet", "school") and not source.detail.get("is_closed")


def _is_late(source: Source, as_of: dt.date) -> bool:
    if source.known_at is None:
        # A file that was made a moment ago is empty; the next reading looks at it.
        return source.last_error is not None
    end = end_of_day(as_of)
    if source.last_error is not None:
        return source.known_at < end
    return source.known_at < end_of_day(as_of - PATIENCE - dt.timedelta(days=1))
