"""Any request that the discovery document allows is done or refused; what is done is a true document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import googleapiclient.discovery_cache
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standin_docs_bench import Bench, check_laws, insert, name_range, table

from service.standin.discovery import Api
from service.standin.errors import GoogleError

Json = dict[str, Any]

DISCOVERY = Path(googleapiclient.discovery_cache.__file__).parent / "documents" / "docs.v1.json"
SCHEMAS: Json = json.loads(DISCOVERY.read_text(encoding="utf-8"))["schemas"]
KINDS = sorted(SCHEMAS["Request"]["properties"])
API = Api("docs", "v1")
METHODS = {method.id: method for method in API.methods}

#: Text with what is hard: decomposed letters, emoji, what Docs drops, names of ours.
TEXTS = st.sampled_from(
    ["", "a", "ế", "e\u0302\u0301", "😀", "\n", "\t", "\r\x00", "{{SO}}", "auto:I", "t.0", "kix.x", "*"]
)
#: So that styles and places are really set, not only refused.
FIELDS = st.sampled_from(
    (
        *("*", "bold", "bold,italic", "alignment", "namedStyleType", "fontSize.magnitude", "link.url"),
        *("width,widthType", "backgroundColor", "borderLeft", "minRowHeight", "marginTop", "khong.co"),
    )
)
URIS = st.sampled_from(["https://example.org/a.png", "http://localhost/a.png", "", "file:///etc/passwd"])
DEPTH = 5


def messages(name: str, depth: int = DEPTH) -> st.SearchStrategy[Json]:
    """Bodies of a message of the discovery document, some members left out."""
    members = {
        key: _value(key, spec, depth)
        for key, spec in SCHEMAS[name].get("properties", {}).items()
        if depth > 0 or "$ref" not in json.dumps(spec)
    }
    likely = {k: v for k, v in members.items() if k in _USUAL}
    rare = {k: v for k, v in members.items() if k not in _USUAL}
    return st.builds(
        lambda one, other: one | other,
        st.fixed_dictionaries(likely),
        st.fixed_dictionaries({}, optional=rare),
    )


#: Members without which nearly everything is refused at once.
_USUAL = frozenset(
    (
        *(
            "range",
            "startIndex",
            "endIndex",
            "index",
            "location",
            "text",
            "fields",
            "rows",
            "columns",
            "name",
        ),
        *("tableStartLocation", "tableCellLocation", "rowSpan", "columnSpan", "bulletPreset"),
        *("containsText", "replaceText", "textStyle", "paragraphStyle", "uri", "type"),
    )
)


#: Where the table of `a_document` starts.
TABLE = 28
_SMALL = st.sampled_from([0, 0, 1, 1, 2, 3, -1])
_LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "tabId": st.sampled_from(["", "", "", "t.0", "t.0", "kix.x"]),
    "segmentId": st.sampled_from(["", "", "", "", "kix.x"]),
    "index": st.just(TABLE) | st.integers(-1, 48),
    "startIndex": st.integers(-1, 48),
    "endIndex": st.integers(-1, 48),
    **dict.fromkeys(("rowIndex", "columnIndex", "rowSpan", "columnSpan", "pinnedHeaderRowsCount"), _SMALL),
    "rowIndices": st.lists(_SMALL, max_size=2),
    "columnIndices": st.lists(_SMALL, max_size=2),
}


def _value(key: str, spec: Json, depth: int) -> st.SearchStrategy[Any]:
    if "$ref" in spec:
        return st.deferred(lambda: messages(spec["$ref"], depth - 1))
    if "enum" in spec:
        return st.sampled_from(spec["enum"])
    if key in _LIKELY:
        return _LIKELY[key]
    kind = spec.get("type")
    if kind == "array":
        return st.lists(_value(key, spec["items"], depth), max_size=2)
    if kind == "object":
        return st.just({})
    if kind == "boolean":
        return st.booleans()
    if kind == "integer":
        return st.integers(-1, 40)
    if kind == "number":
        return st.sampled_from([0, -1.5, 0.5, 12, 400])
    if key == "fields":
        return FIELDS
    return URIS if "ri" in key and key.lower().endswith(("uri", "url")) else TEXTS


VIEWS: tuple[dict[str, str], ...] = (
    {},
    {"includeTabsContent": "true"},
    {"suggestionsViewMode": "PREVIEW_SUGGESTIONS_ACCEPTED"},
    {"suggestionsViewMode": "PREVIEW_WITHOUT_SUGGESTIONS"},
    {
        "includeTabsContent": "true",
        "suggestionsViewMode": "SUGGESTIONS_INLINE",
        "commentsViewMode": "COMMENTS_VIEW_MODE_INCLUDED",
    },
)
REQUESTS = st.sampled_from(KINDS).flatmap(
    lambda kind: messages(SCHEMAS["Request"]["properties"][kind]["$ref"]).map(lambda body: {kind: body})
)
MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def a_document(tmp_path: Path) -> Bench:
    """Text, a table, a heading, a header, a named range and a list."""
    bench = Bench(tmp_path)
    bench.batch(
        insert(1, "Tiêu đề\nmột 😀 hai\n- mục\ncuối"),
        table(26, 2, 2),
        insert(30, "ô"),
        name_range("auto:I", 9, 15),
        {"createHeader": {"type": "DEFAULT"}},
        {"createFootnote": {"location": {"index": 4}}},
        {
            "createParagraphBullets": {
                "range": {"startIndex": 21, "endIndex": 22},
                "bulletPreset": "NUMBERED_DECIMAL_ALPHA_ROMAN",
            }
        },
    )
    assert bench.tables()[0]["startIndex"] == TABLE
    return bench


@MANY
@given(st.lists(st.tuples(REQUESTS, st.booleans()), min_size=1, max_size=8))
def test_any_request_is_done_or_refused_and_leaves_a_true_document(
    tmp_path: Path, requests: list[tuple[Json, bool]]
) -> None:
    bench = a_document(tmp_path)
    for request, suggests in requests:
        control = {"writeMode": "SUGGEST"} if suggests else {}
        before = bench.get(includeTabsContent="true")
        try:
            API.check_request(METHODS["documents.batchUpdate"], {"requests": [request]})
            answer = bench.batch(request, **control)
        except GoogleError as error:
            assert error.code in (400, 403, 404)
            assert bench.get(includeTabsContent="true") == before
            continue
        assert API.faults(METHODS["documents.batchUpdate"], answer) == []
        for query in VIEWS:
            shown = bench.get(**query)
            assert API.faults(METHODS["documents.get"], shown) == []
            if "body" in shown:
                check_laws(shown)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_request_of_any_kind_is_refused(tmp_path: Path, kind: str) -> None:
    bench = a_document(tmp_path)
    with pytest.raises(GoogleError) as caught:
        bench.batch({kind: {}})
    assert caught.value.code == 400
    assert caught.value.message.startswith(f"Invalid requests[0].{kind}: ")


def test_documents_after_random_edits_keep_the_laws_that_real_ones_keep(tmp_path: Path, shared: Path) -> None:
    """The checker is the one that found no violation in any recorded document."""

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(REQUESTS, min_size=4, max_size=10))
    def write_some(requests: list[Json]) -> None:
        bench = a_document(tmp_path)
        for request in requests:
            try:
                bench.batch(request)
            except GoogleError:
                continue
        number = len(list(tmp_path.glob("*.json")))
        shown = json.dumps(bench.get(includeTabsContent="true"), ensure_ascii=False)
        (tmp_path / f"{number}.json").write_text(shown, encoding="utf-8")

    write_some()
    files = [str(path) for path in tmp_path.glob("*.json")]
    told = subprocess.run(
        [sys.executable, str(shared / "tools" / "check_index_laws.py"), *files],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"documents {len(files)} " in told
    violated = [line for line in told.splitlines() if "violated" in line and " 0 violated" not in line]
    assert violated == []
