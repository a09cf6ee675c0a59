"""From findings to a report: blocks of claims, each resting on submissions, the plan or a person."""

from service.domain.compose.inputs import ReportInputs, previous_of
from service.domain.compose.report import compose_report
from service.domain.compose.wording import Wording, WordingError, load_wording

__all__ = ["ReportInputs", "Wording", "WordingError", "compose_report", "load_wording", "previous_of"]
