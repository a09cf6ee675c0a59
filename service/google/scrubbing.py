"""A recorded exchange without what it says of people: addresses, ids, names and free text are replaced.

The same word is replaced by the same letters throughout one recording, as many as it had and capitals where
it had them, so that a recording still fits together: what was written is what is read, and indexes into texts
stay right. Each recording has a key of its own that is thrown away: nothing can be looked up backwards.
"""

from __future__ import annotations

import functools
import hmac
import json
import re
import secrets
import string
import urllib.parse
from typing import Any

from googleapiclient.discovery_cache import get_static_doc

APIS = {"drive": "v3", "sheets": "v4", "docs": "v1", "forms": "v1"}
#: Words of Google's own that stand among what people write.
_GOOGLES_WORDS = "sheet copy of untitled form document spreadsheet row rows google true false"
_GOOGLES = frozenset(_GOOGLES_WORDS.split())
#: Members and parameters whose texts are Google's, not people's.
_KEPT_WORDS = """
    kind mimeType type role locale timeZone fields pattern fontFamily primaryFontFamily alt uploadType
    orderBy spaces corpora etag view requiredRevisionId targetRevisionId revisionId headingId kixId listId
    objectId itemId questionId groupId createdTime modifiedTime createTime lastSubmittedTime expireTime
    time startTime endTime version filter key startPageToken newStartPageToken pageToken nextPageToken
    metadataKey status domain reason location locationType currencyCode glyphFormat foregroundColor
    rgbColor color convertTo fieldPath
"""
_KEPT = frozenset(_KEPT_WORDS.split())
_IS_RANGE = frozenset(
    ("range", "ranges", "updatedRange", "clearedRange", "clearedRanges", "tableRange", "a1Range")
)
_EMAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
#: Ids of files, folders, answers, drives, permissions.
_ID = r"(?<![\w+-])(?=[\w-]*\d)(?:[A-Za-z0-9_-]{25,}|0A[A-Za-z0-9_-]{12,})(?![\w+-])"
#: Telephone numbers and the like, also with blanks inside.
_NUMBER = r"(?<!\d)\d(?:[ .-]?\d){7,}"
_WORD = r"[^\W\d_]{2,}"
_IDS = re.compile(rf"(?P<email>{_EMAIL})|(?P<id>{_ID})|(?P<number>{_NUMBER})")
_ALL = re.compile(rf"{_IDS.pattern}|(?P<word>{_WORD})")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LONG = 10**7
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)?")
_LINK = re.compile(r"https?://[^\s\"'<>]+")
_RANGE = re.compile(r"(?P<tab>'(?:[^']|'')*'|[^!]*)(?P<cells>![^!]*)?")
#: A text in a search; the name of a property is the program's own.
_QUOTED = re.compile(r"(?P<name>key\s*=\s*)?'(?P<text>(?:[^'\\]|\\.)*)'")
_CELLS = re.compile(r"\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?")


