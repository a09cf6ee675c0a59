"""The service asks Google for the least that its work needs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import googleapiclient
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from service.google.credentials import OWN_FILES, load_credentials
from service.standin import docs, drive, forms, sheets

DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
#: What the service calls is a part of what the stand-in answers; what a shared drive is it never asks.
ANSWERED = {
    "drive.v3": {method for method in drive.HANDLERS if not method.startswith("drives.")},
    "sheets.v4": set(sheets.HANDLERS),
    "docs.v1": set(docs.HANDLERS),
    "forms.v1": set(forms.HANDLERS),
}
ROOT = Path(__file__).parents[2]


def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, none).decode()


def methods(resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from methods(inner)


@pytest.mark.parametrize("api", sorted(ANSWERED))
def test_one_scope_is_enough_for_every_method(api: str) -> None:
    document = json.loads((DOCUMENTS / f"{api}.json").read_text(encoding="utf-8"))
    name = api.partition(".")[0]
    asked = [m for m in methods(document) if m["id"].removeprefix(f"{name}.") in ANSWERED[api]]
    assert asked
    assert [m["id"] for m in asked if OWN_FILES not in m["scopes"]] == []


@pytest.mark.parametrize("subject", [None, "van.thu@truong.edu.vn"])
def test_a_service_account_asks_for_the_services_own_files_whomever_it_acts_for(
    tmp_path: Path, subject: str | None
) -> None:
    key = json.loads((ROOT / "credentials.example.json").read_text(encoding="utf-8"))
    file = tmp_path / "khoa.json"
    file.write_text(json.dumps(key | {"private_key": private_key()}), encoding="utf-8")
    assert load_credentials(file, subject=subject).scopes == [OWN_FILES]  # type: ignore[attr-defined]


def test_a_persons_consent_is_used_as_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "nguoi-dung.json"
    info = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    file.write_text(json.dumps(info | {"scopes": [OWN_FILES]}), encoding="utf-8")
    assert load_credentials(file).scopes == [OWN_FILES]  # type: ignore[attr-defined]
