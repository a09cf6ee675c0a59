"""Stored versions become activities, feedback and problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.responses import from_json as response_from_json
from service.cells import decode_cell
from service.config import ZONE
from service.domain.hearing import Opinion, opinion_from_form
from service.domain.intake import (
    IntakeContext,
    RawCell,
    RawForm,
    RawRow,
    activity_from_form,
    activity_from_row,
    feedback_from_form,
)
from service.domain.plan import Plan
from service.domain.records import Activity, Feedback, Problem, SourceKind, SourceRef
from service.domain.settings import SchoolSettings
from service.domain.topics import codes_about
from service.store import RecordVersion, Source

ACTIVITY_FORM = "form:activity"
FEEDBACK_FORM = "form:feedback"
#: Beginning of the keys of the forms in which staff say what they think of a draft; a period's key follows.
OPINION_FORM = "form:opinion:"
#: Several choices of one question, as one text.
_JOIN = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Submissions:
    """All that people submitted, as far as it can be used."""

    activities: tuple[Activity, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    problems: tuple[Problem, ...] = ()


def understand(
    versions: Iterable[RecordVersion], sources: Sequence[Source], settings: SchoolSettings, plan: Plan
) -> Submissions:
    """Activities, feedback and problems in the order of the versions.

    A code means what the plan meant by it when it was sent: after an amendment it may mean another task.
    """
    by_key = {source.key: source for source in sources}
    context = intake_context(sources, settings, plan)
    found: dict[type, list[object]] = {Activity: [], Feedback: [], Opinion: [], Problem: []}
    for version in versions:
        source = by_key.get(version.source_key)
        if source is not None:
            value = _as_of_then(version, source, context, plan)
            found[type(value)].append(value)
    return Submissions(
        activities=tuple(found[Activity]),  # type: ignore[arg-type]
        feedback=tuple(found[Feedback]),  # type: ignore[arg-type]
        opinions=tuple(found[Opinion]),  # type: ignore[arg-type]
        problems=tuple(found[Problem]),  # type: ignore[arg-type]
    )


def _as_of_then(
    version: RecordVersion, source: Source, context: IntakeContext, plan: Plan
) -> Activity | Feedback | Opinion | Problem:
    if not plan.renumbered or version.submitted_at >= plan.renumbered[-1].at:
        return _understood(version, source, context)
    then = plan.codes_at(version.submitted_at)
    known = tuple(replace(item, code=then[item.code]) for item in context.expectations if item.code in then)
    value = _understood(version, source, replace(context, expectations=known))
    if isinstance(value, Activity) and value.responsibility is not None:
        now = {old: code for code, old in then.items()}
        return replace(value, responsibility=now[value.responsibility])
    return value


def intake_context(sources: Sequence[Source], settings: SchoolSettings, plan: Plan) -> IntakeContext:
    """What the intake needs to know of the school and its feedback form."""
    feedback = next((source for source in sources if source.key == FEEDBACK_FORM), None)
    detail = feedback.detail if feedback else {}
    # A responsibility keeps its key under whatever number; the words of a topic are looked for in the plan.
    topics = {
        topic: tuple(code for key in keys if (code := plan.code_of(key)) is not None)
        for topic, keys in detail.get("topics", {}).items()
    } | {
        topic: codes_about(marks, settings.expectations)
        for topic, marks in detail.get("topic_words", {}).items()
    }
    return IntakeContext(
        expectations=settings.expectations,
        units=settings.units,
        topics=topics,
        zone=ZONE,
    )


def ref_of(version: RecordVersion, source: Source) -> SourceRef:
    """How claims and findings point to a stored version."""
    return SourceRef(
        kind=SourceKind.FORM if source.kind == "form" else SourceKind.SHEET,
        source_id=source.file_id,
        record_id=version.record_id,
        version=version.version,
    )


def answers_of(version: RecordVersion, source: Source) -> dict[str, str]:
    """A stored response by the keys of its questions; unknown questions keep their id."""
    keys: Mapping[str, str] = source.detail.get("questions", {})
    response = response_from_json(version.payload)
    return {keys.get(question, question): _JOIN.join(said) for question, said in response.answers.items()}


def _understood(
    version: RecordVersion, source: Source, context: IntakeContext
) -> Activity | Feedback | Opinion | Problem:
    if source.kind == "sheet":
        return activity_from_row(_raw_row(version, source), context)
    raw = RawForm(
        ref=ref_of(version, source),
        submitted_at=version.submitted_at,
        source=source.label,
        email=response_from_json(version.payload).email,
        answers=answers_of(version, source),
    )
    if source.key == FEEDBACK_FORM:
        return feedback_from_form(raw, context)
    if source.key.startswith(OPINION_FORM):
        return opinion_from_form(raw, source.key.removeprefix(OPINION_FORM), context.zone)
    return activity_from_form(raw, context)


def _raw_row(version: RecordVersion, source: Source) -> RawRow:
    payload = version.payload
    addresses, links = payload["addresses"], payload["links"]
    return RawRow(
        ref=ref_of(version, source),
        first_seen_at=version.submitted_at,
        source=source.label,
        unit=str(source.detail["unit"]),
        cells={
            key: RawCell(
                value=decode_cell(value), address=addresses.get(key, ""), links=tuple(links.get(key, ()))
            )
            for key, value in payload["values"].items()
        },
        extras={header: RawCell(value=decode_cell(value)) for header, value in payload["extras"].items()},
    )
