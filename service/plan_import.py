"""Taking over a plan: what changed against the one that the school has, and nothing lost by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.domain.plan import Plan, Renumbering
from service.domain.settings import SchoolSettings
from service.history import keep_plan, last_settings, save_settings
from service.plan_text.changes import PlanChanges, plan_changes, renumbering
from service.settings_sheet import plain_expectation
from service.store import Database
from service.store import schools as school_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImport:
    """What an import did."""

    changes: PlanChanges
    #: The school had no plan before.
    is_first: bool


def import_plan(database: Database, school_id: str, plan: Plan, *, now: dt.datetime) -> PlanImport | None:
    """Make this the school's plan; gives what changed, None if no school is set up.

    1. Each responsibility is found again in the new text and keeps its key, under whatever number.
    2. What the principal set and decided goes along; her corrections win over this text too.
    3. The next cycle reads everything and brings the tab «Kế hoạch» and the forms up to date.

    A plan that says what is known already is not written again.
    """
    with database.begin() as tx:
        school = school_rows.find_school(tx, school_id)
        if school is None:
            return None
        if school.plan is None:
            school_rows.save_school(tx, replace(school, plan=plan))
            return PlanImport(changes=PlanChanges(), is_first=True)
        merged = amended(school.plan, plan, now=now)
        if merged != school.plan:
            # Without a token the next cycle reads every file, whether anybody touched it or not.
            school_rows.save_school(tx, replace(school, plan=merged, changes_token=None))
            keep_plan(tx, school_id, school.plan, merged, now)
            known = last_settings(tx, school_id)
            if known != SchoolSettings():
                save_settings(tx, school_id, carry_over(known, school.plan, merged), now)
        return PlanImport(changes=plan_changes(school.plan, plan), is_first=False)


def amended(old: Plan, new: Plan, *, now: dt.datetime) -> Plan:
    """The new plan with the keys of the old one and the history of its numbers."""
    kept = renumbering(old, new)
    before = {code: was for was, code in kept.items()}
    codes = [item.code for item in new.responsibilities]
    gone = [old.key_of(item.code) for item in old.responsibilities if item.code not in kept]
    withdrawn = tuple(dict.fromkeys([*old.withdrawn, *gone]))
    keys = {code: old.key_of(was) for code, was in before.items()}
    taken = {*keys.values(), *withdrawn}
    for code in codes:
        if code not in keys:
            keys[code] = _fresh(code, taken)
            taken.add(keys[code])
    is_same = [item.code for item in old.responsibilities] == codes and all(a == b for a, b in kept.items())
    return replace(
        new,
        keys={code: key for code, key in keys.items() if code != key},
        withdrawn=withdrawn,
        renumbered=(*old.renumbered, *(() if is_same else (Renumbering(at=now, before=before),))),
    )


def carry_over(settings: SchoolSettings, old: Plan, new: Plan) -> SchoolSettings:
    """What is known of people's settings under the numbers of the new plan."""
    now_called = {old.key_of(item.code): item.code for item in old.responsibilities}
    moved = {was: code for key, was in now_called.items() if (code := new.code_of(key)) is not None}
    known = {moved[item.code]: item for item in settings.expectations if item.code in moved}
    expectations = []
    for item in new.responsibilities:
        plain, last = plain_expectation(item, new), known.get(item.code)
        expectations.append(
            plain
            if last is None
            else replace(
                last,
                code=plain.code,
                text=plain.text,
                section=plain.section,
                section_heading=plain.section_heading,
            )
        )
    decisions = tuple(
        replace(item, code=moved[item.code]) for item in settings.decisions if item.code in moved
    )
    return replace(settings, expectations=tuple(expectations), decisions=decisions)


def _fresh(code: str, taken: Iterable[str]) -> str:
    """A key that no other responsibility has or had."""
    used, number = set(taken), 2
    key = code
    while key in used:
        key, number = f"{code}~{number}", number + 1
    return key
