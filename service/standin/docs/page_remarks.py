"""Beside a document's page: suggestions and comments, and the forms to answer them and to edit."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from service.standin.docs.hand import AUTHOR, OPEN, Json
from service.standin.docs.suggestions import DELETION, INSERTION, every_id, ids, texts
from service.standin.docs.tree import TEXT, Document, Element, Paragraph

CSS = Markup("""
.ban { display: flex; flex-wrap: wrap; justify-content: center; gap: 0 24px; padding: 0 24px; }
.ban main { margin: 24px 0; flex: none; }
aside { font: 14px/1.45 system-ui, sans-serif; width: 19rem; margin: 24px 0; }
aside h2 { font-size: 15px; margin: 0 0 8px; }
aside article { background: #fff; border-left: 3px solid #188038; box-shadow: 0 1px 3px #0002;
  padding: 10px 12px; margin: 0 0 12px; overflow-wrap: anywhere; }
aside article.nx { border-color: #f9ab00; }
aside article.pd { border-color: #1a73e8; }
aside article p { margin: 0 0 6px; }
aside small, header small { color: #5f6368; }
aside ins, main ins { color: #137333; text-decoration: underline; }
aside del, main del { color: #b3261e; text-decoration: line-through; }
aside form { display: inline; }
aside q { color: #5f6368; }
header form { flex: none; font-size: 13px; }
header select { max-width: 14rem; }
.sua { position: absolute; font: 12px system-ui, sans-serif; margin-left: .5em; padding: 2px 4px; opacity: 0;
  text-indent: 0; white-space: nowrap; background: #fff; }
p:hover > .sua, .sua:focus { opacity: 1; }
main form textarea { box-sizing: border-box; width: 100%; font: 14pt/1.4 'Times New Roman', serif; }
button { font: 13px system-ui, sans-serif; padding: 3px 10px; margin-right: 6px; }
""")
_WIDEST = 400
NOTHING = Markup("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who sits at the page, and what they are doing."""

    #: Addresses of those who may edit, and the one that is chosen.
    users: tuple[str, ...]
    user: str
    revision: str
    #: Start of the paragraph that is being edited.
    editing: int | None = None

    def who(self) -> Markup:
        """As whom one answers and edits: there are no passwords here."""
        options = Markup("").join(
            Markup("<option{}>{}</option>").format(Markup(" selected") if user == self.user else "", user)
            for user in self.users
        )
        return Markup(
            '<form><small>Bạn là</small> <select name="la">{}</select> <button>Chọn</button></form>'
        ).format(options)

    def form(self, inner: Markup, **fields: str) -> Markup:
        """A form that is carried out as this person."""
        hidden = {"la": self.user, "ban": self.revision} | fields
        inputs = Markup("").join(
            Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
            for name, value in hidden.items()
        )
        return Markup('<form method="post" action="lam">{}{}</form>').format(inputs, inner)

    def button(self, label: str, **fields: str) -> Markup:
        """A form of one button."""
        return self.form(Markup("<button>{}</button>").format(label), **fields)

    def edit_link(self, start: int) -> Markup:
        """Opens the form for a paragraph."""
        return Markup('<a class="sua" href="?la={}&amp;sua={}#doan">Sửa</a>').format(self.user, start)

    def edit_form(self, start: int, paragraph: Paragraph) -> Markup:
        """The paragraph's text to be changed, at once or as a suggestion."""
        text = inline_text(paragraph)
        inner = Markup(
            '<textarea name="chu" rows="{}" autofocus>\n{}</textarea>'
            '<button name="viec" value="sua">Lưu</button>'
            '<button name="viec" value="goi-y">Lưu thành gợi ý</button>'
            '<button name="viec" value="xoa">Xóa đoạn</button><a href="edit?la={}">Thôi</a>'
        ).format(2 + len(text) // 70, text, self.user)
        return Markup('<div id="doan">{}</div>').format(self.form(inner, cho=str(start)))


def inline_text(paragraph: Paragraph) -> str:
    """The paragraph's text with all that is suggested, without its newline; an object is one letter."""
    letters = (e.text if e.kind == TEXT else "\ufffc" * e.size for e in paragraph.elements)
    return "".join(letters).removesuffix("\n")


def suggested(inner: Markup, element: Element) -> Markup:
    """A run underlined or struck through where somebody suggests to insert or delete it."""
    if ids(element, INSERTION):
        inner = Markup("<ins>{}</ins>").format(inner)
    return Markup("<del>{}</del>").format(inner) if ids(element, DELETION) else inner


def margin_html(document: Document, desk: Desk, beside: Markup = NOTHING) -> Markup:
    """Open suggestions and comments, under what else stands `beside` the page; nothing without any."""
    order = list(dict.fromkeys(every_id(document)))
    opened = [thread for thread in document.suggestions if thread["status"] == OPEN]
    opened.sort(key=lambda thread: order.index(thread["suggestionId"]))
    suggestions = [_suggestion(document, thread, desk) for thread in opened]
    comments = [_comment(t, desk) for t in document.comments if t["status"] == OPEN]
    shown = beside
    for title, found in (("Gợi ý chỉnh sửa", suggestions), ("Nhận xét", comments)):
        if found:
            shown += Markup("<h2>{}</h2>{}").format(title, Markup("").join(found))
    return Markup("<aside>{}</aside>").format(shown) if shown else shown


def _suggestion(document: Document, thread: Json, desk: Desk) -> Markup:
    made = thread["suggestionId"]
    added, removed = texts(document, made)
    shown = Markup("")
    if removed:
        shown += Markup("<p>Bỏ: <del>{}</del></p>").format(_short(removed))
    if added:
        shown += Markup("<p>Thêm: <ins>{}</ins></p>").format(_short(added))
    if not shown:
        shown = Markup("<p>Đổi kiểu chữ hoặc kiểu đoạn</p>")
    answers = desk.button("Chấp nhận", viec="nhan", ma=made) + desk.button("Từ chối", viec="bo", ma=made)
    return Markup("<article><p><small>{}</small></p>{}{}{}</article>").format(
        _author(thread["headPost"]), shown, _replies(thread), answers
    )


def _comment(thread: Json, desk: Desk) -> Markup:
    quote = _short(thread.get("plainTextQuote", ""))
    about = Markup("<p><q>{}</q></p>").format(quote) if quote else Markup("")
    return Markup('<article class="nx"><p><small>{}</small></p>{}<p>{}</p>{}{}</article>').format(
        _author(thread["headPost"]),
        about,
        thread["headPost"].get("content", ""),
        _replies(thread),
        desk.button("Đã xong", viec="xong", ma=thread["commentId"]),
    )


def _replies(thread: Json) -> Markup:
    said = [post for post in thread.get("replies", ()) if post.get("content")]
    return Markup("").join(
        Markup("<p><small>{}:</small> {}</p>").format(_author(post), post["content"]) for post in said
    )


def _author(post: Json) -> str:
    return str(post.get(AUTHOR) or post.get("author", {}).get("displayName", ""))


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[:_WIDEST] + "…"
