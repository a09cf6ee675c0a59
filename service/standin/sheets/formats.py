"""How a value looks in its cell: number formats in the locale of the spreadsheet."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from service.standin.sheets.locales import Locale

Json = dict[str, Any]

_EPOCH = dt.datetime(1899, 12, 30)
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE_TOKEN = re.compile(
    r'"[^"]*"|\\.|\[h+\]|\[m+\]|\[s+\]|y+|m+|d+|h+|s+|\.0+|am/pm|a/p|.', re.IGNORECASE | re.DOTALL
)
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]+)?(?:E[+-]?0+)?|\.[0#?]+")
_DAY_SECONDS = 86400
#: ErrorType → what the cell says.
_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading...",
}


def formatted(value: Json, number_format: Json | None, locale: Locale) -> str:
    """The text of an ExtendedValue."""
    if "stringValue" in value:
        return str(value["stringValue"])
    if "boolValue" in value:
        return "TRUE" if value["boolValue"] else "FALSE"
    if "errorValue" in value:
        return _ERRORS.get(value["errorValue"].get("type", ""), "#ERROR!")
    number = float(value.get("numberValue", 0))
    kind = (number_format or {}).get("type", "")
    pattern = (number_format or {}).get("pattern") or _default_pattern(kind, locale)
    if kind in ("DATE", "TIME", "DATE_TIME"):
        return _moment(number, pattern, locale)
    if not pattern or kind == "TEXT" or pattern == "@" or pattern.lower() == "general":
        return general(number, locale)
    return _patterned(number, pattern, locale)


def is_moment(number_format: Json | None) -> bool:
    """Whether numbers of this format are dates or times."""
    return (number_format or {}).get("type") in ("DATE", "TIME", "DATE_TIME")


def _default_pattern(kind: str, locale: Locale) -> str:
    return {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "CURRENCY": locale.money_pattern(has_cents=not locale.money_behind),
        "DATE": locale.date_pattern,
        "TIME": "h:mm:ss",
        "DATE_TIME": f"{locale.date_pattern} h:mm:ss",
        "SCIENTIFIC": "0.00E+00",
    }.get(kind, "")


def general(number: float, locale: Locale) -> str:
    """A number without a format: ten significant digits, all digits of a whole number."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.10g}"
    mantissa, e, exponent = text.partition("e")
    if e:
        text = f"{mantissa}E{'+' if int(exponent) > 0 else '-'}{abs(int(exponent)):02d}"
    return text.replace(".", locale.decimal)


def _patterned(number: float, pattern: str, locale: Locale) -> str:
    sections = pattern.split(";")
    if number < 0 and len(sections) > 1 and sections[1]:
        section, number = sections[1], -number
    elif number == 0 and len(sections) > 2 and sections[2]:
        section = sections[2]
    else:
        section = sections[0]
    hidden: list[str] = []

    def hide(found: re.Match[str]) -> str:
        hidden.append(_literal(found[0]))
        return chr(0xE000 + len(hidden) - 1)

    bare = _LITERAL.sub(hide, section)
    if "%" in bare:
        number *= 100
    sign = "-" if number < 0 else ""
    shown, count = _DIGITS.subn(lambda found: _digits(abs(number), found[0], locale), bare, count=1)
    if not count and not hidden:
        return section
    if Decimal(repr(abs(number))) and not re.search(r"[1-9]", shown):
        sign = ""
    return sign + re.sub("[\ue000-\uf8ff]", lambda found: hidden[ord(found[0]) - 0xE000], shown)


def _literal(token: str) -> str:
    if token[0] == '"':
        return token[1:-1]
    if token[0] == "\\":
        return token[1]
    if token[0] == "[":
        return token[2:].split("-")[0].rstrip("]") if token.startswith("[$") else ""
    return " " if token[0] == "_" else ""


def _digits(number: float, pattern: str, locale: Locale) -> str:
    body, e, exponent_pattern = pattern.partition("E")
    exponent = 0
    if e and number:
        exponent = Decimal(repr(number)).adjusted()
    whole_pattern, _, fraction_pattern = body.partition(".")
    places = len(fraction_pattern)
    value = Decimal(repr(number)).scaleb(-exponent).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, fraction = f"{value:f}".partition(".")
    needed = whole_pattern.count("0")
    whole = whole.lstrip("0").rjust(needed, "0")
    if "," in whole_pattern:
        whole = f"{int(whole or 0):,}".replace(",", locale.thousands).rjust(needed, "0") if whole else ""
    kept = len(fraction_pattern.rstrip("#?"))
    fraction = fraction[:kept] + fraction[kept:].rstrip("0")
    text = whole + (locale.decimal + fraction if fraction else "")
    if e:
        sign = "-" if exponent < 0 else "+" if "+" in exponent_pattern else ""
        text += f"E{sign}{abs(exponent):0{exponent_pattern.count('0')}d}"
    return text


def _moment(number: float, pattern: str, locale: Locale) -> str:
    seconds = round(number * _DAY_SECONDS)
    try:
        moment = _EPOCH + dt.timedelta(seconds=seconds)
    except OverflowError:
        return general(number, locale)
    tokens = _DATE_TOKEN.findall(pattern)
    afternoon = any(token.lower() in ("am/pm", "a/p") for token in tokens)
    shown = []
    for place, token in enumerate(tokens):
        low = token.lower()
        if low[0] == "m" and _means_minutes(tokens, place):
            shown.append(f"{moment.minute:0{min(len(token), 2)}d}")
        elif low[0] == "h":
            hour = (moment.hour - 1) % 12 + 1 if afternoon else moment.hour
            shown.append(f"{hour:0{min(len(token), 2)}d}")
        else:
            shown.append(_date_part(moment, low, token, seconds))
    return "".join(shown)


def _means_minutes(tokens: list[str], place: int) -> bool:
    """m is minutes after hours and before seconds."""
    letters = [(i, t.lower()) for i, t in enumerate(tokens) if t[0].lower() in "ymdhs[" and t != "["]
    where = next(n for n, (i, _) in enumerate(letters) if i == place)
    before = letters[where - 1][1] if where else ""
    after = letters[where + 1][1] if where + 1 < len(letters) else ""
    return before[:1] == "h" or before[:2] == "[h" or after[:1] == "s"


def _date_part(moment: dt.datetime, low: str, token: str, seconds: int) -> str:
    if low[0] == "y":
        return f"{moment.year:04d}" if len(low) > 2 else f"{moment.year % 100:02d}"
    if low[0] == "m":
        names = {3: "%b", 4: "%B", 5: "%b"}
        return moment.strftime(names[min(len(low), 5)]) if len(low) > 2 else f"{moment.month:0{len(low)}d}"
    if low[0] == "d":
        names = {3: "%a", 4: "%A"}
        return moment.strftime(names[min(len(low), 4)]) if len(low) > 2 else f"{moment.day:0{len(low)}d}"
    if low[0] == "s":
        return f"{moment.second:0{min(len(low), 2)}d}"
    if low in ("am/pm", "a/p"):
        half = "AM" if moment.hour < 12 else "PM"
        return half if low == "am/pm" else half[0]
    if low[0] == "[":
        unit = {"h": 3600, "m": 60, "s": 1}[low[1]]
        return f"{seconds // unit:0{len(low) - 2}d}"
    return "" if low.startswith(".0") else _literal(token) if token[0] in '"\\' else token
