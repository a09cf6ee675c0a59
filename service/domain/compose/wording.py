"""The report's wording: phrases with places to fill, from a file that a non-programmer may edit."""

from __future__ import annotations

import contextlib
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.compose.phrases import PHRASES
from service.domain.text import nfc


class WordingError(ValueError):
    """The wording file cannot be used; the message says, in Vietnamese, which phrase and why."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The phrases, each with one or several ways to say it."""

    phrases: Mapping[str, tuple[str, ...]]

    def say(self, key: str, turn: int = 0, /, **values: str) -> str:
        """The phrase filled in; `turn` chooses among its ways, so that neighbours differ.

        A place written with a capital, {Don_vi}, gets its value with a capital.
        """
        ways = self.phrases[key]
        capitals = {name[:1].upper() + name[1:]: capital(value) for name, value in values.items()}
        return ways[turn % len(ways)].format(**values, **capitals)

    def every(self, key: str) -> tuple[str, ...]:
        """All ways of a phrase that is a list, such as the lines of «Nơi nhận»."""
        return self.phrases[key]


def capital(text: str) -> str:
    """The text with a capital first letter; the rest is left as it is."""
    return text[:1].upper() + text[1:]


def load_old_wording(toml_text: str, today: Wording) -> Wording:
    """The wording of an earlier version: what it lacks, or says in a way that fills no more, is today's."""
    try:
        tables = tomllib.loads(nfc(toml_text))
    except tomllib.TOMLDecodeError:
        return today
    found = dict(today.phrases)
    for section, phrases in tables.items():
        for name, said in phrases.items() if isinstance(phrases, dict) else ():
            with contextlib.suppress(WordingError):
                found[f"{section}.{name}"] = _ways(f"{section}.{name}", said)
    return Wording(found)


def load_wording(toml_text: str) -> Wording:
    """The wording in a TOML text.

    Raises WordingError for a phrase that is missing, unknown, empty, or asks for a value that nobody gives.
    """
    try:
        tables = tomllib.loads(nfc(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise WordingError(f"Tệp lời văn viết sai cú pháp: {error}.") from error
    found: dict[str, tuple[str, ...]] = {}
    for section, phrases in tables.items():
        if not isinstance(phrases, dict):
            raise WordingError(f"Mục «{section}» phải đặt trong một phần [tên phần].")
        found |= {f"{section}.{name}": _ways(f"{section}.{name}", said) for name, said in phrases.items()}
    missing = sorted(PHRASES.keys() - found.keys())
    if missing:
        raise WordingError(f"Tệp lời văn thiếu mục: {', '.join(missing)}.")
    return Wording(found)


def _ways(key: str, said: object) -> tuple[str, ...]:
    if key not in PHRASES:
        raise WordingError(f"Mục «{key}» không dùng trong báo cáo; kiểm tra lại tên mục.")
    given = said if isinstance(said, list) else [said]
    ways = tuple(way for way in given if isinstance(way, str) and way.strip())
    if not ways or len(ways) < len(given):
        raise WordingError(f"Mục «{key}» phải có lời văn, không được để trống.")
    for way in ways:
        _check_places(key, way)
    return ways


def _check_places(key: str, way: str) -> None:
    allowed = PHRASES[key]
    try:
        parts = [part for part in string.Formatter().parse(way) if part[1] is not None]
    except ValueError as error:
        raise WordingError(f"Mục «{key}»: dấu ngoặc nhọn không khớp trong «{way}».") from error
    for _, name, spec, conversion in parts:
        known = name in allowed or (name or "")[:1].lower() + (name or "")[1:] in allowed
        if not known or spec or conversion:
            usable = ", ".join(f"{{{place}}}" for place in sorted(allowed)) or "không có chỗ nào"
            raise WordingError(f"Mục «{key}»: không điền được {{{name}}}. Các chỗ dùng được: {usable}.")
