"""The sample school's content, read from `templates/plan/`, where anybody can reword it."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.expectations import SchoolProfile, Unit
from service.domain.settings import BaseFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the principal has filled in for one responsibility in the tab «Kế hoạch»."""

    code: str
    short_name: str
    owners: tuple[str, ...]
    evidence_required: bool
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A period's window that the principal has confirmed."""

    period: str
    data_from: dt.date
    data_to: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSchool:
    """The school, its people and the principal's settings."""

    profile: SchoolProfile
    #: Full names by unit; the first leads it.
    people: Mapping[str, tuple[str, ...]]
    mail_domain: str
    corrections: tuple[Correction, ...]
    windows: tuple[Window, ...]
    #: What the secretary has filled in of the school.
    base: tuple[BaseFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A kind of activity that comes back over the year."""

    code: str
    units: tuple[str, ...]
    months: tuple[int, ...]
    title: str
    #: Ways to tell it, with {so}, {n}, {thang}, {lop} to fill.
    tellings: tuple[str, ...]
    #: Fewest and most participants; None where nobody counts them.
    participants: tuple[int, int] | None
    #: Label → range of its value, or the label of the figure it equals.
    figures: Mapping[str, tuple[int, int] | str]
    #: How likely it is in another month, from 0 to 1; None where it is as usual.
    extra: float | None = None
    #: Months in which it is still under way when it is reported.
    under_way: tuple[int, ...] = ()
    #: The units do it together, on one day.
    joint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A unit's word that nothing occurred, once for each report."""

    code: str
    unit: str
    days: tuple[dt.date, ...]
    title: str
    telling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A kind of feedback."""

    group: str
    topic: str
    texts: tuple[str, ...]
    satisfaction: tuple[int, int]
    #: Months it comes in; empty is any month.
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row typed wrongly into a unit's sheet, by column of that sheet."""

    unit: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearContent:
    """All that a year is made from."""

    deeds: tuple[Deed, ...]
    opinions: tuple[Opinion, ...]
    complaints: tuple[Opinion, ...]
    #: (code, unit) pairs that nobody reports.
    silent: frozenset[tuple[str, str]]
    bad_rows: tuple[BadRow, ...]
    nothing: tuple[Nothing, ...] = ()


def read_school(text: str) -> SampleSchool:
    """The school from `truong-mau.toml`."""
    data = tomllib.loads(text)
    units = tuple(
        Unit(name=unit["ten"], aliases=tuple(unit.get("ten_khac", ())), group=unit.get("nhom"))
        for unit in data["don_vi"]
    )
    profile = SchoolProfile(
        name=data["ten"],
        parent=data["co_quan_chu_quan"],
        place=data["dia_danh"],
        symbol=data["ky_hieu"],
        principal=data["hieu_truong"],
        units=units,
    )
    return SampleSchool(
        profile=profile,
        people={unit["ten"]: tuple(unit["nguoi"]) for unit in data["don_vi"]},
        mail_domain=data["ten_mien"],
        corrections=tuple(_correction(item) for item in data["nhiem_vu"]),
        windows=tuple(Window(period=k["ma"], data_from=k["tu"], data_to=k["den"]) for k in data["ky"]),
        base=tuple(_base(data.get("so_lieu_truong", {}))),
    )


def read_year(text: str) -> YearContent:
    """The year from `hoat-dong-mau.toml`."""
    data = tomllib.loads(text)
    return YearContent(
        deeds=tuple(_deed(item) for item in data["viec"]),
        opinions=tuple(_opinion(item, item["loi"], item["hai_long"]) for item in data["gop_y"]),
        complaints=tuple(
            _opinion(item, [item["loi"]], [item["hai_long"]] * 2) for item in data["gop_y_khong_vui"]
        ),
        silent=frozenset((item["ma"], item["don_vi"]) for item in data["thieu"]),
        bad_rows=tuple(
            BadRow(unit=item["don_vi"], cells={k: v for k, v in item.items() if k != "don_vi"})
            for item in data["dong_sai"]
        ),
        nothing=tuple(
            Nothing(
                code=item["ma"],
                unit=item["don_vi"],
                days=tuple(item["ngay"]),
                title=item["ten"],
                telling=item["ke"],
            )
            for item in data.get("khong_phat_sinh", ())
        ),
    )


def _base(data: Mapping[str, Any]) -> Iterator[BaseFigure]:
    for key, value in data.get("gia_tri", {}).items():
        words = value if isinstance(value, str) else ""
        yield BaseFigure(
            key=key,
            value=None if words else value,
            words=words,
            as_of=data["tinh_den"],
            entered_by=data["nguoi_nhap"],
        )


def _correction(item: Mapping[str, Any]) -> Correction:
    return Correction(
        code=item["ma"],
        short_name=item["ten_ngan"],
        owners=tuple(item["don_vi"]),
        evidence_required=item["minh_chung"],
        figures=tuple(item.get("so_lieu", ())),
    )


def _deed(item: Mapping[str, Any]) -> Deed:
    participants = item.get("nguoi_du")
    return Deed(
        extra=item.get("them"),
        under_way=tuple(item.get("dang_lam", ())),
        joint=item.get("chung", False),
        code=item["ma"],
        units=tuple(item["don_vi"]),
        months=tuple(item["thang"]),
        title=item["ten"],
        tellings=tuple(item["ke"]),
        participants=(participants[0], participants[1]) if participants else None,
        figures={
            label: value[0] if isinstance(value[0], str) else (value[0], value[1])
            for label, value in item.get("so_lieu", {}).items()
        },
    )


def _opinion(item: Mapping[str, Any], texts: list[str], satisfaction: list[int]) -> Opinion:
    return Opinion(
        group=item["nhom"],
        topic=item["chu_de"],
        texts=tuple(texts),
        satisfaction=(satisfaction[0], satisfaction[1]),
        months=tuple(item.get("thang", ())),
    )
