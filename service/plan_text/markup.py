"""Marks of Markdown and HTML that a copied plan brings along, taken off line by line."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_QUOTED = re.compile(r"^\s{0,3}>\s+")
#: «**I. MỤC ĐÍCH**», «__1. Mục đích__»: marks that stand in pairs around words.
_STRONG = re.compile(r"(\*\*\*|\*\*|___|__)(?=\S)(.+?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![\w*])")
_TAG = re.compile(
    r"</?(?:b|i|u|em|strong|p|div|span|h[1-6]|center|font|td|tr|table|tbody|sup|sub)\b[^<>]*>", re.I
)
_NEW_LINE = re.compile(r"<br\s*/?>", re.I)
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:#|https?:)[^()\s]*\)")
_ESCAPED = re.compile(r"\\([-.*_#()\[\]!+>])")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
#: «- a) …»: a list was made of items that have letters of their own.
_DASHED_ITEM = re.compile(r"^\s*[-*+]\s+(?=(?:[a-zđ]|\d{1,2})\)\s)")


def without_markup(text: str) -> str:
    """The text as it reads, a line for a line; where nothing is marked up it comes back as it is."""
    return "\n".join(_plain(line) for line in _NEW_LINE.sub("\n", text).split("\n"))


def _plain(line: str) -> str:
    if not any(mark in line for mark in "#*_<>[\\-"):
        return line
    if "|" in line and _TABLE_RULE.match(line):
        return ""
    plain = _QUOTED.sub("", _HEADING.sub("", line))
    plain = _TAG.sub("", plain) if "<" in plain else plain
    plain = _LINK.sub(r"\1", plain) if "](" in plain else plain
    if "*" in plain or "__" in plain:
        plain = _SLANTED.sub(r"\1", _STRONG.sub(r"\2", plain))
    plain = _ESCAPED.sub(r"\1", plain) if "\\" in plain else plain
    return _DASHED_ITEM.sub("", plain)
