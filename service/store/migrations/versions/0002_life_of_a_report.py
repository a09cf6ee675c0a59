"""What people decide, and the life of a report after its draft"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("school_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("events_by_subject", "events", ["school_id", "kind", "subject"])
    _runs_and_sources()
    _editions_and_history()
    op.add_column("jobs", sa.Column("asked_at", sa.String(length=40), nullable=True))
    op.create_table(
        "intents",
        sa.Column("school_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("file_id", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("school_id", "key"),
    )
    op.create_table(
        "accounts",
        sa.Column("school_id", sa.String(length=64), nullable=False),
        sa.Column("sub", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("school_id", "sub"),
    )
    op.create_table(
        "sign_ins",
        sa.Column("school_id", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sub", sa.String(length=255), nullable=False),
        sa.Column("started_at", sa.String(length=40), nullable=False),
        sa.Column("seen_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("school_id", "token_hash"),
    )
    op.create_table(
        "watches",
        sa.Column("school_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("google_id", sa.String(length=128), nullable=False),
        sa.Column("file_id", sa.String(length=128), nullable=False),
        sa.Column("resource_id", sa.String(length=255), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.String(length=40), nullable=False),
        sa.Column("heard_at", sa.String(length=40), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("school_id", "key", "google_id"),
    )


def _editions_and_history() -> None:
    op.add_column("drafts", sa.Column("written", sa.JSON(), nullable=True))
    op.create_table(
        "editions",
        sa.Column("school_id", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("made_from", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("approved_at", sa.String(length=40), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("revision", sa.String(length=255), nullable=True),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("issued_on", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("school_id", "period", "edition"),
    )
    op.create_table(
        "history",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("school_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"]),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("history_by_time", "history", ["school_id", "name", "at"])


def _runs_and_sources() -> None:
    op.add_column("runs", sa.Column("school_time", sa.String(length=40), nullable=True))
    op.add_column("runs", sa.Column("outcome", sa.String(length=16), nullable=True))
    # The beginning was kept by the school's clock, the end by the real one: a cycle takes seconds.
    op.execute("UPDATE runs SET school_time = started_at")
    op.execute("UPDATE runs SET started_at = finished_at WHERE finished_at IS NOT NULL")
    op.create_index("runs_by_time", "runs", ["school_id", "started_at"])
    op.add_column("sources", sa.Column("known_at", sa.String(length=40), nullable=True))
    op.add_column("sources", sa.Column("revision", sa.String(length=64), nullable=True))
    op.add_column("sources", sa.Column("stopped", sa.String(length=64), nullable=True))
    op.execute("UPDATE sources SET known_at = read_at")
