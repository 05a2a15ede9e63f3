"""What each booking of support was made for: the way of meeting, the language and the wishes."""

from alembic import op
import sqlalchemy as sa


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COPIED = {"meeting": "meeting", "language": "spoken_language", "wishes": "interpreter_wishes"}
"""What a booking takes from its appointment as that stands now: nobody wrote down how it stood then."""


def upgrade() -> None:
    op.add_column("support", sa.Column("meeting", sa.String(length=40), nullable=True))
    op.add_column("support", sa.Column("language", sa.LargeBinary(), nullable=True))
    op.add_column("support", sa.Column("wishes", sa.LargeBinary(), nullable=True))
    support = sa.table("support", sa.column("appointment_id"), *map(sa.column, COPIED))
    appointment = sa.table("appointment", sa.column("id"), *map(sa.column, COPIED.values()))
    for own, theirs in COPIED.items():
        present = sa.select(appointment.c[theirs]).where(
            appointment.c.id == support.c.appointment_id
        )
        op.execute(support.update().values({own: present.scalar_subquery()}))
    with op.batch_alter_table("support") as batch_op:
        batch_op.alter_column("meeting", existing_type=sa.String(length=40), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("support") as batch_op:
        batch_op.drop_column("wishes")
        batch_op.drop_column("language")
        batch_op.drop_column("meeting")
