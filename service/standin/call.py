"""One API call as a handler sees it, and what a handler may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.standin.state import State


@dataclass(frozen=True, slots=True)
class Media:
    """Bytes of an upload or a download."""

    data: bytes
    mime_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that matched a method of a discovery document and passed its schema."""

    #: Method id without the API's name: "spreadsheets.values.get", "files.list", "documents.batchUpdate".
    method: str
    #: Path parameters, percent-decoded.
    path: Mapping[str, str]
    #: Query parameters in order; every value is a list.
    query: Mapping[str, list[str]]
    #: JSON body; null members are taken out as proto3 JSON does (null items of arrays stay).
    body: dict[str, Any]
    #: The open transaction, with the caller (`state.user`) and the time (`state.now`).
    state: State
    #: "http://127.0.0.1:8765", for links to the stand-in's own pages.
    base_url: str
    #: Paths of members that were null ("appProperties.key"), for methods to which null means "take away".
    cleared: frozenset[str] = frozenset()
    media: Media | None = field(default=None)

    def param(self, name: str, default: str = "") -> str:
        """The last value of a query parameter."""
        values = self.query.get(name)
        return values[-1] if values else default

    def flag(self, name: str) -> bool:
        """A boolean query parameter; gspread writes True, googleapiclient true."""
        return self.param(name).lower() in ("true", "1")


#: None is 204 without a body; Media is sent as it is; a dict is checked against the method's response schema.
Answer = dict[str, Any] | Media | None
Handler = Callable[[Call], Answer]
Handlers = Mapping[str, Handler]
