"""Hangs each paragraph of a plan's body where its number belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.plan_text.headings import is_title
from service.plan_text.numbering import Item, Style, item_of
from service.plan_text.paragraphs import ends_sentence, is_capitals

#: Paragraphs that close a plan and belong to no numbered item.
CLOSING = re.compile(
    r"Trên đây là|Trên đây,|Trong quá trình (?:tổ chức |triển khai |thực hiện)|Nhận được [Kk]ế hoạch|"
    r"(?:Yêu cầu|Đề nghị) (?:các|toàn thể|cán bộ|Thủ trưởng|Hiệu trưởng|các đồng chí)\b.*(?:nghiêm túc|[Kk]ế hoạch này)|"
    r"Kế hoạch này (?:được|có hiệu lực|thay thế)|Căn cứ (?:nội dung )?[Kk]ế hoạch này"
)
#: So far a number may be ahead of the last one; what lies between was lost on the way, and is asked about.
_MOST_LOST = 5
#: Styles that number sections; below one of them another may number what it holds.
_HIGH = (Style.PART, Style.CAPITAL, Style.ROMAN)


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

    @property
    def prefix(self) -> str:
        """What its children's codes begin with; a second run of numbers is told apart."""
        return self.code if self.runs == 1 else f"{self.code}({self.runs})"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number that could be read in more than one way; `about` is the code that it has for now."""

    about: str
    text: str


class Builder:
    """Takes paragraph by paragraph and hangs each where its number belongs."""

    def __init__(self, texts: Sequence[str], top: Style) -> None:
        self.sections: list[Node] = []
        self.closing: list[str] = []
        self.doubts: list[Doubt] = []
        self._texts = texts
        self._items = [item_of(text) for text in texts]
        self._top = top
        self._path: list[Node] = []
        self._codes: dict[str, Node] = {}

    def take(self, place: int, *, is_last: bool) -> bool:
        """False where the plan's body has ended."""
        text, item = self._texts[place], self._items[place]
        if item is not None and item.style is self._top:
            taken = self._section(item)
            if taken is not None:
                return taken
        if item is not None and self._is_numbered(item) and self._item(item, place):
            return True
        if is_last and (item is None or item.style is not Style.DASH):
            return False
        self._loose(text, item)
        return True

    def _is_numbered(self, item: Item) -> bool:
        if not self._path or item.style in (Style.DASH, self._top):
            return False
        return item.style is not Style.PART and (item.style is not Style.ROMAN or self._top in _HIGH)

    def _loose(self, text: str, item: Item | None) -> None:
        is_closing = item is None and (CLOSING.match(text) or text.rstrip().endswith("./."))
        if self._path and (self.closing or (is_closing and len(self.sections) > 1)):
            self.closing.append(text)
        elif self._path:
            self._path[-1].loose.append(text)

    # --- sections ------------------------------------------------------------------------------

    def _section(self, item: Item) -> bool | None:
        """True if taken, False if the body has ended, None if the number is no section's."""
        last = self.sections[-1].value if self.sections else 0
        heading = is_capitals(item.rest) or is_title(item.rest)
        if item.value == 1 and last >= 1:
            return False if last >= 2 and heading and self._top in _HIGH else None
        if not (last < item.value <= last + 2 or (item.value == last and heading)):
            return None
        same = sum(section.label == item.label for section in self.sections)
        code = item.label if not same else f"{item.label}({same + 1})"
        if self.sections and item.value == last + 2 and item.style is not Style.CAPITAL:
            self._doubt(
                code, f"Sau mục {self.sections[-1].label} là mục {item.label}: có thiếu mục nào không?"
            )
        section = Node(code, item.label, 1, item.rest, item.style, item.value)
        self.sections.append(section)
        self._codes[code] = section
        self._path = [section]
        self.closing = []
        return True

    # --- what stands below them ----------------------------------------------------------------

    def _item(self, item: Item, place: int) -> bool:
        if item.style is Style.DECIMAL:
            return self._decimal(item)
        if item.style in _HIGH:
            return self._high(item)
        siblings = next((n for n in reversed(self._path[1:]) if n.style is item.style), None)
        deepest = self._path[-1]
        if siblings is None:
            if item.value > 3 and not _opens_list(deepest):
                return False
            self._hang(deepest, item)
            return True
        parent = self._path[self._path.index(siblings) - 1]
        if item.value == 1 and siblings.value >= 1 and deepest is not siblings:
            below = self._goes_deeper(siblings, item, place)
            if below is not False:
                self._hang(deepest, item)
                if below is None:
                    self._doubt_depth(deepest, item)
                return True
        if not self._follows(siblings, item, parent):
            return False
        self._hang(parent, item)
        return True

    def _high(self, item: Item) -> bool:
        """A Roman number or a capital below a section of another kind: «A.» holds «I.», «II.» holds «A.»."""
        siblings = next((n for n in self._path[1:] if n.style is item.style), None)
        above = [n for n in self._path if n.style in _HIGH and n.style is not item.style]
        parent = self._path[self._path.index(siblings) - 1] if siblings else above[-1] if above else None
        if parent is None or (siblings is None and item.value != 1):
            return False
        if siblings is not None and not 0 <= item.value - siblings.value <= 2:
            return False
        self._hang(parent, item)
        return True

    def _goes_deeper(self, siblings: Node, item: Item, place: int) -> bool | None:
        """Whether «1.» below «1. … b)» is a step deeper, as what follows proves; None where nothing does."""
        between = self._path[self._path.index(siblings) + 1]
        for later in self._items[place + 1 :]:
            if later is None or later.style is Style.DASH:
                continue
            if later.style is self._top:
                break
            if later.style is between.style:
                return later.value != 1 if later.value in (1, between.value + 1) else None
        return None

    def _follows(self, last: Node, item: Item, parent: Node) -> bool:
        """The number fits after its last sibling; «1» again opens a second run."""
        if item.value == 1 and last.value > 1:
            parent.runs += 1
            return True
        steps = item.value - last.value
        if item.style is not Style.ARABIC:
            return 0 <= steps <= (3 if item.style is Style.LETTER else 2)
        fits = 0 <= steps <= (_MOST_LOST if item.rest[:1].isupper() else 2)
        if fits and steps >= 2:
            text = f"Trong mục {parent.code}, sau số {last.label} là số {item.label}: có mất số nào không?"
            self._doubt(f"{parent.prefix}.{item.label}", text)
        return fits

    def _decimal(self, item: Item) -> bool:
        section = self._section_in_path()
        label = item.label
        if self._top is Style.ARABIC and label.startswith(f"{section.label}."):
            label = label[len(section.label) + 1 :]
        if "." not in label and self._top is not Style.ARABIC:
            # «II.1.»: the number of the section was printed too.
            return self._item(Item(Style.ARABIC, label, item.rest), 0)
        above = label.rpartition(".")[0]
        wanted = f"{section.prefix}.{above}" if above else None
        known = [node for node in section.walk() if wanted in (node.code, _without_runs(node.code))]
        parent = known[-1] if known else section
        code = f"{parent.code}.{item.label.rpartition('.')[2]}" if known else f"{section.prefix}.{label}"
        level = section.level + 1 + label.count(".")
        node = Node(self._free(code, item), item.label, level, item.rest, Style.DECIMAL, item.value)
        self._codes[node.code] = node
        parent.children.append(node)
        self._path = [*self._path_to(section), *([parent] if parent is not section else []), node]
        return True

    def _section_in_path(self) -> Node:
        """The innermost node whose numbers begin at 1.1: below parts, their Roman section."""
        return [n for n in self._path if n.style in _HIGH or n is self._path[0]][-1]

    def _path_to(self, node: Node) -> list[Node]:
        return self._path[: self._path.index(node) + 1]

    def _hang(self, parent: Node, item: Item) -> None:
        code = self._free(f"{parent.prefix}.{item.label}", item)
        node = Node(code, item.label, parent.level + 1, item.rest, item.style, item.value)
        self._codes[code] = node
        parent.children.append(node)
        self._path = [*self._path_to(parent), node]

    # --- what is odd ---------------------------------------------------------------------------

    def _free(self, code: str, item: Item) -> str:
        """The code, or «II.3(2)» and a doubt where a number stands there twice."""
        first = self._codes.get(code)
        if first is None:
            return code
        number = 2
        while f"{code}({number})" in self._codes:
            number += 1
        text = (
            f"Kế hoạch có hai mục cùng số {code}: «{_short(first.text)}» và «{_short(item.rest)}». "
            "Giữ nguyên hay đánh số lại?"
        )
        self._doubt(f"{code}({number})", text)
        return f"{code}({number})"

    def _doubt_depth(self, above: Node, item: Item) -> None:
        node = self._path[-1]
        text = (
            f"Sau {above.code} lại có số {item.label} («{_short(item.rest)}»): là việc nhỏ của {above.code} "
            f"hay là mục mới bị đánh trùng số? Tạm đọc là {node.code}."
        )
        self._doubt(node.code, text)

    def _doubt(self, about: str, text: str) -> None:
        self.doubts.append(Doubt(about, text))


def _opens_list(node: Node) -> bool:
    """Something that announces numbers below it, whatever the first of them is."""
    return not ends_sentence(node.text) or node.text.rstrip().endswith(":")


def _without_runs(code: str) -> str:
    return re.sub(r"\(\d+\)", "", code)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")
