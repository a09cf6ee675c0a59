"""The service asks Google for the least that its work needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import googleapiclient
import pytest

from service.google.credentials import OWN_FILES, SHARED_FILES, load_credentials, scope_for
from service.standin import docs, drive, forms, sheets

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
#: What the service calls is a part of what the stand-in answers; what a shared drive is it never asks.
ANSWERED = {
    "drive.v3": {method for method in drive.HANDLERS if not method.startswith("drives.")},
    "sheets.v4": set(sheets.HANDLERS),
    "docs.v1": set(docs.HANDLERS),
    "forms.v1": set(forms.HANDLERS),
}
ACCOUNT = "dung-han@du-an.iam.gserviceaccount.com"


def methods(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from methods(inner)


@pytest.mark.parametrize("api", sorted(ANSWERED))
@pytest.mark.parametrize("scope", [OWN_FILES, SHARED_FILES])
def test_one_scope_is_enough_for_every_method(api: str, scope: str) -> None:
    document = json.loads((DOCUMENTS / f"{api}.json").read_text(encoding="utf-8"))
    name = api.partition(".")[0]
    asked = [m for m in methods(document) if m["id"].removeprefix(f"{name}.") in ANSWERED[api]]
    assert asked
    assert [m["id"] for m in asked if scope not in m["scopes"]] == []


def test_who_acts_for_a_person_sees_only_the_services_own_files() -> None:
    assert scope_for(ACCOUNT, "van.thu@truong.edu.vn") == OWN_FILES
    assert scope_for(ACCOUNT, None) == scope_for(ACCOUNT, ACCOUNT) == SHARED_FILES


def test_a_persons_consent_is_used_as_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "nguoi-dung.json"
    info = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    file.write_text(json.dumps(info | {"scopes": [OWN_FILES]}), encoding="utf-8")
    assert load_credentials(file).scopes == [OWN_FILES]  # type: ignore[attr-defined]
