"""The fields of a submitted page as answers, checked as Google's page checks them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from service.standin.forms.content import Json, questions_of

#: Name of a field → what is wrong with it, in the page's language.
Faults = Mapping[str, str]
Fields = Mapping[str, Sequence[str]]

OTHER = "__other_option__"
_SUBMIT = "SUBMIT_FORM"
_REQUIRED = "Đây là câu hỏi bắt buộc."


def read_answers(content: Json, fields: Fields) -> tuple[Json, Faults]:
    """Answers by question id, and faults. Only sections that branching leads through are looked at."""
    answers: Json = {}
    faults: dict[str, str] = {}
    sections = _sections(content)
    number = 0
    seen: set[int] = set()
    while number < len(sections) and number not in seen:
        seen.add(number)
        goal: Json = {}
        for item in sections[number]:
            for question in questions_of(item):
                said, fault = _said(question, fields)
                entry = entry_of(question)
                if fault or (question.get("required") and not said):
                    faults[entry] = fault or _REQUIRED
                elif said:
                    answers[question["questionId"]] = _answer(question, said)
                    goal = _goal(question, said) or goal
        if goal.get("goToAction") == _SUBMIT:
            break
        number = _next(content, goal, number)
    return answers, faults


def entry_of(question: Json) -> str:
    """Name of a question's field: the number that its id is in hex."""
    return f"entry.{int(question['questionId'], 16)}"


def _sections(content: Json) -> list[list[Json]]:
    sections: list[list[Json]] = [[]]
    for item in content["items"]:
        if "pageBreakItem" in item:
            sections.append([])
        else:
            sections[-1].append(item)
    return sections


def _next(content: Json, goal: Json, number: int) -> int:
    breaks = [item["itemId"] for item in content["items"] if "pageBreakItem" in item]
    if goal.get("goToSectionId") in breaks:
        return breaks.index(goal["goToSectionId"]) + 1
    return 0 if goal.get("goToAction") == "RESTART_FORM" else number + 1


def _goal(question: Json, said: Sequence[str]) -> Json:
    for option in question.get("choiceQuestion", {}).get("options", ()):
        if option.get("value") == said[0] and ("goToAction" in option or "goToSectionId" in option):
            goal: Json = option
            return goal
    return {}


def _answer(question: Json, said: Sequence[str]) -> Json:
    return {
        "questionId": question["questionId"],
        "textAnswers": {"answers": [{"value": value} for value in said]},
    }


def _said(question: Json, fields: Fields) -> tuple[list[str], str]:
    """(values, fault) of one question."""
    entry = entry_of(question)
    if "dateQuestion" in question:
        return _date(question["dateQuestion"], entry, fields)
    values = [value for value in fields.get(entry, ()) if value.strip()]
    if "choiceQuestion" in question:
        return _choice(question["choiceQuestion"], entry, values, fields)
    if "scaleQuestion" in question:
        scale = question["scaleQuestion"]
        allowed = {str(n) for n in range(scale.get("low", 0), scale.get("high", 5) + 1)}
        return values[:1], "" if set(values) <= allowed else "Giá trị không có trong thang đo."
    if "textQuestion" in question and not question["textQuestion"].get("paragraph"):
        # A one-line field of a browser sends no line breaks.
        values = [" ".join(value.splitlines()) for value in values]
    return values[:1], ""


def _choice(choice: Json, entry: str, values: list[str], fields: Fields) -> tuple[list[str], str]:
    options = {option.get("value") for option in choice["options"]}
    has_other = any(option.get("isOther") for option in choice["options"])
    said: list[str] = []
    for value in values:
        if value == OTHER and has_other:
            said.extend(text for text in fields.get(f"{entry}.other_option_response", ()) if text.strip())
        elif value in options:
            said.append(value)
        else:
            return [], "Lựa chọn không có trong biểu mẫu."
    return (said if choice.get("type") == "CHECKBOX" else said[:1]), ""


def _date(spec: Json, entry: str, fields: Fields) -> tuple[list[str], str]:
    """A browser sends the date whole, or its parts in three fields."""
    whole = (fields.get(entry) or [""])[0].strip()
    if not whole:
        parts = [(fields.get(f"{entry}_{part}") or [""])[0].strip() for part in ("year", "month", "day")]
        if not any(parts[1:]):
            return [], ""
        whole = "-".join(part.rjust(2, "0") for part in parts if part)
    try:
        day = dt.date.fromisoformat(whole if spec.get("includeYear") else f"2000-{whole[-5:]}")
    except ValueError:
        return [], "Ngày không hợp lệ."
    return [day.isoformat() if spec.get("includeYear") else f"{day:%m-%d}"], ""
