"""A form as data: sections of questions with keys that never change, whatever the wording becomes."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

#: Prefix of the keys of figure questions: "figure:<label>@<code>".
FIGURE = "figure:"
#: Key of the question that asks for the topic of feedback.
TOPIC = "topic"
#: Where a choice leads that ends the form.
SUBMIT = "submit"
#: The only choice at the end of a page of figures.
SEND = "Đủ rồi, gửi phiếu"


class DefinitionError(ValueError):
    """A template that cannot be used; the message says where, in Vietnamese."""


class QuestionKind(StrEnum):
    """How a question is answered."""

    SHORT = "short"
    PARAGRAPH = "paragraph"
    DATE = "date"
    DROPDOWN = "dropdown"
    RADIO = "radio"
    SCALE = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question."""

    #: Stable name; ids on Google's side follow from it.
    key: str
    title: str
    kind: QuestionKind
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    #: With SCALE: what the two ends mean.
    low_label: str = ""
    high_label: str = ""
    #: Choice → key of the section it leads to, or SUBMIT.
    leads_to: Mapping[str, str] = field(default_factory=dict)

    @property
    def answer_key(self) -> str:
        """Key of the answer: one figure may be asked for on the pages of several responsibilities."""
        return self.key.partition("@")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A page of the form; the first has no break before it."""

    key: str
    title: str = ""
    help: str = ""
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDefinition:
    """A whole form."""

    key: str
    title: str
    description: str
    #: VERIFIED or DO_NOT_COLLECT.
    email: str
    sections: tuple[Section, ...]
    #: Topic of feedback → words of the plan that it is about.
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def questions(self) -> Iterator[Question]:
        """All questions in their order."""
        for section in self.sections:
            yield from section.questions

    @property
    def keys_by_question(self) -> Mapping[str, str]:
        """Google's question id → our key."""
        return {self.question_id(question.key): question.answer_key for question in self.questions}

    @property
    def fingerprint(self) -> str:
        """Changes with anything that people see of the form or that its answers are read by."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def question_id(self, key: str) -> str:
        """The id of a question on Google's side: 8 hex digits that follow from the keys alone."""
        return stable_id(self.key, "question", key)

    def item_id(self, key: str) -> str:
        """The id of the item that holds a question or opens a section."""
        return stable_id(self.key, "item", key)

    def with_choices(self, choices: Mapping[str, Sequence[str]]) -> FormDefinition:
        """The same form with these choices put before those that the template itself has."""

        def filled(question: Question) -> Question:
            more = tuple(choices.get(question.key, ()))
            return replace(question, choices=tuple(dict.fromkeys(more + question.choices)))

        return self._mapped(filled)

    def with_topics(self, topics: Mapping[str, Sequence[str]]) -> FormDefinition:
        """The same form with these topics, and no others, to choose from."""
        marks = {topic: tuple(words) for topic, words in topics.items()}
        form = self._mapped(lambda item: replace(item, choices=tuple(marks)) if item.key == TOPIC else item)
        return replace(form, topics=marks)

    def with_figures(self, question: str, figures: Mapping[str, tuple[str, Sequence[str]]]) -> FormDefinition:
        """The same form with a last page of number questions for each choice that asks for figures.

        `figures`: choice of `question` → (code, labels); `question` is the last one of the form. A section
        of Google's leads on to the next one and cannot be told otherwise, but a choice can; so each page of
        figures ends with a choice that sends the form.
        """
        asked = {item.key: item for item in self.questions}[question]
        leads = dict.fromkeys(asked.choices, SUBMIT)
        leads |= {choice: f"section:{code}" for choice, (code, _) in figures.items()}
        form = self._mapped(lambda item: replace(item, leads_to=leads) if item.key == question else item)
        pages = tuple(_figure_page(choice, code, labels) for choice, (code, labels) in figures.items())
        return replace(form, sections=form.sections + pages)

    def _mapped(self, change: Any) -> FormDefinition:
        return replace(
            self,
            sections=tuple(replace(s, questions=tuple(map(change, s.questions))) for s in self.sections),
        )


def _figure_page(choice: str, code: str, labels: Sequence[str]) -> Section:
    numbers = [
        Question(key=f"{FIGURE}{label}@{code}", title=label, kind=QuestionKind.SHORT) for label in labels
    ]
    send = Question(
        key=f"send@{code}",
        title="Thầy cô đã ghi đủ số liệu?",
        kind=QuestionKind.RADIO,
        required=True,
        choices=(SEND,),
        leads_to={SEND: SUBMIT},
    )
    return Section(
        key=f"section:{code}",
        title=f"Số liệu: {choice}",
        help="Để trống nếu chưa có số liệu; ghi 0 nếu không phát sinh.",
        questions=(*numbers, send),
    )


def stable_id(*parts: str) -> str:
    """8 hex digits that are the same on every run: a positive 32-bit number, as all of Google's ids are."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return f"{int.from_bytes(digest[:4], 'big') & 0x7FFFFFFF:08x}"


def load_definition(text: str) -> FormDefinition:
    """The form from its TOML; raises DefinitionError with the place of the mistake."""
    try:
        data = tomllib.loads(text)
        topics = {item["ten"]: tuple(item["nhan_biet"]) for item in data.get("chu_de", ())}
        form = FormDefinition(
            key=data["ma"],
            title=data["ten"],
            description=data["mo_dau"],
            email="VERIFIED" if data["thu_dien_tu"] else "DO_NOT_COLLECT",
            sections=tuple(_section(item) for item in data["phan"]),
            topics=topics,
        )
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"Tệp câu hỏi sai cú pháp: {error}") from error
    except (KeyError, ValueError) as error:
        raise DefinitionError(f"Tệp câu hỏi thiếu hoặc sai mục {error}.") from error
    keys = [question.key for question in form.questions]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        raise DefinitionError(f"Tệp câu hỏi có mã lặp lại: {', '.join(doubled)}.")
    return form.with_topics(topics) if topics else form


def _section(item: Mapping[str, Any]) -> Section:
    return Section(
        key=item["ma"],
        title=item.get("ten", ""),
        help=item.get("huong_dan", ""),
        questions=tuple(_question(question) for question in item["cau_hoi"]),
    )


def _question(item: Mapping[str, Any]) -> Question:
    return Question(
        key=item["ma"],
        title=item["hoi"],
        kind=QuestionKind(item["kieu"]),
        required=item.get("bat_buoc", False),
        help=item.get("huong_dan", ""),
        choices=tuple(item.get("lua_chon", ())),
        low_label=item.get("thap", ""),
        high_label=item.get("cao", ""),
    )
