"""Trials of Drive: whether the account may own files, and copies in a shared drive."""

from __future__ import annotations

from googleapiclient.errors import HttpError

from service.verifying.seen import DOCUMENT, FOLDER, Desk, Seen, reason_of

_NAME = "Đúng Hạn – thư mục thử (có thể xóa)"


def open_folder(desk: Desk, parent: str | None) -> Seen:
    """Make the scratch folder, in `parent` if one is given; without a folder no trial can be made."""
    title, assumed = "Nơi để tệp", "Tài khoản tạo được tệp ở nơi đã chọn."
    body = {"name": _NAME, "mimeType": FOLDER} | ({"parents": [parent]} if parent else {})
    try:
        made = desk.ws.drive.files().create(body=body, fields="id,driveId", supportsAllDrives=True).execute()
    except HttpError as error:
        help_ = (
            "Hãy chọn một thư mục trong bộ nhớ dùng chung bằng --folder, hoặc dùng tài khoản của một người."
            if "storage" in str(error.reason).lower()
            else "Hãy chia sẻ thư mục cho tài khoản của dịch vụ với quyền chỉnh sửa."
        )
        return Seen.of("drive-folder", title, assumed, f"{reason_of(error)} {help_}", is_same=False)
    desk.folder = desk.keep(made["id"])
    where = "trong bộ nhớ dùng chung" if "driveId" in made else "trong Drive của tài khoản"
    return Seen.of("drive-folder", title, assumed, f"Tạo được, {where}.", is_same=True)


def copy_trial(desk: Desk) -> Seen:
    """Point 8: a copy into a shared drive by this account."""
    title = "Chép tệp trong bộ nhớ dùng chung"
    assumed = "files.copy với supportsAllDrives tạo được bản chép trong bộ nhớ dùng chung."
    folder = desk.ws.drive.files().get(fileId=desk.folder, fields="driveId", supportsAllDrives=True).execute()
    if "driveId" not in folder:
        found = "Thư mục thử không ở trong bộ nhớ dùng chung; dùng --folder để thử ở đó."
        return Seen.of("drive-copy", title, assumed, found, is_same=None)
    source = desk.file("Đúng Hạn – tệp thử để chép (có thể xóa)", DOCUMENT)
    body = {"name": "Đúng Hạn – bản chép thử (có thể xóa)", "parents": [desk.folder]}
    try:
        request = desk.ws.drive.files().copy(
            fileId=source, body=body, fields="id,driveId", supportsAllDrives=True
        )
        made = request.execute()
    except HttpError as error:
        return Seen.of("drive-copy", title, assumed, reason_of(error), is_same=False)
    desk.keep(made["id"])
    same = made.get("driveId") == folder["driveId"]
    return Seen.of(
        "drive-copy", title, assumed, "Chép được." if same else "Bản chép ở nơi khác.", is_same=same
    )


def account_of(desk: Desk) -> str:
    """The address of the account, as Google tells it."""
    about = desk.ws.drive.about().get(fields="user(emailAddress)").execute()
    return str(about["user"].get("emailAddress", ""))
