"""Dates and numbers as State documents write them (Decree 30/2020, annex I)."""

from __future__ import annotations

import datetime as dt


def state_date(day: dt.date) -> str:
    """«ngày 04 tháng 3 năm 2025»: days under 10 and months 1 and 2 carry a zero."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_date(day: dt.date) -> str:
    """«04/3/2025», with the same zeros."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def count(value: int) -> str:
    """A count of things: under 10 with a zero («02 đơn»), a true zero as «0»; larger ones with dots."""
    return f"{value:02d}" if 0 < value < 10 else number(value)


def number(value: int) -> str:
    """«1.234»."""
    return f"{value:,}".replace(",", ".")
