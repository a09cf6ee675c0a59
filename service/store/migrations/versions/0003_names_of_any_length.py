"""On PostgreSQL names may be as long as on SQLite, and are ordered in the same way

SQLite takes no notice of lengths and compares letters by their numbers. PostgreSQL refuses what is longer,
and orders by the language of the server, so that the same school would have its rows in another order.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

#: Column → whether it may be empty, of all that people or Google name.
NAMES = {
    "schools": {"changes_token": True},
    "sources": {"key": False, "file_id": False},
    "records": {"source_key": False, "record_id": False, "version": False},
    "findings": {"period": False, "code": False, "owner": False},
    "snapshots": {"name": False},
    "drafts": {"period": False, "job_key": False, "document_id": True},
    "editions": {"period": False, "document_id": False, "revision": True, "number": True},
    "history": {"name": False},
    "blocks": {"period": False, "block_key": False},
    "events": {"kind": False, "subject": False},
    "intents": {"key": False, "file_id": True},
    "accounts": {"sub": False, "email": False},
    "watches": {"key": False, "google_id": False, "file_id": False, "resource_id": False},
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in NAMES.items():
        for column, is_nullable in columns.items():
            op.alter_column(table, column, type_=sa.Text(collation="C"), existing_nullable=is_nullable)
