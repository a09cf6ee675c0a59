"""What holds for a paragraph or a run of a Word file: its own properties, its styles', the defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from service.layout.facts import Letters

#: Word's own size where a file says nothing.
_SIZE = 10.0
_OFF = ("0", "false", "off", "none")
_BLACK = "000000"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Look:
    """Elements of properties, the nearest first."""

    levels: tuple[Any, ...]

    def element(self, name: str) -> Any:
        """The nearest element of this name, or None."""
        return next(
            (found for level in self.levels if (found := level.find(qn(f"w:{name}"))) is not None), None
        )

    def text(self, name: str, *attributes: str) -> str | None:
        """The nearest value of an attribute that may have several names."""
        for level in self.levels:
            found = level.find(qn(f"w:{name}"))
            for attribute in attributes if found is not None else ():
                if (value := found.get(qn(f"w:{attribute}"))) is not None:
                    return str(value)
        return None

    def points(self, name: str, *attributes: str) -> float:
        """A measure in twentieths of a point, as points."""
        try:
            return float(self.text(name, *attributes) or 0) / 20
        except ValueError:
            return 0.0

    def is_on(self, name: str) -> bool:
        """An on/off property."""
        found = self.element(name)
        return found is not None and found.get(qn("w:val")) not in _OFF


class WordStyles:
    """The styles of one file."""

    def __init__(self, word: WordDocument) -> None:
        styles = word.styles.element
        self._styles = {item.get(qn("w:styleId")): item for item in styles.iterchildren(qn("w:style"))}
        self._normal = next(
            (
                key
                for key, item in self._styles.items()
                if item.get(qn("w:type")) == "paragraph" and item.get(qn("w:default")) in ("1", "true")
            ),
            None,
        )
        defaults = styles.find(qn("w:docDefaults"))
        self._run_defaults = _found(defaults, "rPrDefault", "rPr")
        self._paragraph_defaults = _found(defaults, "pPrDefault", "pPr")
        self._theme = _theme_fonts(word)

    def paragraph(self, paragraph: Any) -> Look:
        """What holds for a w:p."""
        own = paragraph.find(qn("w:pPr"))
        levels = [own, *(style.find(qn("w:pPr")) for style in self._chain(self._style_of(own)))]
        return Look(tuple(level for level in (*levels, self._paragraph_defaults) if level is not None))

    def letters(self, run: Any, paragraph: Any) -> Letters:
        """The looks of a w:r in its paragraph, without its text; of None, those of the paragraph."""
        own = None if run is None else run.find(qn("w:rPr"))
        style = None if own is None else own.find(qn("w:rStyle"))
        names = [
            None if style is None else style.get(qn("w:val")),
            self._style_of(paragraph.find(qn("w:pPr"))),
        ]
        levels = [own, *(item.find(qn("w:rPr")) for name in names for item in self._chain(name))]
        look = Look(tuple(level for level in (*levels, self._run_defaults) if level is not None))
        size, colour, line = look.text("sz", "val"), look.text("color", "val"), look.text("u", "val")
        return Letters(
            text="",
            size=float(size) / 2 if size else _SIZE,
            font=self._font(look),
            colour=_BLACK if colour in (None, "auto") else str(colour).upper(),
            bold=look.is_on("b"),
            italic=look.is_on("i"),
            underlined=line is not None and line not in _OFF,
        )

    def is_numbered(self, paragraph: Any) -> bool:
        """True if Word prints a number or a bullet before it."""
        look = self.paragraph(paragraph)
        numbers = look.element("numPr")
        number = None if numbers is None else numbers.find(qn("w:numId"))
        return number is not None and number.get(qn("w:val")) != "0"

    def _font(self, look: Look) -> str:
        for level in look.levels:
            fonts = level.find(qn("w:rFonts"))
            if fonts is None:
                continue
            for kind in ("asciiTheme", "hAnsiTheme"):
                if theme := str(fonts.get(qn(f"w:{kind}")) or ""):
                    return self._theme.get("major" if theme.startswith("major") else "minor", theme)
            if named := fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")):
                return str(named)
        return "Times New Roman"  # Word's own where nothing is said

    def _style_of(self, properties: Any) -> str | None:
        style = None if properties is None else properties.find(qn("w:pStyle"))
        if style is None:
            return self._normal
        name = style.get(qn("w:val"))
        return None if name is None else str(name)

    def _chain(self, name: str | None) -> Iterator[Any]:
        """The style and those that it is based on."""
        seen: set[str] = set()
        while name is not None and name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            yield style
            based = style.find(qn("w:basedOn"))
            name = None if based is None else based.get(qn("w:val"))


def _found(parent: Any, *path: str) -> Any:
    for name in path:
        parent = None if parent is None else parent.find(qn(f"w:{name}"))
    return parent


def _theme_fonts(word: WordDocument) -> dict[str, str]:
    """Names of the theme's fonts for headings ("major") and text ("minor")."""
    try:
        theme = parse_xml(word.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    except KeyError:
        return {}
    found = {}
    for kind in ("major", "minor"):
        latin = theme.find(f".//{_DRAWING}{kind}Font/{_DRAWING}latin")
        if latin is not None:
            found[kind] = str(latin.get("typeface"))
    return found
