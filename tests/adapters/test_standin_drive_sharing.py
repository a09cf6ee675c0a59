"""Who may do what with a file, and who hears of its changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from standin_caller import FORM, OTHER_TEACHER, TEACHER, Caller, error_of

Callers = Callable[..., Caller]


@pytest.mark.parametrize(
    ("role", "may_read", "may_rename", "may_share", "may_trash", "may_delete"),
    [
        (None, False, False, False, False, False),
        ("reader", True, False, False, False, False),
        ("commenter", True, False, False, False, False),
        # Editors share, but only the owner throws away.
        ("writer", True, True, True, False, False),
    ],
)
def test_a_role_decides_what_one_may_do(
    google: Caller,
    caller_for: Callers,
    role: str | None,
    may_read: bool,
    may_rename: bool,
    may_share: bool,
    may_trash: bool,
    may_delete: bool,
) -> None:
    file_id = google.create()
    if role:
        google.share(file_id, TEACHER, role)
    teacher = caller_for(TEACHER)
    path = f"/drive/v3/files/{file_id}"
    permission = {"type": "anyone", "role": "reader"}

    assert teacher("GET", path).ok is may_read
    assert teacher("PATCH", path, json={"name": "Khác"}).ok is may_rename
    assert teacher("POST", f"{path}/permissions", json=permission).ok is may_share
    assert teacher("PATCH", path, json={"trashed": True}).ok is may_trash
    assert teacher("DELETE", path).ok is may_delete


def test_too_small_a_role_is_403_and_none_is_404(google: Caller, caller_for: Callers) -> None:
    file_id = google.create()
    teacher = caller_for(TEACHER)
    assert error_of(teacher("DELETE", f"/drive/v3/files/{file_id}"))["code"] == 404

    google.share(file_id, TEACHER, "reader")

    error = error_of(teacher("DELETE", f"/drive/v3/files/{file_id}"))
    assert (error["code"], error["errors"][0]["reason"]) == (403, "insufficientFilePermissions")


@pytest.mark.parametrize(
    ("permission", "reached"),
    [
        ({"type": "anyone", "role": "reader"}, True),
        ({"type": "domain", "role": "reader", "domain": "truong.edu.vn"}, True),
        ({"type": "domain", "role": "reader", "domain": "edu.vn"}, False),
        ({"type": "user", "role": "reader", "emailAddress": TEACHER.upper()}, True),
        # A name that only begins alike is another person.
        ({"type": "user", "role": "reader", "emailAddress": OTHER_TEACHER}, False),
    ],
)
def test_a_permission_reaches_those_it_names(
    google: Caller, caller_for: Callers, permission: dict[str, Any], reached: bool
) -> None:
    file_id = google.create()
    google.json("POST", f"/drive/v3/files/{file_id}/permissions", json=permission)
    assert caller_for(TEACHER)("GET", f"/drive/v3/files/{file_id}").ok is reached


def test_a_second_permission_of_a_person_replaces_the_first(google: Caller) -> None:
    file_id = google.create()
    first = google.share(file_id, TEACHER, "reader")
    other = google.share(file_id, OTHER_TEACHER, "reader")
    assert google.share(file_id, TEACHER, "writer") == first != other

    permissions = google.file(file_id)["permissions"]
    assert {(p["emailAddress"], p["role"]) for p in permissions[1:]} == {
        (TEACHER, "writer"),
        (OTHER_TEACHER, "reader"),
    }


def test_sharing_with_the_owner_changes_nothing(google: Caller) -> None:
    file_id = google.create()
    owner = google.file(file_id)["owners"][0]["emailAddress"]
    google.share(file_id, owner, "reader")
    assert [p["role"] for p in google.file(file_id)["permissions"]] == ["owner"]


def test_a_permission_is_answered_with_its_id_and_role_only(google: Caller) -> None:
    body = {"type": "user", "role": "reader", "emailAddress": TEACHER}
    answer = google.json("POST", f"/drive/v3/files/{google.create()}/permissions", json=body)
    assert answer.keys() == {"kind", "id", "type", "role"}


def test_a_permission_is_read_changed_and_taken_away(google: Caller, caller_for: Callers) -> None:
    file_id = google.create()
    path = f"/drive/v3/files/{file_id}/permissions/{google.share(file_id, TEACHER, 'reader')}"

    assert google.json("GET", path, params={"fields": "emailAddress"}) == {"emailAddress": TEACHER}
    assert google.json("PATCH", path, json={"role": "writer"})["role"] == "writer"
    assert caller_for(TEACHER)("PATCH", f"/drive/v3/files/{file_id}", json={"name": "Mới"}).ok
    assert google("DELETE", path).status_code == 204
    assert google("GET", path).status_code == 404
    assert not caller_for(TEACHER)("GET", f"/drive/v3/files/{file_id}").ok


def test_one_may_give_up_ones_own_permission(google: Caller, caller_for: Callers) -> None:
    file_id = google.create()
    path = f"/drive/v3/files/{file_id}/permissions/{google.share(file_id, TEACHER, 'reader')}"
    teacher = caller_for(TEACHER)

    assert teacher("PATCH", path, json={"role": "writer"}).status_code == 403
    assert teacher("DELETE", path).status_code == 204


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"role": "reader"}, 400),
        ({"type": "anyone"}, 400),
        ({"type": "robot", "role": "reader"}, 400),
        ({"type": "anyone", "role": "king"}, 400),
        # Nobody and nowhere named.
        ({"type": "user", "role": "reader"}, 400),
        ({"type": "domain", "role": "reader", "emailAddress": TEACHER}, 400),
        # Roles of shared drives.
        ({"type": "user", "role": "organizer", "emailAddress": TEACHER}, 403),
        # Ownership needs its own parameter.
        ({"type": "user", "role": "owner", "emailAddress": TEACHER}, 403),
        # Only forms are published.
        ({"type": "anyone", "role": "reader", "view": "published"}, 400),
        ({"type": "anyone", "role": "reader", "deleted": True}, 403),
        ({"type": "anyone", "role": "reader", "expirationTime": "2027-01-01T00:00:00Z"}, 400),
    ],
)
def test_a_permission_that_cannot_be_is_refused(google: Caller, body: dict[str, Any], code: int) -> None:
    answer = google("POST", f"/drive/v3/files/{google.create()}/permissions", json=body)
    assert error_of(answer)["code"] == code


def test_ownership_passes_on_and_the_old_owner_keeps_writing(google: Caller, caller_for: Callers) -> None:
    file_id = google.create()
    path = f"/drive/v3/files/{file_id}/permissions"
    body = {"type": "user", "role": "owner", "emailAddress": TEACHER}

    quiet = {"transferOwnership": "true", "sendNotificationEmail": "false"}
    assert google("POST", path, json=body, params=quiet).status_code == 403
    google.json("POST", path, json=body, params={"transferOwnership": "true"})

    assert google.file(file_id)["ownedByMe"] is False
    assert google("DELETE", f"/drive/v3/files/{file_id}").status_code == 403
    assert caller_for(TEACHER)("DELETE", f"/drive/v3/files/{file_id}").status_code == 204


def test_the_owners_permission_cannot_go(google: Caller) -> None:
    file_id = google.create()
    path = f"/drive/v3/files/{file_id}/permissions/{google.file(file_id)['permissionIds'][0]}"
    assert google("DELETE", path).status_code == 403
    assert google("PATCH", path, json={"role": "writer"}).status_code == 403


def test_the_permission_to_answer_a_form_gives_nothing_else(google: Caller, caller_for: Callers) -> None:
    form = google.create(mime_type=FORM)
    path = f"/drive/v3/files/{form}/permissions"
    google.json("POST", path, json={"type": "anyone", "role": "reader", "view": "published"})

    assert not caller_for(TEACHER)("GET", f"/drive/v3/files/{form}").ok
    assert len(google.json("GET", path)["permissions"]) == 1
    with_view = google.json("GET", path, params={"includePermissionsForView": "published"})["permissions"]
    assert [p.get("view") for p in with_view] == [None, "published"]


def changes(caller: Caller, token: str, **params: Any) -> dict[str, Any]:
    return caller.json("GET", "/drive/v3/changes", params={"pageToken": token, "fields": "*", **params})


def token_of(caller: Caller) -> str:
    return str(caller.json("GET", "/drive/v3/changes/startPageToken")["startPageToken"])


def test_a_token_sees_all_that_happens_after_it_and_nothing_before(google: Caller) -> None:
    google.create("Trước")
    token = token_of(google)
    after = google.create("Sau")

    page = changes(google, token)

    assert [change["fileId"] for change in page["changes"]] == [after]
    assert changes(google, page["newStartPageToken"])["changes"] == []


def test_a_change_says_whether_it_was_ones_own(google: Caller, caller_for: Callers) -> None:
    token = token_of(google)
    mine, theirs = google.create("Của tôi"), google.create("Cô Lan sửa")
    google.share(theirs, TEACHER)
    caller_for(TEACHER)("PATCH", f"/drive/v3/files/{theirs}", json={"description": "đã xem"})

    by_me = {
        change["fileId"]: change["file"]["lastModifyingUser"]["me"]
        for change in changes(google, token)["changes"]
    }

    assert by_me == {mine: True, theirs: False}


def test_of_a_file_only_the_latest_change_is_listed(google: Caller) -> None:
    token = token_of(google)
    first, second = google.create("Một"), google.create("Hai")
    google("PATCH", f"/drive/v3/files/{first}", json={"name": "Một lần nữa"})

    page = changes(google, token)

    assert [change["fileId"] for change in page["changes"]] == [second, first]


@pytest.mark.parametrize("how", ["deleted", "unshared"])
def test_a_file_that_is_gone_is_a_removal_for_those_who_had_it(
    google: Caller, caller_for: Callers, how: str
) -> None:
    teacher, stranger = caller_for(TEACHER), caller_for(OTHER_TEACHER)
    file_id = google.create()
    permission = google.share(file_id, TEACHER)
    token = token_of(google)

    path = f"/drive/v3/files/{file_id}"
    google("DELETE", path if how == "deleted" else f"{path}/permissions/{permission}")

    [change] = changes(teacher, token)["changes"]
    assert (change["fileId"], change["removed"], "file" in change) == (file_id, True, False)
    assert changes(teacher, token, includeRemoved="false")["changes"] == []
    # One who never saw the file hears nothing of it.
    assert changes(stranger, token)["changes"] == []


def test_many_changes_come_in_pages_that_miss_nothing(google: Caller) -> None:
    token = token_of(google)
    made = [google.create(str(number)) for number in range(5)]

    seen = []
    while True:
        page = changes(google, token, pageSize=2)
        seen += [change["fileId"] for change in page["changes"]]
        if "nextPageToken" not in page:
            break
        token = page["nextPageToken"]

    assert seen == made


@pytest.mark.parametrize("token", ["", "abc", "-1"])
def test_a_token_that_drive_never_gave_is_refused(google: Caller, token: str) -> None:
    assert google("GET", "/drive/v3/changes", params={"pageToken": token}).status_code == 400
