"""Functions of texts."""

from __future__ import annotations

import re

from service.standin.sheets.formats import formatted
from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.criteria import wildcard
from service.standin.sheets.formulas.values import Cells, FormulaError, number_in, single, text_of

#: Longest text of a cell.
_LENGTH = 50_000
_DATE_LETTERS = re.compile(r"[ydhsYDHS]")


def _joined(call: Call, start: int, between: str, *, skip_blanks: bool) -> str:
    parts: list[str] = []
    for index in range(start, call.count):
        found = call.argument(index)
        if isinstance(found, Cells):
            cells = [found.at(r, c) for r in range(min(found.height, _LENGTH)) for c in range(found.width)]
        else:
            cells = [found]
        parts.extend(text_of(value, call.locale) for value in cells)
    return between.join(part for part in parts if part or not skip_blanks)[:_LENGTH]


def _text(call: Call) -> str:
    """TEXT: a number in a pattern; a pattern with letters of dates is one of a date."""
    value = call.plain(0)
    number = number_in(value, call.locale) if isinstance(value, str) else value
    if number is None or isinstance(number, bool):
        return text_of(value, call.locale)
    pattern = call.text(1)
    bare = re.sub(r'"[^"]*"|\\.', "", pattern)
    kind = "DATE_TIME" if _DATE_LETTERS.search(bare) else "NUMBER"
    return formatted({"numberValue": number}, {"type": kind, "pattern": pattern}, call.locale)


def _value(call: Call) -> float:
    return call.number(0)


def _part(call: Call) -> str:
    """LEFT, RIGHT and MID."""
    text = call.text(0)
    if call.node.name == "MID":
        start, count = call.whole(1), call.whole(2)
    else:
        start, count = 1, call.whole(1, 1)
    if count < 0 or start < 1:
        raise FormulaError(
            "NUM",
            f"Function {call.node.name} parameter 2 value is {count}. It should not be negative.",
        )
    if call.node.name == "RIGHT":
        return text[max(0, len(text) - count) :]
    return text[start - 1 : start - 1 + count]


def _find(call: Call) -> float:
    wanted, text, start = call.text(0), call.text(1), call.whole(2, 1) - 1
    if call.node.name == "FIND":
        place = text.find(wanted, max(start, 0))
    else:
        found = wildcard(wanted).search(text, max(start, 0))
        place = found.start() if found else -1
    if place < 0:
        name = call.node.name
        raise FormulaError("VALUE", f"In {name} evaluation, cannot find '{wanted}' within '{text}'.")
    return place + 1


def _substitute(call: Call) -> str:
    text, old, new = call.text(0), call.text(1), call.text(2)
    if not old:
        return text
    if not call.has(3):
        return text.replace(old, new)[:_LENGTH]
    parts = text.split(old)
    place = call.whole(3)
    if not 1 <= place < len(parts):
        return text
    return old.join(parts[:place]) + new + old.join(parts[place:])


def _replace(call: Call) -> str:
    text, start, count = call.text(0), call.whole(1), call.whole(2)
    if start < 1 or count < 0:
        raise FormulaError("NUM", "Function REPLACE parameter 2 value should be greater than or equal to 1.")
    return text[: start - 1] + call.text(3) + text[start - 1 + count :]


def _repeat(call: Call) -> str:
    count = call.whole(1)
    text = call.text(0)
    if count < 0 or count * len(text) > _LENGTH:
        raise FormulaError("VALUE", f"Function REPT parameter 2 value is {count}. It is out of range.")
    return text * count


def _proper(call: Call) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word[0][:1].upper() + word[0][1:].lower(), call.text(0))


def _pattern(call: Call) -> re.Pattern[str]:
    try:
        return re.compile(call.text(1))
    except (re.error, OverflowError) as error:
        raise FormulaError(
            "REF",
            f'Function {call.node.name} parameter 2 value "{call.text(1)}" is no valid regular expression.',
        ) from error


def _regex_extract(call: Call) -> str:
    found = _pattern(call).search(call.text(0))
    if found is None:
        raise FormulaError(
            "N_A", "Function REGEXEXTRACT parameter 2 value does not match text of parameter 1 value."
        )
    return found[1] or "" if found.re.groups else found[0]


def _regex_replace(call: Call) -> str:
    replacement = re.sub(r"\$(\d)", r"\\\1", call.text(2))
    try:
        return _pattern(call).sub(replacement, call.text(0))[:_LENGTH]
    except (re.error, IndexError) as error:
        raise FormulaError("REF", "Function REGEXREPLACE parameter 3 value is not valid.") from error


def _letter(call: Call) -> str:
    code = call.whole(0)
    if not 1 <= code <= 0x10FFFF:
        raise FormulaError("NUM", f"Function CHAR parameter 1 value {code} is out of range.")
    return chr(code)


def _code(call: Call) -> float:
    text = call.text(0)
    if not text:
        raise FormulaError("VALUE", "Function CODE parameter 1 value should be non-empty.")
    return ord(text[0])


def _number_or_zero(call: Call) -> float:
    value = call.plain(0)
    return 0.0 if value is None or isinstance(value, str) else float(value)


TEXTS = {
    "CONCATENATE": Spec(1, None, lambda call: _joined(call, 0, "", skip_blanks=False)),
    "CONCAT": Spec(2, 2, lambda call: _joined(call, 0, "", skip_blanks=False)),
    "JOIN": Spec(2, None, lambda call: _joined(call, 1, call.text(0), skip_blanks=False)),
    "TEXTJOIN": Spec(3, None, lambda call: _joined(call, 2, call.text(0), skip_blanks=call.truth(1))),
    "TEXT": Spec(2, 2, _text),
    "VALUE": Spec(1, 1, _value),
    "N": Spec(1, 1, _number_or_zero),
    "T": Spec(1, 1, lambda call: value if isinstance(value := call.plain(0), str) else ""),
    "LEN": Spec(1, 1, lambda call: len(call.text(0))),
    "TRIM": Spec(1, 1, lambda call: re.sub(" +", " ", call.text(0)).strip(" ")),
    "CLEAN": Spec(1, 1, lambda call: re.sub(r"[\x00-\x1f]", "", call.text(0))),
    "UPPER": Spec(1, 1, lambda call: call.text(0).upper()),
    "LOWER": Spec(1, 1, lambda call: call.text(0).lower()),
    "PROPER": Spec(1, 1, _proper),
    "LEFT": Spec(1, 2, _part),
    "RIGHT": Spec(1, 2, _part),
    "MID": Spec(3, 3, _part),
    "FIND": Spec(2, 3, _find),
    "SEARCH": Spec(2, 3, _find),
    "SUBSTITUTE": Spec(3, 4, _substitute),
    "REPLACE": Spec(4, 4, _replace),
    "REPT": Spec(2, 2, _repeat),
    "EXACT": Spec(2, 2, lambda call: call.text(0) == call.text(1)),
    "CHAR": Spec(1, 1, _letter),
    "CODE": Spec(1, 1, _code),
    "REGEXMATCH": Spec(2, 2, lambda call: _pattern(call).search(call.text(0)) is not None),
    "REGEXEXTRACT": Spec(2, 2, _regex_extract),
    "REGEXREPLACE": Spec(3, 3, _regex_replace),
    "HYPERLINK": Spec(1, 2, lambda call: single(call.argument(1)) if call.count > 1 else call.text(0)),
}
