"""The catalogue of indicators: what a secretary may write into it, and what it proposes."""

from __future__ import annotations

import pytest
from report_builders import the_catalogue

from service.domain.indicators import CatalogueError, Origin, load_catalogue, proposed_figures
from service.plan_text import read_plan
from service.templates import template_text

ONE = '[[nhom]]\nten = "Đơn"\n[[nhom.chi_tieu]]\nma = "don"\nten = "Đơn nhận"\n'


def test_every_indicator_of_the_schools_catalogue_is_found_by_each_of_its_names() -> None:
    catalogue = the_catalogue()
    for indicator in catalogue.indicators:
        for name in (indicator.name, *indicator.aliases, indicator.name.upper()):
            found = catalogue.named(name)
            assert found is not None
            assert found.key == indicator.key, name


def test_a_law_stands_beside_every_group_that_is_always_told() -> None:
    always = [group for group in the_catalogue().groups if group.is_always_told]
    assert len(always) == 4
    assert all(group.basis for group in always)
    assert all(any(indicator.is_main for indicator in group.indicators) for group in always)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[[", "sai cú pháp"),
        ('mau = "x"', "chỉ tiêu «Đơn nhận» có mục không dùng: mau"),
        ('nguon = "đâu đó"', "không hiểu «đâu đó»"),
        ("hoi = 1", "Mục hoi phải là true hoặc false"),
        ('gom = ["khong.co"]', "Không có chỉ tiêu nào mang mã: khong.co"),
        ('gom = "don"', "mục gom phải là danh sách"),
        ('nguon = "tỷ lệ"', "phải có đúng hai mã"),
        ('[[nhom.chi_tieu]]\nma = "don"\nten = "Khác"', "Mã chỉ tiêu bị trùng: don"),
        ('[[nhom.chi_tieu]]\nten = "Khác"', "chỉ tiêu «Khác» thiếu mục ma"),
        ('[[dang_thuc]]\nten = "A"\nve_trai = ["don"]\nquan_he = "bằng"', "cả ve_trai và ve_phai"),
        ('[[dang_thuc]]\nten = "A"\nve_trai = ["don"]\nve_phai = ["x"]\nquan_he = "bằng"', "mang mã: x"),
        ('[[dang_thuc]]\nten = "A"\nve_trai = ["don"]\nve_phai = ["don"]', "mục quan_he: không hiểu"),
        ('[[noi_ky]]\nten = "A"\ndau_ky = "don"', "thiếu mục cuoi_ky"),
        ("[dang_thuc]\nten = 1", "phải viết dạng [[dang_thuc]]"),
    ],
)
def test_a_slip_in_the_file_is_told_by_its_place(more: str, told: str) -> None:
    with pytest.raises(CatalogueError) as error:
        load_catalogue(ONE + more)
    assert told in str(error.value)


def test_figures_are_proposed_to_the_responsibility_that_names_their_subject_first() -> None:
    plan = read_plan(template_text("plan", "ke-hoach-mau.txt"))
    found = proposed_figures(the_catalogue(), {item.code: item.text for item in plan.responsibilities})
    assert {"Lượt tiếp công dân định kỳ", "Đơn kỳ trước chuyển sang", "Đơn còn lại"} <= set(found["II.1.c"])
    # II.1.a speaks of administrative reform too, after other things.
    assert found["II.1.a"] == ()
    assert "Hồ sơ tiếp nhận" in found["II.2.b"]
    assert "Số người tán thành nghị quyết hội nghị" in found["III.1"]


def test_no_figure_is_asked_for_twice_and_none_that_could_be_counted() -> None:
    catalogue = the_catalogue()
    plan = read_plan(template_text("plan", "ke-hoach-mau.txt"))
    found = proposed_figures(catalogue, {item.code: item.text for item in plan.responsibilities})
    labels = [label for asked in found.values() for label in asked]
    assert len(labels) == len(set(labels))
    known = [catalogue.named(label) for label in labels]
    assert all(item is not None and item.origin is Origin.FIGURE for item in known)
