"""Which services offer a quick way out of their pages."""

from alembic import op
import sqlalchemy as sa


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("service") as batch_op:
        batch_op.add_column(
            sa.Column("sensitive", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("service") as batch_op:
        batch_op.alter_column("sensitive", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("service") as batch_op:
        batch_op.drop_column("sensitive")
