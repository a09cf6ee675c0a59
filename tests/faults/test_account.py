"""What people are told when the account is the trouble: which one, what file, what to do; and no storm."""

from __future__ import annotations

import pytest

from service.errors import message_for_people
from service.google.credentials import AccountError
from service.google.making import MakingError
from service.pipeline import CycleResult
from service.standin.auth import ACCOUNT
from service.standin.faults import Fault
from service.store import schools as school_rows
from service.workspace import SCHOOL_ID
from tests.faults.bench import Bench
from tests.faults.school import PHASES, UNION


@pytest.mark.parametrize(
    ("kind", "told"),
    [("invalid-grant", "tạo khóa JSON mới"), ("skew", "đồng bộ giờ"), ("revoked", "cấp quyền lại")],
)
def test_a_dead_account_ends_the_cycle_with_one_line_and_one_call(bench: Bench, kind: str, told: str) -> None:
    bench.load("first")
    bench.faults.set(Fault(kind=kind, method="token", times=999))
    with pytest.raises(AccountError) as caught:
        bench.run(PHASES["first"])
    line = message_for_people(caught.value)
    assert ACCOUNT in line
    assert "service-account.json" in line
    assert told in line
    assert "\n" not in line
    assert bench.faults.seen == ["token"]


def test_an_account_that_owns_nothing_is_told_where_files_can_be(bench: Bench) -> None:
    bench.load("setup")
    bench.faults.set(Fault(kind="403-storage", method="drive.files.create", times=999))
    with pytest.raises(MakingError) as caught:
        bench.run(PHASES["setup"])
    line = message_for_people(caught.value)
    assert ACCOUNT in line
    # A shared drive would not do: the service puts its files nowhere but into its account's own Drive.
    assert "DUNGHAN_SUBJECT" in line and "Shared drive" not in line
    assert "Đúng Hạn – Trường THCS Trường Chinh" in line
    assert bench.faults.seen.count("drive.files.create") == 1


def test_a_sheet_that_is_not_shared_any_more_is_named_and_the_rest_goes_on(bench: Bench) -> None:
    bench.load("first")
    # Sources are read in the order of their keys: the union's sheet is the first of the two.
    bench.faults.set(Fault(kind="403", method="sheets.spreadsheets.get", nth=1))
    result = bench.run(PHASES["first"])
    assert isinstance(result, CycleResult)
    failed = [source for source in result.sources if source.error]
    assert len(failed) == 1
    assert f"«Sổ hoạt động – {UNION}»" in str(failed[0].error)
    assert ACCOUNT in str(failed[0].error)
    assert "Người chỉnh sửa" in str(failed[0].error)
    assert all(source.read for source in result.sources if source.key.startswith("form:"))
    with bench.database.begin() as tx:
        told = {source.key: source.last_error for source in school_rows.list_sources(tx, SCHOOL_ID)}
    assert told[f"sheet:{UNION}"] == failed[0].error
    assert len(result.drafts) == 1


def test_without_room_to_try_suggestions_out_comments_do_from_the_second_refusal_on(bench: Bench) -> None:
    bench.load("second")
    bench.faults.set(Fault(kind="403-storage", method="drive.files.create", times=999))
    first, second = (bench.run(PHASES["second"]) for _ in range(2))
    assert isinstance(first, CycleResult)
    assert isinstance(second, CycleResult)
    assert first.drafts == ()
    assert "ở lượt sau" in str(first.errors)
    assert [len(draft.kept) for draft in second.drafts] == [1]
    assert second.errors == ()
