"""How a spreadsheet's locale writes numbers and dates."""

from __future__ import annotations

from dataclasses import dataclass

#: Languages that write 1.234,5.
_COMMA = frozenset(("de", "es", "it", "nl", "pt", "id", "tr", "da", "el", "ro", "hr", "sl", "sr", "ca", "is"))
#: Languages that write 1 234,5.
_COMMA_AND_SPACE = frozenset(("fr", "ru", "uk", "pl", "cs", "sk", "sv", "fi", "nb", "no", "bg", "hu"))
_YEAR_FIRST = frozenset(("ja", "zh", "ko", "sv", "hu", "lt"))
_MONTH_FIRST = frozenset(("en_US", "en_PH"))


@dataclass(frozen=True, slots=True)
class Locale:
    """The few habits that reading and showing values depend on."""

    decimal: str
    thousands: str
    #: Order of day, month and year: "dmy", "mdy" or "ymd".
    order: str
    #: The pattern of a date that has no pattern of its own.
    date_pattern: str
    #: Signs of the locale's money; the first is the one that is shown.
    money: tuple[str, ...] = ("$",)
    money_behind: bool = False

    def money_pattern(self, *, has_cents: bool) -> str:
        """How an amount of money is shown."""
        digits = "#,##0.00" if has_cents else "#,##0"
        return f'{digits} "{self.money[0]}"' if self.money_behind else f'"{self.money[0]}"{digits}'


def locale_named(name: str) -> Locale:
    """The habits of "vi_VN", "en_US", …; of English for a language that is not known."""
    language = name.partition("_")[0]
    if language == "vi":
        return Locale(",", ".", "dmy", "dd/mm/yyyy", ("₫", "đ"), money_behind=True)
    if language in _COMMA:
        decimal, thousands = ",", "."
    elif language in _COMMA_AND_SPACE:
        decimal, thousands = ",", "\u00a0"
    else:
        decimal, thousands = ".", ","
    if name in _MONTH_FIRST or name == "en":
        return Locale(decimal, thousands, "mdy", "m/d/yyyy")
    if language in _YEAR_FIRST:
        return Locale(decimal, thousands, "ymd", "yyyy/mm/dd")
    return Locale(decimal, thousands, "dmy", "dd/mm/yyyy")
