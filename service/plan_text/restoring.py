"""Numbers that Word made by itself and a copy lost: put back where the neighbours prove them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from service.domain.text import fold
from service.plan_text.headings import USUAL, is_title
from service.plan_text.letters import LOWER, UPPER
from service.plan_text.numbering import Item, Style, item_of, roman
from service.plan_text.paragraphs import is_capitals, is_table_row

_TITLE = re.compile(r"(?:KẾ\s*HOẠCH|Kế hoạch)\s*[:.]?")
#: A number with its stop lost.
_NUMBER_ALONE = re.compile(rf"(?P<number>[1-9]\d?)\s?(?=[{UPPER}][{LOWER}])")
_END = re.compile(r"Nơi nhận|NƠI NHẬN|Phụ lục|PHỤ LỤC")


def top_style(texts: Sequence[str]) -> tuple[int | None, Style]:
    """(where the first section stands, how sections are numbered); (None, …) where there is no section.

    Parts, capitals and Roman numbers come before Arabic numbers, and of them the one that comes first in the
    text; without any, headings in capitals.
    """
    items = [item_of(text) for text in texts]
    high = [
        (start, style)
        for style in (Style.PART, Style.CAPITAL, Style.ROMAN)
        if (start := _start_of(style, items, texts)) is not None
    ]
    if high:
        return min(high, key=lambda found: found[0])
    start = _start_of(Style.ARABIC, items, texts)
    if start is not None:
        return start, Style.ARABIC
    headings = _bare_headings(texts)
    return (headings[0], Style.ROMAN) if len(headings) >= 2 else (None, Style.ROMAN)


def restored(texts: Sequence[str], top: Style) -> tuple[list[str], tuple[str, ...]]:
    """(the paragraphs with lost numbers put back, what was put back)."""
    whole = _with_stops(texts, top)
    mended = list(whole)
    if top is Style.ROMAN:
        _restore_sections(mended)
    _restore_items(mended, top)
    changed = tuple(new for old, new in zip(whole, mended, strict=True) if old != new)
    return mended, changed


def _with_stops(texts: Sequence[str], top: Style) -> list[str]:
    """«1Quán triệt …», «2 Thực hiện …» are «1. …», «2. …» where the section has such numbers with their stop too."""
    result = list(texts)
    items = [item_of(text) for text in texts]
    heads = [i for i, item in enumerate(items) if item is not None and item.style is top]
    for begin, end in itertools.pairwise([*heads, len(texts)]):
        if any(item is not None and item.style is Style.ARABIC for item in items[begin + 1 : end]):
            _count_on(result, items, range(begin + 1, end))
    return result


def _count_on(texts: list[str], items: Sequence[Item | None], places: range) -> None:
    last = 0
    for place in places:
        item, bare = items[place], _NUMBER_ALONE.match(texts[place])
        if item is not None and item.style is Style.ARABIC:
            last = item.value
        elif item is None and bare is not None and int(bare["number"]) == last + 1:
            last += 1
            texts[place] = f"{last}. {texts[place][bare.end() :]}"


def _start_of(style: Style, items: Sequence[Item | None], texts: Sequence[str]) -> int | None:
    places = [(i, item) for i, item in enumerate(items) if item is not None and item.style is style]
    if style in (Style.PART, Style.CAPITAL):
        values = [item.value for _, item in places]
        return places[0][0] if values[:1] == [1] and 2 in values else None
    first = next((i for i, item in places if item.value == 1), None)
    if style is Style.ARABIC:
        return (
            first if any(item.value == 2 for i, item in places if first is not None and i > first) else None
        )
    second = next((i for i, item in places if item.value == 2 and is_title(item.rest)), None)
    if second is not None and (first is None or first > second):
        # The first number is lost: its heading is the last line in capitals before the second.
        bare = [i for i in range(second) if _is_bare_heading(texts[i])]
        titles = [i for i in range(second) if _TITLE.match(texts[i].strip())]
        after = [i for i in bare if not titles or i > titles[-1] + 1]
        return after[-1] if after else second
    return first


def _bare_headings(texts: Sequence[str]) -> list[int]:
    """Headings without numbers, at least two of them with the usual words of plans."""
    titles = [i for i, text in enumerate(texts) if _TITLE.fullmatch(text.strip())]
    begin = titles[-1] + 2 if titles else 0
    end = next((i for i, text in enumerate(texts) if i >= begin and _END.match(text)), len(texts))
    found = [i for i in range(begin, end) if _is_bare_heading(texts[i])]
    usual = [i for i in found if any(word in fold(texts[i]) for word in USUAL)]
    return [i for i in found if usual and i >= usual[0]] if len(usual) >= 2 else []


def _is_bare_heading(text: str) -> bool:
    plain = text.strip()
    return (
        item_of(plain) is None
        and is_capitals(plain)
        and len(plain.split()) >= 2
        and is_title(plain)
        and not is_table_row(plain)
        and not re.match(r"NGÀY|BẢNG|BIỂU|PHỤ LỤC|NƠI NHẬN|CỘNG H", plain)
    )


def _restore_sections(texts: list[str]) -> None:
    """A heading in capitals between I and III is II; all bare headings are counted from I."""
    numbered = [
        (i, item.value) for i, t in enumerate(texts) if (item := item_of(t)) and item.style is Style.ROMAN
    ]
    if not numbered:
        for value, place in enumerate(_bare_or_first(texts), start=1):
            if value <= 15:
                texts[place] = f"{roman(value)}. {texts[place]}"
        return
    value_before, place_before = 0, -1
    for place, value in numbered:
        between = [i for i in range(place_before + 1, place) if _is_bare_heading(texts[i])]
        lost = value - value_before - 1
        if lost == 1 and between:
            texts[between[-1]] = f"{roman(value - 1)}. {texts[between[-1]]}"
        value_before, place_before = value, place


def _bare_or_first(texts: Sequence[str]) -> list[int]:
    return [i for i, text in enumerate(texts) if _is_bare_heading(text)]


def _restore_items(texts: list[str], top: Style) -> None:
    """In a section whose numbers begin with 2, the title right below the heading is 1."""
    for place, text in enumerate(texts):
        item = item_of(text)
        if item is None or item.style is not top or place + 1 >= len(texts):
            continue
        following = item_of(texts[place + 1])
        if following is not None or not is_title(texts[place + 1]) or is_capitals(texts[place + 1]):
            continue
        later = (i for t in texts[place + 1 :] if (i := item_of(t)) and i.style in (top, Style.ARABIC))
        first = next(later, None)
        if first is not None and first.style is Style.ARABIC and first.style is not top and first.value == 2:
            texts[place + 1] = f"1. {texts[place + 1]}"
