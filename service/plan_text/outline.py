"""The outline of a plan: which paragraph stands under which number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.plan_text.headings import is_title
from service.plan_text.numbering import Item, Style, item_of
from service.plan_text.paragraphs import Paragraph, ends_sentence, is_capitals
from service.plan_text.restoring import restored, top_style

_END = re.compile(r"(?:^|\t|\s)(?:Nơi nhận|NƠI NHẬN)\s*:?\s*(?:$|[-–A-ZĐ])")
_APPENDIX = re.compile(r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:số\s*)?(?:[IVX]+|\d{1,2}|[A-H]))?\s*[.:]?\s*")
_SIGNATURE = re.compile(
    r"(?:(?:KT|TM|TL|TUQ|Q)\s*\.\s*)?(?:HIỆU TRƯỞNG|PHÓ HIỆU TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|BAN THƯỜNG TRỰC|"
    r"ỦY BAN NHÂN\s+DÂN|UỶ BAN NHÂN\s+DÂN|TỔ TRƯỞNG|TRƯỞNG BAN|BÍ THƯ|NGƯỜI LẬP KẾ HOẠCH|XÁC NHẬN|PHÊ DUYỆT|DUYỆT)\b.{0,60}"
)
#: Paragraphs that close a plan and belong to no numbered item.
_CLOSING = re.compile(
    r"Trên đây là|Trên đây,|Trong quá trình (?:tổ chức |triển khai |thực hiện)|Nhận được [Kk]ế hoạch|"
    r"(?:Yêu cầu|Đề nghị) (?:các|toàn thể|cán bộ|Thủ trưởng|Hiệu trưởng|các đồng chí)\b.*(?:nghiêm túc|[Kk]ế hoạch này)|"
    r"Kế hoạch này (?:được|có hiệu lực|thay thế)|Căn cứ (?:nội dung )?[Kk]ế hoạch này"
)


@dataclass(slots=True)
class Node:
    """A numbered paragraph with what stands below it."""

    #: "II.1.c"; the second "V" of a plan that has two is "V(2)".
    code: str
    #: As printed: "II", "1", "c".
    label: str
    #: 1 for sections, one more for each step below them.
    level: int
    text: str
    style: Style
    value: int
    #: Paragraphs without a number, dashes among them.
    loose: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    #: How often the numbers below it began again at 1.
    runs: int = 1

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands before the first section, the sections, the closing words, and what is odd about numbers."""

    head: tuple[Paragraph, ...]
    sections: tuple[Node, ...]
    #: Paragraphs after the last item: «Trên đây là …».
    closing: tuple[str, ...] = ()
    #: Section numbers that occur twice.
    doubled: tuple[str, ...] = ()
    #: Headings whose lost number was put back, as they read now.
    restored: tuple[str, ...] = ()


def outline_of(found: Sequence[Paragraph]) -> Outline:
    """The outline; the body ends with «Nơi nhận», a signature, an appendix, or numbers beginning again at I."""
    start, top = _first_section(found)
    if start is None:
        return Outline(tuple(found), ())
    body = list(found[start : _end_of_body(found, start)])
    if start and top is Style.ROMAN and found[start - 1].text and item_of(found[start - 1].text):
        before = item_of(found[start - 1].text)
        if before and before.style is Style.PART:
            body.insert(0, found[start - 1])
    texts, mended = restored([paragraph.text for paragraph in body], top)
    builder = _Builder(top)
    for place, text in enumerate(texts):
        if not builder.take(text, is_last=_is_closed(texts, place)):
            break
    labels = [section.label for section in builder.sections if "." not in section.code]
    doubled = tuple(dict.fromkeys(label for label in labels if labels.count(label) > 1))
    return Outline(tuple(found[:start]), tuple(builder.sections), tuple(builder.closing), doubled, mended)


def _first_section(found: Sequence[Paragraph]) -> tuple[int | None, Style]:
    return top_style([paragraph.text for paragraph in found])


def _end_of_body(found: Sequence[Paragraph], start: int) -> int:
    for place in range(start + 1, len(found)):
        text = found[place].text
        appendix = _APPENDIX.match(text)
        is_appendix = appendix and (appendix.end() == len(text) or is_capitals(text[appendix.end() :]))
        is_signature = _SIGNATURE.fullmatch(text) and is_capitals(text.split("\t")[0])
        if _END.search(text[:80]) or is_appendix or is_signature:
            return place
    return len(found)


def _is_closed(texts: Sequence[str], place: int) -> bool:
    """«./.» closes a plan: whatever follows and is no further number is not of it."""
    return any(text.rstrip().endswith("./.") for text in texts[max(0, place - 3) : place])


