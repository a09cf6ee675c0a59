"""A formula as a tree, by precedence: comparison < & < + - < * / < ^ < sign < %."""

from __future__ import annotations

from dataclasses import dataclass

from service.standin.sheets.formulas.tokens import Token, UnreadableError, tokens
from service.standin.sheets.formulas.values import Value

#: Deeper ones would be no formula of a person.
_DEPTH = 40
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("=", "<>", "<", "<=", ">", ">="),
    ("&",),
    ("+", "-"),
    ("*", "/"),
    ("^",),
)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, a truth value, None where an argument is left out; an error is one of a cell."""

    value: Value


@dataclass(frozen=True, slots=True)
class Failure:
    """An error written in the formula, as what is left of a deleted reference."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A1, Tab!A1:B2, A:A: as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Name:
    """A named range."""

    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """A sign with one or two sides; "%" stands behind its only one."""

    sign: str
    sides: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A call; the name is in capitals."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """{1,2;3,4}"""

    rows: tuple[tuple[Node, ...], ...]


Node = Constant | Failure | Reference | Name | Operation | Function | Table


def parsed(text: str, decimal: str) -> Node:
    """The tree of a formula without its `=`; raises UnreadableError."""
    parser = _Parser([token for token in tokens(text, decimal) if token.kind != "blank"], decimal)
    node = parser.level(0)
    if parser.rest():
        raise UnreadableError(text)
    return node


class _Parser:
    def __init__(self, words: list[Token], decimal: str) -> None:
        self._words = words
        self._place = 0
        self._decimal = decimal
        self._depth = 0

    def rest(self) -> bool:
        """Whether anything is left."""
        return self._place < len(self._words)

    def level(self, number: int) -> Node:
        """Operations of this level and those that bind more closely; all from left to right."""
        if number == len(_LEVELS):
            return self._signed()
        left = self.level(number + 1)
        while (sign := self._peek()) in _LEVELS[number]:
            self._place += 1
            left = Operation(sign, (left, self.level(number + 1)))
        return left

    def _signed(self) -> Node:
        if (sign := self._peek()) in ("+", "-"):
            self._place += 1
            return Operation(sign, (self._nested(self._signed),))
        node = self._term()
        while self._accept("%"):
            node = Operation("%", (node,))
        return node

    def _nested(self, read: object) -> Node:
        self._depth += 1
        if self._depth > _DEPTH:
            raise UnreadableError("too deep")
        node: Node = read()  # type: ignore[operator]
        self._depth -= 1
        return node

    def _inner(self) -> Node:
        return self._nested(lambda: self.level(0))

    def _term(self) -> Node:
        if not self.rest():
            raise UnreadableError("the end")
        word = self._words[self._place]
        self._place += 1
        match word.kind:
            case "number":
                return Constant(float(word.text.replace(self._decimal, ".")))
            case "text":
                return Constant(word.text[1:-1].replace('""', '"'))
            case "reference":
                return Reference(word.text)
            case "error":
                return Failure(word.text.rpartition("'!")[2] if "'" in word.text else word.text)
            case "name":
                truth = word.text.upper()
                return Constant(truth == "TRUE") if truth in ("TRUE", "FALSE") else Name(word.text)
            case "call":
                self._expect("(")
                return Function(word.text.upper(), self._arguments())
        if word.text == "(":
            node = self._inner()
            self._expect(")")
            return node
        if word.text == "{":
            return self._table()
        raise UnreadableError(word.text)

    def _arguments(self) -> tuple[Node, ...]:
        """Up to the closing bracket; between two separators nothing is a blank."""
        found: list[Node] = []
        if self._accept(")"):
            return ()
        while True:
            found.append(Constant(None) if self._peek() in (*self._separators, ")") else self._inner())
            if self._accept(")"):
                return tuple(found)
            if not any(self._accept(sign) for sign in self._separators):
                raise UnreadableError("an argument")

    @property
    def _separators(self) -> tuple[str, ...]:
        # ; is taken in every locale, a comma only where it is not the sign of decimals.
        return (";",) if self._decimal == "," else (",", ";")

    def _table(self) -> Node:
        column = "\\" if self._decimal == "," else ","
        rows: list[list[Node]] = [[self._inner()]]
        while not self._accept("}"):
            if self._accept(column):
                rows[-1].append(self._inner())
            else:
                self._expect(";")
                rows.append([self._inner()])
        if len({len(row) for row in rows}) != 1:
            raise UnreadableError("rows of different lengths")
        return Table(tuple(map(tuple, rows)))

    def _peek(self) -> str:
        return (
            self._words[self._place].text if self.rest() and self._words[self._place].kind == "sign" else ""
        )

    def _accept(self, text: str) -> bool:
        if self._peek() != text:
            return False
        self._place += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise UnreadableError(text)
