"""The text of a plan's file: txt, md, docx or pdf. What cannot be read is refused in one Vietnamese line."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Callable
from pathlib import Path

from service.plan_word import WordFileError, word_text

# What pypdf remarks on a broken file is told by our one line.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

#: Plans are a few pages; anything larger is the wrong file.
MAX_BYTES = 20 * 1024 * 1024
#: Letters of a plan's text, at the least, before it is worth reading.
_FEWEST_LETTERS = 40
#: Part of a text's characters that may be unreadable before its encoding is doubted.
_MOST_UNREADABLE = 0.02
#: Part of a text's words that may be single letters; Vietnamese has about one in fifty.
_MOST_ALONE = 0.15
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
#: Kinds of characters that a plan has hardly any of: control, private use, signs like ¸ ¶ ® ¹.
_STRANGE = frozenset(("Cc", "Co", "Cn", "Sk", "So", "No"))
#: Letters that are in every longer Vietnamese text and come out of a right decoding only.
_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


#: So many letters tell what language and which letters a text is in.
_FEWEST_TO_JUDGE = 200
#: Part of the letters of a Vietnamese text that lie between Ạ and ỹ in Unicode; commonly a tenth.
_FEWEST_MARKED = 0.02
_OLD_FONT = (
    "Tệp {name} không phải văn bản Unicode (có thể là bảng mã TCVN3 hoặc VNI). "
    "Hãy mở bằng Word, chuyển mã sang Unicode rồi lưu lại dạng docx hoặc txt UTF-8."
)


class PlanFileError(Exception):
    """A plan's file cannot be read; the message is one Vietnamese line that says what to do."""


def read_plan_file(path: Path) -> str:
    """The text of a plan, a paragraph a line. Raises PlanFileError."""
    data = _bytes(path)
    text = _reader(path)(data)
    letters = sum(character.isalpha() for character in text)
    if letters < _FEWEST_LETTERS:
        raise PlanFileError(
            f"Tệp {path.name} không có chữ để đọc. Nếu là bản quét, "
            "hãy dùng bản Word hoặc bản PDF xuất từ Word."
        )
    _refuse_without_marks(text, path.name)
    return text


def _refuse_without_marks(text: str, name: str) -> None:
    """Vietnamese has a letter with two marks in every few words; a text without any was written otherwise.

    The fonts of TCVN3 and VNI put Latin letters (®, ø, õ) there; a text typed without marks has none.
    """
    plain = unicodedata.normalize("NFC", text)
    letters = sum(character.isalpha() for character in plain)
    if letters < _FEWEST_TO_JUDGE or sum("Ạ" <= c <= "ỹ" for c in plain) >= _FEWEST_MARKED * letters:
        return
    if sum("\x80" <= c <= "ÿ" for c in plain) >= _FEWEST_MARKED * letters:
        raise PlanFileError(_OLD_FONT.format(name=name))
    raise PlanFileError(
        f"Chữ trong tệp {name} không có dấu tiếng Việt nên không đọc đúng được. Hãy dùng bản có dấu."
    )


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise PlanFileError(f"{path.name} là thư mục. Hãy chọn tệp kế hoạch (txt, md, docx, pdf).")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise PlanFileError(
                f"Tệp {path.name} lớn {size // 1024 // 1024} MB, quá mức {limit} MB: "
                "đây chắc không phải tệp kế hoạch. Hãy chọn đúng tệp."
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise PlanFileError(f"Không có tệp {path}. Hãy kiểm tra lại đường dẫn.") from error
    except OSError as error:
        raise PlanFileError(f"Không mở được tệp {path.name}. Hãy kiểm tra quyền đọc tệp.") from error
    if not data.strip():
        raise PlanFileError(f"Tệp {path.name} trống. Hãy chọn tệp kế hoạch có nội dung.")
    return data


def _reader(path: Path) -> Callable[[bytes], str]:
    readers = {".txt": _text, ".md": _text, ".docx": _word, ".pdf": _pdf}
    read = readers.get(path.suffix.lower())
    if read is None:
        raise PlanFileError(
            f"Chưa đọc được tệp loại «{path.suffix or path.name}». Hãy lưu thành docx, pdf hoặc txt."
        )

    def checked(data: bytes) -> str:
        return read(data, path.name)

    return checked


# --- txt -------------------------------------------------------------------------------------------


def _text(data: bytes, name: str) -> str:
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    text = _decoded(data, encoding or "utf-8")
    if text is None and encoding is None and _decoded(data, "cp1258") is not None:
        # The old Windows encoding writes tones as letters of their own; composed they are plain text.
        old = unicodedata.normalize("NFC", _decoded(data, "cp1258") or "")
        text = old if _VIETNAMESE & set(old.casefold()) and not _is_garbled(old) else None
    if text is None or _is_garbled(text):
        raise PlanFileError(_OLD_FONT.format(name=name))
    return text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_garbled(text: str) -> bool:
    """Control characters, as a binary file has, or the signs that old encodings leave in place of letters."""
    strange = sum(
        character == "\ufffd" or (character not in "\n\r\t\f" and unicodedata.category(character) in _STRANGE)
        for character in text
    )
    return strange > _MOST_UNREADABLE * len(text)


# --- docx ------------------------------------------------------------------------------------------


def _word(data: bytes, name: str) -> str:
    try:
        return word_text(data)
    except WordFileError as error:
        raise PlanFileError(
            f"Tệp {name} không phải tệp Word (.docx) lành lặn. Hãy mở bằng Word rồi lưu lại."
        ) from error


# --- pdf -------------------------------------------------------------------------------------------


def _pdf(data: bytes, name: str) -> str:
    # Not at the top: every command would wait for it.
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PlanFileError(f"Tệp {name} có mật khẩu. Hãy bỏ mật khẩu rồi nhập lại.")
        # A form feed tells the reading where a page ended, so that a sentence may go on over it.
        text = "\f".join(page.extract_text() for page in reader.pages)
    except PlanFileError:
        raise
    # pypdf has errors of its own and lets many others through on a broken file.
    except Exception as error:
        raise PlanFileError(f"Tệp {name} không phải tệp PDF lành lặn. Hãy xuất lại PDF từ Word.") from error
    if _is_torn(text):
        raise PlanFileError(
            f"Tệp {name} có phông chữ làm rời dấu tiếng Việt nên không đọc được. "
            "Hãy dùng bản Word, hoặc xuất lại PDF với phông Times New Roman."
        )
    return text


def _is_torn(text: str) -> bool:
    """«Tri n khai th c hi n»: letters with marks were drawn in another font and stand by themselves."""
    words = text.split()
    alone = sum(len(word) == 1 and word.isalpha() for word in words)
    return len(words) > 50 and alone > _MOST_ALONE * len(words)
