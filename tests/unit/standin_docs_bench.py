"""A document on a bench for the Docs tests: a real store, one call after the other, and the index laws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.standin.call import Call
from service.standin.docs import HANDLERS
from service.standin.state import Database

Json = dict[str, Any]
USER = "van-thu@truong-chinh.example"
NOW = dt.datetime(2025, 10, 20, 8, 0, tzinfo=dt.UTC)


class Bench:
    """Talks to the handlers as the app does: a transaction for each call."""

    def __init__(self, folder: Path, title: str = "Báo cáo") -> None:
        self.database = Database(folder / "standin.sqlite")
        self.id: str = self.call("documents.create", body={"title": title})["documentId"]

    def call(self, method: str, body: Json | None = None, user: str = USER, **query: str) -> Json:
        with self.database.transaction(user, NOW, write=True) as state:
            call = Call(
                method=method,
                path={"documentId": self.id} if hasattr(self, "id") else {},
                query={key: [value] for key, value in query.items()},
                body=body or {},
                state=state,
                base_url="http://127.0.0.1:1",
            )
            answer = HANDLERS[method](call)
        assert isinstance(answer, dict)
        return answer

    def get(self, **query: str) -> Json:
        return self.call("documents.get", **query)

    def batch(self, *requests: Json, **control: str) -> Json:
        body: Json = {"requests": list(requests)}
        return self.call("documents.batchUpdate", body | ({"writeControl": control} if control else {}))

    @property
    def end(self) -> int:
        """End index of the body."""
        end: int = self.get()["body"]["content"][-1]["endIndex"]
        return end

    @property
    def text(self) -> str:
        """The body's text, cells included."""
        return "".join(
            run["textRun"]["content"] for run in elements(self.get()["body"]["content"]) if "textRun" in run
        )

    def ranges(self) -> dict[str, list[tuple[int, int]]]:
        """Pieces of the named ranges by name."""
        return {
            name: [
                (r.get("startIndex", 0), r["endIndex"])
                for item in group["namedRanges"]
                for r in item["ranges"]
            ]
            for name, group in self.get().get("namedRanges", {}).items()
        }

    def tables(self) -> list[Json]:
        """The structural elements of the body that are tables."""
        return [block for block in self.get()["body"]["content"] if "table" in block]


# --- requests ------------------------------------------------------------------------------------


def insert(index: int, text: str, segment: str = "") -> Json:
    location: Json = {"index": index} | ({"segmentId": segment} if segment else {})
    return {"insertText": {"location": location, "text": text}}


def span(start: int, end: int, segment: str = "") -> Json:
    return {"startIndex": start, "endIndex": end} | ({"segmentId": segment} if segment else {})


def delete(start: int, end: int) -> Json:
    return {"deleteContentRange": {"range": span(start, end)}}


def table(index: int, rows: int, columns: int) -> Json:
    return {"insertTable": {"location": {"index": index}, "rows": rows, "columns": columns}}


def name_range(name: str, start: int, end: int) -> Json:
    return {"createNamedRange": {"name": name, "range": span(start, end)}}


def cell(start: int, row: int, column: int) -> Json:
    return {"tableStartLocation": {"index": start}, "rowIndex": row, "columnIndex": column}


# --- the index laws ------------------------------------------------------------------------------


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def elements(content: list[Json]) -> Iterator[Json]:
    """Every paragraph element, those in cells included."""
    for block in content:
        yield from block.get("paragraph", {}).get("elements", ())
        for row in block.get("table", {}).get("tableRows", ()):
            for item in row["tableCells"]:
                yield from elements(item["content"])


def check_laws(document: Json) -> None:
    """The five laws that hold in every recorded document."""
    body = document["body"]["content"]
    assert "startIndex" not in body[0]
    assert body[0]["endIndex"] == 1
    assert "sectionBreak" in body[0]
    _check_content(body, 0)
    for kind in ("headers", "footers", "footnotes"):
        for segment in document.get(kind, {}).values():
            assert "startIndex" not in segment["content"][0]
            _check_content(segment["content"], 0)


def _check_content(content: list[Json], start: int) -> int:
    kinds = [next(k for k in block if k not in ("startIndex", "endIndex")) for block in content]
    assert kinds[-1] == "paragraph"
    for number, (block, kind) in enumerate(zip(content, kinds, strict=True)):
        assert block.get("startIndex", 0) == start
        if kind == "paragraph":
            _check_paragraph(block)
        elif kind == "sectionBreak":
            assert block["endIndex"] - start == 1
            assert number == 0 or kinds[number - 1] == "paragraph"
        else:
            assert kinds[number - 1] == "paragraph"
            assert kinds[number + 1] == "paragraph"
            _check_table(block)
        start = block["endIndex"]
    return start


def _check_paragraph(block: Json) -> None:
    at, text = block.get("startIndex", 0), ""
    for element in block["paragraph"]["elements"]:
        assert element.get("startIndex", 0) == at
        run = element.get("textRun")
        assert element["endIndex"] - at == (utf16(run["content"]) if run else 1)
        text += run["content"] if run else "\ufffc"
        at = element["endIndex"]
    assert at == block["endIndex"]
    assert text.endswith("\n")
    assert text.count("\n") == 1


def _check_table(block: Json) -> None:
    shown = block["table"]
    assert shown["rows"] == len(shown["tableRows"])
    at = block["startIndex"] + 1
    for row in shown["tableRows"]:
        assert row["startIndex"] == at
        assert len(row["tableCells"]) == shown["columns"]
        at += 1
        for item in row["tableCells"]:
            assert item["startIndex"] == at
            assert _check_content(item["content"], at + 1) == item["endIndex"]
            at = item["endIndex"]
        assert row["endIndex"] == at
    assert block["endIndex"] == at + 1
