"""What a council changes about a need."""

from alembic import op
import sqlalchemy as sa


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=True),
        sa.Column("stretch_percent", sa.Integer(), nullable=True),
        sa.Column("lead_working_days", sa.Integer(), nullable=True),
        sa.Column("confirm_working_days", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "extra_minutes BETWEEN 0 AND 120 AND extra_minutes / 5 * 5 = extra_minutes",
            name=op.f("ck_need_rule_extra_minutes"),
        ),
        sa.CheckConstraint(
            "stretch_percent BETWEEN 0 AND 100", name=op.f("ck_need_rule_stretch_percent")
        ),
        sa.CheckConstraint(
            "lead_working_days BETWEEN 0 AND 40", name=op.f("ck_need_rule_lead_working_days")
        ),
        sa.CheckConstraint(
            "confirm_working_days BETWEEN 1 AND 10",
            name=op.f("ck_need_rule_confirm_working_days"),
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["staff.id"], name=op.f("fk_need_rule_changed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_rule")),
    )
    with op.batch_alter_table("need_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_rule_code"), ["code"], unique=False)
        batch_op.create_index(
            "uq_need_rule_in_force",
            ["code"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("need_rule")
