"""The search language of files.list: `name = 'x' and (mimeType != 'y' or 'id' in parents)`."""

from __future__ import annotations

import re
from collections.abc import Callable

from service.standin.errors import GoogleError
from service.standin.state import File

Test = Callable[[File], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<word>[A-Za-z][\w.]*)|(?P<sign>!=|<=|>=|[=<>(){}]))"""
)
_TEXT_FIELDS: dict[str, Callable[[File], str]] = {
    "name": lambda file: file.name,
    "title": lambda file: file.name,
    "mimeType": lambda file: file.mime_type,
    "modifiedTime": lambda file: file.modified,
    "createdTime": lambda file: file.created,
}
_COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "contains": lambda a, b: b.lower() in a.lower(),
}


def parse_query(text: str) -> Test:
    """A test for files; raises Google's 400 for a query it cannot read."""
    if not text.strip():
        return lambda _: True
    parser = _Parser(_tokens(text))
    test = parser.either()
    if parser.rest:
        raise _invalid()
    return test


def _invalid() -> GoogleError:
    return GoogleError(400, "Invalid Value", reason="invalid", location="q")


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

    def __init__(self, tokens: list[str]) -> None:
        self.rest = tokens

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
            return _member(_unquoted(first), self._take())
        if first in ("properties", "appProperties"):
            self._expect("has")
            return self._property(first)
        return self._comparison(first)

    def _comparison(self, field: str) -> Test:
        sign, value = self._take(), self._take()
        if (
            field in ("trashed", "starred", "sharedWithMe")
            and sign in ("=", "!=")
            and value in ("true", "false")
        ):
            wanted = (value == "true") == (sign == "=")
            return lambda file: (file.trashed if field == "trashed" else False) is wanted
        if field not in _TEXT_FIELDS or sign not in _COMPARISONS:
            raise _invalid()
        read, compare, text = _TEXT_FIELDS[field], _COMPARISONS[sign], _unquoted(value)
        return lambda file: compare(read(file), text)

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


def _member(value: str, where: str) -> Test:
    if where == "parents":
        return lambda file: value in file.parents
    if where == "owners":
        return lambda file: file.owner == value
    if where in ("writers", "readers"):
        return lambda file: file.role_of(value) is not None
    raise _invalid()


def _unquoted(token: str) -> str:
    if token[0] not in "'\"":
        raise _invalid()
    return re.sub(r"\\(.)", r"\1", token[1:-1])
