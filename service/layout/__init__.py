"""The official layout (Decree 30/2020/NĐ-CP, annex I) as data, and a Word file held against it."""

from service.layout.check import Finding, LayoutReport, check_layout
from service.layout.facts import LayoutFileError
from service.layout.reading import read_layout
from service.layout.rules import LayoutRules, load_rules

__all__ = [
    "Finding",
    "LayoutFileError",
    "LayoutReport",
    "LayoutRules",
    "check_layout",
    "load_rules",
    "read_layout",
]