class _Builder:
    """Takes paragraph by paragraph and hangs each where its number belongs."""

    def __init__(self, top: Style) -> None:
        self.sections: list[Node] = []
        self.closing: list[str] = []
        self._top = top
        self._path: list[Node] = []
        self._part: Item | None = None
        #: Prefix of section codes, where each part numbers its sections anew.
        self._prefix = ""

    def take(self, text: str, *, is_last: bool) -> bool:
        """False where the plan's body has ended."""
        item = item_of(text)
        if item is not None and item.style is Style.PART and self._top is Style.ROMAN:
            self._part = item
            return True
        if item is not None and item.style is self._top:
            taken = self._section(item)
            if taken is not None:
                return taken
        if item is not None and self._is_numbered(item) and self._item(item):
            return True
        if is_last and (item is None or item.style is not Style.DASH):
            return False
        self._loose(text, item)
        return True

    def _is_numbered(self, item: Item) -> bool:
        return bool(self._path) and item.style not in (Style.DASH, Style.PART, Style.ROMAN)

    def _loose(self, text: str, item: Item | None) -> None:
        is_closing = item is None and (_CLOSING.match(text) or text.rstrip().endswith("./."))
        if self._path and (self.closing or (is_closing and len(self.sections) > 1)):
            self.closing.append(text)
        elif self._path:
            self._path[-1].loose.append(text)

    def _section(self, item: Item) -> bool | None:
        """True if taken, False if the body has ended, None if the number is no section's."""
        last = self.sections[-1].value if self.sections else 0
        heading = is_capitals(item.rest) or is_title(item.rest)
        if item.value == 1 and last >= 1:
            if self._part is None:
                return False if last >= 2 and heading and self._top is Style.ROMAN else None
            self._begin_part()
        elif not (last < item.value <= last + 2 or (item.value == last and heading)):
            return None
        code = self._prefix + item.label
        same = sum(
            section.label == item.label and section.code.startswith(self._prefix) for section in self.sections
        )
        section = Node(
            code if not same else f"{code}({same + 1})", item.label, 1, item.rest, item.style, item.value
        )
        self.sections.append(section)
        self._path = [section]
        self.closing = []
        return True

    def _begin_part(self) -> None:
        """Sections are numbered anew: from now on, the part's name is in their codes."""
        self._prefix = f"{self._part.label}." if self._part else ""

    def _item(self, item: Item) -> bool:
        if item.style is Style.DECIMAL:
            return self._decimal(item)
        siblings = next((n for n in reversed(self._path[1:]) if n.style is item.style), None)
        deepest = self._path[-1]
        if siblings is not None and item.value == 1 and siblings.value >= 1 and deepest is not siblings:
            parent = deepest  # «3.», «a)», «1.»: the numbers go on one step deeper
        elif siblings is not None:
            parent = self._path[self._path.index(siblings) - 1]
            if not self._follows(siblings, item, parent):
                return False
        else:
            parent = deepest
            if item.value > 3 and not _opens_list(deepest):
                return False
        self._hang(parent, item, item.label)
        return True

    def _follows(self, last: Node, item: Item, parent: Node) -> bool:
        """The number fits after its last sibling; «1» again opens a second run."""
        if item.value == 1 and last.value > 1:
            parent.runs += 1
            return True
        steps = item.value - last.value
        return 0 <= steps <= (3 if item.style is Style.LETTER else 2)

    def _decimal(self, item: Item) -> bool:
        section = self._path[0]
        label = item.label
        above = label.rpartition(".")[0]
        if self._top is Style.ARABIC and label.startswith(f"{section.label}."):
            label = label[len(section.label) + 1 :]
            above = above[len(section.label) + 1 :] if "." in above else ""
        elif self._top is Style.ROMAN and item.style is Style.DECIMAL and "." not in label:
            above = ""
        parent = section
        if above:
            wanted = f"{_run_code(section)}.{above}"
            parent = next((n for n in section.walk() if n.code == wanted), section)
        if "." not in label and self._top is Style.ROMAN:
            return self._item(Item(Style.ARABIC, label, item.rest))
        code = f"{_run_code(section)}.{label}"
        node = Node(code, item.label, 2 + label.count("."), item.rest, Style.DECIMAL, item.value)
        parent.children.append(node)
        self._path = [section, *([parent] if parent is not section else []), node]
        return True

    def _hang(self, parent: Node, item: Item, label: str) -> None:
        node = Node(
            f"{_run_code(parent)}.{label}", label, parent.level + 1, item.rest, item.style, item.value
        )
        parent.children.append(node)
        place = self._path.index(parent)
        self._path = [*self._path[: place + 1], node]


def _run_code(node: Node) -> str:
    """The code that its children's codes begin with; a second run of numbers is told apart."""
    return node.code if node.runs == 1 else f"{node.code}({node.runs})"


def _opens_list(node: Node) -> bool:
    """Something that announces numbers below it, whatever the first of them is."""
    return not ends_sentence(node.text) or node.text.rstrip().endswith(":")
