"""The tree holds what Google answered: recorded documents come out of it as they went in."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from service.standin.docs.expose import expose_first_tab, expose_tabs, stored_form
from service.standin.docs.parse import parse_document

SHARED = Path(os.environ.get("DUNGHAN_SHARED") or Path(__file__).parents[3] / "shared")
RECORDED = SHARED / "data" / "google" / "docs"
FILES = sorted(RECORDED.glob("*.json"))


def test_the_recorded_documents_are_there() -> None:
    if not FILES:
        pytest.skip(f"NO RECORDED DOCUMENTS in {RECORDED}: the tree is not checked against real answers")
    assert len(FILES) >= 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:12])
def test_a_recorded_document_is_shown_with_the_same_indexes_runs_and_tables(path: Path) -> None:
    recorded = json.loads(path.read_text(encoding="utf-8"))
    document = parse_document(recorded)
    if "tabs" in recorded:
        assert expose_tabs(document) == recorded["tabs"]
    else:
        shown = expose_first_tab(document)
        assert shown == {key: recorded[key] for key in shown}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[:12])
def test_a_recorded_document_survives_being_stored_without_indexes(path: Path) -> None:
    document = parse_document(json.loads(path.read_text(encoding="utf-8")))
    stored = json.dumps(stored_form(document))
    assert '"endIndex"' not in stored
    assert expose_tabs(parse_document({"tabs": json.loads(stored)})) == expose_tabs(document)
