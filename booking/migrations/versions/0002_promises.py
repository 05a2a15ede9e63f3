"""Every run of a promise clock is a row of its own; enquiries are promised too."""

from alembic import op
import sqlalchemy as sa


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _move_promises() -> None:
    """The one run that each appointment kept; the ladder looks at once at those still to arrange."""
    op.execute(
        """INSERT INTO promise (appointment_id, cause, standard_id, started_at, due_by,
            kept_at, ended_at, next_step_at)
        SELECT id,
            CASE WHEN clock_started_at = received_at THEN 'asked' ELSE 'resident_change' END,
            standard_id, clock_started_at, arrange_by,
            CASE WHEN status <> 'requested' THEN arranged_at END,
            CASE WHEN arranged_at IS NULL THEN ended_at END,
            CASE WHEN status = 'requested' THEN clock_started_at END
        FROM appointment"""
    )


def _count_changes() -> None:
    """Every change of a diary counts up its officer's version, whoever makes it."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            """CREATE FUNCTION count_diary_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                UPDATE officer SET diary_version = diary_version + 1
                WHERE id IN (NEW.officer_id, OLD.officer_id);
                RETURN NULL;
            END $$"""
        )
    for table in ("absence", "diary_entry", "pattern_hours"):
        if postgresql:
            op.execute(
                f"""CREATE TRIGGER {table}_version AFTER INSERT OR UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION count_diary_change()"""
            )
            continue
        for moment, rows in (
            ("INSERT", "(NEW.officer_id)"),
            ("UPDATE", "(NEW.officer_id, OLD.officer_id)"),
            ("DELETE", "(OLD.officer_id)"),
        ):
            op.execute(
                f"""CREATE TRIGGER {table}_version_{moment.lower()} AFTER {moment} ON {table}
                BEGIN UPDATE officer SET diary_version = diary_version + 1
                WHERE id IN {rows}; END"""
            )


def upgrade() -> None:
    op.create_table(
        "enquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("came_by", sa.String(length=40), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("needs", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=op.f("fk_enquiry_officer_id")),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["resident.id"], name=op.f("fk_enquiry_resident_id")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_enquiry_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_enquiry_idempotency_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_enquiry_reference")),
    )
    with op.batch_alter_table("enquiry", schema=None) as batch_op:
        batch_op.create_index("ix_enquiry_officer_id", ["officer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_enquiry_resident_id"), ["resident_id"], unique=False)
        batch_op.create_index("ix_enquiry_status", ["status"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("enquiry_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_reason", sa.LargeBinary(), nullable=True),
        sa.Column("held_by", sa.Integer(), nullable=True),
        sa.Column("put_right", sa.LargeBinary(), nullable=True),
        sa.Column("put_right_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("put_right_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(appointment_id IS NULL) <> (enquiry_id IS NULL)", name=op.f("ck_promise_one_subject")
        ),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_promise_appointment_id")
        ),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_promise_enquiry_id")),
        sa.ForeignKeyConstraint(["held_by"], ["staff.id"], name=op.f("fk_promise_held_by")),
        sa.ForeignKeyConstraint(
            ["put_right_by"], ["staff.id"], name=op.f("fk_promise_put_right_by")
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["standard.id"], name=op.f("fk_promise_standard_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promise_appointment_id"), ["appointment_id"], unique=False
        )
        batch_op.create_index(
            "ix_promise_running_due_by",
            ["due_by"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL AND ended_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_promise_enquiry_id"), ["enquiry_id"], unique=False)
        batch_op.create_index(
            "ix_promise_next_step_at",
            ["next_step_at"],
            unique=False,
            sqlite_where=sa.text("next_step_at IS NOT NULL"),
            postgresql_where=sa.text("next_step_at IS NOT NULL"),
        )
        batch_op.create_index("ix_promise_started_at", ["started_at"], unique=False)
        batch_op.create_index(
            "uq_promise_current_appointment_id",
            ["appointment_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL AND appointment_id IS NOT NULL"),
            postgresql_where=sa.text("replaced_at IS NULL AND appointment_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_promise_current_enquiry_id",
            ["enquiry_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL AND enquiry_id IS NOT NULL"),
            postgresql_where=sa.text("replaced_at IS NULL AND enquiry_id IS NOT NULL"),
        )

    _move_promises()
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appointment_status_arrange_by"))
        batch_op.create_index(
            "ix_appointment_status_officer", ["status", "officer_id"], unique=False
        )
        batch_op.drop_constraint(batch_op.f("fk_appointment_standard_id"), type_="foreignkey")
        batch_op.drop_column("clock_started_at")
        batch_op.drop_column("arranged_at")
        batch_op.drop_column("standard_id")
        batch_op.drop_column("arrange_by")

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("enquiry_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("once", sa.String(), nullable=True))
        batch_op.alter_column("appointment_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_unique_constraint("uq_event_appointment_once", ["appointment_id", "once"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_event_enquiry_id_number"), ["enquiry_id", "number"]
        )
        batch_op.create_unique_constraint("uq_event_enquiry_once", ["enquiry_id", "once"])
        batch_op.create_foreign_key(
            batch_op.f("fk_event_enquiry_id"), "enquiry", ["enquiry_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_event_one_subject"), "(appointment_id IS NULL) <> (enquiry_id IS NULL)"
        )

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("enquiry_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("staff_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_message_enquiry_id"), ["enquiry_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_message_enquiry_id"), "enquiry", ["enquiry_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_message_staff_id"), "staff", ["staff_id"], ["id"]
        )

    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("audit_entries", sa.Integer(), nullable=False, server_default="0")
        )

    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "promised", sa.String(length=40), nullable=False, server_default="appointment"
            )
        )
        batch_op.add_column(sa.Column("remind_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("warn_day", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("arrange_day", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_standard_ladder"),
            "remind_day BETWEEN 1 AND working_days AND warn_day BETWEEN 1 AND working_days "
            "AND arrange_day BETWEEN 1 AND working_days",
        )
    with op.batch_alter_table("standard", schema=None) as batch_op:
        batch_op.alter_column("promised", server_default=None)
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.alter_column("audit_entries", server_default=None)
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("diary_version", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("officer", schema=None) as batch_op:
        batch_op.alter_column("diary_version", server_default=None)
    _count_changes()
    op.execute(
        """UPDATE staff SET audit_entries =
        (SELECT count(*) FROM audit_entry WHERE audit_entry.staff_id = staff.id)"""
    )


def downgrade() -> None:
    """Appointments have room for one run of the clock only: the history would be lost."""
    raise RuntimeError("There is no way back from 0002 but the backup that was made before it.")
