"""Who issued a plan: as it calls itself in its first sentence, or as its letterhead says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.domain.text import fold
from service.plan_text.letters import UPPER
from service.plan_text.names import body_begins
from service.plan_text.paragraphs import is_capitals

#: «Trường THCS Trường Chinh xây dựng kế hoạch …»
ISSUES = re.compile(
    rf"(?:^|[;,.]\s+)(?P<issuer>(?:[{UPPER}]|trường\s+[{UPPER}])[^;,.:]{{2,110}}?),?\s+(?:xây dựng|ban hành|triển khai|lập|đề ra)"
    r"(?:\s+(?:và|,)\s+(?:triển khai|thực hiện|ban hành|xây dựng)(?:\s+thực hiện)?)?(?:\s+(?:bản|nội dung))?\s+[Kk]ế hoạch"
)
_MOTTO = re.compile(
    r"CỘNG\s+H[ÒO][AÀ]|Độc\s+lập|XÃ HỘI CHỦ NGHĨA|HỘI CHỦ NGHĨA|VIỆT NAM$|Hạnh phúc|ĐẢNG CỘNG SẢN"
)
_OF_MOTTO = re.compile(
    r"CỘNG\s+H[ÒO][AÀ].*|^CỘNG$|^H[ÒO][AÀ]\s+XÃ\s.*|Độc\s+lập.*|ĐẢNG CỘNG SẢN VIỆT NAM.*|(?:XÃ )?HỘI CHỦ NGHĨA VIỆT NAM.*"
)
_NUMBER = re.compile(r"\s*(?:Số|SỐ)\s*[:.]?\s*[\d…._ ]*[/-]|\s*(?:Số|SỐ)\s*:")
_HEADS = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI|SỞ|PHÒNG|TRƯỜNG|BAN|BỘ|TỔ|CÔNG ĐOÀN|ĐOÀN|LIÊN ĐỘI|ĐẢNG|CHI BỘ|TRUNG TÂM|CỤC|CHI CỤC|"
    r"LIÊN ĐOÀN|TỈNH ĐOÀN|THÀNH ĐOÀN|MẶT TRẬN|CÔNG AN|VĂN PHÒNG|KHOA|VIỆN|TIỂU BAN|CỤM|BCH|CÔNG TY|HỢP TÁC XÃ|CÂU LẠC BỘ|TRẠM|"
    r"BỆNH VIỆN|NHÀ VĂN HÓA|NHÀ TRẺ|LỚP|ĐỘI|CHI ĐOÀN|CHI HỘI)\b"
)
_SHORT = (
    ("gddt", "giao duc va dao tao"), ("gd dt", "giao duc va dao tao"), ("ubnd", "uy ban nhan dan"),
    ("mttq", "mat tran to quoc"),
)  # fmt: skip


def issuer_of(lines: Sequence[str], head: Sequence[str], text: str) -> str | None:
    """The issuer's name in the plan's own spelling; its letterhead's capitals only where nothing else is said."""
    stated = next(_stated(head), None)
    printed = _printed(lines)
    if printed is None or stated is None:
        return stated or (_spelled(printed, text) if printed else None)
    short, long = _plain(stated).split(), _plain(printed).split()
    if len(short) >= len(long) or long[-len(short) :] == short:
        return stated
    if long[: len(short)] == short:
        # «Ủy ban nhân dân Thành phố» of the sentence is «… HỒ CHÍ MINH» in the letterhead.
        rest = printed.split()[len(stated.split()) :]
        return _spelled(printed, text, " ".join([stated, *(_lowered(word) for word in rest)]))
    return _spelled(printed, text)


def _stated(head: Sequence[str]) -> Iterator[str]:
    for paragraph in head:
        for found in ISSUES.finditer(paragraph):
            name = re.sub(r"\s*\([^)]*\)", "", found["issuer"]).strip()
            name = _capitalised(name)
            if body_begins(name):
                yield name


def _capitalised(name: str) -> str:
    """«trường Tiểu học B» in the middle of a sentence is «Trường Tiểu học B» by itself."""
    return name[:1].upper() + name[1:]


def _lowered(word: str) -> str:
    """«MINH» → «Minh»; «THPT» has no vowel and is short for something."""
    return word.capitalize() if re.search("[AEIOUY]", fold(word).upper()) else word


def _printed(lines: Sequence[str]) -> str | None:
    """The last body on the left of the letterhead, with the lines that its name goes on over."""
    names: list[list[str]] = []
    for line in lines[:25]:
        left = _OF_MOTTO.sub("", re.split(r"\t| {3,}", line)[0]).strip(" -_–—*/|=")
        if _NUMBER.match(line) or (left and not is_capitals(left)):
            if names:
                break
            continue
        if not left or _MOTTO.search(left) or "CHỦ NGHĨA VIỆT NAM".endswith(left):
            continue
        if re.match(r"K\s?Ế\s*H\s?O\s?Ạ\s?C\s?H|QUYẾT ĐỊNH", left):
            break
        if _HEADS.match(left) or not names:
            names.append([left])
        else:
            names[-1].append(left)
    if not names:
        return None
    name = " ".join(names[-1])
    return name if _HEADS.match(name) else None


def _spelled(printed: str, text: str, otherwise: str | None = None) -> str:
    """The name as the text writes it in small letters, if it does anywhere."""
    pattern = r"\s+".join(re.escape(word) for word in printed.split())
    for found in re.finditer(pattern, text, re.IGNORECASE):
        if not is_capitals(found.group()):
            return _capitalised(" ".join(found.group().split()))
    return otherwise or printed


def _plain(name: str) -> str:
    plain = fold(name)
    for short, long in _SHORT:
        plain = re.sub(rf"\b{short}\b", long, plain)
    return plain
