"""People read what a rule says, never its id."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.domain.rule_names import RULE_NAMES, rule_name

DOMAIN = Path(__file__).parent.parent.parent / "service" / "domain"
#: Ids as the code gives them: `rule="done.enough"`, `COMPLETE = "assessment.…"`, `basis="complaints"`.
IDS = re.compile(r'(?:rule=|basis=|^[A-Z]+ = )"((?:[a-z]+(?:-[a-z]+)*)(?:\.[a-z-]+)?)"', re.MULTILINE)


def ids_in_the_code() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in DOMAIN.rglob("*.py"))
    return {found for text in texts for found in IDS.findall(text)}


@pytest.mark.parametrize("rule", sorted(ids_in_the_code()))
def test_every_rule_has_a_name(rule: str) -> None:
    assert rule in RULE_NAMES


def test_every_name_is_of_a_rule() -> None:
    assert set(RULE_NAMES) <= ids_in_the_code()


def test_what_is_no_rule_stays_as_it_is() -> None:
    assert rule_name("Theo dõi · Ý kiến chỉ đạo") == "Theo dõi · Ý kiến chỉ đạo"
