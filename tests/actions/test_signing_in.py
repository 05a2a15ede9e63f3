"""Staff: adding them, knowing them, signing them out."""

import pytest
from sqlalchemy.orm import Session

from booking.actions import audit, signing_in
from booking.actions.signing_in import PasswordTooShort, StaffKnown, verify
from booking.models import AuditEntry, Role, Staff
from tests.stored import all_of, count

PASSWORD = "correct horse battery"


def add(email: str = "desk@example.org", password: str = PASSWORD) -> Staff:
    return signing_in.add_staff(email=email, name="Dana", role=Role.FRONT_DESK, password=password)


def test_the_right_password_is_known(session: Session) -> None:
    assert verify(" Desk@Example.org ", PASSWORD) is None
    staff = add()
    found = verify(" Desk@Example.org ", PASSWORD)
    assert found is not None
    assert found.id == staff.id


def test_a_wrong_password_is_not(session: Session) -> None:
    add()
    for wrong in ("", PASSWORD.upper(), f"{PASSWORD} ", "x" * 5000):
        assert verify("desk@example.org", wrong) is None


def test_who_has_left_is_not_let_in(session: Session) -> None:
    add().active = False
    session.commit()
    assert verify("desk@example.org", PASSWORD) is None


def test_a_password_is_stored_as_argon2id_alone(session: Session) -> None:
    assert add().password_hash.startswith("$argon2id$")
    assert PASSWORD not in add("other@example.org").password_hash


def test_a_short_password_is_refused(session: Session) -> None:
    with pytest.raises(PasswordTooShort):
        add(password="elevenchars")
    assert count(session, Staff) == 0


def test_an_email_belongs_to_one_member_of_staff(session: Session) -> None:
    add()
    with pytest.raises(StaffKnown):
        add("DESK@example.org")


def test_signing_out_everywhere_ends_every_session(session: Session) -> None:
    staff = add()
    session_key = staff.get_id()
    signing_in.signed_in(staff_id=staff.id)
    signing_in.sign_out_everywhere(staff_id=staff.id)
    session.refresh(staff)
    assert staff.get_id() != session_key
    actions = [entry.action for entry in all_of(session, AuditEntry)]
    assert actions == ["sign_in", "sign_out_everywhere"]
    assert list(audit.broken(session)) == []
