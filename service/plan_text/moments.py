"""Times that are no dates: «cuối học kỳ I», «trong vòng 05 ngày», «định kỳ hằng quý»."""

from __future__ import annotations

import re

from service.plan_text.spans import SCHOOL, SPAN

_MONTH = r"\d{1,2}(?:\s*/\s*20\d\d|\s+năm\s+20\d\d|\s+h[àằ]ng năm)?"
_HOUR = r"(?:\d{1,2}\s*(?:h|giờ|g|:)\s*\d{0,2}(?:\s*phút)?\s*,?\s*)?"
_POINTS = re.compile(
    rf"(?:trước\s+(?:khi\s+)?)?(?:cuối|kết thúc)\s+(?:mỗi\s+|h[àằ]ng\s+|các\s+)?(?:{SCHOOL}|năm học|năm|quý(?:\s+(?:I{{1,3}}|IV)\b)?|"
    rf"tháng(?:\s+{_MONTH})?|tuần|đợt|kỳ|khóa)(?:\s+20\d\d(?:\s*[-–]\s*20\d\d)?)?"
    r"|sau khi (?:kết thúc|hoàn thành|tổ chức|thực hiện)[^,.;()]{0,60}|ngay sau (?:khi )?[^,.;()]{3,60}"
    r"|(?:chậm nhất(?: là)?\s+|không quá\s+)?(?:trong (?:vòng|thời hạn)\s+)?\d{1,3}\s*(?:\([^)]*\)\s*)?ngày(?: làm việc)?(?:,?\s*(?:kể\s+)?(?:từ|sau|trước)\s[^,.;()]{3,60})"
    r"|trong (?:vòng|thời hạn)\s+\d{1,3}\s*(?:\([^)]*\)\s*)?(?:ngày|tuần|tháng)(?: làm việc)?"
    rf"|trong tháng\s+{_MONTH}"
    rf"|(?:trước|chậm nhất|muộn nhất|vào)(?: là)?\s+{_HOUR}(?:ngày\s+)?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|chủ nhật)(?:\s+(?:h[àằ]ng|mỗi) tuần)?"
    r"|(?:trước|chậm nhất|muộn nhất)(?: là)? (?:tháng \d{1,2}(?:\s*/\s*20\d\d|\s+năm\s+20\d\d)?|ngày cuối(?: cùng)?[^,.;()]{0,30})",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    rf"định kỳ|h[àằ]ng (?:tháng|quý|năm|tuần)|{SPAN}(?:\s+một lần|/lần)?|mỗi (?:tháng|quý|năm|học kỳ)|theo (?:tháng|quý|học kỳ)|hàng kỳ",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"\s*(?:,|và)?\s*(?:{_FREQUENCY.pattern}|năm\b|quý\b|tháng\b)", re.IGNORECASE)


def points_in(sentence: str) -> list[re.Match[str]]:
    """Times that are no dates: «cuối học kỳ 1», «trong vòng 05 ngày làm việc»."""
    return list(_POINTS.finditer(sentence))


def frequency_in(sentence: str) -> re.Match[str] | None:
    """«định kỳ», «hằng quý»: how often, where no date is named."""
    return _FREQUENCY.search(sentence)


def frequencies_in(sentence: str, start: int) -> list[re.Match[str]]:
    """«hằng quý, 6 tháng, năm» that follow each other from `start` on."""
    found: list[re.Match[str]] = []
    while (match := _NEXT.match(sentence, found[-1].end() if found else start)) is not None:
        found.append(match)
    return found


def last_frequency(text: str) -> str | None:
    """The frequency that stands last in a text."""
    found = list(_FREQUENCY.finditer(text))
    return found[-1].group().casefold() if found else None
