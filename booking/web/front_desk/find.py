"""Finding anybody: by reference, name, phone or email. What was typed never stands in an address."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from booking.actions import finding
from booking.extensions import db
from booking.models import Appointment
from booking.web.front_desk.door import front_desk, seen


class FindForm(FlaskForm):
    """One box for everything."""

    sought = StringField(
        _l("Reference, name, phone or email"),
        [
            InputRequired(_l("Enter a reference, a name, a phone number or an email address")),
            Length(max=254, message=_l("Enter fewer than 255 characters")),
        ],
        filters=[lambda typed: typed.strip() if typed else typed],
    )


@front_desk.route("/find", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """The search box, and what it found."""
    form = FindForm()
    found: list[Appointment] | None = None
    if form.validate_on_submit():
        found = _found(form.sought.data or "")
    return render_template(
        "front_desk/find.html", form=form, found=found, most=finding.MOST_FOUND
    )


def _found(text: str) -> list[Appointment]:
    ids = [one.id for one in finding.search(db.session(), text)]
    seen("search", f"appointments:{','.join(map(str, ids)) or 'none'}")
    return finding.search(db.session(), text) if ids else []
