"""The rooms and what is in them: where each need for a place can be met."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from booking.actions import places
from booking.domain.needs import FACILITIES
from booking.extensions import db
from booking.language import codes
from booking.models import Room
from booking.web.admin.door import actor, admin
from booking.web.fields import TickBoxes
from booking.web.form import Form


class RoomForm(Form):
    """What a room has."""

    facilities = TickBoxes(
        _l("What does this room have?"),
        choices=lambda: {code: str(codes.FACILITIES[code]) for code in FACILITIES},
    )


@admin.get("/rooms", endpoint="rooms")
def every_room() -> ResponseReturnValue:
    """What is met where, and what nowhere; then every room."""
    found = places.every(db.session())
    return render_template(
        "admin/rooms.html",
        places=found,
        having={code: places.that_have(found, code) for code in FACILITIES},
    )


@admin.route("/rooms/<int(max=2147483647):room_id>", methods=["GET", "POST"])
def room(room_id: int) -> ResponseReturnValue:
    """What one room has. What somebody relies on is shown before it is taken away."""
    shown = db.session.get(Room, room_id) or abort(404)
    form = RoomForm(facilities=shown.facilities)
    if not form.validate_on_submit() or "change" in request.form:
        return render_template("admin/room.html", form=form, room=shown)
    chosen = form.facilities.data or []
    relying = places.relying(db.session(), shown, chosen)
    if relying and "save" not in request.form:
        return render_template("admin/room_check.html", form=form, room=shown, relying=relying)
    places.equip(room_id=room_id, facilities=chosen, actor=actor())
    flash(_("It is saved. From now on the room is used for what it has."), "success")
    return redirect(url_for("admin.rooms"))
