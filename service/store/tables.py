"""The tables. Every one carries `school_id`; times are UTC ISO text, so they compare the same everywhere."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeEngine

metadata = MetaData()


def _school() -> Column[str]:
    return Column("school_id", String(64), ForeignKey("schools.id"), primary_key=True)


def _name(length: int) -> TypeEngine[str]:
    """Text that people or Google made up: its length is a remark, and it is ordered alike everywhere."""
    return String(length).with_variant(Text(collation="C"), "postgresql")


schools = Table(
    "schools",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("profile", JSON, nullable=False),  # SchoolProfile
    Column("plan", JSON),  # Plan as read from the text
    Column("changes_token", _name(64)),  # page token of Drive's change log
    Column("inputs_hash", String(64)),  # of all that the last check and drafts were made from
)

sources = Table(
    "sources",
    metadata,
    _school(),
    Column("key", _name(128), primary_key=True),  # "form:activity", "sheet:Tổ Văn", "school", "template"
    Column("kind", String(16), nullable=False),  # form, sheet, school, template
    Column("label", Text, nullable=False),  # as people know it
    Column("file_id", _name(128), nullable=False),
    Column("detail", JSON, nullable=False),  # definition of a form, unit of a sheet
    Column("cursor", String(64)),  # newest submission read, or the time of the last reading
    Column("read_at", String(40)),  # last successful reading
    Column("last_error", Text),  # in Vietnamese; None when the last reading went well
    Column("known_at", String(40)),  # until then nothing is in the file that we do not know
    Column("revision", String(64)),  # Drive's number of the version that was read
    Column("stopped", String(64)),  # digest of a reading that is not taken over until a person says so
)

records = Table(
    "records",
    metadata,
    _school(),
    Column("source_key", _name(128), primary_key=True),
    Column("record_id", _name(160), primary_key=True),
    Column("version", _name(80), primary_key=True),
    Column("submitted_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
    Column("position", Integer, nullable=False),  # order in the source, for stable output
    Column("payload", JSON, nullable=False),  # as read, kept for ever
    Column("withdrawn_at", String(40)),  # row no longer in the sheet, answer no longer in the form
)
Index("records_by_time", records.c.school_id, records.c.source_key, records.c.submitted_at)

findings = Table(
    "findings",
    metadata,
    _school(),
    Column("period", _name(32), primary_key=True),
    Column("code", _name(32), primary_key=True),
    Column("owner", _name(128), primary_key=True),
    Column("body", JSON, nullable=False),  # Finding
)

snapshots = Table(
    "snapshots",
    metadata,
    _school(),
    Column("name", _name(64), primary_key=True),  # "school-sheet", "problems", "people"
    Column("body", JSON, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _school(),
    Column("period", _name(32), primary_key=True),
    Column("job_key", _name(80), nullable=False),
    Column("document_id", _name(128)),  # None while the intent is written and the Doc is not
    Column("name", Text, nullable=False),
    Column("due", String(10), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("report_hash", String(64)),
    Column("state", JSON, nullable=False),  # what the writer needs to refresh: revision, blocks
    Column("written_at", String(40)),
    Column("written", JSON),  # the report that the Doc holds and the submissions it knows
)

#: Reports as they were approved.
editions = Table(
    "editions",
    metadata,
    _school(),
    Column("period", _name(32), primary_key=True),
    Column("edition", Integer, primary_key=True),  # 1, and 2 for the first correction
    Column("document_id", _name(128), nullable=False),
    Column("name", Text, nullable=False),
    Column("written", JSON, nullable=False),  # as in drafts
    Column("made_from", JSON, nullable=False),  # settings, plan and profile of that moment
    Column("digest", String(64), nullable=False),
    Column("approved_at", String(40), nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("revision", _name(255)),  # of the Doc
    Column("number", _name(64)),  # «12/BC-TC»
    Column("issued_on", String(10)),
)

#: Settings and plans with the moment from which they hold.
history = Table(
    "history",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("school_id", String(64), ForeignKey("schools.id"), nullable=False),
    Column("name", _name(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("body", JSON, nullable=False),
)
Index("history_by_time", history.c.school_id, history.c.name, history.c.at)

blocks = Table(
    "blocks",
    metadata,
    _school(),
    Column("period", _name(32), primary_key=True),
    Column("block_key", _name(128), primary_key=True),
    Column("ordinal", Integer, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("claims", JSON, nullable=False),  # texts, kinds, sources
    Column("table_data", JSON),
)

jobs = Table(
    "jobs",
    metadata,
    _school(),
    Column("name", String(64), primary_key=True),
    Column("due_at", String(40), nullable=False),
    Column("claimed_at", String(40)),
    Column("last_ok_at", String(40)),
    Column("last_error", Text),
    Column("asked_at", String(40)),  # last message from Google that there is something to read
)

runs = Table(
    "runs",
    metadata,
    _school(),
    Column("id", String(40), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("started_at", String(40), nullable=False),  # by the real clock, as `finished_at`
    Column("finished_at", String(40)),  # None while it runs, and for ever if it was killed
    Column("as_of", String(10), nullable=False),
    Column("counts", JSON, nullable=False),  # Proof
    Column("error", Text),
    Column("school_time", String(40)),  # the school's moment, which may be of a past day
    Column("outcome", String(16)),  # Outcome
)
Index("runs_by_time", runs.c.school_id, runs.c.started_at)

#: What people decided, line by line; nothing in it is ever changed.
events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("school_id", String(64), ForeignKey("schools.id"), nullable=False),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),  # name or address of the person; "" is the service
    Column("kind", _name(32), nullable=False),  # "successor", "stage", "opinion", …
    Column("subject", _name(160), nullable=False),  # what it is about: key of a period, name of an agency
    Column("body", JSON, nullable=False),
)
Index("events_by_subject", events.c.school_id, events.c.kind, events.c.subject)

#: What is being made at Google; a row goes when its file is entered where it belongs.
intents = Table(
    "intents",
    metadata,
    _school(),
    Column("key", _name(200), primary_key=True),  # key of a source, job key of a draft
    Column("kind", String(16), nullable=False),  # spreadsheet, form, template, draft
    Column("made_at", String(40), nullable=False),  # by the real clock
    Column("is_open", Boolean, nullable=False),  # a request went out, and its answer is not known
    Column("file_id", _name(128)),
)

#: Google accounts that have signed in: `sub` is the key, an address may be given to somebody else one day.
accounts = Table(
    "accounts",
    metadata,
    _school(),
    Column("sub", _name(255), primary_key=True),
    Column("email", _name(320), nullable=False),  # in lower case, as it was last
    Column("name", Text, nullable=False),
    Column("bound_at", String(40), nullable=False),
)

#: Who is signed in now; the browser holds the token, here is only its hash.
sign_ins = Table(
    "sign_ins",
    metadata,
    _school(),
    Column("token_hash", String(64), primary_key=True),
    Column("sub", String(255), nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
)

#: Where Google was asked to send word of changes.
watches = Table(
    "watches",
    metadata,
    _school(),
    Column("key", _name(128), primary_key=True),  # key of a form's source, or "drive"
    Column("google_id", _name(128), primary_key=True),  # id of the watch, or of the channel
    Column("file_id", _name(128), nullable=False),  # of the form; "" for the change log
    Column("resource_id", _name(255), nullable=False),  # with which a channel is stopped; "" for a watch
    Column("token_hash", String(64), nullable=False),  # of the channel's secret; "" for a watch
    Column("expires_at", String(40), nullable=False),
    Column("heard_at", String(40)),  # last message
    Column("last_error", Text),  # in Vietnamese; None while Google sends
)
