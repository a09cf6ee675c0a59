"""One spreadsheet at the stand-in, over plain HTTP."""

from __future__ import annotations

from typing import Any

from standin_caller import Caller

Json = dict[str, Any]
BOOKS = "/v4/spreadsheets"


class Book:
    """One spreadsheet at the stand-in."""

    def __init__(self, google: Caller) -> None:
        self.google = google
        self.id = str(google.json("POST", BOOKS, json={})["spreadsheetId"])

    def batch(self, *requests: Json, **more: Any) -> Json:
        """The answer to a batch that has to be done."""
        return self.google.json("POST", f"{BOOKS}/{self.id}:batchUpdate", json={"requests": requests, **more})

    def refusal(self, *requests: Json, **more: Any) -> str:
        """What Google says of a batch that has to be refused."""
        body = {"requests": requests, **more}
        answer = self.google("POST", f"{BOOKS}/{self.id}:batchUpdate", json=body)
        error = answer.json()["error"]
        assert (answer.status_code, error["status"]) == (400, "INVALID_ARGUMENT"), answer.text
        return str(error["message"])

    def read(self, fields: str = "", **params: Any) -> Json:
        """spreadsheets.get."""
        return self.google.json("GET", f"{BOOKS}/{self.id}", params={"fields": fields or None, **params})

    def tab(self, number: int = 0) -> Json:
        """A tab without its cells."""
        found: Json = self.read()["sheets"][number]
        return found

    def values(self, text: str, **params: Any) -> list[list[Any]]:
        """values.get."""
        answer = self.google.json("GET", f"{BOOKS}/{self.id}/values/{text}", params=params)
        found: list[list[Any]] = answer.get("values", [])
        return found

    def write(self, text: str, values: list[list[Any]], option: str = "USER_ENTERED") -> None:
        """values.update."""
        path = f"{BOOKS}/{self.id}/values/{text}"
        self.google.json("PUT", path, params={"valueInputOption": option}, json={"values": values})
