"""Letters that were printed together, calls that were made, and numbers that proved wrong."""

from alembic import op
import sqlalchemy as sa


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WRONG_NUMBER = sa.text("phone_wrong_since IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "print_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_print_run_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_run")),
    )
    op.create_table(
        "printed_letter",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_printed_letter_message_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["print_run.id"], name=op.f("fk_printed_letter_run_id")
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_printed_letter")),
    )
    op.create_index(op.f("ix_printed_letter_run_id"), "printed_letter", ["run_id"], unique=False)
    op.create_table(
        "call_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_call_attempt_message_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_call_attempt_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_attempt")),
    )
    op.create_index(
        op.f("ix_call_attempt_message_id"), "call_attempt", ["message_id"], unique=False
    )
    for table in ("resident", "supporter"):
        op.add_column(
            table, sa.Column("phone_wrong_since", sa.DateTime(timezone=True), nullable=True)
        )
        op.create_index(
            f"ix_{table}_phone_wrong_since",
            table,
            ["phone_wrong_since"],
            unique=False,
            sqlite_where=WRONG_NUMBER,
            postgresql_where=WRONG_NUMBER,
        )


def downgrade() -> None:
    for table in ("supporter", "resident"):
        op.drop_index(f"ix_{table}_phone_wrong_since", table_name=table)
        op.drop_column(table, "phone_wrong_since")
    op.drop_table("call_attempt")
    op.drop_table("printed_letter")
    op.drop_table("print_run")
