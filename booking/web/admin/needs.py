"""The catalogue of needs: what follows from each, and changing that, seen before it is saved."""

from itertools import groupby

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from booking.actions import catalogue, need_rules, places
from booking.domain.catalogue import ALWAYS_OFFERED, BOUNDS, changed, figures
from booking.domain.errors import BookingError
from booking.domain.needs import CATALOGUE
from booking.extensions import db
from booking.language.needs import NEEDS, NEEDS_FOR_STAFF, QUESTIONS
from booking.language.refusals import explain
from booking.web.admin import consequences
from booking.web.admin.door import actor, admin
from booking.web.admin.need_form import NeedRuleForm

WORDS = {
    "NEEDS": NEEDS,
    "NEEDS_FOR_STAFF": NEEDS_FOR_STAFF,
    "FIGURES": consequences.FIGURES,
    "WHY_ALWAYS": consequences.WHY_ALWAYS,
    "ALWAYS_OFFERED": ALWAYS_OFFERED,
}


@admin.get("/needs", endpoint="needs")
def every_need() -> ResponseReturnValue:
    """Every need by the question that asks about it, with what follows from it."""
    known = catalogue.current(db.session())
    kinds = groupby(known.values(), lambda need: need.category)
    return render_template(
        "admin/needs.html",
        kinds=[(kind, QUESTIONS[kind], list(needs)) for kind, needs in kinds],
        follow=consequences.follow,
        CATALOGUE=CATALOGUE,
        **WORDS,
    )


@admin.route("/needs/<need_code>", methods=["GET", "POST"])
def need(need_code: str) -> ResponseReturnValue:
    """One need: its figures to change, what that would do before it is saved, and what was changed."""
    form = NeedRuleForm.of(catalogue.current(db.session()).get(need_code) or abort(404))
    if not form.validate_on_submit() or "change" in request.form:
        return _page(form)
    if "save" not in request.form:
        return _check(form)
    try:
        saved = need_rules.save(code=need_code, rule=form.rule, actor=actor())
    except BookingError as refused:
        form.form_errors.append(explain(refused))
        return _page(form)
    flash(
        _("It is saved, and holds from now on. What is arranged stays as it is.")
        if saved
        else _("These are the figures that hold already. Nothing has changed."),
        "success",
    )
    return redirect(url_for("admin.need", need_code=need_code))


def _page(form: NeedRuleForm) -> ResponseReturnValue:
    code, session = form.need.code, db.session()
    facility = form.need.facility
    return render_template(
        "admin/need.html",
        form=form,
        need=form.need,
        BOUNDS=BOUNDS,
        figures=figures(form.need),
        meaning=consequences.meaning(form.need),
        requests=need_rules.open_requests(session, code),
        history=need_rules.history(session, code),
        own=form.need != CATALOGUE[code],
        places=places.that_have(places.every(session), facility) if facility else None,
        **WORDS,
    )


def _check(form: NeedRuleForm) -> ResponseReturnValue:
    found = need_rules.preview(db.session(), form.need.code, form.rule)
    return render_template(
        "admin/need_check.html",
        form=form,
        need=form.need,
        preview=found,
        figures=figures(form.need),
        changes=list(changed(found.before, found.after)),
        follow=consequences.figures,
        **WORDS,
    )
