"""Google's `fields` masks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.errors import GoogleError
from service.standin.masks import Mask, apply_mask, parse_mask

VALUE = {"a": 1, "b": {"c": 2, "d": {"e": 3, "f": 4}}, "list": [{"c": 5, "d": 6}, {"c": 7}], "odd-name": 8}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a", {"a": 1}),
        ("*", VALUE),
        ("a,odd-name", {"a": 1, "odd-name": 8}),
        # Slash, point and brackets all go down.
        ("b/d/e", {"b": {"d": {"e": 3}}}),
        ("b.d.e", {"b": {"d": {"e": 3}}}),
        ("b(c,d(e))", {"b": {"c": 2, "d": {"e": 3}}}),
        ("b/d(e),a", {"b": {"d": {"e": 3}}, "a": 1}),
        # A list is gone through.
        ("list/c", {"list": [{"c": 5}, {"c": 7}]}),
        ("list(d)", {"list": [{"d": 6}, {}]}),
        # The whole of a thing beats a part of it, in whichever order they are named.
        ("b,b/c", {"b": VALUE["b"]}),
        ("b/c,b", {"b": VALUE["b"]}),
        # Parts add up.
        ("b/c,b/d/f", {"b": {"c": 2, "d": {"f": 4}}}),
        ("*/c", {"a": 1, "b": {"c": 2}, "list": [{"c": 5}, {"c": 7}], "odd-name": 8}),
        ("b/*", {"b": VALUE["b"]}),
        # What is not there is left out.
        ("a,z", {"a": 1}),
    ],
)
def test_a_mask_keeps_what_it_names(text: str, kept: dict[str, Any]) -> None:
    assert apply_mask(VALUE, parse_mask(text)) == kept


@pytest.mark.parametrize("text", [",", "a,", "a(", "a(b", "a)", "a//b", "/a", "a b", "a()", "á", "a(b))"])
def test_a_mask_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(GoogleError) as raised:
        parse_mask(text)
    assert (raised.value.code, raised.value.location) == (400, "fields")


names = st.sampled_from(["a", "bc", "d1", "*"])
masks: st.SearchStrategy[Mask] = st.recursive(
    st.just({}), lambda below: st.dictionaries(names, below, min_size=1, max_size=3), max_leaves=8
)


def written(mask: Mask) -> str:
    return ",".join(name + (f"({written(below)})" if below else "") for name, below in mask.items())


@given(masks.filter(bool))
def test_reading_gives_back_what_was_written(mask: Mask) -> None:
    assert parse_mask(written(mask)) == mask


@given(st.text(alphabet="ab*,()/. -", max_size=20))
def test_any_text_is_a_mask_or_refused(text: str) -> None:
    try:
        parse_mask(text)
    except GoogleError as error:
        assert error.code == 400
