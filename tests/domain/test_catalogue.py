"""A council's own figures take the place of Kept's, within bounds, and nothing else changes."""

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.domain.catalogue import (
    ALWAYS_OFFERED,
    BOUNDS,
    NeedRuleRefused,
    Rule,
    changed,
    check,
    figures,
    only_own,
    rule_of,
    under,
    with_rules,
)
from booking.domain.needs import CATALOGUE, FACILITIES, Category, Meeting, Need, demand

EDITABLE = {"extra_minutes", "stretch", "lead_working_days", "confirm_working_days", "offered"}


@st.composite
def allowed(draw: st.DrawFn) -> tuple[str, Rule]:
    """A need and a rule that an administrator could save for it."""
    code = draw(st.sampled_from(sorted(CATALOGUE)))
    said = {
        figure: draw(st.none() | st.sampled_from(BOUNDS[figure]))
        for figure in figures(CATALOGUE[code])
    }
    offered = code in ALWAYS_OFFERED or draw(st.booleans())
    return code, Rule(offered=offered, **said)


def test_without_rules_it_is_the_catalogue_itself() -> None:
    assert with_rules([]) is CATALOGUE


def test_a_figure_that_is_not_set_is_kepts_own() -> None:
    (need,) = [with_rules([("bsl_interpreter", Rule(lead_working_days=15))])["bsl_interpreter"]]
    assert (need.lead_working_days, need.stretch) == (15, Fraction(1, 2))


def test_a_percentage_is_a_share_of_the_length_of_the_service() -> None:
    known = with_rules([("makaton", Rule(stretch_percent=100, extra_minutes=10))])
    found = demand(
        service_minutes=30,
        needs=["makaton"],
        meeting=Meeting.PHONE,
        language="en",
        officer_languages=["en"],
        catalogue=known,
    )
    assert found.minutes == 70


@given(allowed())
def test_a_rule_changes_its_figures_and_leaves_what_the_need_means(given: tuple[str, Rule]) -> None:
    code, rule = given
    check(code, rule)
    known = with_rules([given])
    assert {one: known[one] for one in known if one != code} == {
        one: need for one, need in CATALOGUE.items() if one != code
    }
    for field in fields(Need):
        if field.name not in EDITABLE:
            assert getattr(known[code], field.name) == getattr(CATALOGUE[code], field.name)
    assert list(known) == list(CATALOGUE)


@given(allowed())
def test_what_is_kept_of_a_rule_says_the_same_as_the_whole_of_it(given: tuple[str, Rule]) -> None:
    code, rule = given
    assert under(CATALOGUE[code], only_own(code, rule)) == under(CATALOGUE[code], rule)


@pytest.mark.parametrize("code", CATALOGUE)
def test_kepts_own_figures_in_full_leave_nothing_to_store(code: str) -> None:
    usual = rule_of(CATALOGUE[code])
    assert only_own(code, usual) == Rule()
    assert under(CATALOGUE[code], usual) == CATALOGUE[code]
    for figure, bounds in BOUNDS.items():
        assert getattr(usual, figure) in bounds


@pytest.mark.parametrize(
    "rule",
    [
        Rule(extra_minutes=7),
        Rule(extra_minutes=125),
        Rule(extra_minutes=-5),
        Rule(stretch_percent=101),
        Rule(lead_working_days=41),
        Rule(lead_working_days=-1),
        Rule(confirm_working_days=0),
        Rule(confirm_working_days=11),
        Rule(offered=False),
    ],
    ids=str,
)
def test_what_is_out_of_bounds_or_a_duty_is_refused(rule: Rule) -> None:
    with pytest.raises(NeedRuleRefused):
        check("bsl_interpreter", rule)


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("braille", Rule(extra_minutes=5)),
        ("makaton", Rule(lead_working_days=5)),
        ("no_such_need", Rule()),
    ],
)
def test_a_figure_that_means_nothing_for_the_need_is_refused(code: str, rule: Rule) -> None:
    with pytest.raises(NeedRuleRefused):
        check(code, rule)


def test_a_need_that_is_a_duty_is_offered_whatever_is_stored() -> None:
    known = with_rules([(code, Rule(offered=False)) for code in CATALOGUE])
    assert {code for code, need in known.items() if need.offered} == set(ALWAYS_OFFERED)


def test_what_is_not_offered_any_more_still_has_its_consequences() -> None:
    known = with_rules([("interpreter_video", Rule(offered=False))])
    found = demand(
        service_minutes=30,
        needs=["interpreter_video"],
        meeting=Meeting.VIDEO,
        language="so",
        officer_languages=["en"],
        catalogue=known,
    )
    assert (found.minutes, found.professionals) == (45, ("interpreter_video",))


def test_a_rule_about_a_need_that_is_gone_says_nothing() -> None:
    assert with_rules([("carrier_pigeon", Rule(extra_minutes=5))]) == CATALOGUE


def test_every_adjustment_of_a_disabled_person_stays_offered() -> None:
    assert {"bsl_interpreter", "large_print_18", "braille", "step_free"} <= set(ALWAYS_OFFERED)
    assert {"hearing_loop", "interpreter_in_person", "interpreter_phone"} <= set(ALWAYS_OFFERED)
    assert set(ALWAYS_OFFERED) <= set(CATALOGUE)
    communicating = [c for c, need in CATALOGUE.items() if need.category is Category.COMMUNICATING]
    assert set(communicating) <= set(ALWAYS_OFFERED)


def test_the_difference_of_two_states_names_each_figure_with_both_values() -> None:
    need = CATALOGUE["bsl_interpreter"]
    after = under(need, Rule(lead_working_days=15, stretch_percent=25))
    assert list(changed(need, after)) == [
        ("stretch_percent", 50, 25),
        ("lead_working_days", 10, 15),
    ]


def test_only_what_takes_time_can_take_more_and_only_what_is_booked_has_a_lead_time() -> None:
    assert figures(CATALOGUE["braille"]) == ()
    assert figures(CATALOGUE["step_free"]) == ("extra_minutes", "stretch_percent")
    assert set(figures(CATALOGUE["lipspeaker"])) == set(BOUNDS)
    assert len(FACILITIES) == len(set(FACILITIES))
