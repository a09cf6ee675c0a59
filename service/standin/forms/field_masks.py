"""Update masks of the Forms API: which members of a message a request changes."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient.discovery_cache

from service.standin.errors import invalid

Json = dict[str, Any]
Path_ = tuple[str, ...]

_DISCOVERY = Path(googleapiclient.discovery_cache.__file__).parent / "documents" / "forms.v1.json"
#: Members of which a message has exactly one: setting one takes the others away.
ITEM_KINDS = frozenset(
    {"questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem"}
)
QUESTION_KINDS = frozenset(
    {
        "choiceQuestion",
        "textQuestion",
        "scaleQuestion",
        "dateQuestion",
        "timeQuestion",
        "fileUploadQuestion",
        "rowQuestion",
        "ratingQuestion",
    }
)
_ONE_OF = (ITEM_KINDS, QUESTION_KINDS)


def update(target: Json, source: Json, mask: str, message: str) -> None:
    """Copy what the mask names from `source`; what it names and `source` lacks is taken away."""
    for path in _paths(mask, message):
        _put(target, source, path)


def _paths(mask: str, message: str) -> list[Path_]:
    """The members that a mask of `message` names; raises Google's 400 for an empty or unknown one."""
    names = [_camel(part.strip()) for part in mask.split(",") if part.strip()]
    if not names:
        raise invalid("update_mask: at least one field must be specified.")
    properties = _schemas()[message]["properties"]
    if names == ["*"]:
        return [(name,) for name in properties]
    for name in names:
        _check(name.split("."), message, name)
    return [tuple(name.split(".")) for name in names]


def _check(steps: list[str], message: str, whole: str) -> None:
    for number, step in enumerate(steps):
        spec = _schemas()[message]["properties"].get(step) if message else None
        if spec is None:
            raise invalid(f"update_mask: invalid field path '{whole}'.")
        # Members of lists and plain values have no paths below them.
        message = spec.get("$ref", "") if number + 1 < len(steps) else message


def _put(target: Json, source: Json, path: Path_) -> None:
    head, *rest = path
    if head not in source:
        if not rest or head in target:
            _take_away(target, path)
        return
    for group in _ONE_OF:
        if head in group:
            for other in group & set(target) - {head}:
                del target[other]
    if rest:
        _put(target.setdefault(head, {}), source[head], tuple(rest))
    else:
        target[head] = copy.deepcopy(source[head])


def _take_away(target: Json, path: Path_) -> None:
    head, *rest = path
    if rest and head in target:
        _take_away(target[head], tuple(rest))
    elif not rest:
        target.pop(head, None)


def _camel(path: str) -> str:
    return re.sub("_([a-z])", lambda match: match[1].upper(), path)


@cache
def _schemas() -> Json:
    schemas: Json = json.loads(_DISCOVERY.read_text(encoding="utf-8"))["schemas"]
    return schemas
