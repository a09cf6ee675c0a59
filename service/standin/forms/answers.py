"""The fields of a submitted page as answers, checked as Google's page checks them; and back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from service.standin.forms.content import Json, choice_of, questions_of
from service.standin.forms.sections import Section, next_section, sections_of

#: Name of a field → its values.
Fields = Mapping[str, Sequence[str]]

OTHER = "__other_option__"
_OTHER_TEXT = ".other_option_response"
_REQUIRED = "Đây là câu hỏi bắt buộc."


@dataclass(slots=True)
class Reading:
    """What a person answered."""

    #: Question id → what was said.
    said: dict[str, list[str]] = field(default_factory=dict)
    #: Name of a field → what is wrong with it, in the page's language.
    faults: dict[str, str] = field(default_factory=dict)
    #: Numbers of the sections that were gone through.
    path: list[int] = field(default_factory=list)


def read_form(content: Json, fields: Fields) -> Reading:
    """The whole form; only sections that branching leads through are looked at."""
    sections = sections_of(content)
    reading = Reading()
    number: int | None = 0
    while number is not None and number not in reading.path:
        reading.path.append(number)
        read_section(sections[number], fields, reading)
        number = next_section(sections, number, reading.said)
    return reading


def read_section(section: Section, fields: Fields, reading: Reading) -> None:
    """Add one section's answers and faults to a reading."""
    for item in section.items:
        for question in questions_of(item):
            said, fault = _said(item, question, fields)
            if fault or (question.get("required") and not said):
                reading.faults[entry_of(question)] = fault or _REQUIRED
            elif said:
                reading.said[question["questionId"]] = said


def entry_of(question: Json) -> str:
    """Name of a question's field: the number that its id is in hex."""
    return f"entry.{int(question['questionId'], 16)}"


def fields_of(content: Json, answers: Json) -> dict[str, list[str]]:
    """The fields of a page that would send these stored answers again."""
    fields: dict[str, list[str]] = {}
    for item in content["items"]:
        for question in questions_of(item):
            stored = answers.get(question["questionId"], {}).get("textAnswers", {}).get("answers", ())
            values = [answer.get("value", "") for answer in stored]
            if values:
                fields |= _fields_of(item, question, values)
    return fields


def _fields_of(item: Json, question: Json, values: list[str]) -> Iterator[tuple[str, list[str]]]:
    entry = entry_of(question)
    choice = choice_of(item, question)
    known = {option.get("value") for option in choice["options"]} if choice else set(values)
    yield entry, [value if value in known else OTHER for value in values]
    for value in values:
        if value not in known:
            yield entry + _OTHER_TEXT, [value]


# --- one question ----------------------------------------------------------------------------------


def _said(item: Json, question: Json, fields: Fields) -> tuple[list[str], str]:
    """(values, fault) of one question."""
    entry = entry_of(question)
    choice = choice_of(item, question)
    values = [value for value in fields.get(entry, ()) if value.strip()]
    if choice is not None:
        return _choice(choice, entry, values, fields)
    if "dateQuestion" in question:
        return _date(question["dateQuestion"], entry, fields)
    if "timeQuestion" in question:
        return _time(question["timeQuestion"], entry, fields)
    if "scaleQuestion" in question or "ratingQuestion" in question:
        return values[:1], "" if set(values) <= set(
            steps_of(question)
        ) else "Giá trị không có trong thang đo."
    if question.get("textQuestion", {}).get("paragraph"):
        return [re.sub("\r\n?", "\n", value) for value in values[:1]], ""
    # A one-line field of a browser sends no line breaks.
    return [" ".join(value.splitlines()) for value in values[:1]], ""


def steps_of(question: Json) -> list[str]:
    """What can be chosen on a scale or a rating."""
    if "ratingQuestion" in question:
        return [str(n) for n in range(1, question["ratingQuestion"]["ratingScaleLevel"] + 1)]
    scale = question["scaleQuestion"]
    return [str(n) for n in range(scale.get("low", 0), scale["high"] + 1)]


