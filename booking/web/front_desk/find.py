"""Finding anybody: by reference, name, phone or email. What was typed never stands in an address."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from booking.actions import enquiring, finding
from booking.extensions import db
from booking.web.fields import Line
from booking.web.form import Form
from booking.web.front_desk.door import front_desk, seen


class FindForm(Form):
    """One box for everything."""

    sought = Line(
        _l("Reference, name, phone or email"),
        [DataRequired(_l("Enter a reference, a name, a phone number or an email address"))],
        longest=254,
    )


@front_desk.route("/find", methods=["GET", "POST"])
def find() -> ResponseReturnValue:
    """The search box, and what it found."""
    form = FindForm()
    if not form.validate_on_submit():
        return render_template("front_desk/find.html", form=form, found=None)
    if enquiry := enquiring.by_reference(db.session(), form.sought.data):
        return redirect(url_for("front_desk.enquiry", reference=enquiry.reference))
    found = finding.search(db.session(), form.sought.data)
    ids = ",".join(str(appointment.id) for appointment in found)
    page = render_template("front_desk/find.html", form=form, found=found, most=finding.MOST_FOUND)
    seen("search", f"appointments:{ids or 'none'}")
    return page
