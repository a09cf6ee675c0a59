"""Sheets v4. Grid, values and some requests are here; the methods are not served yet and are refused."""

from __future__ import annotations

from typing import Any

from flask import Flask

from service.standin.call import Handlers
from service.standin.state import Database, File

#: Empty: every Sheets method is answered with a 400 until it is served in full.
HANDLERS: Handlers = {}


def blank(_title: str) -> dict[str, Any]:
    """Content of a spreadsheet that Drive makes."""
    return {"sheets": []}


def copied(content: dict[str, Any]) -> dict[str, Any]:
    """Content of a copy."""
    return content


def exported(_file: File, _content: dict[str, Any], _mime_type: str) -> bytes | None:
    """Nothing can be exported yet."""
    return None


def imported(_data: bytes, _mime_type: str) -> dict[str, Any] | None:
    """Nothing becomes a spreadsheet yet."""
    return None


def register_pages(_app: Flask, _database: Database) -> None:
    """No pages yet."""
