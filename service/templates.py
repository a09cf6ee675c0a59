"""Files of `templates/`, wherever the package is installed."""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from service.domain.compose import Wording, load_wording
from service.domain.compose.wording import load_old_wording
from service.domain.indicators import Catalogue, CatalogueError, load_catalogue

log = logging.getLogger(__name__)

#: Raised with every change of the .docx, so that a school gets the new one for its next report.
REPORT_TEMPLATE_VERSION = "3"
_WORDING, _CATALOGUE = "loi-van.toml", "chi-tieu.toml"


def template(*parts: str) -> Traversable:
    """A file below `templates/`."""
    return resources.files("templates").joinpath(*parts)


def template_text(*parts: str) -> str:
    """The text of a file below `templates/`."""
    return template(*parts).read_text(encoding="utf-8")


def web_folder() -> Path:
    """The folder of the pages."""
    return Path(str(template("web")))


def report_template() -> tuple[bytes, str]:
    """The report's .docx and its version."""
    return template("report", "bao-cao.docx").read_bytes(), REPORT_TEMPLATE_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTexts:
    """What a report is worded with, of one version."""

    #: Changes with the report's wording and its indicators.
    digest: str
    wording: Wording
    catalogue: Catalogue


@functools.cache
def report_texts() -> ReportTexts:
    """Those of today."""
    sources = report_sources()
    return ReportTexts(
        digest=digest_of(sources),
        wording=load_wording(sources[_WORDING]),
        catalogue=load_catalogue(sources[_CATALOGUE]),
    )


@functools.cache
def report_sources() -> Mapping[str, str]:
    """Name of a file → its text, of all that a report is worded with."""
    return MappingProxyType({name: template_text("report", name) for name in (_WORDING, _CATALOGUE)})


def texts_from(sources: Mapping[str, str]) -> ReportTexts:
    """Those of an earlier version; what it does not have is today's."""
    return _earlier(sources[_WORDING], sources[_CATALOGUE], digest_of(sources))


@functools.lru_cache(maxsize=8)
def _earlier(wording: str, catalogue: str, digest: str) -> ReportTexts:
    today = report_texts()
    try:
        indicators = load_catalogue(catalogue)
    except CatalogueError as error:
        log.warning("the indicators of %s are today's: %s", digest, error)
        indicators = today.catalogue
    return ReportTexts(digest=digest, wording=load_old_wording(wording, today.wording), catalogue=indicators)


def digest_of(sources: Mapping[str, str]) -> str:
    """Names a version of these texts."""
    return hashlib.sha256((sources[_WORDING] + sources[_CATALOGUE]).encode()).hexdigest()[:16]


def report_wording() -> Wording:
    """The report's wording of today."""
    return report_texts().wording


def report_catalogue() -> Catalogue:
    """The indicators of the report's annex, of today."""
    return report_texts().catalogue
