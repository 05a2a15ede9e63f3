"""docs/needs.md lists every need with what follows from it, as the catalogue has it."""

from pathlib import Path

import pytest

from booking.domain.catalogue import ALWAYS_OFFERED, BOUNDS
from booking.domain.needs import CATALOGUE, Need

DOCS = (Path(__file__).parents[1] / "docs" / "needs.md").read_text()


def row(need: Need) -> str:
    """The need's line of the table."""
    structure = {
        "room": need.facility,
        "support": need.professional,
        "interprets": need.interprets,
        "format": need.message_format,
        "channel": need.channel,
        "never": need.never_channel,
        "words": "neutral" if need.neutral else None,
        "task": need.task,
        "meeting": need.meeting,
        "parts": ", ".join(sorted(need.parts or ())),
    }
    said = "; ".join(f"{name} {value}" for name, value in structure.items() if value)
    booked = need.professional is not None
    numbers = (
        need.extra_minutes or "",
        int(need.stretch * 100) or "",
        need.lead_working_days if booked else "",
        need.confirm_working_days if booked else "",
    )
    always = ALWAYS_OFFERED.get(need.code, "")
    return f"| `{need.code}` | " + " | ".join(map(str, (*numbers, said, always))) + " |"


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_docs_say_what_follows_from_every_need(code: str) -> None:
    assert row(CATALOGUE[code]) in DOCS.splitlines()


def test_the_docs_name_no_other_need_and_the_bounds_as_they_are() -> None:
    listed = [line.split("`")[1] for line in DOCS.splitlines() if line.startswith("| `")]
    assert listed == list(CATALOGUE)
    for bounds in BOUNDS.values():
        assert any(f"| {bounds[0]} | {bounds[-1]}" in line for line in DOCS.splitlines())
