"""Field masks and the requests that change styles of text and paragraphs."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

from service.standin.docs.targets import range_of
from service.standin.docs.tree import Document, Paragraph, Tab, new_id
from service.standin.docs.walk import paragraphs
from service.standin.errors import invalid

Json = dict[str, Any]


def names(words: str) -> frozenset[str]:
    """Names of fields written in one line."""
    return frozenset(words.split())


TEXT_FIELDS = names(
    "bold italic underline strikethrough smallCaps backgroundColor foregroundColor fontSize "
    "weightedFontFamily baselineOffset link"
)
PARAGRAPH_FIELDS = names(
    "namedStyleType alignment lineSpacing direction spacingMode spaceAbove spaceBelow borderBetween "
    "borderTop borderBottom borderLeft borderRight indentFirstLine indentStart indentEnd "
    "keepLinesTogether keepWithNext avoidWidowAndOrphan shading pageBreakBefore"
)
#: Numbers that proto3 JSON leaves out when they are 0.
_ZEROS = frozenset({"magnitude", "red", "green", "blue"})
#: How the editor shows a link whose look the request does not give.
_LINK_LOOK: Json = {
    "underline": True,
    "foregroundColor": {"color": {"rgbColor": {"red": 0.06666667, "green": 0.33333334, "blue": 0.8}}},
}


def apply_mask(style: Json, wanted: Json, fields: str, allowed: frozenset[str]) -> None:
    """Copy the listed fields; a field that is listed and absent goes back to its default."""
    for path in _paths(fields, allowed):
        if path.partition(".")[0] not in allowed:
            raise invalid(f"Invalid field: {path}")
        _copy(style, wanted, path.split("."))


def mask_roots(fields: str, allowed: frozenset[str]) -> list[str]:
    """The fields of the first level that a mask names."""
    return sorted({path.partition(".")[0] for path in _paths(fields, allowed)})


def _paths(fields: str, allowed: frozenset[str]) -> list[str]:
    paths = [_camel(part.strip()) for part in fields.split(",") if part.strip()]
    if not paths:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return sorted(allowed) if paths == ["*"] else paths


def _camel(path: str) -> str:
    return re.sub("_([a-z])", lambda match: match[1].upper(), path)


def _copy(style: Json, wanted: Json, path: list[str]) -> None:
    key, *rest = path
    if not rest:
        if key in wanted:
            style[key] = tidy(deepcopy(wanted[key]))
        else:
            style.pop(key, None)
        return
    inner = dict(style.get(key, {}))
    _copy(inner, wanted.get(key, {}), rest)
    style[key] = inner


def tidy(value: Any) -> Any:
    """A style value as proto3 JSON prints it: without sizes and colour parts of 0."""
    if isinstance(value, dict):
        return {k: tidy(v) for k, v in value.items() if not (k in _ZEROS and v == 0)}
    if isinstance(value, list):
        return [tidy(item) for item in value]
    return value


def named_style(tab: Tab, kind: str, part: str) -> Json:
    """`textStyle` or `paragraphStyle` of a named style with what it inherits from normal text."""
    styles = {style["namedStyleType"]: style for style in tab.parts.get("namedStyles", {}).get("styles", [])}
    normal: Json = styles.get("NORMAL_TEXT", {}).get(part, {})
    own: Json = styles.get(kind, {}).get(part, {})
    return normal | own


def update_text_style_request(document: Document, body: Json) -> None:
    """updateTextStyle: a value equal to the named style's is inherited, so it is not kept."""
    target = range_of(document, body.get("range"))
    wanted, fields = body.get("textStyle", {}), body.get("fields", "")
    for spot, paragraph in paragraphs(target.segment, target.start, target.end):
        first = paragraph.split(max(0, target.start - spot.start))
        last = paragraph.split(min(spot.end, target.end) - spot.start)
        inherited = named_style(target.tab, paragraph.style.get("namedStyleType", "NORMAL_TEXT"), "textStyle")
        styles = [element.style for element in paragraph.elements[first:last]]
        if paragraph.bullet is not None and (first, last) == (0, len(paragraph.elements)):
            styles.append(paragraph.bullet.setdefault("textStyle", {}))
        for style in styles:
            restyle(style, wanted, fields, inherited)
        paragraph.join()


def restyle(style: Json, wanted: Json, fields: str, inherited: Json) -> None:
    """Change a text style; what equals the inherited one is not kept."""
    apply_mask(style, wanted, fields, TEXT_FIELDS)
    if "weightedFontFamily" in style:
        style["weightedFontFamily"].setdefault("weight", 400)
    if "link" in wanted and "link" in style:
        style |= {key: value for key, value in deepcopy(_LINK_LOOK).items() if key not in fields}
    for key in [key for key in style if key != "link" and inherited.get(key) == style[key]]:
        del style[key]


def update_paragraph_style_request(document: Document, body: Json) -> None:
    """updateParagraphStyle on every paragraph that overlaps the range."""
    target = range_of(document, body.get("range"))
    wanted, fields = body.get("paragraphStyle", {}), body.get("fields", "")
    for _, paragraph in paragraphs(target.segment, target.start, target.end):
        apply_mask(paragraph.style, wanted, fields, PARAGRAPH_FIELDS)
        settle(paragraph)


def settle(paragraph: Paragraph) -> None:
    """What always holds in a paragraph's style: a named style, a direction, a heading id on headings only."""
    style = paragraph.style
    kind = style.setdefault("namedStyleType", "NORMAL_TEXT")
    style.setdefault("direction", "LEFT_TO_RIGHT")
    if kind == "NORMAL_TEXT":
        style.pop("headingId", None)
    else:
        style.setdefault("headingId", new_id("h."))
