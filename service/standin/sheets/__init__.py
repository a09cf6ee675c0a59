"""Sheets v4 of the local Google."""

from service.standin.sheets.files import blank, copied, exported, imported
from service.standin.sheets.page import register_pages
from service.standin.sheets.spreadsheets import HANDLERS as SPREADSHEETS
from service.standin.sheets.values import HANDLERS as VALUES

#: Every method that is served; any other is refused.
HANDLERS = {**SPREADSHEETS, **VALUES}

__all__ = ["HANDLERS", "blank", "copied", "exported", "imported", "register_pages"]
