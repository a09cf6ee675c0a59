"""What changed between two readings of a plan, with every responsibility found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.domain.plan import Plan, ReportingDuty, Responsibility
from service.domain.text import fold

#: Two wordings this alike are one responsibility, reworded.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """One responsibility in both readings."""

    before: Responsibility
    after: Responsibility

    @property
    def is_renumbered(self) -> bool:
        """It has another code now."""
        return self.before.code != self.after.code


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanges:
    """The difference between two readings."""

    added: tuple[Responsibility, ...] = ()
    removed: tuple[Responsibility, ...] = ()
    #: Other words, another number or other owners.
    reworded: tuple[Reworded, ...] = ()
    duties_added: tuple[ReportingDuty, ...] = ()
    duties_removed: tuple[ReportingDuty, ...] = ()
    bases_added: tuple[str, ...] = ()
    bases_removed: tuple[str, ...] = ()
    #: (what, before, after) of number, date, title and the like.
    head: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Both readings say the same."""
        return self == PlanChanges()


def plan_changes(old: Plan, new: Plan) -> PlanChanges:
    """The difference from `old` to `new`: same text first, then same code, then the most alike wording."""
    pairs = _paired(old, new)
    known_before = {before.code for before, _ in pairs}
    known_after = {after.code for _, after in pairs}
    return PlanChanges(
        added=tuple(item for item in new.responsibilities if item.code not in known_after),
        removed=tuple(item for item in old.responsibilities if item.code not in known_before),
        reworded=tuple(Reworded(before=b, after=a) for b, a in pairs if _says_other(b, a)),
        duties_added=tuple(duty for duty in new.reporting if duty not in old.reporting),
        duties_removed=tuple(duty for duty in old.reporting if duty not in new.reporting),
        bases_added=tuple(base for base in new.legal_bases if base not in old.legal_bases),
        bases_removed=tuple(base for base in old.legal_bases if base not in new.legal_bases),
        head=tuple(_head_changes(old, new)),
    )


def renumbering(old: Plan, new: Plan) -> dict[str, str]:
    """Old code → new code of the responsibilities that are in both, unchanged codes included."""
    return {before.code: after.code for before, after in _paired(old, new)}


def describe(changes: PlanChanges) -> tuple[str, ...]:
    """The changes as lines for people."""
    return tuple(_lines(changes))


def _paired(old: Plan, new: Plan) -> list[tuple[Responsibility, Responsibility]]:
    """In the order of `new`; each responsibility is in one pair at most."""
    left, right = list(old.responsibilities), list(new.responsibilities)
    pairs: list[tuple[Responsibility, Responsibility]] = []

    def take(before: Responsibility, after: Responsibility) -> None:
        pairs.append((before, after))
        left.remove(before)
        right.remove(after)

    for after in tuple(right):
        same = [before for before in left if fold(before.text) == fold(after.text)]
        if same:
            take(next((before for before in same if before.code == after.code), same[0]), after)
    for after in tuple(right):
        here = next((before for before in left if before.code == after.code), None)
        if here is not None and _likeness(here, after) >= _ALIKE / 2:
            take(here, after)
    ranked = [(_likeness(before, after), before, after) for before in left for after in right]
    # The order of the plans decides between pairs that are equally alike: sorting is stable.
    for likeness, before, after in sorted(ranked, key=lambda item: -item[0]):
        if likeness >= _ALIKE and before in left and after in right:
            take(before, after)
    order = {item.code: number for number, item in enumerate(new.responsibilities)}
    return sorted(pairs, key=lambda pair: order[pair[1].code])


def _likeness(before: Responsibility, after: Responsibility) -> float:
    """Part of the words that both have in the same order, from 0 to 1."""
    return SequenceMatcher(None, fold(before.text).split(), fold(after.text).split(), autojunk=False).ratio()


def _says_other(before: Responsibility, after: Responsibility) -> bool:
    return (before.code, before.text, before.owners) != (after.code, after.text, after.owners)


def _head_changes(old: Plan, new: Plan) -> Iterator[tuple[str, str, str]]:
    for what, before, after in (
        ("Số kế hoạch", old.document_number, new.document_number),
        ("Ngày ban hành", str(old.date or ""), str(new.date or "")),
        ("Cơ quan ban hành", old.issuer or "", new.issuer or ""),
        ("Tên kế hoạch", old.title or "", new.title or ""),
    ):
        if before != after:
            yield what, before, after


def _lines(changes: PlanChanges) -> Iterator[str]:
    for what, was, now in changes.head:
        yield f"{what}: «{was or 'chưa ghi'}» → «{now or 'chưa ghi'}»."
    for base in changes.bases_added:
        yield f"Thêm căn cứ: «{base}»."
    for base in changes.bases_removed:
        yield f"Bỏ căn cứ: «{base}»."
    for item in changes.added:
        yield f"Thêm nhiệm vụ {item.code}: {item.text}"
    for item in changes.removed:
        yield f"Bỏ nhiệm vụ {item.code}: {item.text}"
    for pair in changes.reworded:
        before, after = pair.before, pair.after
        if pair.is_renumbered:
            yield f"Nhiệm vụ {before.code} nay mang số {after.code}."
        if before.text != after.text:
            yield f"Nhiệm vụ {after.code} sửa lời: «{before.text}» → «{after.text}»."
        if before.owners != after.owners:
            owners = ("; ".join(item.owners) or "chưa nêu" for item in (before, after))
            yield f"Nhiệm vụ {after.code} đổi đơn vị chịu trách nhiệm: {' → '.join(owners)}."
    for duty in changes.duties_added:
        yield f"Thêm báo cáo: {_told(duty)}."
    for duty in changes.duties_removed:
        yield f"Bỏ báo cáo: {_told(duty)}."


def _told(duty: ReportingDuty) -> str:
    to = f" về {duty.recipient}" if duty.recipient else ""
    via = f" (qua {duty.via})" if duty.via else ""
    return f"«{duty.quote}»{to}{via}"
