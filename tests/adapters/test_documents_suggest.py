"""A draft that lives with people writing in it: over HTTP, with the real clients."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parents[1] / "unit"))
from draft_desk import JOB, PROVEN, Desk, Principal, TroubledSession, report

from service.google.credentials import load_credentials
from service.google.documents.drafts import (
    GoogleDocsError,
    RefreshOutcome,
    WrittenDraft,
    find_draft,
    refresh_draft,
)
from service.google.documents.proof import Proof, suggestions_are_suggestions
from service.google.session import GoogleSession
from service.standin.server import StandIn


def test_ten_edits_two_deletions_and_a_move_survive_five_refreshes(
    desk: Desk, her: Principal, draft: WrittenDraft
) -> None:
    edited = [f"I.{task}" for task in range(10)]
    hers = {}
    for number, key in enumerate(edited):
        hers[key] = f"«lời thứ {number} của cô Hà 😀»"
        her.write(draft, key, number % 4, hers[key])
    for key in ("I.12", "I.13"):
        her.delete(draft, key)
    her.move(draft, "I.15", behind="I.18")
    paragraphs = {key: her.view(draft).places[key].home.parts[0].without for key in edited}

    def refresh(day: int) -> RefreshOutcome:
        nonlocal draft
        before = desk.session.calls.total
        outcome = refresh_draft(desk.docs, draft, report(day), proof=PROVEN)
        # A get, a batch of edits, a batch of suggestions.
        assert desk.session.calls.total - before <= 3
        draft = outcome.draft
        again = refresh_draft(desk.docs, draft, report(day), proof=PROVEN)
        assert (again.writes, again.offered) == (0, ())
        return outcome

    def check(day: int) -> None:
        lines = her.without(draft)
        for key in edited:
            assert paragraphs[key] in lines
        wanted = {block.key: block.text for block in report(day).body}
        untouched = [f"I.{task}" for task in (10, 11, 14, 16, 17, 18, 15, 19)]
        at = lines.index(wanted["I.10"])
        # Two deleted, one moved behind I.18, the others where they were.
        assert lines[at : at + 8] == [wanted[key] for key in untouched]
        assert wanted["I.12"] not in lines

    assert refresh(2).offered == tuple(sorted(edited))
    check(2)
    # She takes two and rejects two; the others stay open.
    accepted, rejected = ("I.0", "I.1"), ("I.2", "I.3")
    for key in accepted:
        her.answer(draft, "acceptSuggestion", key)
    for key in rejected:
        her.answer(draft, "rejectSuggestion", key)
    second = {block.key: block.text for block in report(2).body}
    for key in accepted:
        assert second[key] in her.without(draft)
        edited.remove(key)
    outcome = refresh(2)
    assert (outcome.writes, outcome.kept) == (0, tuple(edited))
    outcome = refresh(3)
    assert outcome.offered == tuple(sorted(edited))
    check(3)
    third = {block.key: block.text for block in report(3).body}
    for key in accepted:
        assert third[key] in her.without(draft)
    # What she rejected does not come back when the data say it again.
    outcome = refresh(2)
    assert outcome.offered == tuple(sorted(set(edited) - set(rejected)))
    places = her.view(draft).places
    assert [places[key].suggestion_ids for key in rejected] == [frozenset(), frozenset()]
    check(2)
    refresh(4)
    check(4)
    everything = "\n".join(her.without(draft))
    assert all(text in everything for key, text in hers.items() if key not in accepted)
    # One suggestion for each block, however often it was refreshed.
    assert all(len(her.view(draft).places[key].suggestion_ids) == 1 for key in edited)


def test_suggest_mode_is_tried_on_a_doc_that_is_gone_afterwards(desk: Desk) -> None:
    before = desk.session.calls.total
    assert suggestions_are_suggestions(desk.drive, desk.docs) is True
    assert desk.session.calls.total == before + 5
    assert desk.drive.files().list().execute()["files"] == []


class OldSession(GoogleSession):
    """Google before a project has SUGGEST mode: it edits at once."""

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        if isinstance(kwargs.get("data"), str):
            kwargs["data"] = kwargs["data"].replace('"SUGGEST"', '"EDIT"')
        return super().request(method, url, *args, **kwargs)


def test_a_project_without_suggest_mode_is_found_out(standin: StandIn) -> None:
    session = OldSession(load_credentials(standin.service_account), base_url=standin.url)
    desk = Desk(session)
    assert suggestions_are_suggestions(desk.drive, desk.docs) is False
    assert desk.drive.files().list().execute()["files"] == []


def test_there_the_new_text_comes_as_a_comment_and_nothing_of_hers_is_touched(
    standin: StandIn, desk: Desk, her: Principal, draft: WrittenDraft
) -> None:
    session = OldSession(load_credentials(standin.service_account), base_url=standin.url)
    old = Desk(session)
    her.write(draft, "I.3", 2, "«của cô Hà»")
    before = her.view(draft).places["I.3"].home.parts
    calls = session.calls.total
    outcome = refresh_draft(old.docs, draft, report(2))
    assert (outcome.offered, session.calls.total - calls) == (("I.3",), 2)
    assert her.view(draft).places["I.3"].home.parts == before
    shown = (
        her.docs.documents()
        .get(
            documentId=draft.document_id,
            includeTabsContent=True,
            suggestionsViewMode="SUGGESTIONS_INLINE",
            commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED",
        )
        .execute()
    )
    [comment] = shown["comments"]
    assert report(2).body[4].text in comment["headPost"]["content"]
    # If the mode is believed in against the evidence, her words come back all the same.
    told: list[str] = []
    wrong = Proof(works=lambda: not told, distrust=lambda: told.append("no"))
    refresh_draft(old.docs, outcome.draft, report(3), proof=wrong)
    assert told == ["no"]
    assert her.view(draft).places["I.3"].home.parts == before


def test_somebody_who_writes_between_the_two_batches_is_read_and_kept(
    standin: StandIn, desk: Desk, her: Principal, draft: WrittenDraft
) -> None:
    trouble = TroubledSession(load_credentials(standin.service_account), base_url=standin.url)
    her.write(draft, "I.3", 2, "«trước»")

    def before_the_first() -> None:
        trouble.before = lambda: her.write(draft, "I.4", 2, "«giữa»")

    trouble.before = before_the_first
    outcome = refresh_draft(Desk(trouble).docs, draft, report(2), proof=PROVEN)
    lines = "\n".join(her.without(draft))
    assert "«trước»" in lines
    assert "«giữa»" in lines
    assert "I.3" in outcome.offered
    assert refresh_draft(desk.docs, outcome.draft, report(2), proof=PROVEN).writes == 0


def test_people_are_told_the_report_and_not_its_key(desk: Desk) -> None:
    nowhere = GoogleSession(desk.session.credentials, base_url="http://127.0.0.1:9", sleep=lambda _: None)
    with pytest.raises(GoogleDocsError) as caught:
        find_draft(Desk(nowhere).drive, JOB, "Báo cáo 6 tháng")
    assert JOB not in str(caught.value)
    assert "Báo cáo 6 tháng" in str(caught.value)
