"""Which line of a document is which element: by its words and its place, never by its looks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.domain.text import fold
from service.layout.facts import Layout, Line

MOTTO = "Độc lập - Tự do - Hạnh phúc"
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"

_NUMBER = re.compile(r"Số\s*:", re.IGNORECASE)
_DATE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
_ANNEX = re.compile(r"phụ lục(\s+[IVX\d]+)?$", re.IGNORECASE)
_MUC, _KHOAN, _DIEM = re.compile(r"[IVXL]+\.\s"), re.compile(r"(\d{1,2})\.\s"), re.compile(r"([a-zđ])\)\s")
#: A khoản with a title stands on a line of its own and ends without a stop.
_LONGEST_TITLE = 150
#: Lines in which the head of a document lies.
_HEAD = 60


@dataclass(frozen=True, slots=True)
class Elements:
    """The lines of each element, by the rule's key."""

    lines: Mapping[str, tuple[Line, ...]]
    #: Everything between the head and the signature, empty lines too.
    body: tuple[Line, ...]
    #: What is for the principal alone.
    notices: tuple[Line, ...]
    #: Lines whose number Word makes, so that they cannot be told apart.
    numbered: int
    #: Section of the annex; None without one.
    annex_section: int | None
    layout: Layout

    def of(self, key: str) -> tuple[Line, ...]:
        """The lines of an element; none if there is none."""
        return self.lines.get(key, ())

    def first(self, key: str) -> Line | None:
        """Its first line."""
        return next(iter(self.of(key)), None)

    def after(self, line: Line) -> Iterator[Line]:
        """The lines behind it in the same cell, or in the body."""
        at = next(place for place, item in enumerate(self.layout.lines) if item is line)
        return (item for item in self.layout.lines[at + 1 :] if item.cell == line.cell)


def find_elements(layout: Layout, *, notice_label: str = "") -> Elements:
    """The elements of a document; those that are not found are left out."""
    return _Finder(layout, notice_label).elements()


