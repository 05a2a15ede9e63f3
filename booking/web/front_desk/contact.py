"""Mending how somebody is reached: a number that was somebody else's, an address that failed."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking.actions import residents
from booking.domain.errors import NotReachable
from booking.extensions import db
from booking.language.refusals import explain
from booking.messaging.phones import display
from booking.models import Resident
from booking.settings import settings
from booking.web.fields import EmailField, Lines, PhoneField
from booking.web.form import Form
from booking.web.front_desk.door import actor, front_desk, seen


class ContactForm(Form):
    """Every way of reaching them, as we know it."""

    phone = PhoneField(_l("Phone number"))
    email = EmailField(_l("Email address"))
    address = Lines(_l("Postal address"), longest=400)


@front_desk.route("/residents/<int(max=2147483647):resident_id>/contact", methods=["GET", "POST"])
def mend_contact(resident_id: int) -> ResponseReturnValue:
    """The number, the email and the address of a resident, to be put right."""
    seen("see_contact", f"resident:{resident_id}")
    resident = db.session.get(Resident, resident_id) or abort(404)
    form = ContactForm(data=_known(resident))
    if form.validate_on_submit():
        phone = form.phone.phone
        try:
            residents.mend(
                resident_id=resident_id,
                phone=phone.e164 if phone else None,
                phone_textable=bool(phone and phone.textable),
                email=form.email.data or None,
                address=form.address.data or None,
                actor=actor(),
            )
            flash(_("It is mended. What waits goes to it."), "success")
            return redirect(url_for("front_desk.calls"))
        except NotReachable as refused:
            form.phone.errors = [explain(refused)]
            resident = db.session.get_one(Resident, resident_id)
    return render_template("front_desk/contact.html", resident=resident, form=form)


def _known(resident: Resident) -> dict[str, str | None]:
    """A number that is somebody else's is not filled in again."""
    number = resident.own_phone
    return {
        "phone": display(number, settings().phone_region) if number else None,
        "email": resident.email,
        "address": resident.address,
    }
