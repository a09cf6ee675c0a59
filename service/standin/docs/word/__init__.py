"""Word files (.docx) in and out of the tree."""

from service.standin.docs.word.reader import read_docx
from service.standin.docs.word.writer import write_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

__all__ = ["DOCX", "read_docx", "write_docx"]