class Scrubber:
    """The replacements of one recording."""

    def __init__(self, key: bytes | None = None) -> None:
        """`key` is for tests."""
        self._key = key or secrets.token_bytes(32)

    # --- whole messages -----------------------------------------------------------------------------

    def body(self, text: str) -> str:
        """A body; one that is no JSON is left out, for nobody can tell what is in it."""
        try:
            found = json.loads(text)
        except ValueError:
            return ""
        return json.dumps(self._value(found, "", is_error="error" in found), ensure_ascii=False)

    def address(self, uri: str) -> str:
        """A URI: ids in the path, ranges, searches."""
        parts = urllib.parse.urlsplit(uri)
        path = "/".join(self._segment(piece) for piece in parts.path.split("/"))
        pairs = urllib.parse.parse_qsl(parts.query, keep_blank_values=True)
        query = urllib.parse.urlencode(
            [(name, self._parameter(name, value)) for name, value in pairs],
            quote_via=urllib.parse.quote,
        )
        return urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, query, ""))

    def _segment(self, piece: str) -> str:
        text = urllib.parse.unquote(piece)
        name, verb = text, ""
        for known in (":append", ":clear", ":copyTo"):
            if text.endswith(known):
                name, verb = text.removesuffix(known), known
        is_range = "!" in name or "'" in name or not name.isascii() or " " in name
        shown = self.range(name) if is_range else self._ids(name)
        return urllib.parse.quote(shown, safe="" if is_range else ":") + verb

    def _parameter(self, name: str, value: str) -> str:
        if name in _IS_RANGE:
            return self.range(value)
        if name == "q":
            return _QUOTED.sub(lambda q: q[0] if q["name"] else f"'{self._quoted(q['text'])}'", value)
        return self._ids(value) if name in _KEPT or value in _enums() else self.text(value)

    def _quoted(self, text: str) -> str:
        is_googles = text.startswith("application/") or text in ("root", "me", "") or _TIME.fullmatch(text)
        return text if is_googles else self.text(text)

    # --- parts ----------------------------------------------------------------------------------------

    def _value(self, value: Any, name: str, *, is_error: bool) -> Any:
        if isinstance(value, dict):
            return {self._name(key): self._value(item, key, is_error=is_error) for key, item in value.items()}
        if isinstance(value, list):
            return [self._value(item, name, is_error=is_error) for item in value]
        if type(value) is int and abs(value) >= _LONG and name in ("numberValue", "values"):
            return int(self._digits(str(abs(value))))
        if not isinstance(value, str):
            return value
        if is_error and name == "message":
            return re.sub(
                r"[\"'«]([^\"'»]*)[\"'»]", lambda q: q[0].replace(q[1], self.text(q[1])), self._ids(value)
            )
        if name in _IS_RANGE:
            return self.range(value)
        if name in _KEPT or value in _enums():
            return self._ids(value)
        return self.text(value)

    def _name(self, key: str) -> str:
        """Members that are ids: answers by question keep their hex ids, everything long is replaced."""
        return self._ids(key)

    def range(self, text: str) -> str:
        """A1 notation: the tab's title is replaced, the cells are not."""
        found = _RANGE.fullmatch(text)
        if found is None or (found["cells"] is None and _CELLS.fullmatch(text)):
            return text
        return self._words(found["tab"]) + (found["cells"] or "")

    def text(self, text: str) -> str:
        """What people may have written."""
        if _TIME.fullmatch(text) or text.startswith(("image/", "application/")):
            return text
        if text.startswith("=") and len(text) > 1:
            quoted = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'(?=!)")
            return quoted.sub(lambda part: self._words(part[0]), text)
        if _LINK.fullmatch(text):
            return f"https://example.com/{self._letters(text, 12)}"
        return self._words(text)

    def _ids(self, text: str) -> str:
        return _IDS.sub(self._replaced, text)

    def _words(self, text: str) -> str:
        return _ALL.sub(self._replaced, text)

    def _replaced(self, found: re.Match[str]) -> str:
        text = found[0]
        match found.lastgroup:
            case "email":
                return f"{self._letters(text.lower(), 10)}@example.com"
            case "id":
                return self._id(text)
            case "number":
                return text if _DATE.fullmatch(text) else self._digits(text)
        return self._word(text)

    def _id(self, text: str) -> str:
        """As long, and with the same first two signs: they say what kind of id it is."""
        sign = string.ascii_letters + string.digits
        return text[:2] + "".join(sign[byte % len(sign)] for byte in self._bytes(text, len(text) - 2))

    def _digits(self, text: str) -> str:
        """Other digits in the same places."""
        new = iter(self._bytes(re.sub(r"\D", "", text), len(text)))
        return re.sub(r"\d", lambda _: str(next(new) % 9 + 1), text)

    def _word(self, word: str) -> str:
        if word.casefold() in _GOOGLES:
            return word
        letters = self._letters(word.casefold(), len(word))
        return "".join(new.upper() if old.isupper() else new for old, new in zip(word, letters, strict=True))

    def _letters(self, text: str, length: int) -> str:
        return "".join(string.ascii_lowercase[byte % 26] for byte in self._bytes(text, length))

    def _bytes(self, text: str, length: int) -> bytes:
        found = b""
        while len(found) < length:
            found += hmac.digest(self._key, f"{text}/{len(found)}".encode(), "sha256")
        return found[:length]


@functools.cache
def _enums() -> frozenset[str]:
    """Every value of an enum in the discovery documents of the four APIs, and the names of fields."""
    found: set[str] = set()

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            found.update(node.get("enum", ()) if isinstance(node.get("enum"), list) else ())
            for item in node.values():
                collect(item)
        elif isinstance(node, list):
            for item in node:
                collect(item)

    for name, version in APIS.items():
        collect(json.loads(get_static_doc(name, version) or "{}"))
    return frozenset(found)
