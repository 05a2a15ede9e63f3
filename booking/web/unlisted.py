"""A language that is typed where one was to be chosen from a list: it is kept, and never becomes another."""

from wtforms import SelectField

from booking.web.fields import Line

TYPED = " "
"""What autocomplete.js puts before words that are none of the choices; no choice begins with it."""


def takes_words(unlisted: Line, chosen: SelectField) -> bool:
    """Whether no choice was made and the language stands in `unlisted`: written there, or moved there now.

    A list that is searched by typing sends what was typed also where that is none of its choices.
    """
    said = chosen.data or ""
    if said in dict(chosen.choices):
        return False
    if said.startswith(TYPED) and not unlisted.data:
        unlisted.data, said = said.strip(), ""
    return bool(unlisted.data) and not said
