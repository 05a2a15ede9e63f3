"""What an agency should know to find the right interpreter."""

from alembic import op
import sqlalchemy as sa


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointment", sa.Column("interpreter_wishes", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("appointment", "interpreter_wishes")
