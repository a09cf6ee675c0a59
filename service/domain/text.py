"""Vietnamese text: one form for storing, one key for comparing. Output is never re-spelt."""

from __future__ import annotations

import re
import unicodedata

#: Invisible characters that survive strip() and break comparisons, spaces that do not break lines, and
#: letters that look like đ though no normal form joins them with it.
_CLEAN = {
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
    **dict.fromkeys("\u00a0\u202f\u2007\u3000", " "),
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ð": "đ",
    "ɖ": "đ",
}
#: What no one types on purpose: control characters but tab and new line; marks that turn the direction of
#: writing, so that a text reads otherwise than it is stored; tags; letters that only one font knows (Docs
#: drops them, and what it drops would look like somebody's edit); halves of characters, which cannot be sent.
_FORBIDDEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ue000-\uf8ff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f"
)
_UNCLEAN = re.compile(f"[{''.join(_CLEAN)}{_FORBIDDEN}]")
_NEW_LINE = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
#: A spreadsheet program takes a cell of a saved table that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t")
#: Longest text of one answer that is used; all of it is kept.
TEXT_LIMIT = 100_000
#: Longest text in a cell of ours; Sheets takes 50,000, and would refuse the whole batch for one more.
CELL_LIMIT = 10_000
_MARKS = "\u0300-\u036f"
#: A gap begins with something that is no letter's mark; marks that stray into it belong to it.
_NOT_WORD = re.compile(f"[^0-9a-z{_MARKS}][^0-9a-z]*")
#: Both i and y are right at the end of an open syllable (quí, quý). The place of a tone (hòa, hoà) needs no
#: rule: the key has no marks at all.
_OPEN_Y = re.compile(r"\b([bcdghklmnpqrstvx]{1,2}u?)y\b")
_GAP = re.compile(r"\s+")
_CLOSING = "\"”»')"
_OPENING = "\"“«'("
#: A full stop after these ends no sentence: «TP. HCM», «tr. 5», the number of a list, an initial.
_ABBREVIATION = re.compile(r"(?:\b(?:TP|ThS|TS|Tr|Gs|PGS|GS|BS|tr|STT)|v\.v|\b[A-ZĐ]|^\d{1,2})\.$")
_NUMBER_STOP = re.compile(r"\b\d{1,2}\.$")


def nfc(text: str) -> str:
    """The text as it is stored: composed letters, true đ, no invisible characters, plain spaces."""
    return unicodedata.normalize("NFC", _cleaned(text))


def typed(text: str, limit: int = TEXT_LIMIT) -> str:
    """What somebody typed, as it is used: clean, without blanks around it, and not without end."""
    return bounded(nfc(text).replace("\f", "\n").strip(), limit)


def one_line(text: str, limit: int = 1000) -> str:
    """The same of what fits one line: a name, a number, a reason."""
    return bounded(" ".join(typed(text).split()), limit)


def bounded(text: str, limit: int) -> str:
    """The text, or the beginning of it and a sign that there is more."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def as_cell(text: str, limit: int = CELL_LIMIT) -> str:
    """Text for a table that people may save and open elsewhere: whatever it says, it is no formula there.

    A dash at the beginning becomes a longer one; anything else that could begin a formula stands behind «'».
    https://owasp.org/www-community/attacks/CSV_Injection
    """
    plain = bounded(nfc(text).strip(), limit)
    if plain.startswith("-"):
        return "–" + plain[1:]
    return f"'{bounded(plain, limit - 1)}" if plain.startswith(_FORMULA) else plain


def fold(text: str) -> str:
    """The key under which two spellings of the same words are equal; for comparing, never for showing."""
    plain = _cleaned(text).casefold().replace("đ", "d")
    words = _NOT_WORD.sub(" ", unicodedata.normalize("NFD", plain))
    # What is left beside ASCII are marks, so that ignoring them is the quick way to take them off.
    return _OPEN_Y.sub(r"\1i", words.encode("ascii", "ignore").decode().strip())


def slug(text: str) -> str:
    """The text as part of an address: «Tổ Toán - Tin học» → to-toan-tin-hoc."""
    return fold(text).replace(" ", "-")


def sentences(text: str) -> list[str]:
    """The sentences of a text, no letter lost; «TP.HCM» and «59/2023/NĐ-CP» stay whole."""
    found: list[str] = []
    for line in nfc(text).splitlines():
        start = 0
        for gap in _GAP.finditer(line):
            before, after = line[start : gap.start()].strip(), line[gap.end() :]
            if _is_end(before, after):
                found.append(before)
                start = gap.end()
        found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def words_in(text: str, between: str | None = None) -> frozenset[str]:
    """The words of a list written as one text, apart by blanks unless told otherwise."""
    return frozenset(word.strip() for word in text.split(between))


def _cleaned(text: str) -> str:
    return _UNCLEAN.sub(lambda found: _CLEAN.get(found[0], ""), _NEW_LINE.sub("\n", text))


def _is_end(before: str, after: str) -> bool:
    """True if a sentence ends where a space stands between these two texts."""
    said, coming = before.rstrip(_CLOSING), after.lstrip(_OPENING)
    if not said.endswith((".", "!", "?", "…")) or not (coming[:1].isupper() or coming[:1].isdigit()):
        return False
    if _NUMBER_STOP.search(said) and coming[:1].isdigit():
        return False  # «12. 3. 2025» is a date
    return _ABBREVIATION.search(said) is None
