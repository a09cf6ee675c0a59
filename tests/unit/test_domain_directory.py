"""Bodies, units, places and legal bases at a report's own date."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from builders import NINE_MONTHS, THREE_DUTIES, UNION, ZONE, a_period, a_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import a_directory, a_profile

from service.domain.directory import (
    Choice,
    ChoiceSource,
    Directory,
    DirectoryEntry,
    EntryKind,
    choices_of_rows,
    identity,
    kind_of,
    official,
    successor_said,
)
from service.domain.endings import load_endings
from service.domain.expectations import Period
from service.domain.in_force import InForce, Use, copies, resolve
from service.domain.readiness import Blocker, ReportFacts, blockers

DISTRICT = "Ủy ban nhân dân quận Tân Bình"
WARD = "Ủy ban nhân dân phường Tân Sơn"
OFFICE_OF_HOME, CULTURE = "Phòng Nội vụ", "Phòng Văn hóa - Xã hội"
AGENCY, UNIT, BASIS, SCHOOL = EntryKind.AGENCY, EntryKind.UNIT, EntryKind.BASIS, EntryKind.SCHOOL
JULY = dt.date(2025, 7, 1)
RULES = Path(__file__).parents[2] / "templates" / "report" / "het-hieu-luc.toml"
#: The plan's two bodies.
SIX = replace(a_period(), recipient="UBND quận Tân Bình", via=OFFICE_OF_HOME, confirmed_by="Trần Thu Hà")
NINE = replace(NINE_MONTHS, recipient="UBND quận Tân Bình", via=OFFICE_OF_HOME, confirmed_by="Trần Thu Hà")


def an_entry(kind: EntryKind, name: str, **said: object) -> DirectoryEntry:
    return DirectoryEntry(key="", kind=kind, name=name, **said)  # type: ignore[arg-type]


def chosen(kind: EntryKind, name: str, successor: str, **said: object) -> Choice:
    return Choice(
        subject=identity(kind, name),
        successor=successor,
        chosen_by="Trần Thu Hà",
        chosen_at=dt.datetime(2025, 8, 20, 8, tzinfo=ZONE),
        source=ChoiceSource.PAGE,
        **said,  # type: ignore[arg-type]
    )


#: What the principal of the school would choose.
TO_THE_WARD = chosen(AGENCY, DISTRICT, WARD, place="Tân Sơn")
THROUGH_CULTURE = chosen(AGENCY, OFFICE_OF_HOME, CULTURE)


def found(
    directory: Directory | None = None, period: Period = NINE, bases: tuple[str, ...] = (), *owners: str
) -> InForce:
    plan = replace(a_plan(*THREE_DUTIES), legal_bases=bases)
    return resolve(directory or a_directory(), a_profile(), plan, period, owners)


def reasons(names: InForce, period: Period = NINE) -> list[Blocker]:
    return list(blockers(ReportFacts(period=period, in_force=names)))


# --- what has ended --------------------------------------------------------------------------------


def test_the_report_of_may_names_what_the_plan_names() -> None:
    names = found(period=SIX)
    assert (names.recipient, names.via) == (DISTRICT, OFFICE_OF_HOME)
    assert names.ended == ()
    assert reasons(names, SIX) == []


def test_from_july_2025_on_there_is_no_district_and_somebody_has_to_choose() -> None:
    names = found()
    district, office = names.open
    assert district.uses == (Use.PARENT, Use.RECIPIENT)
    assert office.uses == (Use.VIA,)
    assert office.ending.fell_with == DISTRICT
    assert names.profile.parent == a_profile().parent, "nothing is guessed"
    assert all(item.name == official(item.name) for item in names.open)
    first, second = reasons(names)
    assert first.reason == (
        "Theo kế hoạch, cơ quan chủ quản và nơi nhận báo cáo là Ủy ban nhân dân quận Tân Bình; "
        "cơ quan này không còn từ ngày 01/7/2025 (Luật 72/2025/QH15, Điều 51 khoản 3)."
    )
    assert second.reason.startswith("Theo kế hoạch, nơi chuyển báo cáo là Phòng Nội vụ thuộc Ủy ban")
    assert first.page == "/danh-ba"


@pytest.mark.parametrize(
    ("name", "has_ended"),
    [
        ("UBND quận Tân Bình", True),
        ("ỦY BAN NHÂN DÂN QUẬN 3", True),
        ("Phòng Giáo dục và Đào tạo huyện Củ Chi", True),
        ("Ủy ban nhân dân thị xã Hương Trà", True),
        ("UBND thành phố Thủ Đức", True),
        ("UBND TP. Biên Hòa", True),
        ("UBND Thành phố Hồ Chí Minh", False),
        ("Sở Giáo dục và Đào tạo TP.HCM", False),
        ("UBND thành phố Huế", False),
        # a ward that is called after the district it lay in
        ("Ủy ban nhân dân phường Tân Bình", False),
        # the Party's committee ended by another rule than this law
        ("Quận ủy Tân Bình", False),
        # «cơ quan» is no «quận»
        ("Ban Tổ chức cơ quan Sở Nội vụ", False),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_body_of_the_district_level_is_known_by_its_name(name: str, has_ended: bool, form: str) -> None:
    directory = a_directory()
    written = unicodedata.normalize(form, name)
    assert (directory.ending(AGENCY, written, JULY) is not None) is has_ended
    assert directory.ending(AGENCY, written, JULY - dt.timedelta(days=1)) is None


def test_a_row_of_the_tab_says_more_than_the_rule() -> None:
    longer = an_entry(AGENCY, DISTRICT, valid_to=dt.date(2025, 12, 31), basis="Quyết định của trường")
    assert found(a_directory(longer)).open == ()


def test_a_department_that_is_chosen_in_its_own_place_is_still_there() -> None:
    directory = a_directory(choices=[TO_THE_WARD, chosen(AGENCY, OFFICE_OF_HOME, OFFICE_OF_HOME)])
    names = found(directory)
    assert names.via == OFFICE_OF_HOME
    assert names.open == ()


# --- what was chosen -------------------------------------------------------------------------------


def test_what_the_principal_chose_is_named_and_the_place_follows() -> None:
    names = found(a_directory(choices=[TO_THE_WARD, THROUGH_CULTURE]))
    assert (names.profile.parent, names.profile.place) == (WARD, "Tân Sơn")
    assert (names.recipient, names.via) == (WARD, CULTURE)
    assert names.open == ()
    assert reasons(names) == []


def test_the_same_choice_serves_the_later_report_and_leaves_the_earlier_one_alone() -> None:
    directory = a_directory(choices=[TO_THE_WARD, THROUGH_CULTURE])
    year = replace(NINE, key="NAM", due=dt.date(2025, 11, 5), last_working_day=dt.date(2025, 11, 4))
    assert found(directory, year).recipient == WARD
    assert found(directory, SIX).profile == a_profile()


def test_a_body_without_a_place_name_leaves_the_place_open() -> None:
    names = found(a_directory(choices=[replace(TO_THE_WARD, place=""), THROUGH_CULTURE]))
    [blocker] = reasons(names)
    assert "Chưa ghi địa danh của Ủy ban nhân dân phường Tân Sơn" in blocker.reason
    filled = an_entry(AGENCY, WARD, place="Tân Sơn")
    assert (
        reasons(found(a_directory(filled, choices=[replace(TO_THE_WARD, place=""), THROUGH_CULTURE]))) == []
    )


def test_a_report_has_to_go_to_somebody_but_need_not_go_through_anybody() -> None:
    names = found(a_directory(choices=[chosen(AGENCY, DISTRICT, ""), chosen(AGENCY, OFFICE_OF_HOME, "")]))
    [blocker] = reasons(names)
    assert "Báo cáo phải có cơ quan chủ quản" in blocker.reason
    assert names.via == ""


def test_a_successor_that_began_later_or_ended_again_does_not_do() -> None:
    later = replace(TO_THE_WARD, valid_from=dt.date(2025, 10, 1))
    [blocker] = reasons(found(a_directory(choices=[later, THROUGH_CULTURE])))
    assert "chỉ có từ ngày 01/10/2025" in blocker.reason
    gone = an_entry(AGENCY, WARD, place="Tân Sơn", valid_to=dt.date(2025, 8, 31))
    names = found(a_directory(gone, choices=[TO_THE_WARD, THROUGH_CULTURE]))
    assert [item.name for item in names.open] == [WARD]


def test_two_units_that_follow_each_other_in_a_circle_are_told() -> None:
    ended = dt.date(2025, 6, 30)
    rows = [an_entry(UNIT, UNION, valid_to=ended), an_entry(UNIT, "Ban nữ công", valid_to=ended)]
    directory = a_directory(
        *rows, choices=[chosen(UNIT, UNION, "Ban nữ công"), chosen(UNIT, "Ban nữ công", UNION)]
    )
    [open_one] = [item for item in found(directory, NINE, (), UNION).open if item.kind is UNIT]
    assert open_one.lacking == "Các lựa chọn nối vòng với nhau."


def test_the_newest_word_on_a_thing_holds() -> None:
    other = replace(TO_THE_WARD, successor="Ủy ban nhân dân phường Bảy Hiền", place="Bảy Hiền")
    assert found(a_directory(choices=[TO_THE_WARD, other, THROUGH_CULTURE])).profile.place == "Bảy Hiền"


# --- units, bases, the school itself ----------------------------------------------------------------


def test_a_unit_that_has_closed_waits_for_a_choice_until_nobody_follows_it() -> None:
    closed = an_entry(UNIT, UNION, valid_to=dt.date(2025, 5, 31), basis="Kết luận 157-KL/TW")
    settled = [TO_THE_WARD, THROUGH_CULTURE]
    [blocker] = reasons(found(a_directory(closed, choices=settled), NINE, (), UNION))
    assert blocker.reason == (
        "Công đoàn được giao nhiệm vụ nhưng đã kết thúc hoạt động từ ngày 01/6/2025 (Kết luận 157-KL/TW)."
    )
    names = found(a_directory(closed, choices=[*settled, chosen(UNIT, UNION, "")]), NINE, (), UNION)
    assert (names.open, names.heirs) == ((), {UNION: ""})
    assert found(a_directory(closed), SIX, (), UNION).open == ()


def test_a_unit_that_owes_nothing_may_close_quietly() -> None:
    closed = an_entry(UNIT, UNION, valid_to=dt.date(2025, 5, 31))
    assert found(a_directory(closed, choices=[TO_THE_WARD, THROUGH_CULTURE])).open == ()


def test_lines_of_the_recipients_follow_the_units() -> None:
    closed = an_entry(UNIT, UNION, valid_to=dt.date(2025, 5, 31))
    lines = ("- Như trên;", "- Công đoàn (để biết);", "- Lưu: VT.")
    nobody = found(a_directory(closed, choices=[chosen(UNIT, UNION, "")]), NINE, (), UNION)
    heir = found(a_directory(closed, choices=[chosen(UNIT, UNION, "Ban Giám hiệu")]), NINE, (), UNION)
    assert copies(lines, nobody) == ("- Như trên;", "- Lưu: VT.")
    assert copies(lines, heir)[1] == "- Ban Giám hiệu (để biết);"


def test_a_legal_base_that_has_ended_is_replaced_or_dropped() -> None:
    cited = "Căn cứ Nghị định số 04/2015/NĐ-CP ngày 09 tháng 01 năm 2015 của Chính phủ"
    kept = "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"
    row = an_entry(BASIS, "Nghị định số 04/2015/NĐ-CP", valid_to=dt.date(2023, 8, 14))
    [blocker] = reasons(found(a_directory(row), SIX, (cited, kept)), SIX)
    assert blocker.reason == "Căn cứ “Nghị định số 04/2015/NĐ-CP” hết hiệu lực từ ngày 15/8/2023."
    new = "Căn cứ Nghị định số 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023 của Chính phủ"
    assert found(a_directory(row), SIX, (cited, kept)).legal_bases == (cited, kept)
    for successor, bases in ((new, (new, kept)), ("", (kept,))):
        directory = a_directory(row, choices=[chosen(BASIS, row.name, successor)])
        assert found(directory, SIX, (cited, kept)).legal_bases == bases


def test_the_row_of_the_school_wins_over_what_is_stored_and_the_one_of_the_day_counts() -> None:
    old = an_entry(SCHOOL, "Trường THCS Trường Chinh", symbol="THCSTC", valid_to=dt.date(2025, 6, 30))
    new = an_entry(
        SCHOOL, "Trường THCS Trường Chinh", parent=WARD.upper(), place="Tân Sơn", signer="Lê Quốc Bảo",
        valid_from=JULY,
    )  # fmt: skip
    settled = a_directory(old, new, choices=[TO_THE_WARD, THROUGH_CULTURE])
    before, after = found(settled, SIX).profile, found(settled).profile
    assert (before.symbol, before.place, before.principal) == ("THCSTC", "Tân Bình", "Trần Thu Hà")
    assert (after.symbol, after.place, after.principal) == ("TC", "Tân Sơn", "Lê Quốc Bảo")
    assert reasons(found(settled)) == []


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH", "Ủy ban nhân dân quận Tân Bình"),
        ("ỦY BAN NHÂN DÂN\nXÃ BÌNH HƯNG", "Ủy ban nhân dân xã Bình Hưng"),
        ("UBND  phường 4", "Ủy ban nhân dân phường 4"),
        ("SỞ NỘI VỤ", "SỞ NỘI VỤ"),
    ],
)
def test_a_committee_is_named_in_ordinary_letters(written: str, name: str) -> None:
    assert official(written) == name


# --- words and rows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kind"),
    [("Trường", SCHOOL), ("đơn vị", UNIT), ("CƠ QUAN", AGENCY), ("Căn cứ pháp lý", BASIS), ("Khác", None)],
)
def test_a_kind_is_read_however_it_is_written(words: str, kind: EntryKind | None) -> None:
    assert kind_of(words) is kind


@pytest.mark.parametrize("words", ["Không có", "không còn, không có đơn vị kế tục", "KHÔNG CÓ đơn vị kế tục"])
def test_nobody_follows_can_be_said_in_several_ways(words: str) -> None:
    assert successor_said(AGENCY, words) == ""
    assert successor_said(AGENCY, "UBND phường Tân Sơn") == WARD


def test_a_legal_base_is_kept_as_it_is_written_and_reads_as_one() -> None:
    said = successor_said(BASIS, " Công văn số 12/UBND-VX  của phường")
    assert said == "Căn cứ Công văn số 12/UBND-VX của phường"
    assert successor_said(BASIS, "Thực hiện Chỉ thị số 5/CT-UBND") == "Thực hiện Chỉ thị số 5/CT-UBND"
    assert identity(BASIS, "Công văn 12/UBND-VX") == "basis:cong van 12 ubnd vx"


def test_a_choice_in_a_row_counts_once_it_is_signed_and_a_blank_takes_nothing_back() -> None:
    now = dt.datetime(2025, 8, 20, tzinfo=ZONE)
    plain = an_entry(AGENCY, DISTRICT)
    unsigned = replace(plain, successor="UBND phường Tân Sơn")
    signed = replace(unsigned, chosen_by="Trần Thu Hà")
    assert choices_of_rows([plain], [unsigned], now) == ()
    [choice] = choices_of_rows([unsigned], [signed], now)
    assert (choice.successor, choice.source) == (WARD, ChoiceSource.SHEET)
    assert choices_of_rows([signed], [signed], now) == ()
    assert choices_of_rows([signed], [plain], now) == ()


def test_the_kept_rules_say_whose_end_they_know() -> None:
    endings = load_endings(RULES.read_text(encoding="utf-8"))
    assert {item.last_day for item in endings.known} == {dt.date(2025, 6, 30)}
    union = an_entry(UNIT, UNION)
    assert "Kết luận 157-KL/TW" in endings.hint(union, dt.date(2025, 9, 1))
    assert endings.hint(union, dt.date(2025, 4, 1)) == ""
    assert endings.hint(replace(union, basis="Vẫn hoạt động"), dt.date(2025, 9, 1)) == ""


@settings(deadline=None)
@given(st.text(max_size=400), st.sampled_from(EntryKind))
def test_an_identity_is_short_and_the_same_for_every_way_to_write_it(name: str, kind: EntryKind) -> None:
    key = identity(kind, name)
    assert len(key) <= 140
    assert identity(kind, unicodedata.normalize("NFD", name)) == key
    assert identity(kind, f"  {name} ") == key


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABCD"), st.sampled_from(["A", "B", "C", "D", ""])), max_size=8
    )
)  # fmt: skip
def test_whatever_is_chosen_a_report_always_gets_a_name(links: list[tuple[str, str]]) -> None:
    rows = [an_entry(AGENCY, f"Cơ quan {name}", valid_to=dt.date(2025, 6, 30)) for name in "ABC"]
    choices = [
        chosen(AGENCY, f"Cơ quan {old}", f"Cơ quan {new}" if new else "", place="X") for old, new in links
    ]
    period = replace(NINE, recipient="Cơ quan A", via="")
    names = found(a_directory(*rows, choices=choices), period)
    assert names.recipient
    known = {identity(AGENCY, row.name) for row in rows}
    assert identity(AGENCY, names.recipient) not in known or names.ended
