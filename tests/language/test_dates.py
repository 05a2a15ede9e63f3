from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from booking.language.dates import (
    format_day,
    format_day_with_year,
    format_deadline,
    format_minutes,
    format_moment,
    format_range,
    format_time,
)
from booking.language.languages import LANGUAGES

TUESDAY = date(2026, 11, 24)
HALF_PAST_TEN = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)

# language: a day, a day with its year, a time; the words are CLDR's.
WRITTEN = {
    "en": ("Tuesday 24 November", "Tuesday 24 November 2026", "10:30am"),
    "cy": ("Dydd Mawrth, 24 Tachwedd", "Dydd Mawrth, 24 Tachwedd 2026", "10:30"),
    "pl": ("wtorek, 24 listopada", "wtorek, 24 listopada 2026", "10:30"),
    "ro": ("marți, 24 noiembrie", "marți, 24 noiembrie 2026", "10:30"),
    "uk": ("вівторок, 24 листопада", "вівторок, 24 листопада 2026\u202fр.", "10:30"),
    "pa": ("ਮੰਗਲਵਾਰ, 24 ਨਵੰਬਰ", "ਮੰਗਲਵਾਰ, 24 ਨਵੰਬਰ 2026", "ਸਵੇਰੇ\N{NO-BREAK SPACE}10:30"),
    "ur": ("منگل، 24 نومبر", "منگل، 24 نومبر، 2026", "صبح\N{NO-BREAK SPACE}10:30"),
    "bn": ("মঙ্গলবার, 24 নভেম্বর", "মঙ্গলবার, 24 নভেম্বর, 2026", "সকাল\N{NO-BREAK SPACE}10:30"),
    "ar": ("الثلاثاء، 24 نوفمبر", "الثلاثاء، 24 نوفمبر 2026", "10:30\N{NO-BREAK SPACE}ص"),
    "pt": ("terça-feira, 24 de novembro", "terça-feira, 24 de novembro de 2026", "10:30"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_times_are_written_as_each_language_writes_them(
    language: str, english: None
) -> None:
    with force_locale(language):
        written = (format_day(TUESDAY), format_day_with_year(TUESDAY), format_time(HALF_PAST_TEN))
    assert written == WRITTEN[language]


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [
        (9, 0, "9am"),
        (9, 5, "9:05am"),
        (12, 0, "midday"),
        (12, 30, "12:30pm"),
        (14, 0, "2pm"),
        (0, 0, "midnight"),
        (0, 15, "12:15am"),
    ],
)
def test_english_times_are_short_and_cannot_be_mistaken(
    hour: int, minute: int, expected: str, english: None
) -> None:
    assert format_time(datetime(2026, 11, 24, hour, minute, tzinfo=UTC)) == expected


def test_a_moment_is_on_the_councils_clock_in_summer_and_in_winter(english: None) -> None:
    assert format_moment(HALF_PAST_TEN) == "Tuesday 24 November at 10:30am"
    assert format_moment(HALF_PAST_TEN.replace(month=7)) == "Friday 24 July at 11:30am"
    late = datetime(2026, 7, 24, 23, 30, tzinfo=UTC)
    assert format_moment(late) == "Saturday 25 July at 12:30am"


def test_a_deadline_is_its_last_day(english: None) -> None:
    last_second = datetime(2026, 7, 27, 22, 59, 59, tzinfo=UTC)
    assert format_deadline(last_second) == "Monday 27 July"


def test_a_range_and_a_length_are_whole_phrases(english: None) -> None:
    assert (
        format_range(HALF_PAST_TEN, HALF_PAST_TEN.replace(hour=12, minute=0)) == "10:30am to midday"
    )
    assert (format_minutes(1), format_minutes(45)) == ("1 minute", "45 minutes")


def test_a_naive_time_is_refused(english: None) -> None:
    with pytest.raises(ValueError, match="zone"):
        format_time(datetime(2026, 11, 24, 10, 30))  # noqa: DTZ001
