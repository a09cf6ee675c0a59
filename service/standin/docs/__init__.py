"""Docs v1 of the local Google."""

from service.standin.docs.files import exported, imported
from service.standin.docs.handlers import HANDLERS, blank, copied
from service.standin.docs.page import register_pages

__all__ = ["HANDLERS", "blank", "copied", "exported", "imported", "register_pages"]
