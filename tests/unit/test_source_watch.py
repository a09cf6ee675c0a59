"""When a reading waits for a person."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.source_watch import digest_of, too_much_is_gone


def test_a_fifth_of_the_rows_may_go_and_one_more_may_not() -> None:
    assert not too_much_is_gone(20, 100)
    assert too_much_is_gone(21, 100)


def test_a_handful_may_always_go() -> None:
    assert not too_much_is_gone(4, 4)
    assert too_much_is_gone(5, 5)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_more_is_gone_the_sooner_it_is_asked(gone: int, known: int) -> None:
    if too_much_is_gone(gone, known):
        assert too_much_is_gone(gone + 1, known)


@given(st.lists(st.text(min_size=1), unique=True), st.randoms())
def test_a_loss_has_one_name_whatever_the_order_of_its_rows(gone: list[str], dice: object) -> None:
    mixed = list(gone)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert digest_of(mixed) == digest_of(gone)


def test_another_loss_has_another_name() -> None:
    assert digest_of(["a", "b"]) != digest_of(["a", "b", "c"])
