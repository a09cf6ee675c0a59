"""What a school's data says on one day: settings, submissions, periods, findings. Computed, never stored."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from service.config import ZONE, end_of_day
from service.directory import load_directory
from service.domain.approved import DocFault, fault_told
from service.domain.checks import CheckResult, check
from service.domain.checks.closing import closed_units
from service.domain.deadlines import is_open, is_watched, periods_for, plan_year, report_as_of, with_window
from service.domain.directory import Directory
from service.domain.expectations import Period
from service.domain.findings import Finding
from service.domain.hearing import Hearing, hearing_of
from service.domain.in_force import InForce, profile_on, resolve
from service.domain.plan import Plan
from service.domain.records import Problem
from service.domain.settings import SchoolSettings
from service.domain.stages import Life, Stage
from service.freshness import freshness
from service.history import SETTINGS, last_settings, plan_at, settings_at, texts_at
from service.lives import lives
from service.store import Database, School, Source
from service.store import records as record_rows
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.submissions import OPINION_FORM, Submissions, understand
from service.templates import ReportTexts, report_texts

__all__ = [
    "SCHOOL_SHEET",
    "SETTINGS",
    "SchoolState",
    "inputs_hash",
    "last_settings",
    "load_report_state",
    "load_state",
    "remade",
]

#: Name of the snapshot that keeps how much of approved reports is to be corrected.
CORRECTIONS = "corrections"
#: Name of the snapshot that keeps which Docs of approved reports are not what was approved.
APPROVED_DOCS = "approved-docs"
#: Key of the source that is the school's own spreadsheet.
SCHOOL_SHEET = "school"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolState:
    """Everything about a school as of one day."""

    school: School
    plan: Plan
    settings: SchoolSettings
    #: Rows of «Danh bạ» and what people chose in the place of what ended.
    directory: Directory
    sources: tuple[Source, ...]
    submissions: Submissions
    periods: tuple[Period, ...]
    #: The same as they follow from the plan alone, before anybody confirms a window.
    proposed: tuple[Period, ...]
    result: CheckResult
    as_of: dt.date
    #: Key of a period → where its report stands today, on whatever day the rest is.
    lives: Mapping[str, Life] = field(default_factory=dict)
    #: Key of a period → in how many places its approved report would say something else, as last looked.
    corrections: Mapping[str, int] = field(default_factory=dict)
    #: Key of a period → why the Doc of its approved report is not what was approved, as last looked.
    doc_faults: Mapping[str, DocFault] = field(default_factory=dict)
    #: What reports were worded with on that day.
    texts: ReportTexts = field(default_factory=report_texts)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Of all periods."""
        return self.result.findings

    @property
    def open_periods(self) -> tuple[Period, ...]:
        """Those that a draft is kept for."""
        return tuple(period for period in self.periods if is_open(period, self.as_of))

    @property
    def watched_periods(self) -> tuple[Period, ...]:
        """Those of which people are told what is missing, and that have no draft yet."""
        return tuple(period for period in self.periods if is_watched(period, self.as_of))

    @property
    def told_periods(self) -> tuple[Period, ...]:
        """Those whose findings count: watched or drafted."""
        return tuple(period for period in self.periods if self.as_of >= period.opens)

    @property
    def next_period(self) -> Period | None:
        """The period that is due next, else the last one."""
        ahead = [period for period in self.periods if period.due > self.as_of]
        return ahead[0] if ahead else (self.periods[-1] if self.periods else None)

    @property
    def signers(self) -> tuple[str, ...]:
        """Addresses of those in «Nhân sự» whose role is that of the one who signs."""
        title = self.school.profile.principal_title.casefold()
        return tuple(m.email for m in self.settings.staff if m.active and m.role.casefold() == title)

    def hearing_form(self, key: str) -> Source | None:
        """The form in which staff say what they think of this period's draft."""
        return next((source for source in self.sources if source.key == OPINION_FORM + key), None)

    def hearing(self, key: str) -> Hearing | None:
        """What staff said of this period's draft; None before they are asked."""
        form = self.hearing_form(key)
        if form is None:
            return None
        opened_on = dt.date.fromisoformat(form.detail["opened_on"])
        if opened_on > self.as_of:
            return None  # nobody had been asked on that day
        return hearing_of(key, opened_on, self.submissions.opinions, self.settings.opinion_answers)

    def in_force(self, period: Period) -> InForce:
        """The names that a period's report uses, and what has ended by its date."""
        owners = (owner for item in self.settings.expectations for owner in item.owners)
        return resolve(self.directory, self.school.profile, self.plan, period, owners)

    def doc_line(self, key: str) -> str:
        """One line on what became of the Doc of this period's approved report; "" if it is as approved."""
        fault = self.doc_faults.get(key)
        return " ".join(self.doc_told(key, fault)) if fault else ""

    def doc_told(self, key: str, fault: DocFault) -> tuple[str, str]:
        """The same in two parts: what it became, and what to do."""
        life, period = self.life(key), self.period(key)
        is_newest = fault.edition == life.edition
        return fault_told(
            fault,
            period.label if period else key,
            is_issued=not is_newest or life.stage is Stage.ISSUED,
            is_newest=is_newest,
            key=key,
        )

    def life(self, key: str) -> Life:
        """Where this period's report stands."""
        return self.lives.get(key) or Life()

    def period(self, key: str) -> Period | None:
        """The period with this key."""
        return next((period for period in self.periods if period.key == key), None)


