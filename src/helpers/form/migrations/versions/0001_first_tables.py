"""First tables: reports, answers to "is it fixed?", form versions, audit, sessions, counts.

Written out in full: a migration must not change when the models do.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXTS = ["city", "district", "postcode", "categories", "description", "device", "tariff"]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "form_versions",
        sa.Column("version", sa.String(16), primary_key=True),
        sa.Column("definition", sa.Text, nullable=False),
        sa.Column("first_seen", sa.DateTime, nullable=False),
    )
    op.create_table(
        "reports",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("report_id", sa.String(16), nullable=False, unique=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("receipt_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("form_version", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("submitted_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in TEXTS),
        sa.Column("noticed_on", sa.String(10), nullable=False),
        sa.Column("contact_name", sa.Text, nullable=False),
        sa.Column("contact_email", sa.Text, nullable=False),
        sa.Column("consent_operator", sa.String(3), nullable=False),
        sa.Column("extra", sa.Text, nullable=False),
        sa.Column("ags5", sa.String(5), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reports_submitted_at", "reports", ["submitted_at"])
    op.create_index("ix_reports_status", "reports", ["status"])
    op.create_table(
        "fixes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("report_id", sa.String(16), nullable=False),
        sa.Column("answered_at", sa.DateTime, nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_fixes_report_id", "fixes", ["report_id"])
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("report_id", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "sessions",
        sa.Column("session_hash", sa.String(64), primary_key=True),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "shown_counts",
        sa.Column("area", sa.String(8), primary_key=True),
        sa.Column("n_reports", sa.Integer, nullable=False),
        sa.Column("shown_at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables, with all that people reported."""
    for name in ["shown_counts", "sessions", "audit", "fixes", "reports", "form_versions"]:
        op.drop_table(name)
