"""What an administrator changes about one need: only the figures that it has."""

from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, ValidationError

from booking.domain.catalogue import ALWAYS_OFFERED, BOUNDS, Rule, figures, rule_of
from booking.domain.needs import CATALOGUE, Need
from booking.web.fields import Radios, WholeNumber
from booking.web.form import Form

YES, NO = "yes", "no"


class Figure(WholeNumber):
    """A whole number within the bounds of its figure; `wrong` is said of everything else."""

    def __init__(self, label: LazyString, wrong: LazyString, **kwargs: Any):
        super().__init__(label, **kwargs)
        self.wrong = wrong

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002
        """Holds the number to the bounds, which the hint says."""
        bounds = BOUNDS[self.name]
        if self.data in bounds or self.process_errors:
            return
        if self.data is not None and bounds[0] <= self.data <= bounds[-1]:
            raise ValidationError(_("Enter minutes in steps of %(step)s", step=bounds.step))
        raise ValidationError(str(self.wrong))


def _ends(figure: str) -> dict[str, int]:
    return {"least": BOUNDS[figure][0], "most": BOUNDS[figure][-1]}


class NeedRuleForm(Form):
    """Whether it is asked about, and its figures."""

    offered = Radios(
        _l("Do we ask residents about it?"),
        [InputRequired(_l("Choose whether we ask about it"))],
        choices=lambda: {YES: _("Yes, we ask everybody"), NO: _("No, we do not ask")},
    )
    extra_minutes = Figure(
        _l("How many minutes more does it take?"),
        _l(
            "Enter how many minutes more it takes, from %(least)s to %(most)s",
            **_ends("extra_minutes"),
        ),
    )
    stretch_percent = Figure(
        _l("By how many percent is the appointment longer?"),
        _l(
            "Enter by how many percent the appointment is longer, from %(least)s to %(most)s",
            **_ends("stretch_percent"),
        ),
    )
    lead_working_days = Figure(
        _l("How many working days do you need to book it?"),
        _l(
            "Enter how many working days you need to book it, from %(least)s to %(most)s",
            **_ends("lead_working_days"),
        ),
    )
    confirm_working_days = Figure(
        _l("How many working days before must it be confirmed?"),
        _l(
            "Enter how many working days before it must be confirmed, from %(least)s to %(most)s",
            **_ends("confirm_working_days"),
        ),
    )

    need: Need

    @classmethod
    def of(cls, need: Need) -> "NeedRuleForm":
        """The form of one need, filled with what holds now."""
        now = rule_of(need)
        said = {name: getattr(now, name) for name in BOUNDS}
        form = cls(offered=YES if now.offered else NO, **said)
        form.need = need
        for figure in set(BOUNDS) - set(figures(need)):
            delattr(form, figure)
        if need.code in ALWAYS_OFFERED:
            del form.offered  # a duty: the page says why there is nothing to choose
        return form

    @property
    def rule(self) -> Rule:
        """What the answers say."""
        said = {name: self[name].data for name in figures(self.need)}
        return Rule(offered=self.offered is None or self.offered.data == YES, **said)

    @property
    def restores(self) -> dict[str, Any]:
        """The answers that would put Kept's own figures back."""
        usual = rule_of(CATALOGUE[self.need.code])
        said = {name: getattr(usual, name) for name in figures(self.need)}
        return said if self.offered is None else {"offered": YES, **said}