def load_state(database: Database, school_id: str, as_of: dt.date) -> SchoolState | None:
    """The state as of the end of a day, with what was set and known then; None before set-up."""
    evening = end_of_day(as_of)
    with database.begin() as tx:
        school = school_rows.find_school(tx, school_id)
        if school is None or school.plan is None:
            return None
        sources = school_rows.list_sources(tx, school_id)
        settings = settings_at(tx, school_id, evening)
        plan = plan_at(tx, school_id, school.plan, evening)
        directory = load_directory(tx, school_id, settings, until=evening)
        versions = record_rows.versions_as_of(tx, school_id, evening)
        stand = lives(tx, school_id)
        corrections = school_rows.find_snapshot(tx, school_id, CORRECTIONS) or {}
        faults = school_rows.find_snapshot(tx, school_id, APPROVED_DOCS) or {}
        texts = texts_at(tx, school_id, evening)
    submissions = understand(versions, sources, settings, plan)
    profile = profile_on(directory, school.profile, as_of)
    school = replace(school, profile=replace(profile, units=settings.units or profile.units))
    state = _state(school, plan, settings, directory, sources, submissions, as_of)
    doc_faults = {key: from_json(DocFault, body) for key, body in faults.items()}
    return replace(state, lives=stand, corrections=corrections, doc_faults=doc_faults, texts=texts)


def _state(
    school: School,
    plan: Plan,
    settings: SchoolSettings,
    directory: Directory,
    sources: tuple[Source, ...],
    submissions: Submissions,
    as_of: dt.date,
) -> SchoolState:
    proposed = periods_for(plan, plan_year(plan) or as_of.year)
    periods = tuple(with_window(period, settings.window(period.key)) for period in proposed)
    result = check(
        settings.expectations,
        periods,
        submissions.activities,
        submissions.feedback,
        as_of=as_of,
        zone=ZONE,
        extensions={(d.code, d.period): d.extended_to for d in settings.decisions if d.extended_to},
        closed=closed_units(directory, settings.units),
    )
    return SchoolState(
        school=school,
        plan=plan,
        settings=settings,
        directory=directory,
        sources=sources,
        submissions=submissions,
        periods=periods,
        proposed=proposed,
        result=result,
        as_of=as_of,
    )


def load_report_state(database: Database, state: SchoolState, period: Period) -> SchoolState:
    """The state as a period's report sees it: today's, and after the close that of the close.

    The principal's settings are today's: what she decides later is meant for the report too.
    """
    day = report_as_of(period, state.as_of)
    if day == state.as_of:
        return state
    with database.begin() as tx:
        versions = record_rows.versions_as_of(tx, state.school.id, end_of_day(day))
    submissions = understand(versions, state.sources, state.settings, state.plan)
    return remade(state, submissions, day)


def remade(state: SchoolState, submissions: Submissions, as_of: dt.date) -> SchoolState:
    """The school of a state with other submissions, on another day."""
    other = _state(
        state.school, state.plan, state.settings, state.directory, state.sources, submissions, as_of
    )
    return replace(
        other,
        lives=state.lives,
        corrections=state.corrections,
        doc_faults=state.doc_faults,
        texts=state.texts,
    )


def inputs_hash(state: SchoolState, problems: Iterable[Problem]) -> str:
    """Changes when anything that tabs or drafts are made from changes, the day and the wording included."""
    parts = [
        state.as_of.isoformat(),
        state.texts.digest,
        to_json(state.settings),
        to_json(list(state.directory.choices)),
        to_json(state.plan),
        to_json(list(state.findings)),
        [to_json(item.ref) for item in state.submissions.activities],
        [to_json(item.ref) for item in state.submissions.feedback],
        [to_json(item.ref) for item in state.submissions.opinions],
        [source.key for source in state.sources if source.key.startswith(OPINION_FORM)],
        [(problem.key, problem.where) for problem in problems],
        freshness(state.sources, state.as_of).late_words,
        to_json(dict(state.doc_faults)),
        [period.key for period in state.told_periods],
        [period.key for period in state.open_periods],
        [(key, len(life.acts)) for key, life in sorted(state.lives.items())],
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
