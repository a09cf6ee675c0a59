"""The search language of files.list: `name = 'x' and (mimeType != 'y' or 'id' in parents)`."""

from __future__ import annotations

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterator
from typing import Any

from service.standin.drive.access import ROOT, root_of
from service.standin.drive.errors import invalid_value, not_offered
from service.standin.errors import GoogleError
from service.standin.state import File

Test = Callable[[File], bool]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
      | (?P<word>[A-Za-z][\w.]*)
      | (?P<sign>!=|<=|>=|[=<>(){}])
    )""",
    re.VERBOSE,
)
_EQUALITY: dict[str, Callable[[Any, Any], bool]] = {"=": operator.eq, "!=": operator.ne}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    **_EQUALITY, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_TIMES: dict[str, Callable[[File], str]] = {
    "createdTime": lambda file: file.created,
    "modifiedTime": lambda file: file.modified,
}
_SWITCHES: dict[str, Callable[[File, str], bool]] = {
    "trashed": lambda file, _: file.trashed,
    "starred": lambda file, _: bool(file.extra.get("starred")),
    "sharedWithMe": lambda file, user: file.owner != user and not file.drive_id,
}
_NOT_OFFERED = frozenset({"viewedByMeTime", "memberCount", "organizerCount", "visibility"})


def parse_query(text: str, user: str, content: Callable[[str], Any] = lambda _: None) -> Test:
    """A test for files, for this caller; `content` gives what is in a file. Raises Google's 400."""
    if not text.strip():
        return lambda _: True
    parser = _Parser(_tokens(text), user, content)
    test = parser.either()
    if parser.rest:
        raise _invalid()
    return test


def _invalid() -> GoogleError:
    return invalid_value("q")


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            raise _invalid()
        tokens.append(found.group().strip())
        position = found.end()
    return tokens


class _Parser:
    """Recursive descent: either → both → negation → term."""

    def __init__(self, tokens: list[str], user: str, content: Callable[[str], Any]) -> None:
        self.rest = tokens
        self.user = user
        self.content = content

    def either(self) -> Test:
        tests = [self._both()]
        while self._accept("or"):
            tests.append(self._both())
        return lambda file: any(test(file) for test in tests)

    def _both(self) -> Test:
        tests = [self._negation()]
        while self._accept("and"):
            tests.append(self._negation())
        return lambda file: all(test(file) for test in tests)

    def _negation(self) -> Test:
        if self._accept("not"):
            test = self._negation()
            return lambda file: not test(file)
        if self._accept("("):
            inner = self.either()
            self._expect(")")
            return inner
        return self._term()

    def _term(self) -> Test:
        first = self._take()
        if first[0] in "'\"":
            self._expect("in")
            return _member(_unquoted(first), self._take(), self.user)
        if first in ("properties", "appProperties"):
            self._expect("has")
            return self._property(first)
        if first in _NOT_OFFERED:
            raise not_offered(f"searching by {first}")
        return self._comparison(first, self._take(), self._take())

    def _comparison(self, field: str, sign: str, value: str) -> Test:
        if field in _SWITCHES and sign in _EQUALITY and value in ("true", "false"):
            read, wanted, user = _SWITCHES[field], (value == "true") == (sign == "="), self.user
            return lambda file: read(file, user) is wanted
        text = _unquoted(value)
        if field in _TIMES and sign in _ORDER:
            when, in_order, moment = _TIMES[field], _ORDER[sign], _moment(text)
            return lambda file: in_order(_moment(when(file)), moment)
        if field == "name" and sign == "contains":
            return lambda file: _has_word(file.name, text)
        if field == "name" and sign in _EQUALITY:
            return lambda file: _EQUALITY[sign](file.name, text)
        if field == "fullText" and sign == "contains":
            return lambda file: _says(file, text, self.content)
        if field == "mimeType" and sign == "contains":
            return lambda file: text in file.mime_type
        if field == "mimeType" and sign in _EQUALITY:
            return lambda file: _EQUALITY[sign](file.mime_type, text)
        raise _invalid()

    def _property(self, which: str) -> Test:
        self._expect("{")
        self._expect("key")
        self._expect("=")
        key = _unquoted(self._take())
        self._expect("and")
        self._expect("value")
        self._expect("=")
        value = _unquoted(self._take())
        self._expect("}")
        if which == "properties":
            return lambda file: file.properties.get(key) == value
        return lambda file: file.app_properties.get(key) == value

    def _accept(self, token: str) -> bool:
        if self.rest and self.rest[0] == token:
            self.rest = self.rest[1:]
            return True
        return False

    def _expect(self, token: str) -> None:
        if not self._accept(token):
            raise _invalid()

    def _take(self) -> str:
        if not self.rest:
            raise _invalid()
        token, self.rest = self.rest[0], self.rest[1:]
        return token


def _member(value: str, where: str, user: str) -> Test:
    if where == "parents":
        parent = root_of(user) if value == ROOT else value
        return lambda file: parent in file.parents
    address = user if value == "me" else value
    if where == "owners":
        return lambda file: file.owner == address
    if where == "readers":
        return lambda file: file.role_of(address) is not None
    if where == "writers":
        return lambda file: file.role_of(address) not in (None, "reader", "commenter")
    raise _invalid()


def _has_word(name: str, text: str) -> bool:
    """`contains` finds the beginnings of a name's words only."""
    return re.search(r"(?<!\w)" + re.escape(text), name, re.IGNORECASE) is not None


def _says(file: File, text: str, content: Callable[[str], Any]) -> bool:
    """Whether name, description or what is in the file holds all words, or the phrase in double quotes."""
    said = " ".join((file.name, str(file.extra.get("description", "")), *_texts(content(file.id))))
    exact = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else None
    return all(_has_word(said, part) for part in ([exact] if exact else text.split()))


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict | list):
        for item in content.values() if isinstance(content, dict) else content:
            yield from _texts(item)


def _moment(text: str) -> dt.datetime:
    """An RFC 3339 time; UTC where it names no zone."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise _invalid() from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _unquoted(token: str) -> str:
    if token[0] not in "'\"":
        raise _invalid()
    return re.sub(r"\\(.)", r"\1", token[1:-1])
