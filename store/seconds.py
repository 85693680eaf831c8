"""Instants as whole seconds since 1970 in UTC, which is how they are compared and kept, and the days in Damascus."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from store.edtf import DAMASCUS, midnight

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# later than this it is the year 10,000 in Damascus
_LAST = datetime(9999, 12, 31, 20, 59, 59, tzinfo=UTC)


def second_of(instant: datetime) -> int:
    """The second in which an instant lies."""
    return (instant - _EPOCH) // timedelta(seconds=1)


def first_second(day: date) -> int:
    """The second at which a day begins in Damascus."""
    return second_of(midnight(day))


def in_damascus(second: int) -> datetime:
    """When a second is in Damascus, up to the end of the calendar there."""
    return min(_EPOCH + timedelta(seconds=second), _LAST).astimezone(DAMASCUS)


def day_of(second: int) -> date:
    """The day in Damascus in which a second lies; the first there is for what has no known beginning."""
    return in_damascus(second).date()
