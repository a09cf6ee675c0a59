"""Small helpers of Vietnamese prose: lists, counted things, people's words set into a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from service.domain.dates import count
from service.domain.expectations import SchoolProfile
from service.domain.text import fold, nfc

#: Longest quoted sentence and longest heading, in letters.
LONGEST, LONGEST_HEADING = 320, 160
_SPACE = re.compile(r"\s+")
#: «Số cuộc kiểm tra» is counted as «03 cuộc kiểm tra».
_NUMBER_OF = re.compile(r"^(?:tổng )?số\s+", re.IGNORECASE)
_RATIO = re.compile(r"%|tỷ lệ|tỉ lệ", re.IGNORECASE)
#: Names that a heading in capitals may hide.
_HIDDEN_NAMES = (
    "Đảng", "Nhà nước", "Quốc hội", "Chính phủ", "Việt Nam", "Hồ Chí Minh", "Đoàn Thanh niên",
    "THCS", "THPT", "Dân vận khéo",
)  # fmt: skip
#: A place in a heading in capitals: its two words are a name. «Cấp tỉnh năm …» is none.
_PLACE = re.compile(
    r"(?<!cấp )\b(tỉnh|quận|huyện|phường|thị xã) (?!(?:năm|giai|và|của|về|trong|theo|đến|có|đã)\b)"
    r"([^\W\d_]+) ([^\W\d_]+)\b"
)
#: Words that keep their capital at any place of a sentence, alone or with the word after them.
_PROPER = frozenset({"Đảng", "Luật", "Bác", "Tết"})
_PROPER_PAIRS = frozenset(
    {"Nhà nước", "Nhân dân", "Quốc hội", "Chính phủ", "Thành phố", "Thành ủy", "Quận ủy"}
) | frozenset({"Đảng ủy", "Ủy ban", "Mặt trận", "Liên đội", "Ban đại", "Nghị định", "Hiến pháp"})


def clean(text: str) -> str:
    """People's words on one line; spaces are tidied and nothing is re-spelt."""
    return _SPACE.sub(" ", nfc(text)).strip()


def listed(items: Sequence[str], *, between: str = ", ") -> str:
    """«a, b và c»; items that hold commas or an «và» themselves are kept apart by «;»."""
    if len(items) < 2:
        return "".join(items)
    if any("," in item or ";" in item or " và " in item for item in items):
        return "; ".join(items)
    return f"{between.join(items[:-1])} và {items[-1]}"


def quoted(text: str) -> str:
    """“…”, unless the words carry quotation marks already."""
    return text if any(mark in text for mark in '“”"«»') else f"“{text}”"


def ended(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    text = clean(text).rstrip(" ;,:")
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def bare(text: str) -> str:
    """The text without the stop at its end, to stand inside a sentence."""
    return clean(text).rstrip(" .;,:")


def shortened(text: str, longest: int = LONGEST_HEADING) -> str:
    """The text, cut at a word if it is too long for a heading."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;.:") + "…"


def sentence_case(capitals: str, names: Iterable[str]) -> str:
    """«CÔNG TÁC CỦA ĐẢNG» → «Công tác của Đảng»; `names` get back the capitals they are written with."""
    text = clean(capitals)
    if not text.isupper() or len(text) < 5:
        return text
    text = _PLACE.sub(lambda found: f"{found[1]} {found[2].title()} {found[3].title()}", text.capitalize())
    for name in (*names, *_HIDDEN_NAMES):
        text = re.sub(rf"\b{re.escape(name)}\b", name, text, flags=re.IGNORECASE)
    return text


def names_in(text: str) -> tuple[str, ...]:
    """Runs of two and more capitalised words: «Sơn La»; of «Luật Việc làm» the «Luật Việc»."""
    found: list[str] = []
    run: list[str] = []
    for token in (*clean(text).split(), ""):
        word = token.rstrip(",.;:)”")
        if word[:1].isupper() and word.isalpha() and not word.isupper():
            run.append(word)
        if word not in run[-1:] or word != token:
            found += [" ".join(run)] if len(run) > 1 else []
            run = []
    return tuple(dict.fromkeys(found))


def inside(text: str, profile: SchoolProfile) -> str:
    """The text for the middle of a sentence: a first capital that names nobody is lowered."""
    text = clean(text)
    first, _, rest = text.partition(" ")
    if not first[:1].isupper() or first[1:] != first[1:].lower() or first in _PROPER:
        return text
    pair = " ".join(text.split(" ")[:2]).rstrip(",;.:")
    if rest[:1].isupper() or pair in _PROPER_PAIRS or _starts_with_name(text, profile):
        return text
    return text[:1].lower() + text[1:]


def starts_with_unit(text: str, profile: SchoolProfile, unit: str) -> bool:
    """True if a sentence names this unit at its beginning, so that it needs no «Theo báo cáo của …»."""
    words = f"{fold(text)} "
    known = next((u for u in profile.units if u.name == unit), None)
    names = (unit, *(known.aliases if known else ()))
    return any(words.startswith(f"{fold(name)} ") for name in names)


def counted(label: str, value: int) -> str | None:
    """«Số cuộc kiểm tra», 3 → «03 cuộc kiểm tra»; None for what is not counted, such as a share."""
    if _RATIO.search(label):
        return None
    return f"{count(value)} {things(label)}"


def things(label: str) -> str:
    """«Số cuộc kiểm tra» → «cuộc kiểm tra»."""
    noun = _NUMBER_OF.sub("", clean(label))
    return noun if noun[:2].isupper() else noun[:1].lower() + noun[1:]


def share(part: int, whole: int) -> str:
    """«83,3%»: one decimal, none if it is a zero."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10},{tenths % 10}%"


def once(items: Iterable[str]) -> tuple[str, ...]:
    """Each text once, in order."""
    return tuple(dict.fromkeys(items))


def _starts_with_name(text: str, profile: SchoolProfile) -> bool:
    names = [name for unit in profile.units for name in (unit.name, *unit.aliases)]
    return any(text.casefold().startswith(name.casefold()) for name in names)
