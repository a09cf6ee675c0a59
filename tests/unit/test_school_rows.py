"""What the tabs say beside the plan's own words."""

from __future__ import annotations

from builders import an_expectation
from plan_builders import a_plan_text

from service.plan_text import read_plan
from service.school_rows import plan_cells

PLAN = read_plan(
    a_plan_text("II. NỘI DUNG\n\n1. Tuyên truyền.\n\n1. Kiểm tra.\n\n2. Công đoàn vận động.\n\n3. Sơ kết.")
)


def asked(owners: dict[str, tuple[str, ...]]) -> dict[str, str]:
    expectations = [
        an_expectation(item.code, owners=owners.get(item.code, item.owners)) for item in PLAN.responsibilities
    ]
    return {key: str(row["question"]) for key, row in plan_cells(PLAN, (), expectations).items()}


def test_who_owes_a_responsibility_is_asked_until_the_principal_says_it() -> None:
    before = asked({})
    assert {code for code, text in before.items() if "Giao cho ai?" in text} == {"II.1", "II.1(2)", "II.3"}
    after = asked({"II.1": ("Tổ Ngữ văn",), "II.1(2)": ("Tổ Toán",)})
    assert {code for code, text in after.items() if "Giao cho ai?" in text} == {"II.3"}


def test_what_else_is_asked_of_a_responsibility_stays_when_it_has_an_owner() -> None:
    after = asked({"II.1(2)": ("Tổ Toán",)})
    assert after["II.1"].endswith("Giao cho ai?") and after["II.1(2)"].startswith("Kế hoạch có hai mục")
    assert "\n" not in after["II.1(2)"]
