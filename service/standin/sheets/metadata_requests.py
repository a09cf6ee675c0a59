"""Developer metadata: creating, changing, deleting, finding."""

from __future__ import annotations

from collections.abc import Iterable

from service.standin.errors import invalid
from service.standin.sheets.book import Book, new_id
from service.standin.sheets.data_filters import matching_metadata
from service.standin.sheets.render import metadata_json
from service.standin.sheets.work import Json, Request, Work, mask_of

_KEPT = ("metadataKey", "metadataValue", "visibility")


def create_developer_metadata(work: Work, body: Json) -> Json:
    """A mark on a row, a column, a tab or the spreadsheet."""
    given = body.get("developerMetadata", {})
    if not given.get("metadataKey"):
        raise invalid("developer_metadata.metadata_key must not be empty.")
    if given.get("visibility", "DEVELOPER_METADATA_VISIBILITY_UNSPECIFIED").endswith("UNSPECIFIED"):
        raise invalid("developer_metadata.visibility must be specified.")
    taken = {item["metadataId"] for item in work.book.metadata}
    number = given.get("metadataId", 0) or new_id(taken)
    if number in taken:
        raise invalid(f"Developer metadata with ID {number} already exists.")
    kept = {key: given[key] for key in _KEPT if key in given}
    metadata = {"metadataId": number, **kept, "location": _location(work.book, given.get("location", {}))}
    work.book.metadata.append(metadata)
    return {"developerMetadata": metadata_json(metadata)}


def _location(book: Book, given: Json) -> Json:
    if "dimensionRange" in given:
        where = given["dimensionRange"]
        sheet = book.sheet(where.get("sheetId", 0))
        dimension = where.get("dimension", "")
        start = where.get("startIndex", 0)
        if dimension not in ("ROWS", "COLUMNS") or where.get("endIndex") != start + 1:
            raise invalid("Developer metadata may be on a single row or column only.")
        if start >= sheet.length(dimension):
            raise invalid(f"Developer metadata beyond the grid: {dimension} {start}.")
        place = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": start + 1}
        return {"dimensionRange": place}
    if "sheetId" in given:
        return {"sheetId": book.sheet(given["sheetId"]).id}
    if given.get("spreadsheet"):
        return {"spreadsheet": True}
    raise invalid("developer_metadata.location must be specified.")


def update_developer_metadata(work: Work, body: Json) -> Json:
    """Change all metadata that the filters match."""
    mask = mask_of(body)
    given = body.get("developerMetadata", {})
    names = {*_KEPT, "location"} if "*" in mask else set(mask)
    unknown = names - {*_KEPT, "location"}
    if unknown:
        raise invalid(f"Field {min(unknown)} of developer metadata cannot be updated.")
    found = _matching(work.book, body.get("dataFilters", ()))
    for metadata in found:
        for name in names & given.keys():
            metadata[name] = _location(work.book, given[name]) if name == "location" else given[name]
        for name in names - given.keys() - {"location", "metadataKey", "visibility"}:
            metadata.pop(name, None)
    return {"developerMetadata": [metadata_json(metadata) for metadata in found]}


def delete_developer_metadata(work: Work, body: Json) -> Json:
    """Delete all metadata that the filter matches."""
    found = _matching(work.book, [body.get("dataFilter", {})])
    work.book.metadata = [metadata for metadata in work.book.metadata if metadata not in found]
    return {"deletedDeveloperMetadata": [metadata_json(metadata) for metadata in found]}


def _matching(book: Book, filters: Iterable[Json]) -> list[Json]:
    found: list[Json] = []
    for data_filter in filters:
        found.extend(item for item in matching_metadata(book, data_filter) if item not in found)
    return found


REQUESTS: dict[str, Request] = {
    "createDeveloperMetadata": create_developer_metadata,
    "updateDeveloperMetadata": update_developer_metadata,
    "deleteDeveloperMetadata": delete_developer_metadata,
}
