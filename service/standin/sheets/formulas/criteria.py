"""Criteria of COUNTIF and its like: 5, "toán*", ">=3", "<>"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable

from service.standin.sheets.formulas.values import FormulaError, Plain, Value, compare, number_in
from service.standin.sheets.locales import Locale

_SIGNS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, "<=": operator.le, "<>": operator.ne, ">": operator.gt, "<": operator.lt,
    "=": operator.eq,
}  # fmt: skip


def criterion(wanted: Plain, locale: Locale) -> Callable[[Value], bool]:
    """A test for values; errors in cells meet none."""
    if not isinstance(wanted, str):
        return lambda value: not isinstance(value, FormulaError) and _same_kind(value, wanted)
    sign = next((sign for sign in _SIGNS if wanted.startswith(sign)), "")
    rest = wanted.removeprefix(sign)
    holds = _SIGNS[sign or "="]
    asked = _plain(rest, locale)
    if isinstance(asked, str) and holds in (operator.eq, operator.ne):
        return _text_test(asked, found_is_wanted=holds is operator.eq, blank_too=not sign)

    def test(value: Value) -> bool:
        if isinstance(value, FormulaError):
            return False
        if isinstance(value, str) and not isinstance(asked, str):
            # A number that stands as a text is counted as well.
            found = number_in(value, locale)
            value = value if found is None else found
        if (type(value) in (int, float) and type(asked) in (int, float)) or type(value) is type(asked):
            return holds(compare(value, asked), 0)
        return holds is operator.ne

    return test


def _same_kind(value: Plain, wanted: Plain) -> bool:
    if wanted is None:
        wanted = 0.0
    return (
        isinstance(value, bool) == isinstance(wanted, bool)
        and value is not None
        and compare(value, wanted) == 0
    )


def _plain(text: str, locale: Locale) -> Plain:
    if text.upper() in ("TRUE", "FALSE"):
        return text.upper() == "TRUE"
    found = number_in(text, locale) if text else None
    return text if found is None else found


def _text_test(wanted: str, *, found_is_wanted: bool, blank_too: bool) -> Callable[[Value], bool]:
    pattern = wildcard(wanted)

    def test(value: Value) -> bool:
        if isinstance(value, FormulaError):
            return not found_is_wanted
        if wanted == "":
            is_blank = value is None or (blank_too and value == "")
            return is_blank is found_is_wanted
        return (isinstance(value, str) and pattern.fullmatch(value) is not None) is found_is_wanted

    return test


def wildcard(text: str) -> re.Pattern[str]:
    """* and ? stand for letters, ~ before them takes them as they are."""
    parts = re.findall(r"~[*?~]|[*?]|[^*?~]+|~", text)
    signs = {"*": ".*", "?": "."}
    return re.compile(
        "".join(
            signs.get(part) or re.escape(part[1:] if part[:1] == "~" and len(part) == 2 else part)
            for part in parts
        ),
        re.IGNORECASE | re.DOTALL,
    )
