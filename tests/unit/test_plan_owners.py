"""Who owes a responsibility, as far as the plan says so."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import pytest
from plan_builders import a_plan_text

from service.plan_text import read_plan
from service.plan_text.owners import is_body, owners_in

OWNERS = [
    # --- the subject of the sentence ---
    ("Hiệu trưởng xây dựng và chỉ đạo triển khai thực hiện Kế hoạch.", ("Hiệu trưởng",)),
    ("Ban Chấp hành Công đoàn, Đoàn Thanh niên, Tổ chuyên môn phối hợp đẩy mạnh thông tin.",
     ("Ban Chấp hành Công đoàn", "Đoàn Thanh niên", "Tổ chuyên môn")),
    ("Công đoàn và Đoàn Thanh niên tổ chức hội thi.", ("Công đoàn", "Đoàn Thanh niên")),
    ("Sở Văn hóa, Thể thao và Du lịch: hướng dẫn các đơn vị.", ("Sở Văn hóa, Thể thao và Du lịch",)),
    ("Sở Giáo dục và Đào tạo chủ trì, phối hợp với Sở Tài chính tham mưu.", ("Sở Giáo dục và Đào tạo",)),
    ("Thủ trưởng các sở, ban, ngành và Ủy ban nhân dân phường, xã, đặc khu chịu trách nhiệm.",
     ("Thủ trưởng các sở, ban, ngành", "Ủy ban nhân dân phường, xã, đặc khu")),
    ("Các tổ chức thành viên của Mặt trận tham gia kiểm tra.", ("Các tổ chức thành viên của Mặt trận",)),
    ("Các cơ quan, đơn vị có liên quan chủ động phối hợp.", ("Các cơ quan, đơn vị có liên quan",)),
    ("Đoàn kiểm tra trong quá trình làm việc nếu có vấn đề phát sinh thì báo cáo.", ("Đoàn kiểm tra",)),
    ("Ban tổ chức hội thi xây dựng thể lệ.", ("Ban tổ chức hội thi",)),
    ("Tổng phụ trách Đội phối hợp với giáo viên chủ nhiệm.", ("Tổng phụ trách Đội",)),
    ("Phó Hiệu trưởng Nguyễn Văn A phụ trách chung.", ("Phó Hiệu trưởng Nguyễn Văn A",)),
    ("Giáo viên chủ nhiệm các lớp nhắc nhở học sinh.", ("Giáo viên chủ nhiệm các lớp",)),
    ("Toàn thể cán bộ, giáo viên, nhân viên nghiêm túc thực hiện.", ("Toàn thể cán bộ, giáo viên, nhân viên",)),
    ("Trung tâm Dịch vụ việc làm tổ chức phiên giao dịch.", ("Trung tâm Dịch vụ việc làm",)),
    ("Ban Quản lý dự án cung cấp số liệu.", ("Ban Quản lý dự án",)),
    ("Văn phòng HĐND và UBND phường tham mưu kế hoạch.", ("Văn phòng HĐND và UBND phường",)),
    ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã, Công an xã phối hợp.",
     ("Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã", "Công an xã")),
    ("Chi ủy lãnh đạo, chỉ đạo thực hiện Kế hoạch.", ("Chi ủy",)),
    ("Lãnh đạo các đơn vị chỉ đạo thực hiện Kế hoạch.", ("Lãnh đạo các đơn vị",)),
    # --- after a time or a reason ---
    ("Kết thúc năm học, Tổ trưởng chuyên môn tổng hợp kết quả.", ("Tổ trưởng chuyên môn",)),
    ("Căn cứ kế hoạch này, các tổ chuyên môn xây dựng kế hoạch của tổ.", ("các tổ chuyên môn",)),
    # --- whom the plan charges ---
    ("Giao Phó Hiệu trưởng chủ trì, Tổ Văn phòng phối hợp thực hiện.", ("Phó Hiệu trưởng",)),
    ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam phường tuyên truyền.", ("Ủy ban Mặt trận Tổ quốc Việt Nam phường",)),
    ("Đối với các tổ chuyên môn: rà soát chương trình.", ("các tổ chuyên môn",)),
    ("Phân công Tổ Tư vấn tâm lý theo dõi, hỗ trợ học sinh.", ("Tổ Tư vấn tâm lý",)),
    ("Tổ chức ngày hội đọc sách, giao Thư viện chuẩn bị.", ()),
    ("Tổ chức ngày hội đọc sách; giao Đoàn Thanh niên chủ trì.", ("Đoàn Thanh niên",)),
    # --- labels and what follows a dash ---
    ("Tổ chức tập huấn. Cơ quan chủ trì: Sở Nội vụ, Sở Tài chính.", ("Sở Nội vụ", "Sở Tài chính")),
    ("Tổ chức tập huấn. Phụ trách: Tổ Ngữ văn. Phối hợp: Thư viện.", ("Tổ Ngữ văn",)),
    ("Phân tích đề thi – Trường THPT Thống Linh hỗ trợ thực hiện.", ("Trường THPT Thống Linh",)),
    ("Tuyên truyền dưới cờ hằng tuần. (Tổng phụ trách Đội thực hiện)", ("Tổng phụ trách Đội",)),
    # --- a subject before a colon ---
    ("Các khu phố: Tuyên truyền, vận động Nhân dân.", ("Các khu phố",)),
    ("Các trường: Tổ chức sinh hoạt dưới cờ.", ("Các trường",)),
    ("UBND các phường: Rà soát hộ nghèo.", ("UBND các phường",)),
    ("Hội Cựu chiến binh, Hội Nông dân: Vận động hội viên.", ("Hội Cựu chiến binh", "Hội Nông dân")),
    ("Đồng chí Trưởng Ban xây dựng Đảng - Trưởng Tiểu ban: Phụ trách chung.",
     ("Đồng chí Trưởng Ban xây dựng Đảng - Trưởng Tiểu ban",)),
    ("Các tổ chức chính trị - xã hội phường: Tuyên truyền.", ("Các tổ chức chính trị - xã hội phường",)),
    ("Kế toán, thủ quỹ: Công khai các khoản thu.", ("Kế toán", "thủ quỹ")),
    ("Đối với giáo viên, nhân viên: Chuẩn bị hồ sơ.", ("giáo viên, nhân viên",)),
    ("Phòng Văn hóa - Xã hội chủ trì, phối hợp với Công an phường: Kiểm tra.", ("Phòng Văn hóa - Xã hội",)),
    # --- bodies of a ward and people of a school ---
    ("Khu phố 3 phối hợp với Công an phường tuần tra.", ("Khu phố 3",)),
    ("Cán bộ phụ trách lĩnh vực giám sát và phản biện xã hội", ("Cán bộ phụ trách lĩnh vực giám sát và phản biện xã hội",)),
    ("TPT Đội, GVCN phối hợp tổ chức.", ("TPT Đội", "GVCN")),
    ("Toàn thể CBGVNV thực hiện nghiêm túc.", ("Toàn thể CBGVNV",)),
    ("Trung tâm Phục vụ hành chính công niêm yết thủ tục.", ("Trung tâm Phục vụ hành chính công",)),
    # --- small letters after a word that charges; who does it at the end ---
    ("Giao bộ phận chuyên môn xây dựng kế hoạch.", ("bộ phận chuyên môn",)),
    ("Đề nghị ban đại diện cha mẹ học sinh hỗ trợ.", ("ban đại diện cha mẹ học sinh",)),
    ("Tổ chức hội thi do Đoàn Thanh niên chủ trì.", ("Đoàn Thanh niên",)),
    ("Trang trí lớp. Phụ trách: Nguyễn Văn A.", ("Nguyễn Văn A",)),
    # --- nobody is named ---
    ("Công tác tuyên truyền: Tổ chức tuyên truyền trên bảng tin.", ()),
    ("Tuyên truyền: Giáo viên chủ nhiệm được tập huấn.", ()),
    ("Phối hợp với Công an phường tuyên truyền.", ()),
    ("Bảo mẫu: Thực hiện bếp ăn minh bạch.", ()),
    ("Thực hiện tuyên truyền nhằm nâng cao trách nhiệm của cha mẹ, giáo viên và cộng đồng trong việc chăm lo.", ()),
    ("Tiếp tục đẩy mạnh công tác cải cách hành chính.", ()),
    ("Phòng, chống tham nhũng, lãng phí.", ()),
    ("Phòng ngừa bạo lực học đường.", ()),
    ("Đội ngũ nhà giáo được bồi dưỡng.", ()),
    ("Hội nghị viên chức tổ chức trong tháng 10.", ()),
    ("Trường hợp vi phạm thì xử lý.", ()),
    ("Tổ chức kiểm tra, giám sát việc thực hiện quy chế.", ()),
    ("Đoàn kết nội bộ, xây dựng tập thể vững mạnh.", ()),
    ("Ban hành quy chế làm việc.", ()),
    ("Bộ tiêu chí trường học hạnh phúc được công khai.", ()),
    ("Bảo vệ quyền lợi của học sinh.", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "owners"), OWNERS)
def test_owners_are_those_whom_the_text_names(text: str, owners: tuple[str, ...]) -> None:
    assert owners_in(text) == owners


def test_where_work_is_dealt_out_a_label_is_a_body_that_no_list_knows() -> None:
    lines = (
        "1. Bảo mẫu: Thực hiện bếp ăn.\n\n2. Công tác kiểm tra: Tổ chức dự giờ.\n\n3. Hồ sơ: Lưu trữ đầy đủ."
    )
    dealt = read_plan(a_plan_text(f"II. TỔ CHỨC THỰC HIỆN\n\n{lines}")).responsibilities
    assert [item.owners for item in dealt if item.code != "II.3"] == [("Bảo mẫu",), ()]
    told = read_plan(a_plan_text(f"II. NỘI DUNG\n\n{lines}")).responsibilities
    assert not any(item.owners for item in told)


def test_a_row_of_a_table_of_tasks_is_a_responsibility_of_whom_its_column_names() -> None:
    rows = "STT\tNội dung công việc\tNgười thực hiện\tThời gian\n1\tXây dựng kế hoạch\tHiệu trưởng\tTháng 9\n2\tKiểm tra\tTổ Toán, Tổ Văn\tTháng 11"
    drawn = "\n".join("| " + " | ".join(row.split("\t")) + " |" for row in rows.split("\n"))
    for table in (rows, drawn, drawn.replace("\n", "\n|---|---|---|---|\n", 1)):
        plan = read_plan(
            a_plan_text(f"II. NỘI DUNG\n\n1. Tuyên truyền.\n\n2. Phân công cụ thể\n\n{table}\n\n3. Sơ kết.")
        )
        assert [(item.code, item.owners) for item in plan.responsibilities] == [
            ("II.1", ()), ("II.2.1", ("Hiệu trưởng",)), ("II.2.2", ("Tổ Toán", "Tổ Văn")), ("II.3", ()),
        ]  # fmt: skip
        assert (
            plan.responsibilities[1].text
            == "Xây dựng kế hoạch. Người thực hiện: Hiệu trưởng. Thời gian: Tháng 9"
        )


def test_a_table_of_anything_else_orders_no_work() -> None:
    table = "| Tiết | Môn | Giáo viên |\n| 1 | Toán | Cô A |"
    plan = read_plan(a_plan_text(f"II. NỘI DUNG\n\n1. Dự giờ\n\n{table}\n\n2. Sơ kết."))
    assert [item.code for item in plan.responsibilities] == ["II.1", "II.2"]


def test_a_heading_that_is_a_body_owns_what_stands_below_it() -> None:
    plan = read_plan(
        a_plan_text(
            "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\na) Chủ trì hướng dẫn.\n\nb) Kiểm tra.\n\n2. Tuyên truyền\n\na) Viết bài."
        )
    )
    assert [item.owners for item in plan.responsibilities] == [("Sở Y tế",), ("Sở Y tế",), ()]
    assert [question.about for question in plan.questions if "Giao cho ai" in question.text] == ["II.2.a"]


def test_a_label_on_a_line_of_its_own_names_the_owner() -> None:
    body = "1. Tập huấn\n\n- Nội dung: nghiệp vụ.\n\n- Cơ quan thực hiện:\n\n+ Sở Nội vụ chủ trì, phối hợp với các sở."
    [item] = read_plan(a_plan_text(f"II. NỘI DUNG\n\n{body}")).responsibilities
    assert item.owners == ("Sở Nội vụ",)


def test_a_lettered_line_that_says_who_names_the_owner_of_the_task() -> None:
    body = "1. Thư viện\n\na) Nội dung: mua sách.\n\nb) Đơn vị chủ trì: Công đoàn, Thư viện.\n\nc) Thời gian: tháng 5."
    [item] = read_plan(a_plan_text(f"II. NỘI DUNG\n\n{body}")).responsibilities
    assert item.owners == ("Công đoàn", "Thư viện")
    assert item.text.endswith("b) Đơn vị chủ trì: Công đoàn, Thư viện. c) Thời gian: tháng 5.")


@pytest.mark.parametrize(
    ("heading", "is_one"),
    [
        ("Sở Giáo dục và Đào tạo", True),
        ("Ban Giám hiệu nhà trường:", True),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", True),
        ("Sở Nội vụ (cơ quan thường trực)", True),
        ("Phòng Văn hóa - Xã hội; các trường trực thuộc Sở:", True),
        ("Công tác tuyên truyền", False),
        ("Tổ chức thực hiện", False),
        ("Nhà trường tổ chức thực hiện", False),
    ],
)
def test_a_body_and_nothing_else(heading: str, is_one: bool) -> None:
    assert is_body(heading) is is_one
