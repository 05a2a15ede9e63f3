"""Which services' pages offer a quick way out: where it may be dangerous to be seen reading them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking.actions import services
from booking.extensions import db
from booking.settings import settings
from booking.web.admin.door import actor, admin
from booking.web.fields import TickBoxes
from booking.web.form import Form


class WayOutForm(Form):
    """The services at which somebody may be in danger when another person sees the page."""

    services = TickBoxes(_l("Services with a way out on every page"))


@admin.route("/way-out", methods=["GET", "POST"])
def way_out() -> ResponseReturnValue:
    """Ticks the services whose pages have the button “Exit this page”."""
    offered = services.every(db.session())
    form = WayOutForm(services=[str(one.id) for one in offered if one.sensitive])
    form.services.choices = {str(one.id): one.name for one in offered}
    if form.validate_on_submit():
        chosen = {int(number) for number in form.services.data or ()}
        services.offer_way_out(service_ids=chosen, actor=actor())
        flash(_("It is saved. It holds from the next page that anybody opens."), "success")
        return redirect(url_for("admin.way_out"))
    return render_template("admin/way_out.html", form=form, leads_to=settings().exit_url)