def _choice(choice: Json, entry: str, values: list[str], fields: Fields) -> tuple[list[str], str]:
    options = {option.get("value") for option in choice["options"]}
    has_other = any(option.get("isOther") for option in choice["options"])
    said: list[str] = []
    for value in values:
        if value == OTHER and has_other:
            said.extend(text.strip() for text in fields.get(entry + _OTHER_TEXT, ()) if text.strip())
        elif value in options:
            said.append(value)
        else:
            return [], "Lựa chọn không có trong biểu mẫu."
    return (said if choice.get("type") == "CHECKBOX" else said[:1]), ""


def _date(spec: Json, entry: str, fields: Fields) -> tuple[list[str], str]:
    """A browser sends the date whole, or its parts in fields of their own."""
    whole = _first(fields, entry)
    if not whole:
        parts = [_first(fields, f"{entry}_{part}") for part in ("year", "month", "day")]
        if not any(parts[1:]):
            return [], ""
        whole = "-".join(part.rjust(2, "0") for part in parts if part)
        clock = [_first(fields, f"{entry}_{part}") for part in ("hour", "minute")]
        whole += "T" + ":".join(part.rjust(2, "0") for part in clock) if all(clock) else ""
    day_text, _, clock_text = whole.replace("T", " ").partition(" ")
    try:
        day = dt.date.fromisoformat(day_text if spec.get("includeYear") else f"2000-{day_text[-5:]}")
        clock_at = dt.time.fromisoformat(clock_text) if spec.get("includeTime") else None
    except ValueError:
        return [], "Ngày không hợp lệ."
    told = day.isoformat() if spec.get("includeYear") else f"{day:%m-%d}"
    return [told if clock_at is None else f"{told} {clock_at:%H:%M}"], ""


def _time(spec: Json, entry: str, fields: Fields) -> tuple[list[str], str]:
    whole = _first(fields, entry)
    if not whole:
        parts = [_first(fields, f"{entry}_{part}") for part in ("hour", "minute", "second")]
        if not any(parts):
            return [], ""
        whole = ":".join(part.rjust(2, "0") for part in parts if part)
    found = re.fullmatch(r"(\d{1,3}):([0-5]?\d)(?::([0-5]?\d))?", whole)
    if found is None or (not spec.get("duration") and int(found[1]) > 23):
        return [], "Giờ không hợp lệ."
    told = f"{int(found[1]):02}:{int(found[2]):02}"
    return [f"{told}:{int(found[3] or 0):02}" if spec.get("duration") else told], ""


def _first(fields: Fields, name: str) -> str:
    return (fields.get(name) or [""])[0].strip()


# --- as a response keeps them ------------------------------------------------------------------------


def answered(content: Json, said: Mapping[str, Sequence[str]]) -> Json:
    """`answers` of a FormResponse, and `totalScore` where the form is a quiz."""
    is_quiz = content["settings"].get("quizSettings", {}).get("isQuiz", False)
    questions = {q["questionId"]: q for item in content["items"] for q in questions_of(item)}
    answers: Json = {}
    total = 0
    for question_id, values in said.items():
        answer: Json = {"questionId": question_id}
        grading = questions[question_id].get("grading")
        if is_quiz and grading is not None:
            answer["grade"] = _grade(grading, values)
            total += answer["grade"].get("score", 0)
        answer["textAnswers"] = {"answers": [{"value": value} for value in values]}
        answers[question_id] = answer
    return {"answers": answers} | ({"totalScore": total} if total else {})


def _grade(grading: Json, values: Sequence[str]) -> Json:
    """A wrong answer has an empty grade: proto3 prints neither 0 nor false."""
    right = {answer.get("value", "") for answer in grading.get("correctAnswers", {}).get("answers", ())}
    hit = set(values) == right or (len(values) == 1 and values[0] in right)
    if not right or not hit:
        return {}
    points = grading.get("pointValue", 0)
    return ({"score": points} if points else {}) | {"correct": True}
