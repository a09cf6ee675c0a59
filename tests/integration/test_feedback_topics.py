"""The topics of the feedback form in a school whose plan is amended."""

from __future__ import annotations

from test_plan_reimport import ADDED, an_amended_plan, import_into
from world import World

from service.submissions import FEEDBACK_FORM

PETITIONS = "Tiếp dân, trả lời đơn thư và kiến nghị"


def test_topics_follow_an_amended_plan_and_what_was_said_is_told_of_the_number_of_today(
    cycled: World,
) -> None:
    import_into(cycled, an_amended_plan())
    assert cycled.cycle().errors == ()
    asked = [item for item in cycled.state().submissions.feedback if item.topic == PETITIONS]
    assert {item.responsibilities for item in asked} == {("II.1.d",)}
    with cycled.open() as ws:
        form = str(ws.forms.forms().get(formId=cycled.source(FEEDBACK_FORM).file_id).execute())
    assert f"'{ADDED.rstrip('.')}'" in form
    assert f"'{PETITIONS}'" in form
