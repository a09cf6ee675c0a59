"""DataFilters: which developer metadata, and which rectangles, they mean."""

from __future__ import annotations

from service.standin.errors import invalid
from service.standin.sheets.a1 import Area, Target, area_of, parse_range, whole
from service.standin.sheets.book import Book
from service.standin.sheets.render import metadata_json
from service.standin.sheets.work import Json


def targets_of(book: Book, data_filter: Json) -> list[Target]:
    """The rectangles that a filter means; none if no metadata matches. Raises Google's 400."""
    if "a1Range" in data_filter:
        return [parse_range(book, data_filter["a1Range"])]
    if "gridRange" in data_filter:
        sheet = book.sheet(data_filter["gridRange"].get("sheetId", 0))
        return [Target(sheet, area_of(sheet, data_filter["gridRange"]))]
    found = (_target(book, metadata) for metadata in matching_metadata(book, data_filter))
    return [target for target in found if target is not None]


def matching_metadata(book: Book, data_filter: Json) -> list[Json]:
    """The developer metadata that a filter with a lookup means."""
    lookup = data_filter.get("developerMetadataLookup")
    if lookup is None:
        if not data_filter:
            raise invalid("A data filter must be specified.")
        targets = targets_of(book, data_filter)
        return [m for m in book.metadata if _lies_in(book, m, targets)]
    return [metadata for metadata in book.metadata if _matches(metadata, lookup)]


def _matches(metadata: Json, lookup: Json) -> bool:
    shown = metadata_json(metadata)
    same = all(
        shown.get(name) == lookup[name]
        for name in ("metadataId", "metadataKey", "metadataValue", "visibility")
        if name in lookup
    )
    kind = lookup.get("locationType")
    if not same or (kind is not None and shown["location"]["locationType"] != kind):
        return False
    place = lookup.get("metadataLocation")
    return place is None or _at(metadata["location"], place, lookup.get("locationMatchingStrategy", ""))


def _at(location: Json, place: Json, strategy: str) -> bool:
    """Whether metadata stand at a place or, with INTERSECTING_LOCATION, at one that shares cells."""
    if "spreadsheet" in place:
        return bool(location.get("spreadsheet")) or strategy == "INTERSECTING_LOCATION"
    where = place.get("dimensionRange")
    own = location.get("dimensionRange")
    if where is None:
        on_sheet = bool(location.get("sheetId") == place.get("sheetId", 0))
        if strategy == "INTERSECTING_LOCATION":
            on_sheet |= own is not None and own["sheetId"] == place.get("sheetId", 0)
        return on_sheet
    if own is None or own["sheetId"] != where.get("sheetId", 0) or own["dimension"] != where.get("dimension"):
        return False
    return bool(where.get("startIndex", 0) <= own["startIndex"] < where.get("endIndex", 1 << 31))


def _target(book: Book, metadata: Json) -> Target | None:
    location = metadata["location"]
    where = location.get("dimensionRange")
    if where is None:
        sheet = book.find(location["sheetId"]) if "sheetId" in location else None
        return Target(sheet, whole(sheet)) if sheet else None
    sheet = book.sheet(where["sheetId"])
    if where["dimension"] == "ROWS":
        return Target(sheet, Area(where["startIndex"], 0, where["endIndex"], sheet.columns))
    return Target(sheet, Area(0, where["startIndex"], sheet.rows, where["endIndex"]))


def _lies_in(book: Book, metadata: Json, targets: list[Target]) -> bool:
    own = _target(book, metadata)
    return own is not None and any(t.sheet is own.sheet and t.area.meets(own.area) for t in targets)
