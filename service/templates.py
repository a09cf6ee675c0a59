"""Files of `templates/`, wherever the package is installed."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from service.domain.compose import Wording, load_wording
from service.domain.indicators import Catalogue, load_catalogue

#: Raised with every change of the .docx, so that a school gets the new one for its next report.
REPORT_TEMPLATE_VERSION = "3"


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


@functools.cache
def report_wording() -> Wording:
    """The report's wording."""
    return load_wording(template_text("report", "loi-van.toml"))


@functools.cache
def report_catalogue() -> Catalogue:
    """The indicators of the report's annex."""
    return load_catalogue(template_text("report", "chi-tieu.toml"))


@functools.cache
def wording_version() -> str:
    """Changes with the report's wording and its indicators."""
    texts = [template_text("report", name) for name in ("loi-van.toml", "chi-tieu.toml")]
    return hashlib.sha256("".join(texts).encode()).hexdigest()[:16]
