"""Values as the pages spell them."""

from hypothesis import given
from hypothesis import strategies as st

from service.web.words import compared


def test_of_two_texts_the_words_that_differ_are_shown() -> None:
    before, after = compared("Đã tiếp 14 lượt công dân.", "Đã tiếp 16 lượt công dân.")
    assert before == ((False, "Đã tiếp "), (True, "14 "), (False, "lượt công dân."))
    assert after == ((False, "Đã tiếp "), (True, "16 "), (False, "lượt công dân."))


@given(st.text(), st.text())
def test_no_letter_of_either_text_is_lost(one: str, other: str) -> None:
    before, after = compared(one, other)
    assert "".join(words for _, words in before) == one
    assert "".join(words for _, words in after) == other
