"""The outline of a plan: where its body begins and ends, and which paragraph stands under which number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.plan_text.building import Builder, Doubt, Node
from service.plan_text.paragraphs import Paragraph, is_capitals
from service.plan_text.restoring import restored, top_style

__all__ = ["Node", "Outline", "outline_of"]

_END = re.compile(r"(?:^|\t|\s)(?:Nơi nhận|NƠI NHẬN)\s*:?\s*(?:$|[-–A-ZĐ|])")
_APPENDIX = re.compile(r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s*)?(?:[IVX]+|\d{1,2}|[A-H]))?\s*[.:]?\s*")
_SIGNATURE = re.compile(
    r"(?:(?:KT|TM|TL|TUQ|Q)\s*\.\s*)?(?:HIỆU TRƯỞNG|PHÓ HIỆU TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|BAN THƯỜNG TRỰC|"
    r"ỦY BAN NHÂN\s+DÂN|UỶ BAN NHÂN\s+DÂN|TỔ TRƯỞNG|TRƯỞNG BAN|BÍ THƯ|BAN CHẤP HÀNH|NGƯỜI LẬP KẾ HOẠCH|XÁC NHẬN|PHÊ DUYỆT|"
    r"DUYỆT)\b.{0,60}"
)


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands before the first section, the sections, the closing words, and what is odd about numbers."""

    head: tuple[Paragraph, ...]
    sections: tuple[Node, ...]
    #: Paragraphs after the last item: «Trên đây là …».
    closing: tuple[str, ...] = ()
    #: Section numbers that occur twice.
    doubled: tuple[str, ...] = ()
    #: Headings whose lost number was put back, as they read now.
    restored: tuple[str, ...] = ()
    #: Numbers that could be read in more than one way, in the order of the plan.
    doubts: tuple[Doubt, ...] = ()


def outline_of(found: Sequence[Paragraph]) -> Outline:
    """The outline; the body ends with «Nơi nhận», a signature, an appendix, or numbers beginning again at I."""
    start, top = top_style([paragraph.text for paragraph in found])
    if start is None:
        return Outline(tuple(found), ())
    body = found[start : _end_of_body(found, start)]
    texts, mended = restored([paragraph.text for paragraph in body], top)
    builder = Builder(texts, top)
    for place in range(len(texts)):
        if not builder.take(place, is_last=_is_closed(texts, place)):
            break
    labels = [section.label for section in builder.sections]
    return Outline(
        head=tuple(found[:start]),
        sections=tuple(builder.sections),
        closing=tuple(builder.closing),
        doubled=tuple(dict.fromkeys(label for label in labels if labels.count(label) > 1)),
        restored=mended,
        doubts=tuple(builder.doubts),
    )


def _end_of_body(found: Sequence[Paragraph], start: int) -> int:
    for place in range(start + 1, len(found)):
        text = found[place].text
        appendix = _APPENDIX.match(text)
        is_appendix = appendix and (appendix.end() == len(text) or is_capitals(text[appendix.end() :]))
        is_signature = _SIGNATURE.fullmatch(text) and is_capitals(text.split("\t")[0])
        if _END.search(text[:80]) or is_appendix or is_signature:
            return place
    return len(found)


def _is_closed(texts: Sequence[str], place: int) -> bool:
    """«./.» closes a plan: whatever follows and is no further number is not of it."""
    return any(text.rstrip().endswith("./.") for text in texts[max(0, place - 3) : place])
