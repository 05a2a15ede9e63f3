"""Mending how somebody is reached: a number that was somebody else's, an address that failed."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking.actions import mending
from booking.domain.errors import BookingError, NotReachable, SupporterIsResident
from booking.domain.meetings import ContactMissing
from booking.extensions import db
from booking.messaging.phones import display
from booking.models import Resident
from booking.settings import settings
from booking.web.fields import ADDRESS_LONGEST, EmailField, Lines, PhoneField, refuse
from booking.web.form import Form
from booking.web.front_desk.door import actor, front_desk, seen
from booking.web.front_desk.to_meet import TO_MEET


class ContactForm(Form):
    """Every way of reaching them, as we know it."""

    phone = PhoneField(_l("Phone number"))
    email = EmailField(_l("Email address"))
    address = Lines(_l("Postal address"), longest=ADDRESS_LONGEST)


@front_desk.route("/residents/<int(max=2147483647):resident_id>/contact", methods=["GET", "POST"])
def mend_contact(resident_id: int) -> ResponseReturnValue:
    """The number, the email and the address of a resident, to be put right."""
    seen("see_contact", f"resident:{resident_id}")
    resident = db.session.get(Resident, resident_id) or abort(404)
    form = ContactForm(data=_known(resident))
    if form.validate_on_submit():
        try:
            mending.mend(
                resident_id=resident_id,
                phone=form.phone.e164,
                phone_textable=form.phone.is_textable,
                email=form.email.data or None,
                address=form.address.data or None,
                actor=actor(),
            )
            flash(_("It is mended. What waits goes to it."), "success")
            return redirect(url_for("front_desk.calls"))
        except (NotReachable, SupporterIsResident) as refused:
            resident = db.session.get_one(Resident, resident_id)
            _say_why(form, resident, refused)
    return render_template("front_desk/contact.html", resident=resident, form=form)


def _say_why(form: ContactForm, resident: Resident, refused: BookingError) -> None:
    if isinstance(refused, ContactMissing):
        refuse(form[refused.detail], refused, str(TO_MEET[refused.detail]))
        return
    if isinstance(refused, NotReachable):
        refuse(form.phone, refused, _("Give a way to reach them that they have not refused."))
        return
    acting = [one for one in resident.supporters if one.ended_at is None]
    same_phone = form.phone.e164 and form.phone.e164 in [one.phone for one in acting]
    words = _(
        "Somebody who acts for them is reached by this. Enter the resident’s own, or nothing."
    )
    refuse(form.phone if same_phone else form.email, refused, words)


def _known(resident: Resident) -> dict[str, str | None]:
    """A number that is somebody else's is not filled in again."""
    number = resident.own_phone
    return {
        "phone": display(number, settings().phone_region) if number else None,
        "email": resident.email,
        "address": resident.address,
    }
