"""Signing in and out. The same words and the same time, whatever was wrong."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import login_user, logout_user

from booking.actions import signing_in
from booking.extensions import db, limiter, login
from booking.models import Role, Staff
from booking.web.access import signed_in
from booking.web.staff.forms import SignInForm
from booking.web.ways_back import own_page

staff = Blueprint("staff", __name__, url_prefix="/staff")

HOME = {
    Role.FRONT_DESK: "front_desk.today",
    Role.OFFICER: "officer.my_day",
    Role.MANAGER: "manager.queue",
    Role.ADMINISTRATOR: "front_desk.today",
}


@login.user_loader
def _by_session(key: str) -> Staff | None:
    staff_id, _dot, number = key.partition(".")
    member = db.session.get(Staff, int(staff_id))
    return member if member and str(member.session_number) == number else None


def _typed_email() -> str:
    return f"sign-in:{request.form.get('email', '').strip().lower()[:254]}"


@staff.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("30 per 10 minutes", methods=["POST"], key_func=get_remote_address)
@limiter.limit("10 per 10 minutes", methods=["POST"], key_func=_typed_email)
def sign_in() -> ResponseReturnValue:
    """The sign-in page; afterwards on to where they were going."""
    form = SignInForm()
    if form.validate_on_submit():
        member = signing_in.verify(form.email.data or "", form.password.data or "")
        if member:
            session.clear()  # a session begun by somebody else is worth nothing after sign-in
            session.permanent = True
            login_user(member)
            signing_in.signed_in(staff_id=member.id)
            return redirect(own_page(request.args.get("then")) or url_for("staff.home"))
        form.password.errors = [_("The email address or password is not right. Try again.")]
    return render_template("staff/sign_in.html", form=form)


@staff.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends this session."""
    logout_user()
    session.clear()
    return redirect(url_for("staff.sign_in"))


@staff.post("/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """Ends every session of theirs, on every device."""
    signing_in.sign_out_everywhere(staff_id=signed_in().id)
    session.clear()
    return redirect(url_for("staff.sign_in"))


@staff.get("/appointments/<reference>")
def appointment(reference: str) -> ResponseReturnValue:
    """Where an invitation's link leads: each role to the page that it works on."""
    theirs = "officer" if signed_in().role is Role.OFFICER else "front_desk"
    return redirect(url_for(f"{theirs}.appointment", reference=reference))


@staff.get("/")
def home() -> ResponseReturnValue:
    """On to the page that this member of staff works from."""
    return redirect(url_for(HOME[signed_in().role]))
