"""The functions by name."""

from __future__ import annotations

from service.standin.sheets.formulas.calls import Spec
from service.standin.sheets.formulas.functions.aggregates import AGGREGATES
from service.standin.sheets.formulas.functions.arrays import ARRAYS
from service.standin.sheets.formulas.functions.conditional import CONDITIONAL
from service.standin.sheets.formulas.functions.dates import DATES
from service.standin.sheets.formulas.functions.logic import LOGIC
from service.standin.sheets.formulas.functions.lookup import LOOKUP
from service.standin.sheets.formulas.functions.mathematics import MATHEMATICS
from service.standin.sheets.formulas.functions.texts import TEXTS

FUNCTIONS: dict[str, Spec] = {
    **AGGREGATES,
    **ARRAYS,
    **CONDITIONAL,
    **DATES,
    **LOGIC,
    **LOOKUP,
    **MATHEMATICS,
    **TEXTS,
}

#: Functions that inside ARRAYFORMULA and the like are called for each cell, and the arguments for which that
#: holds; none named: all.
EACH: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(
        (
            *(
                "ABS",
                "CEILING",
                "DATE",
                "DAY",
                "EXACT",
                "FIND",
                "FLOOR",
                "HOUR",
                "IF",
                "IFERROR",
                "IFNA",
                "INT",
            ),
            *(
                "ISBLANK",
                "ISERROR",
                "ISNA",
                "ISNUMBER",
                "ISTEXT",
                "LEFT",
                "LEN",
                "LOWER",
                "MID",
                "MINUTE",
                "MOD",
            ),
            *("MONTH", "NOT", "PROPER", "REGEXEXTRACT", "REGEXMATCH", "REGEXREPLACE", "REPLACE", "REPT"),
            *("RIGHT", "ROUND", "ROUNDDOWN", "ROUNDUP", "SEARCH", "SQRT", "SUBSTITUTE", "TEXT", "TRIM"),
            *("TRUNC", "UPPER", "VALUE", "WEEKDAY", "YEAR"),
        ),
        (),
    ),
    "COUNTIF": (1,),
    "MATCH": (0,),
    "SUMIF": (1,),
    "VLOOKUP": (0,),
    "XLOOKUP": (0,),
}
