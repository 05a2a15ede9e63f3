"""Our holidays against an independent list: what GOV.UK itself published, as bundled offline."""

from datetime import date

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from holidays import country_holidays

from booking.domain.working_days import HolidayYearMissing
from booking.public_holidays import Nation, calendar_for, public_holidays

SATURDAY = 5
EVENTS = BankHolidays.load_backup_data()
PUBLISHED = {
    nation: frozenset(date.fromisoformat(event["date"]) for event in EVENTS[nation]["events"])
    for nation in Nation
}
YEARS = sorted({day.year for day in PUBLISHED[Nation.SCOTLAND]})
PROCLAIMED_SINCE_PUBLICATION = {
    # Scotland's World Cup bank holiday: royal proclamation of 3 February 2026.
    (Nation.SCOTLAND, 2026): {date(2026, 6, 15)},
}


def weekdays(days: frozenset[date]) -> set[date]:
    return {day for day in days if day.weekday() < SATURDAY}


def test_the_published_list_covers_the_years_that_matter() -> None:
    assert set(YEARS) >= set(range(2012, 2029))
    assert all({day.year for day in PUBLISHED[nation]} == set(YEARS) for nation in Nation)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("nation", Nation)
def test_the_weekdays_off_are_those_that_gov_uk_published(nation: Nation, year: int) -> None:
    published = weekdays(frozenset(day for day in PUBLISHED[nation] if day.year == year))
    added = PROCLAIMED_SINCE_PUBLICATION.get((nation, year), set())
    assert weekdays(public_holidays(nation, year)) == published | added


EVERYWHERE = tuple(Nation)
NOT_SCOTLAND = (Nation.ENGLAND_AND_WALES, Nation.NORTHERN_IRELAND)


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        pytest.param(date(2020, 5, 8), EVERYWHERE, id="VE day in place of the first Monday"),
        pytest.param(date(2022, 6, 2), EVERYWHERE, id="spring holiday moved for the jubilee"),
        pytest.param(date(2022, 6, 3), EVERYWHERE, id="Platinum Jubilee"),
        pytest.param(date(2022, 9, 19), EVERYWHERE, id="the Queen's funeral"),
        pytest.param(date(2023, 5, 8), EVERYWHERE, id="coronation"),
        pytest.param(date(2021, 12, 28), EVERYWHERE, id="Boxing Day on a Sunday"),
        pytest.param(date(2022, 12, 27), EVERYWHERE, id="Christmas Day on a Sunday"),
        pytest.param(date(2026, 12, 28), EVERYWHERE, id="Boxing Day on a Saturday"),
        pytest.param(date(2023, 1, 2), EVERYWHERE, id="New Year's Day on a Sunday, or 2 January"),
        pytest.param(date(2023, 1, 3), (Nation.SCOTLAND,), id="2 January when that is taken"),
        pytest.param(date(2026, 1, 2), (Nation.SCOTLAND,), id="2 January"),
        pytest.param(date(2027, 1, 4), (Nation.SCOTLAND,), id="2 January on a Saturday"),
        pytest.param(date(2027, 11, 30), (Nation.SCOTLAND,), id="St Andrew's Day"),
        pytest.param(date(2027, 8, 2), (Nation.SCOTLAND,), id="first Monday of August"),
        pytest.param(date(2027, 8, 30), NOT_SCOTLAND, id="last Monday of August"),
        pytest.param(date(2027, 3, 29), NOT_SCOTLAND, id="Easter Monday"),
        pytest.param(date(2027, 3, 17), (Nation.NORTHERN_IRELAND,), id="St Patrick's Day"),
        pytest.param(date(2027, 7, 12), (Nation.NORTHERN_IRELAND,), id="Battle of the Boyne"),
        pytest.param(date(2020, 5, 4), (), id="the first Monday that VE day replaced"),
        pytest.param(date(2022, 5, 30), (), id="the last Monday that the jubilee replaced"),
    ],
)
def test_the_named_days_are_off_where_they_are_kept(day: date, nations: tuple[Nation, ...]) -> None:
    assert {nation for nation in Nation if day in public_holidays(nation, day.year)} == set(nations)


@pytest.mark.parametrize("nation", Nation)
@pytest.mark.parametrize("year", [1, 1871, 2101, 2200, 9999])
def test_a_year_that_the_library_does_not_know_raises(nation: Nation, year: int) -> None:
    with pytest.raises(HolidayYearMissing, match=str(year)):
        public_holidays(nation, year)


@pytest.mark.parametrize("nation", Nation)
def test_no_year_that_is_answered_is_empty(nation: Nation) -> None:
    assert all(len(weekdays(public_holidays(nation, year))) >= 4 for year in range(1872, 2101))


def test_wales_still_shares_englands_list() -> None:
    for year in range(2012, 2041):
        wales = frozenset(country_holidays("GB", subdiv="WLS", years=year))
        assert public_holidays(Nation.ENGLAND_AND_WALES, year) == wales


def test_a_calendar_closes_on_holidays_and_on_the_councils_own_days() -> None:
    calendar = calendar_for(Nation.SCOTLAND, [2026], [date(2026, 11, 25)])
    assert not calendar.is_working_day(date(2026, 11, 30))
    assert not calendar.is_working_day(date(2026, 11, 25))
    assert calendar.is_working_day(date(2026, 11, 26))


def test_a_calendar_counts_on_into_a_year_that_was_not_asked_for() -> None:
    calendar = calendar_for(Nation.SCOTLAND, [2026], ())
    assert calendar.add(date(2026, 12, 31), 1) == date(2027, 1, 5)


def test_a_missing_year_is_found_when_the_calendar_is_made_or_when_it_is_reached() -> None:
    with pytest.raises(HolidayYearMissing):
        calendar_for(Nation.SCOTLAND, [2101], ())
    with pytest.raises(HolidayYearMissing, match="2101"):
        calendar_for(Nation.SCOTLAND, [2100], ()).add(date(2100, 12, 31), 1)
