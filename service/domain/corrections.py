"""What an approved report would say otherwise by now: «đính chính» with where, before, after and why.

Nothing of this is written into the approved Doc; a corrected report is a new document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.domain.records import SourceRef
from service.domain.report import Block, BlockKind, Report

_HEADINGS = (BlockKind.HEADING_1, BlockKind.HEADING_2, BlockKind.HEADING_3, BlockKind.ANNEX_TITLE,
             BlockKind.TABLE_TITLE)  # fmt: skip
#: How deep each heading lies, so that the way down to a block can be told.
_DEPTH = {kind: depth for depth, kind in enumerate(_HEADINGS[:3])} | {
    BlockKind.ANNEX_TITLE: 0,
    BlockKind.TABLE_TITLE: 1,
}
_BLANK = "(không có)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One place of an approved report that would be told otherwise."""

    #: Key of the block.
    block: str
    #: «III. KẾT QUẢ THỰC HIỆN › 1. … › c) Công tác tiếp công dân»; of a table also the row.
    where: str
    before: str
    after: str
    #: Submissions that came in, and those that are not what they were.
    new: tuple[SourceRef, ...] = ()
    gone: tuple[SourceRef, ...] = ()


def corrections(approved: Report, remade: Report, now: Report) -> tuple[Correction, ...]:
    """What changed since the approval, in the order of the report.

    `remade` is the approved report made again from what was known then, `now` from what is known today; only
    where these two differ have submissions changed it. What the service would word otherwise by now does not
    count. `before` is what was approved, letter by letter.
    """
    stood, old, new = _by_key(approved), _by_key(remade), _by_key(now)
    places = _places(approved) | {k: v for k, v in _places(now).items() if k not in stood}
    found: list[Correction] = []
    for key in places:
        before, then, after = stood.get(key), old.get(key), new.get(key)
        if _says(then) == _says(after) or _is_notice(before or after):
            continue
        found += _changes(key, places[key], before, then, after)
    return tuple(found)


def _changes(
    key: str, where: str, before: Block | None, then: Block | None, after: Block | None
) -> Iterator[Correction]:
    known = frozenset(then.sources) if then else frozenset()
    present = frozenset(after.sources) if after else frozenset()
    refs = {
        "new": tuple(ref for ref in (after.sources if after else ()) if ref not in known),
        "gone": tuple(ref for ref in (then.sources if then else ()) if ref not in present),
    }
    if before and after and before.table and after.table:
        for name, old_row, new_row in _rows(before, after):
            yield Correction(block=key, where=f"{where} › {name}", before=old_row, after=new_row, **refs)
        return
    yield Correction(block=key, where=where, before=_printed(before), after=_printed(after), **refs)


def _rows(before: Block, after: Block) -> Iterator[tuple[str, str, str]]:
    """(name, row before, row after) of the rows of a table that differ; a row is known by its first cells."""
    old, new = _named_rows(before), _named_rows(after)
    for name in [*old, *(name for name in new if name not in old)]:
        if _unnumbered(old.get(name)) != _unnumbered(new.get(name)):
            yield name, _row(old.get(name)), _row(new.get(name))


def _named_rows(block: Block) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in block.table.rows if block.table else ():
        # The first words of a row name it.
        words = [cell for cell in row if not cell.replace(".", "").isdigit()]
        name = words[0].lstrip("–- ") if words else " ".join(row)
        number = 2
        unique = name
        while unique in found:
            unique = f"{name} ({number})"
            number += 1
        found[unique] = row
    return found


def _unnumbered(row: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Without its running number, which moves when a row comes in before it."""
    return row[1:] if row and row[0].replace(".", "").isdigit() else row


def _row(cells: tuple[str, ...] | None) -> str:
    return " | ".join(cells) if cells else _BLANK


def _printed(block: Block | None) -> str:
    if block is None:
        return _BLANK
    if block.table:
        return "\n".join(" | ".join(row) for row in block.table.rows)
    return block.text or _BLANK


def _says(block: Block | None) -> object:
    return None if block is None else (block.text, block.table)


def _is_notice(block: Block | None) -> bool:
    return block is not None and block.kind is BlockKind.NOTICE


def _by_key(report: Report) -> dict[str, Block]:
    return {block.key: block for block in report.blocks}


def _places(report: Report) -> dict[str, str]:
    """Key of each block → the headings that it stands under."""
    way: list[tuple[int, str]] = []
    found: dict[str, str] = {}
    for block in report.blocks:
        if block.kind in _HEADINGS:
            depth = _DEPTH[block.kind]
            way = [(level, text) for level, text in way if level < depth]
            way.append((depth, block.text))
        found[block.key] = " › ".join(text for _, text in way) or "Phần mở đầu"
    return found
