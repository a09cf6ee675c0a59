"""Values to JSON and back, so that a dataclass goes into a JSON column and comes out equal."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

T = TypeVar("T")

_converter = make_converter()
_converter.register_unstructure_hook(dt.datetime, lambda value: value.isoformat())
_converter.register_structure_hook(dt.datetime, lambda value, _: dt.datetime.fromisoformat(value))
_converter.register_unstructure_hook(dt.date, lambda value: value.isoformat())
_converter.register_structure_hook(dt.date, lambda value, _: dt.date.fromisoformat(value))


def to_json(value: Any) -> Any:
    """A frozen dataclass (or a list of them) as plain JSON."""
    return _converter.unstructure(value)


def from_json(kind: type[T], data: Any) -> T:
    """The value that `to_json` was given."""
    return _converter.structure(data, kind)


def utc(moment: dt.datetime) -> str:
    """A moment as text that sorts by time."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def moment(text: str) -> dt.datetime:
    """The moment that `utc` was given."""
    return dt.datetime.fromisoformat(text)
