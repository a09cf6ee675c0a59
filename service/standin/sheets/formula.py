"""The few formulas that the stand-in computes; every other one shows #ERROR!, never a guess."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.locales import locale_named

Json = dict[str, Any]

_ARITHMETIC = re.compile(r"[\d\s.+*/()^-]+")
_LINK = re.compile(r'HYPERLINK\(\s*"([^"]*)"\s*(?:[,;]\s*"([^"]*)"\s*)?\)', re.IGNORECASE)
_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_ERROR: Json = {"errorValue": {"type": "ERROR", "message": "The stand-in does not compute this formula."}}
_LENGTH = 200
_LARGEST_POWER = 64


@dataclass(frozen=True, slots=True)
class Place:
    """Where a formula stands."""

    book: Book
    sheet: Sheet
    value_of: Callable[[Book, Sheet, Json], Json | None]


def hyperlink(text: str) -> str | None:
    """The address of a HYPERLINK formula."""
    found = _LINK.fullmatch(text.removeprefix("=").strip())
    return found[1] if found else None


def evaluate(text: str, place: Place) -> Json:
    """The ExtendedValue of a formula: arithmetic of numbers, HYPERLINK; else an errorValue."""
    body = text.removeprefix("=").strip()
    link = _LINK.fullmatch(body)
    if link:
        return {"stringValue": link[2] if link[2] is not None else link[1]}
    if locale_named(place.book.properties.get("locale", "en_US")).decimal == ",":
        body = body.replace(",", ".")
    if not _ARITHMETIC.fullmatch(body) or len(body) > _LENGTH:
        return _ERROR
    try:
        number = _computed(ast.parse(body.replace("^", "**"), mode="eval").body)
    except ZeroDivisionError:
        return {"errorValue": {"type": "DIVIDE_BY_ZERO", "message": "Division by zero."}}
    except (SyntaxError, ValueError, OverflowError, TypeError):
        return _ERROR
    return {"numberValue": int(number) if float(number).is_integer() else number}


def _computed(node: ast.AST) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.UnaryOp):
        return _OPERATORS[type(node.op)](_computed(node.operand))
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _computed(node.left), _computed(node.right)
        if isinstance(node.op, ast.Pow) and abs(right) > _LARGEST_POWER:
            raise ValueError("too large")
        return _OPERATORS[type(node.op)](left, right)
    raise ValueError("not arithmetic")
