"""The periods: which days they hold, and what was known of their end."""

from __future__ import annotations

from datetime import date

import pytest

from store.period import PERIODS, Period, PeriodError, periods_with

OFFENSIVE = PERIODS[3]


def test_the_offensive_runs_to_the_fall_of_damascus() -> None:
    assert OFFENSIVE.holds(date(2024, 11, 27))
    assert OFFENSIVE.holds(date(2024, 12, 8))
    assert not OFFENSIVE.holds(date(2024, 11, 26))
    assert not OFFENSIVE.holds(date(2024, 12, 9))


def test_the_offensive_is_open_where_its_end_was_not_known_yet() -> None:
    assert OFFENSIVE.last_known(date(2024, 11, 30)) is None
    assert OFFENSIVE.holds(date(2024, 12, 20), known_on=date(2024, 12, 7))
    assert OFFENSIVE.last_known(date(2024, 12, 8)) == date(2024, 12, 8)


def test_each_of_the_three_years_is_that_calendar_year() -> None:
    for period, year in zip(PERIODS, (2011, 2016, 2020), strict=False):
        assert (period.name, period.first, period.last) == (str(year), date(year, 1, 1), date(year, 12, 31))
        assert period.about


def test_a_persons_own_periods_come_after_the_four() -> None:
    own = Period("ghouta", "Ghouta", date(2013, 4, 7))
    assert periods_with([own]) == (*PERIODS, own)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period("two words", "", date(2013, 1, 1)), "letters, digits and hyphens"),
        (Period("2016", "", date(2016, 1, 1)), "two periods"),
        (Period("a", "", date(2016, 2, 1), date(2016, 1, 1)), "before it begins"),
    ],
)
def test_a_period_that_cannot_be_is_refused(period: Period, words: str) -> None:
    with pytest.raises(PeriodError, match=words):
        periods_with([period])
