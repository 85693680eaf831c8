"""Claimants' figures side by side."""

from __future__ import annotations

from store.event import Range, Scope, Toll
from store.toll import Spread, spread
from tests.store.samples import sample, toll

SCOPE = Scope(since="2024-11-27", area="North-west Syria")


def said(claimant: str, at_least: int | None, at_most: int | None) -> Toll:
    return Toll(claimant=claimant, as_of="2024-11-30", killed=Range(at_least=at_least, at_most=at_most))


def test_the_spread_goes_from_the_lowest_to_the_highest_figure() -> None:
    found = spread(sample(tolls=(toll("SANA", 10), toll("SOHR", 18, at_most=21))))
    assert found == Spread(10, 21, False, ("SANA", "SOHR"))


def test_a_claimants_later_figure_replaces_the_earlier_one() -> None:
    found = spread(sample(tolls=(toll("SOHR", 30, "2016-12-24"), toll("SOHR", 12, "2016-12-22"))))
    assert found == Spread(30, 30, False, ("SOHR",))


def test_a_figure_of_a_wider_scope_is_not_the_events_own() -> None:
    assert spread(sample(tolls=(toll("SOHR", 300, scope=SCOPE),))) is None


def test_a_claimant_without_a_number_is_named_and_counts_nothing() -> None:
    assert spread(sample(tolls=(toll("Syrian Army", None),))) == Spread(None, None, False, ("Syrian Army",))


def test_only_those_who_gave_a_number_are_named_where_somebody_did() -> None:
    assert spread(sample(tolls=(toll("Syrian Army", None), toll("SOHR", 3)))) == Spread(3, 3, False, ("SOHR",))


def test_the_highest_is_open_where_it_was_said_to_be_at_least() -> None:
    assert spread(sample(tolls=(toll("SANA", 10), said("SOHR", 300, None)))) == Spread(10, 300, True, ("SANA", "SOHR"))
    assert spread(sample(tolls=(toll("SANA", 400), said("SOHR", 300, None)))) == Spread(
        300, 400, False, ("SANA", "SOHR")
    )


def test_up_to_leaves_the_lowest_open() -> None:
    assert spread(sample(tolls=(toll("SANA", 10), said("SOHR", None, 40)))) == Spread(None, 40, False, ("SANA", "SOHR"))
