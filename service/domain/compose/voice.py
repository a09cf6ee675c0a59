"""Who does and who says: deeds and people's sentences set after the unit they come from."""

from __future__ import annotations

import re

from service.domain.compose.deeds import Telling
from service.domain.compose.people import names_a_person
from service.domain.compose.phrasing import bare, ended, inside, quoted, starts_with_unit
from service.domain.compose.units import named
from service.domain.compose.verbs import begins_with_deed, is_event, is_work
from service.domain.compose.wording import Wording, capital
from service.domain.dates import short_date
from service.domain.expectations import SchoolProfile

_DONE = re.compile(r"^đã\s+", re.IGNORECASE)
#: A team that speaks of itself as «Tổ …» means its own name; «tổ trưởng» and «tổ chức» are other words.
_OUR_TEAM = re.compile(r"^Tổ(?= (?!trưởng|phó|viên|chức)[^\W\d_])")
#: A sentence that says when it was needs no date before it.
_SAYS_WHEN = re.compile(
    r"^(?:ngày|tháng|tuần|quý|sáng|chiều|tối|trong|từ|sau|trước|vào|nhân|hằng|hàng)\b", re.I
)


def as_deed(title: str, profile: SchoolProfile, wording: Wording) -> str:
    """A title as words that read on after a unit: «tổ chức hội nghị …», «rà soát quy chế …»."""
    if names_a_person(title):
        return wording.say("viec.khong_neu_ten")
    text = _DONE.sub("", inside(bare(title), profile))
    if begins_with_deed(text):
        return text
    if is_event(text):
        return wording.say("viec.su_kien", ten=text)
    if is_work(text):
        return wording.say("viec.cong_viec", ten=text)
    return wording.say("viec.khac_loai", ten=quoted(bare(title)))


def attributed(
    telling: Telling, profile: SchoolProfile, wording: Wording, *, turn: int, only_unit: bool
) -> str:
    """A sentence of a report with who says it and, if it gives a number, on which day that was.

    `only_unit` says that the paragraph speaks of one unit, so that a sentence with a subject of its own
    needs no «Theo báo cáo của …».
    """
    sentence, units = ended(telling.text), named(telling.units, profile, wording)
    text = _with_subject(sentence, telling, units, profile)
    if text is None and only_unit:
        text = sentence
    if telling.day is None or _SAYS_WHEN.match(sentence):
        if text is not None:
            return capital(text)
        return wording.say("ke.theo_bao_cao", turn, don_vi=units, cau=inside(sentence, profile))
    key = "ke.ngay_va_nguon" if text is None else "ke.ngay"
    said = inside(bare(text or sentence), profile)
    return wording.say(key, turn, don_vi=units, cau=said, ngay=short_date(telling.day))


def _with_subject(sentence: str, telling: Telling, units: str, profile: SchoolProfile) -> str | None:
    """The sentence with its unit as subject, or None if it has another subject."""
    if len(telling.units) == 1 and starts_with_unit(sentence, profile, telling.units[0]):
        return sentence
    if all(unit.startswith("Tổ ") for unit in telling.units) and _OUR_TEAM.match(sentence):
        return _OUR_TEAM.sub(capital(units), sentence)
    if begins_with_deed(sentence):
        return f"{capital(units)} {inside(sentence, profile)}"
    return None
