"""The catalogue of indicators: what the annex of a report tells, where each comes from, what must agree.

It is read from `templates/report/chi-tieu.toml`, which a non-programmer may edit.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, TypeVar

from service.domain.text import fold, nfc


class CatalogueError(ValueError):
    """The file of indicators cannot be used; the message says, in Vietnamese, what is wrong where."""


class Origin(StrEnum):
    """Where the value of an indicator comes from, as the file says it."""

    FIGURE = "số liệu"
    ACTIVITIES = "hoạt động"
    PARTICIPANTS = "lượt người"
    FEEDBACK = "góp ý"
    WAITING = "góp ý chờ trả lời"
    SHARE = "tỷ lệ"
    SCHOOL = "trường"
    WORDS = "lời văn"


class Relation(StrEnum):
    """How two sides must agree."""

    EQUAL = "bằng"
    AT_MOST = "không quá"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One line of the annex."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    #: What is counted: «đơn», «lượt», «%».
    unit: str = ""
    origin: Origin = Origin.FIGURE
    #: Keys of the parts that add up to it; of a share, part and whole.
    parts: tuple[str, ...] = ()
    #: Activities and participants: only those with one of these words in their title.
    titles: tuple[str, ...] = ()
    #: Activities and participants: only of responsibilities with one of these words.
    tasks: tuple[str, ...] = ()
    #: Asked for in responsibilities that name its group, when a school is set up.
    is_proposed: bool = True
    #: Told whenever its group is.
    is_main: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Its name and other names, folded."""
        return frozenset(map(fold, (self.name, *self.aliases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Indicators of one subject."""

    name: str
    indicators: tuple[Indicator, ...]
    #: The law that asks for them.
    basis: str = ""
    #: Told also where nobody is asked for it: there is a duty to report on it.
    is_always_told: bool = False
    #: A responsibility with one of these words is about it.
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Two sums of indicators that must agree."""

    name: str
    left: tuple[str, ...]
    relation: Relation
    right: tuple[str, ...]
    #: Indicators that count as none where nobody is asked for them.
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOver:
    """What is there at the beginning of a period is what was left at the end of the one before."""

    name: str
    opening: str
    closing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All indicators; an empty catalogue tells of no indicator."""

    groups: tuple[Group, ...] = ()
    identities: tuple[Identity, ...] = ()
    carried: tuple[CarryOver, ...] = ()

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Those of all groups, in order."""
        return tuple(indicator for group in self.groups for indicator in group.indicators)

    def find(self, key: str) -> Indicator | None:
        """The indicator with this key."""
        return next((item for item in self.indicators if item.key == key), None)

    def named(self, label: str) -> Indicator | None:
        """The indicator that people call so."""
        words = fold(label)
        return next((item for item in self.indicators if words in item.names), None)

    @property
    def of_school(self) -> tuple[Indicator, ...]:
        """What the school itself fills in."""
        return tuple(item for item in self.indicators if item.origin in (Origin.SCHOOL, Origin.WORDS))


def holds(text: str, marks: Iterable[str]) -> bool:
    """True if a text has one of these words, however they are spelt."""
    words = f" {fold(text)} "
    return any(f" {fold(mark)} " in words for mark in marks)


def proposed_figures(catalogue: Catalogue, texts: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Code of a responsibility → labels of the figures it should be asked for, by its words in the plan.

    Each figure is asked for once: of the responsibility that names its subject first. A proposal for the
    column «Số liệu cần có» when a school is set up; what people write there later stands.
    """
    found: dict[str, list[str]] = {code: [] for code in texts}
    for group in catalogue.groups:
        places = {code: place for code, text in texts.items() if (place := _place(text, group)) is not None}
        if places:
            found[min(places, key=lambda code: places[code])] += [
                indicator.name
                for indicator in group.indicators
                if indicator.origin is Origin.FIGURE and indicator.is_proposed
            ]
    return {code: tuple(labels) for code, labels in found.items()}


def _place(text: str, group: Group) -> int | None:
    """How far into a text a group is first named; None if it is not."""
    words = f" {fold(text)} "
    found = [place for mark in group.marks if (place := words.find(f" {fold(mark)} ")) >= 0]
    return min(found, default=None)


# --- reading the file ------------------------------------------------------------------------------

_GROUP = {"ten", "can_cu", "luon_co", "nhiem_vu", "chi_tieu"}
_INDICATOR = {"ma", "ten", "ten_khac", "don_vi", "nguon", "gom", "tieu_de", "trong_nhiem_vu", "hoi", "chinh"}
_IDENTITY = {"ten", "ve_trai", "quan_he", "ve_phai", "co_the_khong_hoi"}
_CARRIED = {"ten", "dau_ky", "cuoi_ky"}
_Choice = TypeVar("_Choice", bound=Enum)


def load_catalogue(toml_text: str) -> Catalogue:
    """The catalogue in a TOML text. Raises CatalogueError."""
    try:
        data = tomllib.loads(nfc(toml_text))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"Tệp chỉ tiêu viết sai cú pháp: {error}.") from error
    _known(data, {"nhom", "dang_thuc", "noi_ky"}, "tệp chỉ tiêu")
    catalogue = Catalogue(
        groups=tuple(_group(item) for item in _tables(data, "nhom")),
        identities=tuple(_identity(item) for item in _tables(data, "dang_thuc")),
        carried=tuple(_carried(item) for item in _tables(data, "noi_ky")),
    )
    _check_keys(catalogue)
    return catalogue


def _group(data: Mapping[str, Any]) -> Group:
    name = _text(data, "ten", "nhóm chỉ tiêu")
    _known(data, _GROUP, f"nhóm «{name}»")
    return Group(
        name=name,
        indicators=tuple(_indicator(item) for item in _tables(data, "chi_tieu")),
        basis=str(data.get("can_cu", "")),
        is_always_told=_flag(data, "luon_co", False),
        marks=_texts(data, "nhiem_vu", name),
    )


def _indicator(data: Mapping[str, Any]) -> Indicator:
    name = _text(data, "ten", "chỉ tiêu")
    _known(data, _INDICATOR, f"chỉ tiêu «{name}»")
    indicator = Indicator(
        key=_text(data, "ma", f"chỉ tiêu «{name}»"),
        name=name,
        aliases=_texts(data, "ten_khac", name),
        unit=str(data.get("don_vi", "")),
        origin=_choice(Origin, str(data.get("nguon", Origin.FIGURE)), f"chỉ tiêu «{name}», mục nguon"),
        parts=_texts(data, "gom", name),
        titles=_texts(data, "tieu_de", name),
        tasks=_texts(data, "trong_nhiem_vu", name),
        is_proposed=_flag(data, "hoi", True),
        is_main=_flag(data, "chinh", False),
    )
    if indicator.origin is Origin.SHARE and len(indicator.parts) != 2:
        raise CatalogueError(f"Chỉ tiêu «{name}» là tỷ lệ nên mục gom phải có đúng hai mã.")
    return indicator


def _identity(data: Mapping[str, Any]) -> Identity:
    name = _text(data, "ten", "đẳng thức")
    _known(data, _IDENTITY, f"đẳng thức «{name}»")
    left, right = _texts(data, "ve_trai", name), _texts(data, "ve_phai", name)
    if not left or not right:
        raise CatalogueError(f"Đẳng thức «{name}» phải có cả ve_trai và ve_phai.")
    return Identity(
        name=name,
        left=left,
        relation=_choice(Relation, str(data.get("quan_he", "")), f"đẳng thức «{name}», mục quan_he"),
        right=right,
        optional=frozenset(_texts(data, "co_the_khong_hoi", name)),
    )


def _carried(data: Mapping[str, Any]) -> CarryOver:
    name = _text(data, "ten", "nối kỳ")
    _known(data, _CARRIED, f"nối kỳ «{name}»")
    return CarryOver(name=name, opening=_text(data, "dau_ky", name), closing=_text(data, "cuoi_ky", name))


def _check_keys(catalogue: Catalogue) -> None:
    keys = [indicator.key for indicator in catalogue.indicators]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise CatalogueError(f"Mã chỉ tiêu bị trùng: {', '.join(twice)}.")
    used = [
        *(part for indicator in catalogue.indicators for part in indicator.parts),
        *(key for item in catalogue.identities for key in (*item.left, *item.right, *item.optional)),
        *(key for item in catalogue.carried for key in (item.opening, item.closing)),
    ]
    unknown = sorted(set(used) - set(keys))
    if unknown:
        raise CatalogueError(f"Không có chỉ tiêu nào mang mã: {', '.join(unknown)}.")


def _tables(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = data.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise CatalogueError(f"Mục «{name}» phải viết dạng [[{name}]].")
    return found


def _known(data: Mapping[str, Any], names: set[str], where: str) -> None:
    strange = sorted(data.keys() - names)
    if strange:
        raise CatalogueError(f"Trong {where} có mục không dùng: {', '.join(strange)}.")


def _text(data: Mapping[str, Any], name: str, where: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"Trong {where} thiếu mục {name}.")
    return value.strip()


def _texts(data: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise CatalogueError(f'Trong «{where}», mục {name} phải là danh sách chữ, ví dụ ["…", "…"].')
    return tuple(value)


def _flag(data: Mapping[str, Any], name: str, otherwise: bool) -> bool:
    value = data.get(name, otherwise)
    if not isinstance(value, bool):
        raise CatalogueError(f"Mục {name} phải là true hoặc false, không phải «{value}».")
    return value


def _choice(kind: type[_Choice], said: str, where: str) -> _Choice:
    found = next((choice for choice in kind if fold(str(choice.value)) == fold(said)), None)
    if found is None:
        choices = ", ".join(f"“{choice.value}”" for choice in kind)
        raise CatalogueError(f"Trong {where}: không hiểu «{said}»; chọn một trong {choices}.")
    return found
