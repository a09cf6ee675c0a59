"""Real plans, read from their text and compared with what people found in them."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from service.domain.plan import Plan
from service.domain.text import fold
from service.plan_files import read_plan_file
from service.plan_text import read_plan
from service.plan_text.as_json import plan_to_json

PLANS = (
    "01-thpt-doc-binh-kieu-sinh-hoat-cong-dan.txt",
    "04-thpt-cao-lanh-2-sinh-hoat-chuyen-mon-lich-su.txt",
    "05-sgddt-dong-thap-tiep-doan-kiem-tra-stem.txt",
    "07-mttq-bac-cam-ranh-kiem-tra-giam-sat.txt",
    "10-ubnd-tphcm-172-luat-viec-lam.txt",
    "11-ubnd-tphcm-174-binh-dang-gioi.txt",
    "15-ubnd-son-la-xuat-khau-quyet-dinh-kem-ke-hoach.txt",
    "20-ubnd-ha-tinh-624-giao-duc-mam-non.txt",
)
#: What people shortened when they wrote down a sender.
SHORT = {"ubnd": "uy ban nhan dan", "gddt": "giao duc va dao tao"}


def expected_of(shared: Path, name: str) -> dict[str, Any]:
    known = json.loads((shared / "data" / "plans" / "expected.json").read_text(encoding="utf-8"))
    return next(item for item in known if item["file"] == name)  # type: ignore[no-any-return]


def all_plans(shared: Path) -> list[Path]:
    return [shared / "data" / "plan" / "95-KH-TC.txt", *(shared / "data" / "plans" / name for name in PLANS)]


def in_full(name: str) -> list[str]:
    words = re.sub(r"\b(?:các|và)\b", " ", name)
    return " ".join(SHORT.get(word, word) for word in fold(words).split()).replace(" va ", " ").split()


def stands_in(short: str, long: str) -> bool:
    """The words of the one stand in the other, in their order."""
    words = iter(in_full(long))
    return all(word in words for word in in_full(short))


@pytest.mark.parametrize("name", PLANS)
def test_a_real_plan_is_read_as_people_read_it(shared: Path, name: str) -> None:
    read = plan_to_json(read_plan(read_plan_file(shared / "data" / "plans" / name)))
    known = expected_of(shared, name)
    assert {key: read[key] for key in ("number", "symbol", "place", "date", "level1")} == {
        key: known[key] for key in ("number", "symbol", "place", "date", "level1")
    }
    assert len(read["reporting"]) == len(known["reporting"])
    for ours, theirs in zip(read["reporting"], known["reporting"], strict=True):
        said = {key: value for key, value in theirs.items() if key not in ("note", "sender")}
        assert {key: ours.get(key) for key in said} == said
        assert set(ours) - set(said) <= {"sender", "note"}
        assert "sender" not in theirs or stands_in(theirs["sender"], ours["sender"])


@pytest.mark.parametrize("name", PLANS)
def test_everything_read_stands_in_the_text_of_the_plan(shared: Path, name: str) -> None:
    text = read_plan_file(shared / "data" / "plans" / name)
    squeezed = "".join(unicodedata.normalize("NFC", text).split())
    plan = read_plan(text)
    quotes = [duty.quote for duty in plan.reporting] + [plan.title or ""] + list(plan.legal_bases)
    owners = [owner for item in plan.responsibilities for owner in item.owners]
    for words in (*quotes, *owners, *(section.heading for section in plan.sections)):
        assert "".join(words.split()) in squeezed


def test_a_plan_of_a_department_names_who_does_what(shared: Path) -> None:
    plan = read_plan(read_plan_file(shared / "data" / "plans" / PLANS[7]))
    assert plan.issuer == "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH"
    owners = {item.code: item.owners for item in plan.responsibilities}
    assert owners["V.1.đ"] == ("Sở Giáo dục và Đào tạo",)
    assert owners["V.5"] == ("Sở Văn hóa, Thể thao và Du lịch",)
    assert owners["V.9.a"] == ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",)
    assert owners["III.1.a"] == ()


# --- the school's own plan -------------------------------------------------------------------------

SUBJECT = "công tác dân vận của chính quyền và quy chế dân chủ ở cơ sở năm 2025"
TEXTS = {
    "II.1.a": "Tiếp tục quán triệt, triển khai, thực hiện có hiệu quả các văn bản chỉ đạo của Thành phố, của Quận về công tác dân vận; Phối hợp tham mưu tuyên truyền, triển khai thực hiện có hiệu quả công tác cải cách hành chính nhà nước; Phối hợp tuyên truyền, đẩy mạnh thực hiện có hiệu quả cách hành chính; chuyển đổi số.",
    "II.1.b": "Đẩy mạnh công tác phòng, chống tham nhũng, ngăn ngừa tiêu cực, phiền hà đối với Nhân dân. Thực hiện có hiệu quả dân chủ ở cơ sở; cải cách hành chính, chuyển đổi số; tăng cường tiếp xúc, đối thoại trực tiếp với Nhân dân; nâng cao đạo đức công vụ, chất lượng phục vụ Nhân dân của đội ngũ viên chức, nhân viên. Nâng cao trách nhiệm của tập thể cấp ủy, ban lãnh đạo trong lãnh đạo, chỉ đạo, điều hành và thực thi công vụ.",
    "II.1.c": "Thực hiện nghiêm trách nhiệm tiếp công dân của người đứng đầu. Giải quyết kịp thời đơn, thư khiếu nại, tố cáo của công dân, không để xảy ra các vụ khiếu kiện đông người, phức tạp; bảo vệ quyền, lợi ích hợp pháp, chính đáng của người dân (nếu có).",
    "II.1.d": "Đẩy mạnh triển khai phong trào thi đua “Dân vận khéo” trong đội ngũ cán bộ, công chức, viên chức trong quá trình thực thi nhiệm vụ, công vụ; đề xuất nhân rộng các mô hình điển hình có sức lan tỏa tại đơn vị, tăng cường chỉ đạo đôn đốc, giám sát, kiểm tra việc thực hiện phong trào.",
    "II.1.e": "Tăng cường công tác kiểm tra, giám sát, xử lý nghiêm viên chức vi phạm pháp luật, thiếu trách nhiệm với Nhân dân; đưa ra khỏi tổ chức, bộ máy đối với những viên chức thiếu ý thức, trách nhiệm, phẩm chất đạo đức, lối sống và hạn chế về năng lực chuyên môn.",
    "II.2.a": "Tiếp tục tuyên truyền, triển khai, thực hiện quy chế dân chủ trong hoạt động của đơn vị, trọng tâm là Luật số 10/2022/QH15 ngày 10 tháng 11 năm 2022 của Quốc hội khóa XV về thực hiện dân chủ ở cơ sở; Nghị định số 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023 của Chính Phủ ban hành quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở.",
    "II.2.b": "Tiếp tục đẩy mạnh công tác cải cách hành chính.",
    "II.2.c": "Thực hiện nghiêm quy chế dân chủ ở cơ sở; cơ chế “Đảng lãnh đạo, Nhà nước quản lý, Nhân dân làm chủ” và phương châm “Dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng” gắn với triển khai các Nghị quyết chuyên đề của Thành phố về phát triển kinh tế - xã hội, củng cố hệ thống chính trị.",
    "II.2.d": "Tổ chức kiểm tra, giám sát việc triển khai thực hiện quy chế dân chủ ở cơ sở của đơn vị; tăng cường công tác tham gia rà soát, sửa đổi, bổ sung quy chế, quy định, quy trình thực hiện dân chủ theo quy định của pháp luật.",
    "III.1": "Hiệu trưởng xây dựng và chỉ đạo triển khai thực hiện Kế hoạch công tác dân vận của chính quyền và quy chế dân chủ ở cơ sở năm 2025 gắn với thực hiện các nhiệm vụ năm học; xây dựng kế hoạch, tổ chức Hội nghị đối thoại giữa người đứng đầu cấp ủy, chính quyền với học sinh, cha mẹ học sinh; tổ chức hội nghị cán bộ, viên chức và người lao động theo quy định; thường xuyên theo dõi, giám sát và kiểm tra việc thực hiện kế hoạch đối với các tập thể, cá nhân trong nhà trường; kịp thời phát hiện, biểu dương các tập thể, cá nhân thực hiện tốt công tác dân vận, dân chủ; chỉ đạo thực hiện chế độ báo cáo theo quy định.",
    "III.2": "Ban Chấp hành Công đoàn, Đoàn Thanh niên, Tổ chuyên môn phối hợp đẩy mạnh thông tin tuyên truyền các Chỉ thị, Nghị quyết của Đảng và chính sách, pháp luật của nhà nước về công tác dân vận, dân chủ tới toàn thể đội ngũ cán bộ, giáo viên, nhân viên, cha mẹ học sinh và học sinh nhà trường qua đó góp phần nâng cao nhận thức, ý thức chấp hành của mỗi tập thể, cá nhân trong thực hiện công tác dân vận, dân chủ tại đơn vị.",
}


@pytest.fixture
def school_plan(shared: Path) -> Plan:
    return read_plan(read_plan_file(shared / "data" / "plan" / "95-KH-TC.txt"))


def test_the_head_of_the_schools_plan(school_plan: Plan) -> None:
    assert (school_plan.number, school_plan.symbol) == ("95", "KH-TC")
    assert (school_plan.place, school_plan.date) == ("Tân Bình", dt.date(2025, 3, 4))
    assert school_plan.issuer == "Trường THCS Trường Chinh"
    assert school_plan.title == f"Triển khai thực hiện {SUBJECT}"
    assert school_plan.legal_bases == (
        "Thực hiện Công văn số 328/UBND-NV ngày 19 tháng 02 năm 2025 của Ủy ban nhân dân quận Tân Bình "
        f"về việc thực hiện {SUBJECT}",
    )


def test_the_sections_of_the_schools_plan(school_plan: Plan) -> None:
    assert [(section.code, section.heading, section.level) for section in school_plan.sections] == [
        ("I", "MỤC ĐÍCH - YÊU CẦU", 1),
        ("I.1", "Mục đích", 2),
        ("I.2", "Yêu cầu", 2),
        ("II", "NỘI DUNG TRỌNG TÂM", 1),
        ("II.1", "Công tác dân vận chính quyền", 2),
        ("II.2", "Công tác dân chủ", 2),
        ("III", "TỔ CHỨC THỰC HIỆN", 1),
    ]


def test_the_eleven_responsibilities_of_the_schools_plan_word_for_word(school_plan: Plan) -> None:
    assert {item.code: item.text for item in school_plan.responsibilities} == TEXTS
    assert len(school_plan.responsibilities) == 11
    owners = {item.code: item.owners for item in school_plan.responsibilities if item.owners}
    assert owners == {
        "III.1": ("Hiệu trưởng",),
        "III.2": ("Ban Chấp hành Công đoàn", "Đoàn Thanh niên", "Tổ chuyên môn"),
    }


def test_the_three_reports_of_the_schools_plan(school_plan: Plan) -> None:
    shared_words = {"kind": "yearly", "day": 5, "strictly_before": True}
    to = {"recipient": "Ủy ban nhân dân quận", "via": "Phòng Nội vụ"}
    assert plan_to_json(school_plan)["reporting"] == [
        {"quote": "06 tháng (trước ngày 05 tháng 5)", "period": "6 tháng", "month": 5, **shared_words, **to},
        {"quote": "9 tháng (trước ngày 05 tháng 9)", "period": "9 tháng", "month": 9, **shared_words, **to},
        {"quote": "năm (trước ngày 05 tháng 11)", "period": "năm", "month": 11, **shared_words, **to},
    ]


def test_what_the_schools_plan_leaves_open_is_asked_and_nothing_else(school_plan: Plan) -> None:
    assert [question.about for question in school_plan.questions] == list(TEXTS)[:9]


def test_the_way_to_us_changes_nothing(shared: Path) -> None:
    for path in all_plans(shared):
        text = path.read_text(encoding="utf-8-sig")
        plan = read_plan(text)
        for form in ("NFC", "NFD"):
            other = unicodedata.normalize(form, text).replace("\n", "\r\n")
            assert read_plan(f"\ufeff{other}") == plan, path.name
