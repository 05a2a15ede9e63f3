"""What staff type to sign in."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from booking.web.form import Form


class SignInForm(Form):
    """Email and password."""

    email = StringField(
        _l("Email address"), [InputRequired(_l("Enter your email address")), Length(max=254)]
    )
    password = PasswordField(
        _l("Password"), [InputRequired(_l("Enter your password")), Length(max=1024)]
    )
