"""Taking over a plan: what changed against the one that the school has, and nothing lost by it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.domain.plan import Plan
from service.plan_text.changes import PlanChanges, plan_changes
from service.store import Database
from service.store import schools as school_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanImport:
    """What an import did."""

    changes: PlanChanges
    #: The school had no plan before.
    is_first: bool


def import_plan(database: Database, school_id: str, plan: Plan) -> PlanImport | None:
    """Make this the school's plan; gives what changed, None if no school is set up.

    The principal's corrections stand in the tab «Kế hoạch» and are not touched: they win over this text
    too. A plan that says what is known already is not written again.
    """
    with database.begin() as tx:
        school = school_rows.find_school(tx, school_id)
        if school is None:
            return None
        if school.plan is None:
            school_rows.save_school(tx, replace(school, plan=plan))
            return PlanImport(changes=PlanChanges(), is_first=True)
        if school.plan != plan:
            school_rows.save_school(tx, replace(school, plan=plan))
        return PlanImport(changes=plan_changes(school.plan, plan), is_first=False)
