"""The address in a HYPERLINK formula; values of formulas are in the package `formulas`."""

from __future__ import annotations

import re

_LINK = re.compile(r'HYPERLINK\(\s*"([^"]*)"\s*(?:[,;].*)?\)', re.IGNORECASE | re.DOTALL)


def hyperlink(text: str) -> str | None:
    """The address of a formula that is a HYPERLINK with a plain address."""
    found = _LINK.fullmatch(text.removeprefix("=").strip())
    return found[1] if found else None
