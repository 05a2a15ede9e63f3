"""What the council changed about a need: one row for each change, the latest in force."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from booking.domain.catalogue import Rule
from booking.extensions import Model
from booking.models.types import UtcDateTime

IN_FORCE = text("replaced_at IS NULL")
"""At most one row for each need; none where the council never changed it."""


class NeedRule(Model):
    """The council's own figures for one need. A later row replaces it and never rewrites it.

    A figure of None is Kept's own (`domain.needs.CATALOGUE`); so a row of nothing else restores those.
    """

    __tablename__ = "need_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(index=True)
    """Of `domain.needs.CATALOGUE`."""
    offered: Mapped[bool] = mapped_column(default=True)
    extra_minutes: Mapped[int | None]
    stretch_percent: Mapped[int | None]
    """Of the service's length."""
    lead_working_days: Mapped[int | None]
    confirm_working_days: Mapped[int | None]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def rule(self) -> Rule:
        """What it says, as the rules read it."""
        return Rule(
            offered=self.offered,
            extra_minutes=self.extra_minutes,
            stretch_percent=self.stretch_percent,
            lead_working_days=self.lead_working_days,
            confirm_working_days=self.confirm_working_days,
        )

    __table_args__ = (
        # The bounds of domain.catalogue.BOUNDS; a test holds the two together.
        CheckConstraint(
            "extra_minutes BETWEEN 0 AND 120 AND extra_minutes / 5 * 5 = extra_minutes",
            name="extra_minutes",
        ),
        CheckConstraint("stretch_percent BETWEEN 0 AND 100", name="stretch_percent"),
        CheckConstraint("lead_working_days BETWEEN 0 AND 40", name="lead_working_days"),
        CheckConstraint("confirm_working_days BETWEEN 1 AND 10", name="confirm_working_days"),
        Index(
            "uq_need_rule_in_force",
            "code",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )
