"""What public holidays are called, by their names in the `holidays` library."""

from flask_babel import lazy_gettext as _l

from booking.language.codes import Words

HOLIDAYS: Words = {
    "New Year's Day": _l("New Year’s Day"),
    "New Year Holiday": _l("2nd January"),
    "Saint Patrick's Day": _l("St Patrick’s Day"),
    "Good Friday": _l("Good Friday"),
    "Easter Monday": _l("Easter Monday"),
    "May Day": _l("Early May bank holiday"),
    "Spring Bank Holiday": _l("Spring bank holiday"),
    "Battle of the Boyne": _l("Battle of the Boyne (Orangemen’s Day)"),
    "Summer Bank Holiday": _l("Summer bank holiday"),
    "Late Summer Bank Holiday": _l("Summer bank holiday"),
    "Saint Andrew's Day": _l("St Andrew’s Day"),
    "Christmas Day": _l("Christmas Day"),
    "Boxing Day": _l("Boxing Day"),
}
"""Those of every year, as GOV.UK calls them. One that was proclaimed once keeps the library's name."""
