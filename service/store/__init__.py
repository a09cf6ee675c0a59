"""The only SQL of the service: SQLite by default, PostgreSQL by `DATABASE_URL`, one set of statements."""

from service.store.accounts import Account
from service.store.database import Database, StoreError
from service.store.drafts import DraftRow, StoredClaim
from service.store.editions import Edition
from service.store.events import Event
from service.store.jobs import Job
from service.store.records import RecordVersion
from service.store.runs import Run
from service.store.schools import School, Source
from service.store.watches import Watch

__all__ = [
    "Account",
    "Database",
    "DraftRow",
    "Edition",
    "Event",
    "Job",
    "RecordVersion",
    "Run",
    "School",
    "Source",
    "StoreError",
    "StoredClaim",
    "Watch",
]
