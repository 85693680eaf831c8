"""The named stretches of the timeline: the four that come with it, and the user's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import msgspec


class Period(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A named stretch of the timeline; `name` is what a query calls it (`period:2016`).

    `first` and `last` are days in Damascus, both inside the period; `last` is None while the period is open. `about`
    is a line on what it was.
    """

    name: str
    title: str
    first: date
    last: date | None = None
    about: str = ""

    def last_known(self, known_on: date | None = None) -> date | None:
        """The last day as it was known on a date: None where the period had not ended yet."""
        if self.last is None or (known_on is not None and known_on < self.last):
            return None
        return self.last

    def holds(self, day: date, known_on: date | None = None) -> bool:
        """Whether an event that begins on `day` belongs to this period, as it was known on a date."""
        last = self.last_known(known_on)
        return self.first <= day and (last is None or day <= last)


PERIODS = (
    Period("2011", "2011", date(2011, 1, 1), date(2011, 12, 31), "Uprising: protest, crackdown, the first defections"),
    Period("2016", "2016", date(2016, 1, 1), date(2016, 12, 31), "The battle for Aleppo, until the east of it fell"),
    Period("2020", "2020", date(2020, 1, 1), date(2020, 12, 31), "The Idlib offensive, and the ceasefire of 5 March"),
    Period(
        "offensive",
        "Current offensive",
        date(2024, 11, 27),
        date(2024, 12, 8),
        "HTS-led rebels take Aleppo, Hama, Homs and Damascus",
    ),
)


class PeriodError(ValueError):
    """A period that cannot be used, and why."""


def periods_with(own: Iterable[Period]) -> tuple[Period, ...]:
    """The four periods and then the user's own; PeriodError names the one that cannot be."""
    every = list(PERIODS)
    for period in own:
        if not re.fullmatch(r"[\w-]+", period.name):
            raise PeriodError(f'a period is named by letters, digits and hyphens, not "{period.name}"')
        if any(period.name == other.name for other in every):
            raise PeriodError(f'there are two periods named "{period.name}"')
        if period.last is not None and period.last < period.first:
            raise PeriodError(f'the period "{period.name}" ends on {period.last}, before it begins on {period.first}')
        every.append(period)
    return tuple(every)
