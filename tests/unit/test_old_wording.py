"""The wording of an earlier version of the service, read by today's."""

from __future__ import annotations

from service.domain.compose.wording import load_old_wording
from service.templates import digest_of, report_sources, report_texts, texts_from

TODAY = report_texts().wording


def test_what_an_earlier_version_says_stands_and_what_it_lacks_is_todays() -> None:
    key = "ghi_chu.nhan"
    old = load_old_wording('[ghi_chu]\nnhan = "[Ghi chú]"\nkhong_con_dung = "x"\n', TODAY)
    assert old.say(key) == "[Ghi chú]"
    others = {name: said for name, said in old.phrases.items() if name != key}
    assert others == {name: said for name, said in TODAY.phrases.items() if name != key}


def test_places_that_nobody_fills_any_more_and_broken_files_give_todays_words() -> None:
    assert load_old_wording('[ghi_chu]\nnhan = "{khong_ai_dien}"\n', TODAY) == TODAY
    assert load_old_wording("[ghi_chu", TODAY) == TODAY


def test_indicators_that_cannot_be_read_any_more_are_todays() -> None:
    sources = {**report_sources(), "chi-tieu.toml": "[[nhom]]\nla = 1\n"}
    texts = texts_from(sources)
    assert texts.catalogue == report_texts().catalogue
    assert texts.digest == digest_of(sources) != report_texts().digest
