"""What needs add up to: minutes, lead time, facilities, professionals, ways of meeting."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.needs import (
    CATALOGUE,
    FACILITIES,
    Category,
    Demand,
    Meeting,
    Part,
    UnknownNeed,
    demand,
)


def demanded(
    *needs: str,
    minutes: int = 30,
    meeting: Meeting = Meeting.IN_PERSON,
    language: str = "pl",
    officer_languages: tuple[str, ...] = ("en",),
) -> Demand:
    return demand(
        service_minutes=minutes,
        needs=needs,
        meeting=meeting,
        language=language,
        officer_languages=officer_languages,
    )


def test_every_need_stands_under_its_own_code() -> None:
    assert all(need.code == code for code, need in CATALOGUE.items())


@pytest.mark.parametrize(
    "codes",
    [
        "contact_sms contact_email contact_letter contact_phone text_relay video_relay",
        "through_supporter best_times safe_message shared_device",
        "no_sms no_email no_letter no_phone",
        "standard large_print_18 large_print_24 easy_read audio braille bsl_video coloured_paper",
        "plain_email interpreter_in_person interpreter_phone interpreter_video bsl_interpreter",
        "bsl_sse deafblind_manual lipspeaker speech_to_text note_taker advocate",
        "lipreads hearing_loop speak_clearly extra_processing_time makaton communication_aid",
        "step_free wheelchair_space quiet_space met_at_door told_when_called assistance_dog",
        "accessible_parking home_visit separate_waiting",
        "longer_appointment breaks mornings_only afternoons_only supporter",
    ],
)
def test_every_need_that_we_promise_to_meet_is_in_the_catalogue(codes: str) -> None:
    assert set(codes.split()) <= set(CATALOGUE)


def test_every_category_is_asked_about() -> None:
    assert {need.category for need in CATALOGUE.values()} == set(Category)


def test_a_room_can_have_each_facility_that_some_need_asks_for() -> None:
    assert FACILITIES == (
        "hearing_loop",
        "step_free",
        "wheelchair_space",
        "quiet",
        "accessible_parking",
        "separate_waiting",
    )


def test_how_to_be_contacted_is_nothing_that_the_officer_sees() -> None:
    contact = [need for need in CATALOGUE.values() if need.category is Category.CONTACT]
    assert contact
    assert not any(need.officer_sees for need in contact)


def test_without_needs_an_appointment_is_as_long_as_the_service() -> None:
    assert demanded() == Demand(minutes=30, meeting=Meeting.IN_PERSON)


@pytest.mark.parametrize(
    ("needs", "minutes"),
    [
        (["interpreter_phone"], 45),
        (["bsl_interpreter"], 45),
        (["longer_appointment"], 45),
        (["breaks"], 40),
        (["longer_appointment", "breaks"], 55),
        (["bsl_interpreter", "breaks"], 55),
        (["bsl_interpreter", "lipspeaker", "makaton"], 45),
        (["met_at_door"], 35),
        (["large_print_18", "contact_sms", "lipreads"], 30),
    ],
)
def test_needs_make_an_appointment_longer(needs: list[str], minutes: int) -> None:
    assert demanded(*needs).minutes == minutes


def test_lengths_are_rounded_up_to_five_minutes() -> None:
    assert demanded("bsl_interpreter", minutes=25).minutes == 40


@pytest.mark.parametrize(
    ("needs", "working_days"),
    [
        ([], 0),
        (["interpreter_phone"], 0),
        (["bsl_interpreter"], 10),
        (["interpreter_in_person", "bsl_interpreter"], 10),
        (["step_free", "easy_read"], 0),
    ],
)
def test_the_lead_time_is_that_of_the_slowest_support(needs: list[str], working_days: int) -> None:
    assert demanded(*needs).lead_working_days == working_days


@pytest.mark.parametrize("spoken", ["pl", "PL"])
def test_an_officer_who_speaks_the_language_needs_no_interpreter(spoken: str) -> None:
    assert demanded("interpreter_in_person", officer_languages=("en", spoken)) == demanded()


@pytest.mark.parametrize(
    ("language", "spoken", "professionals"),
    [
        ("pt-BR", "pt", ()),
        ("pt", "pt-BR", ("interpreter_phone",)),
        ("pl", "p", ("interpreter_phone",)),
        ("uk", "en", ("interpreter_phone",)),
    ],
)
def test_an_officer_covers_the_varieties_of_a_language_and_no_other(
    language: str, spoken: str, professionals: tuple[str, ...]
) -> None:
    found = demanded("interpreter_phone", language=language, officer_languages=(spoken,))
    assert found.professionals == professionals


def test_an_officer_who_signs_needs_no_bsl_interpreter_but_still_a_lipspeaker() -> None:
    found = demanded("bsl_interpreter", "lipspeaker", officer_languages=("en", "bfi"))
    assert found.professionals == ("lipspeaker",)


def test_speaking_the_language_does_not_stand_in_for_a_bsl_interpreter() -> None:
    found = demanded("bsl_interpreter", language="en", officer_languages=("en",))
    assert found.professionals == ("bsl_interpreter",)


def test_facilities_count_only_for_meetings_in_person() -> None:
    assert demanded("step_free", "hearing_loop").facilities == {"step_free", "hearing_loop"}
    for meeting in set(Meeting) - {Meeting.IN_PERSON}:
        by_other_ways = demanded("step_free", "hearing_loop", "met_at_door", meeting=meeting)
        assert by_other_ways == Demand(minutes=30, meeting=meeting)


def test_a_home_visit_takes_the_place_of_a_meeting_in_person_only() -> None:
    assert demanded("home_visit").meeting is Meeting.HOME_VISIT
    assert demanded("home_visit", "step_free").facilities == frozenset()
    assert demanded("home_visit", meeting=Meeting.PHONE).meeting is Meeting.PHONE


@pytest.mark.parametrize(
    ("needs", "parts"),
    [
        ([], None),
        (["mornings_only"], {Part.MORNING}),
        (["afternoons_only"], {Part.AFTERNOON}),
        (["mornings_only", "afternoons_only"], {Part.MORNING, Part.AFTERNOON}),
    ],
)
def test_only_mornings_or_afternoons(needs: list[str], parts: set[Part] | None) -> None:
    assert demanded(*needs).parts == parts


def test_a_need_named_twice_counts_once() -> None:
    assert demanded("breaks", "breaks") == demanded("breaks")


def test_an_unknown_need_is_refused_not_forgotten() -> None:
    with pytest.raises(UnknownNeed, match="bsl_interpretor"):
        demanded("step_free", "bsl_interpretor")


def test_a_council_can_set_its_own_figures() -> None:
    slower = replace(CATALOGUE["lipspeaker"], stretch=Fraction(1), lead_working_days=20)
    found = demand(
        service_minutes=30,
        needs=["lipspeaker"],
        meeting=Meeting.VIDEO,
        language="en",
        officer_languages=["en"],
        catalogue={**CATALOGUE, "lipspeaker": slower},
    )
    assert (found.minutes, found.lead_working_days) == (60, 20)


codes = st.sets(st.sampled_from(sorted(CATALOGUE)))


@given(codes, st.sampled_from(sorted(CATALOGUE)), st.sampled_from(Meeting), st.integers(5, 120))
def test_one_more_need_never_asks_for_less(
    needs: set[str], another: str, meeting: Meeting, minutes: int
) -> None:
    fewer = demanded(*needs - {"home_visit"}, meeting=meeting, minutes=minutes)
    more = demanded(*(needs | {another}) - {"home_visit"}, meeting=meeting, minutes=minutes)
    assert more.minutes >= fewer.minutes >= minutes
    assert more.minutes % 5 == 0
    assert more.lead_working_days >= fewer.lead_working_days
    assert more.facilities >= fewer.facilities
    assert set(more.professionals) >= set(fewer.professionals)
