"""Formulas: text → tokens → tree → value, for the functions that people use most.

A function of Google's that is not here shows `#ERROR!` and is named in the message; a name that Google
does not know either shows `#NAME?`, as there.
"""

from __future__ import annotations

from service.standin.sheets.formulas.engine import Calculation
from service.standin.sheets.formulas.rewriting import moved, shifted
from service.standin.sheets.formulas.spilling import spread

__all__ = ["Calculation", "moved", "shifted", "spread"]
