"""An account as recordings found it: the spreadsheets that they read and did not make.

Recorded traffic is judged by sending it again. What Google answered about files of earlier years can only be
answered where they are; everything else about them is left as a new file has it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.standin.auth import ACCOUNT, APP
from service.standin.sheets.book import Book, Sheet, dump
from service.standin.sheets.defaults import spreadsheet_properties
from service.standin.state import SPREADSHEET, Database

Json = dict[str, Any]

_READ = re.compile(r"/v4/spreadsheets/([\w-]{40,})(?:\?|$)")


def prepare(database: Database, recordings: Path) -> int:
    """Put those files into the account, as far as they are not there; gives how many were put.

    `recordings` is a folder of JSON cassettes of vcrpy. Raises OSError or ValueError for what is none.
    """
    count = 0
    with database.transaction(ACCOUNT, dt.datetime.now(dt.UTC), write=True) as state:
        for answer in older_spreadsheets(recordings):
            if state.file(answer["spreadsheetId"]) is None:
                state.create_file(
                    name=answer["properties"]["title"],
                    mime_type=SPREADSHEET,
                    content=dump(_book(answer)),
                    file_id=answer["spreadsheetId"],
                )
                state.grant(APP, answer["spreadsheetId"])
                count += 1
    return count


def older_spreadsheets(recordings: Path) -> Iterator[Json]:
    """What Google says of spreadsheets when a recording reads one that none has made."""
    seen: set[str] = set()
    for path in sorted(recordings.glob("*.json")):
        made: set[str] = set()
        for interaction in json.loads(path.read_text(encoding="utf-8"))["interactions"]:
            request, response = interaction["request"], interaction["response"]
            text = response["body"].get("string") or ""
            if response["status"]["code"] != 200 or not text.lstrip().startswith("{"):
                continue
            if request["method"] == "POST":
                made |= _ids(json.loads(text))
            read = _READ.search(request["uri"])
            if request["method"] == "GET" and read is not None and read[1] not in made | seen:
                answer = json.loads(text)
                if {"spreadsheetId", "properties", "sheets"} <= answer.keys():
                    seen.add(read[1])
                    yield answer


def _ids(answer: Json) -> set[str]:
    return {str(answer[name]) for name in ("id", "spreadsheetId") if name in answer}


def _book(answer: Json) -> Book:
    """The id, locale and tabs that Google told of."""
    properties = {key: value for key, value in answer["properties"].items() if key != "title"}
    sheets = []
    for shown in answer["sheets"]:
        sheet = Sheet({key: value for key, value in shown["properties"].items() if key != "index"})
        sheet.merges = [{"sheetId": sheet.id, **merge} for merge in shown.get("merges", ())]
        sheets.append(sheet)
    return Book(spreadsheet_properties() | properties, sheets, answer.get("namedRanges", []))
