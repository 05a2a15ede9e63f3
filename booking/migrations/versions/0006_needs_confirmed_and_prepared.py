"""What was done beforehand for a need, and when a resident is best phoned."""

from alembic import op
import sqlalchemy as sa


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_task_done_appointment_id")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_task_done_staff_id")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name=op.f("fk_task_done_location_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_task_done_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_done")),
    )
    with op.batch_alter_table("task_done", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_task_done_appointment_id"), ["appointment_id"], unique=False
        )
    op.add_column("resident", sa.Column("best_part", sa.LargeBinary(), nullable=True))
    op.add_column("resident", sa.Column("best_words", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_resident_needs_kept_since",
        "resident",
        ["needs_kept_since"],
        unique=False,
        sqlite_where=sa.text("needs_kept_since IS NOT NULL"),
        postgresql_where=sa.text("needs_kept_since IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_resident_needs_kept_since", table_name="resident")
    op.drop_column("resident", "best_words")
    op.drop_column("resident", "best_part")
    op.drop_table("task_done")
