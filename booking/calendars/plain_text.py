"""Text that somebody typed, made safe to stand in a calendar entry.

A line break in a calendar begins the next property, so a name holding one could write properties of
its own. Readers disagree about what a line break is (some break at U+0085 or U+2028): here all are.
"""

import re

from icalendar import vText

_BREAKS = re.compile(r"\r\n|[\n\v\f\r\x85\u2028\u2029]")
# Controls have no place in TEXT (RFC 5545 3.3.11); lone surrogates and noncharacters none in UTF-8;
# overrides (UAX 9) none in a name, as they turn whatever stands after it.
_REFUSED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufeff\ufffe\uffff]")
_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
# Nothing can be escaped inside a parameter: `"` must not appear (RFC 5545, section 3.2), readers
# take `\` for an escape all the same, and those older than RFC 6868 show its `^` as it stands.
_PARAMETER = str.maketrans({'"': "'", "\\": "/", "^": ""})


class Text(vText):
    r"""A TEXT value, escaped as RFC 5545 3.3.11 says.

    The library's own escaping takes `\N` for a line break, so `C:\Notes` would not survive it.
    """

    __slots__ = ()

    def to_ical(self) -> bytes:
        """The escaped text, in UTF-8."""
        return self.translate(_ESCAPES).encode()


def many_lines(text: str) -> str:
    r"""The text with every line break as `\n`, tabs as spaces, and no control characters."""
    return _REFUSED.sub("", _BREAKS.sub("\n", text).replace("\t", " ")).strip()


def one_line(text: str) -> str:
    """The text on one line, words parted by single spaces."""
    return re.sub(r"[ \n]+", " ", many_lines(text))


def parameter(text: str) -> str:
    """The text on one line, without what a property parameter cannot carry to every reader."""
    return one_line(text.translate(_PARAMETER))
