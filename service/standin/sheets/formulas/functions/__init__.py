"""The functions by name."""

from __future__ import annotations

from service.standin.sheets.formulas.calls import Spec
from service.standin.sheets.formulas.functions.aggregates import AGGREGATES
from service.standin.sheets.formulas.functions.conditional import CONDITIONAL
from service.standin.sheets.formulas.functions.dates import DATES
from service.standin.sheets.formulas.functions.logic import LOGIC
from service.standin.sheets.formulas.functions.lookup import LOOKUP
from service.standin.sheets.formulas.functions.mathematics import MATHEMATICS
from service.standin.sheets.formulas.functions.texts import TEXTS

FUNCTIONS: dict[str, Spec] = {
    **AGGREGATES,
    **CONDITIONAL,
    **DATES,
    **LOGIC,
    **LOOKUP,
    **MATHEMATICS,
    **TEXTS,
}
