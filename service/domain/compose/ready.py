"""What a report's readiness is judged by, out of what it is composed from; and the lines that tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.domain.compose.claims import line
from service.domain.compose.inputs import ReportInputs
from service.domain.compose.wording import Wording
from service.domain.readiness import ReportFacts, blockers
from service.domain.report import Block, BlockKind
from service.domain.text import slug

#: What the tab and the page are called where a notice rests on them.
DIRECTORY = "Danh bạ"


def facts_of(inputs: ReportInputs, faults: Iterable[tuple[str, str]] = ()) -> ReportFacts:
    """What is known of the report; `faults` are figures that do not agree, each with its key."""
    return ReportFacts(period=inputs.period, in_force=inputs.in_force, figure_faults=tuple(faults))


def readiness_notices(inputs: ReportInputs, wording: Wording) -> Iterator[Block]:
    """Why the report cannot be signed yet, for the principal; figures that do not agree are told apart."""
    label = wording.say("ghi_chu.nhan")
    for blocker in blockers(facts_of(inputs)):
        text = wording.say("ghi_chu.chua_san_sang", nhan=label, ly_do=blocker.reason, cach_sua=blocker.remedy)
        # Documents have the quotation marks of documents.
        text = text.replace("«", "“").replace("»", "”")
        yield line(f"notice.{slug(blocker.key)}", BlockKind.NOTICE, text, basis=DIRECTORY)