class _Finder:
    def __init__(self, layout: Layout, notice_label: str) -> None:
        self.layout = layout
        self.lines = layout.lines
        self.notice_label = notice_label
        self.found: dict[str, list[Line]] = defaultdict(list)
        self.numbered = 0

    def elements(self) -> Elements:
        head = self._head()
        signature = self._signature()
        annex = self._annex(signature)
        body = [line for line in self.lines[head:signature] if line.cell is None]
        notices = [line for line in body if self._is_notice(line)]
        body = [line for line in body if not self._is_notice(line)]
        self._body(self._title(body))
        return Elements(
            lines={key: tuple(lines) for key, lines in self.found.items()},
            body=tuple(body),
            notices=tuple(notices),
            numbered=self.numbered,
            annex_section=annex,
            layout=self.layout,
        )

    def _is_notice(self, line: Line) -> bool:
        return bool(self.notice_label) and line.text.startswith(self.notice_label)

    # --- head --------------------------------------------------------------------------------------

    def _head(self) -> int:
        """Finds what stands around the number and the day; gives the place behind it."""
        last = -1
        for place, line in enumerate(self.lines[:_HEAD]):
            key = _head_element(line.text)
            if key is not None and key not in self.found:
                self.found[key].append(line)
                last = place
        self._agencies()
        table = next((line.cell.table for line in self.found["quoc_hieu"] if line.cell), None)
        inside = [p for p, line in enumerate(self.lines) if line.cell and line.cell.table == table]
        return max([last, *inside]) + 1

    def _agencies(self) -> None:
        """The left side of the letterhead: agencies in bold issue, those above them do not."""
        country = next(iter(self.found["quoc_hieu"]), None)
        if country is None or country.cell is None:
            return
        left = [
            line
            for line in self.lines
            if line.cell
            and line.cell.table == country.cell.table
            and line.cell.row <= country.cell.row
            and line.cell.column < country.cell.column
            and line.shown
            and line.text.strip("_ ")
            and not _NUMBER.match(line.text)
        ]
        bold = [place for place, line in enumerate(left) if all(part.bold for part in line.shown)]
        cut = bold[0] if bold and bold[0] > 0 else max(len(left) - 1, 0)
        self.found["chu_quan"], self.found["ban_hanh"] = left[:cut], left[cut:]

    def _title(self, body: Sequence[Line]) -> list[Line]:
        """Name of the kind and what it is about: the first centred lines; gives what follows."""
        rest = list(body)
        while rest and not rest[0].text:
            rest.pop(0)
        if rest and rest[0].alignment == "center" and not rest[0].text.startswith("Kính gửi"):
            self.found["ten_loai"].append(rest.pop(0))
        while (
            rest
            and rest[0].text
            and rest[0].alignment == "center"
            and not rest[0].text.startswith("Kính gửi")
        ):
            if not rest[0].text.strip("_"):
                break
            self.found["trich_yeu"].append(rest.pop(0))
        return rest

    # --- body --------------------------------------------------------------------------------------

    def _body(self, body: Sequence[Line]) -> None:
        before: str | None = None
        for line in body:
            if not line.text.strip("_"):
                continue
            if line.is_numbered:
                self.numbered += 1
                continue
            before = self._kind(line, before)
            self.found[before].append(line)

    def _kind(self, line: Line, before: str | None) -> str:
        text = line.text
        if text.startswith("Kính gửi") or (before == "kinh_gui" and text.startswith("-")):
            return "kinh_gui"
        if text.startswith("Căn cứ") and not self.found.get("muc") and not self.found.get("khoan"):
            return "can_cu"
        if _MUC.match(text):
            return "muc"
        if _KHOAN.match(text) and is_title(text):
            return "khoan"
        return "diem" if _DIEM.match(text) else "loi_van"

    # --- signature and annex -----------------------------------------------------------------------

    def _signature(self) -> int:
        """Finds who signs and who gets it; gives the place where that begins."""
        places = [p for p, line in enumerate(self.lines) if line.text.startswith("Nơi nhận")]
        if not places:
            return next((p for p, line in enumerate(self.lines) if _ANNEX.match(line.text)), len(self.lines))
        label = self.lines[places[-1]]
        self.found["noi_nhan"].append(label)
        following = self.lines[places[-1] + 1 :]
        if label.cell is None:
            for line in following:
                if not line.text.startswith("-"):
                    break
                self.found["danh_sach"].append(line)
            return places[-1]
        self.found["danh_sach"] = [line for line in following if line.cell == label.cell and line.text]
        table = label.cell.table
        right = [
            line
            for line in self.lines
            if line.cell and line.cell.table == table and line.cell.column > label.cell.column
            if line.text and not line.text.startswith("(")
        ]
        titles = [line for line in right if line.text == line.text.upper()]
        self.found["chuc_vu"] = titles
        self.found["ho_ten"] = [line for line in right if line not in titles][-1:]
        return next(p for p, line in enumerate(self.lines) if line.cell and line.cell.table == table)

    def _annex(self, signature: int) -> int | None:
        rest = [line for line in self.lines[signature:] if line.cell is None and line.text]
        at = next((p for p, line in enumerate(rest) if _ANNEX.match(line.text)), None)
        if at is None:
            return None
        self.found["phu_luc"].append(rest[at])
        for line in rest[at + 1 :]:
            if line.text.startswith("(Kèm theo"):
                self.found["kem_theo"].append(line)
                break
            if line.alignment != "center":
                break
            self.found["ten_phu_luc"].append(line)
        return rest[at].section


def _head_element(text: str) -> str | None:
    key = fold(text)
    if fold(COUNTRY) in key:
        return "quoc_hieu"
    if key.startswith("doc lap") and "hanh phuc" in key:
        return "tieu_ngu"
    if _NUMBER.match(text):
        return "so"
    is_day = _DATE.search(text) and not text.startswith(("Căn cứ", "("))
    return "ngay" if is_day else None


def is_title(text: str) -> bool:
    """True of a khoản's line that is its title alone."""
    return len(text) <= _LONGEST_TITLE and text[-1] not in ".;:,"


def point_letter(text: str) -> str | None:
    """«c» of «c) …»."""
    found = _DIEM.match(text)
    return found[1] if found else None
