"""Claimants' figures side by side."""

from __future__ import annotations

from store.event import Range, Scope
from store.toll import spread
from tests.store.samples import sample, toll

SCOPE = Scope(since="2024-11-27", area="North-west Syria")


def test_the_spread_goes_from_the_lowest_to_the_highest_figure() -> None:
    found = spread(sample(tolls=(toll("SANA", 10), toll("SOHR", 18, at_most=21))))
    assert found is not None
    assert found.killed == Range(at_least=10, at_most=21)
    assert found.claimants == ("SANA", "SOHR")


def test_a_claimants_later_figure_replaces_the_earlier_one() -> None:
    tolls = toll("SOHR", 30, "2016-12-24"), toll("SOHR", 12, "2016-12-22")
    found = spread(sample(tolls=tolls))
    assert found is not None
    assert found.killed == Range(at_least=30, at_most=30)


def test_a_figure_of_a_wider_scope_is_not_the_events_own() -> None:
    assert spread(sample(tolls=(toll("SOHR", 300, scope=SCOPE),))) is None


def test_a_claimant_without_a_number_is_named_and_counts_nothing() -> None:
    found = spread(sample(tolls=(toll("Syrian Army", None),)))
    assert found is not None
    assert found.killed is None
    assert found.claimants == ("Syrian Army",)


def test_an_open_figure_leaves_the_spread_open() -> None:
    over = toll("SOHR", 300)
    open_toll = type(over)(claimant="SOHR", as_of="2024", killed=Range(at_least=300))
    found = spread(sample(tolls=(toll("SANA", 10), open_toll)))
    assert found is not None
    assert found.killed == Range(at_least=10)
