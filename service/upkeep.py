"""Keeps the school's files in step with what the plan and the tabs say: forms' questions, units' sheets."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from forms.errors import FormsError
from forms.publishing import update_form
from service.domain.expectations import Unit
from service.domain.settings import SchoolSettings
from service.domain.text import fold
from service.form_files import FORM_FILES, form_definition, form_detail, topic_detail
from service.google.making import MakingError
from service.rehearsal import NotInRehearsalError
from service.setup import make_unit_sheet
from service.state import SchoolState
from service.store import Source, intents
from service.store import schools as school_rows
from service.workspace import Workspace
from sheets.errors import SheetsError

log = logging.getLogger(__name__)


def keep_up(
    ws: Workspace,
    state: SchoolState,
    *,
    progress: Callable[[str], None] = lambda _: None,
    wrote: Callable[[str, str], None] = lambda where, what: None,
) -> tuple[str, ...]:
    """Bring forms and units' sheets up to date; gives what went wrong, in Vietnamese.

    No call to Google where the files ask for what is wanted already. `wrote` is told each file that was
    written, and what.
    """
    found = (*_forms(ws, state, progress, wrote), *_sheets(ws, state, progress, wrote))
    return tuple(error for error in found if error)


def _forms(
    ws: Workspace, state: SchoolState, progress: Callable[[str], None], wrote: Callable[[str, str], None]
) -> Iterator[str | None]:
    for source in state.sources:
        if source.key not in FORM_FILES or source.last_error is not None:
            continue
        definition = form_definition(
            FORM_FILES[source.key], state.settings.units, state.settings.expectations
        )
        if source.detail.get("fingerprint") == definition.fingerprint:
            continue
        progress(f"Đang cập nhật biểu mẫu «{source.label}»")
        try:
            update_form(ws.forms, source.file_id, definition)
        except FormsError as error:
            log.warning("form %s: %s", source.key, error)
            yield str(error)
            continue
        except NotInRehearsalError:
            continue
        wrote(source.label, "câu hỏi")
        topics = topic_detail(definition, state.settings.expectations, state.plan)
        wanted = form_detail(definition) | topics
        # Answers to questions and topics that are asked no more still have to be read.
        kept = {part: {**source.detail.get(part, {}), **topics[part]} for part in topics}
        kept["questions"] = {**source.detail.get("questions", {}), **definition.keys_by_question}
        with ws.database.begin() as tx:
            school_rows.set_detail(tx, ws.school_id, source.key, {**source.detail, **wanted, **kept})


def _sheets(
    ws: Workspace, state: SchoolState, progress: Callable[[str], None], wrote: Callable[[str, str], None]
) -> Iterator[str | None]:
    for unit in units_without_sheet(state.settings.units, state.sources):
        progress(f"Đang tạo sổ hoạt động của {unit.name}")
        try:
            source = make_unit_sheet(
                ws,
                state.school.profile.name,
                unit.name,
                state.settings.expectations,
                _members(state.settings, unit),
            )
        except (SheetsError, MakingError) as error:
            log.warning("sheet of %s: %s", unit.name, error)
            yield str(error)
            continue
        except NotInRehearsalError:
            continue
        wrote(source.label, "tệp mới")
        with ws.database.begin() as tx:
            school_rows.add_source(tx, ws.school_id, source)
            intents.close_intent(tx, ws.school_id, source.key)


def units_without_sheet(units: Iterable[Unit], sources: Iterable[Source]) -> tuple[Unit, ...]:
    """Units that have nowhere to write; one that only changed its name keeps the sheet it had."""
    served = {fold(str(source.detail["unit"])) for source in sources if source.kind == "sheet"}
    return tuple(unit for unit in units if not served & unit.keys)


def _members(settings: SchoolSettings, unit: Unit) -> list[str]:
    return [m.email for m in settings.staff if m.active and fold(m.unit) in unit.keys]
