"""Uploads in two parts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.incoming import multipart

METADATA = {"name": "Kế hoạch"}


def written(data: bytes, end: bytes) -> tuple[str, bytes]:
    """Content type and body; Python's clients end lines with LF, all others with CRLF."""
    head = b"Content-Type: application/json; charset=UTF-8"
    parts = [
        b"--gap", head, b"", json.dumps(METADATA).encode(),
        b"--gap", b"Content-Type: image/png", b"", data, b"--gap--", b"",
    ]  # fmt: skip
    return "multipart/related; boundary=gap", end.join(parts)


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
@given(data=st.binary(max_size=200).filter(lambda data: b"--gap" not in data))
def test_the_bytes_come_through_unchanged(end: bytes, data: bytes) -> None:
    metadata, media = multipart(*written(data, end))
    assert (metadata, media.data, media.mime_type) == (METADATA, data, "image/png")
