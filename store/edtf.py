"""EDTF: the syntax in which uncertain dates are held, and the instants and days that each text may cover.

EDTF is the Extended Date/Time Format of the Library of Congress (ISO 8601-2:2019). Held here: years, months, days and
seasons, `X` for an unknown month or day, the qualifiers `~`, `?` and `%`, intervals `a/b` with an open end `..`, and
one moment out of a range `[a..b]` or a list `[a,b]`. Two things differ: a time of day carries no seconds, and it may
stop at the hour (`2011-07-31T06+03:00`), since six o'clock is not 06:00:00.
"""

from __future__ import annotations

import enum
import functools
import re
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

# every day is one of this zone, by the offsets of the IANA time zone database
DAMASCUS = ZoneInfo("Asia/Damascus")
# where a date is open to the past, and to the future
BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
FOREVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

ONE_SECOND, ONE_MINUTE, ONE_HOUR, ONE_DAY = (timedelta(seconds=count) for count in (1, 60, 3600, 86_400))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# months 21 to 24 of EDTF, level 1: of the northern half, and each of three months, spring from March
SEASONS = ("spring", "summer", "autumn", "winter")
LAST_MONTH = 9999 * 12 + 11
# one of each kind that a person may type, for the sentence that refuses a text
EXAMPLES = "2016, 2016-12, 2016-12-22, 30 Nov 2024, 2024-11-30 17:00, 2016-12-15 to 2016-12-22 or since March 2011"


class WhenError(ValueError):
    """A text that is no date: a sentence that quotes it and says what is wrong with it."""


class Precision(enum.IntEnum):
    """How well a moment is known, by the width of the time in which it may lie; a greater value is coarser.

    DAY to YEAR are 1 to 5 of UCDP GED's `date_prec` (codebook 19.1, appendix 2), refined by minute and hour. LONGER is
    what that scale leaves out.
    """

    MINUTE, HOUR, DAY, DAYS, WEEK, MONTH, YEAR, LONGER = range(8)

    @property
    def words(self) -> str:
        """What a person calls it."""
        if self <= Precision.DAY:
            return f"to the {self.name.lower()}"
        widths = {Precision.DAYS: "2-6 days", Precision.LONGER: "more than a year"}
        return widths.get(self, f"a {self.name.lower()}")


PRECISIONS = tuple(Precision)
# the widest of each precision up to a year; a day of 25 hours, when summer time ends, is still a day
WIDEST = (ONE_MINUTE, ONE_HOUR, *(days * ONE_DAY + ONE_HOUR for days in (1, 6, 7, 31, 366)))


class Qualified(msgspec.Struct, frozen=True):
    """An EDTF text, and what its marks say: `~` about, `?` in doubt, `%` both."""

    edtf: str

    @property
    def is_approximate(self) -> bool:
        """Whether any part of it is "about"."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def is_uncertain(self) -> bool:
        """Whether any part of it is in doubt."""
        return "?" in self.edtf or "%" in self.edtf


class Span(Qualified, frozen=True):
    """What a text may cover: instants in UTC and days in Damascus, all inside."""

    earliest: datetime
    latest: datetime
    first_day: date
    last_day: date
    precision: Precision


Unit = Literal["minute", "hour", "day", "month", "season", "year"]


class Part(Span, frozen=True):
    """One date within the syntax, said to a `unit` that begins at `stated`, on the clock of Damascus.

    `some` is "a day in " or "a month in " where digits are unspecified.
    """

    unit: Unit
    stated: datetime
    some: str = ""

    @property
    def is_timed(self) -> bool:
        """Whether a time of day was said."""
        return self.unit in ("minute", "hour")


class Reading(Span, frozen=True):
    """What a whole text covers; `parts` are its dates in order, None for an open end."""

    parts: tuple[Part | None, ...]

    @property
    def lead(self) -> Part:
        """The part under which it stands on a timeline: the first that is known."""
        return next(part for part in self.parts if part)


@functools.lru_cache(maxsize=1 << 16)
def reading(text: str) -> Reading:
    """What an EDTF text covers, kept for the next time; WhenError is a whole sentence that quotes the text."""
    try:
        return parse(text)
    except WhenError as error:
        raise WhenError(f'"{text}" {error}') from None


def parse(text: str) -> Reading:
    """What an EDTF text covers; a WhenError here is the rest of a sentence that begins with what was typed."""
    text = text.strip().upper()
    if text.startswith("["):
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    part = _part(text)
    return _covering(part.edtf, (part,), part, part, part.precision)


def _interval(text: str) -> Reading:
    ends = [end.strip() for end in text.split("/")]
    if len(ends) > 2 or "" in ends or set(ends) == {".."}:
        raise WhenError("is no interval: write 2016-12-15/2016-12-22, 2011-03/.. or ../2011-03")
    parts = tuple(None if end == ".." else _part(end) for end in ends)
    edtf = "/".join(part.edtf if part else ".." for part in parts)
    return _covering(edtf, parts, parts[0], parts[-1], max(part.precision for part in parts if part))


def _one_of(text: str) -> Reading:
    mark = ".." if ".." in text else ","
    members = [member.strip() for member in text[1:-1].split(mark)]
    if not text.endswith("]") or len(members) < 2 or "" in members or (mark == ".." and len(members) > 2):
        raise WhenError("is no choice of dates: write [2016-12-13..2016-12-16] or [2016-12-13,2016-12-16]")
    parts = [_part(member) for member in members]
    if mark == ",":
        parts.sort(key=lambda part: part.earliest)
    first, last = parts[0], parts[-1] if mark == ".." else max(parts, key=lambda part: part.latest)
    edtf = f"[{mark.join(part.edtf for part in parts)}]"
    return _covering(edtf, tuple(parts), first, last, _precision(first.earliest, last.latest))


def _covering(
    edtf: str, parts: tuple[Part | None, ...], first: Part | None, last: Part | None, precision: Precision
) -> Reading:
    if first and last and last.latest < first.earliest:
        raise WhenError(f"ends before it begins: {last.edtf} comes before {first.edtf}")
    earliest, first_day = (first.earliest, first.first_day) if first else (BEGINNING, date.min)
    latest, last_day = (last.latest, last.last_day) if last else (FOREVER, date.max)
    return Reading(edtf, earliest, latest, first_day, last_day, precision, parts)


def _precision(earliest: datetime, latest: datetime) -> Precision:
    return PRECISIONS[bisect_left(WIDEST, latest - earliest + ONE_SECOND)]


PART = re.compile(
    r"(\d{4})(?:-(\d\d|XX)(?:-(\d\d|XX)"
    r"(?:(T\d\d)(:\d\d)?(?::[0-5]\d(?:\.\d+)?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d){0,2})?)?)?)?([~?%]?)",
    re.ASCII,
)


def _part(text: str) -> Part:
    match = PART.fullmatch(text)
    if match is None:
        raise WhenError(f"is no date: type one such as {EXAMPLES}")
    year, month, day, hour, minute, offset, qualifier = match.groups()
    is_about = qualifier in ("~", "%")
    if hour is not None:
        if offset is None:
            raise WhenError("has a time without its offset from Greenwich: write 2024-11-30T17:00+03:00, or Z for GMT")
        said = time_of(f"{day_of(year, month, day)}{hour}{minute or ''}{offset}")
        return _moment(said, "minute" if minute else "hour", qualifier, ONE_HOUR if is_about else timedelta())
    if day is not None and day != "XX":
        stated = day_of(year, month, day)
        first, last = around(stated) if is_about else (stated, stated)
        return _whole_days(text, first, last, "day", stated)
    start, count, unit = _months(year, month, day)
    some = "a day in " if day else "a month in " if month == "XX" else ""
    margin = count if is_about else 0
    first, last = _first_of(start - margin), _last_of(start + count - 1 + margin)
    return _whole_days(text, first, last, unit, _first_of(start), some)


def around(day: date) -> tuple[date, date]:
    """The days that "around 2 July" covers: the day and one either side. Months and years widen by their like.

    Source: UCDP GED codebook 19.1, appendix 2, precision 2, rule c.
    """
    return max(day, date.min + ONE_DAY) - ONE_DAY, min(day, date.max - ONE_DAY) + ONE_DAY


def _whole_days(text: str, first: date, last: date, unit: Unit, stated: date, some: str = "") -> Part:
    earliest = midnight(first)
    latest = FOREVER if last == date.max else midnight(last + ONE_DAY) - ONE_SECOND
    begins = datetime(stated.year, stated.month, stated.day, tzinfo=DAMASCUS)
    return Part(text, earliest, latest, first, last, _precision(earliest, latest), unit, begins, some)


@functools.lru_cache(maxsize=1 << 14)
def midnight(day: date) -> datetime:
    """The first instant of a day in Damascus.

    Summer time began at midnight, so those days have none: the offset before it, which `fold=0` takes, then gives the
    moment of the change (PEP 495).
    """
    return BEGINNING if day == date.min else datetime(day.year, day.month, day.day, tzinfo=DAMASCUS).astimezone(UTC)


def _moment(said: datetime, unit: Literal["minute", "hour"], qualifier: str, margin: timedelta) -> Part:
    begins = said.astimezone(UTC)
    earliest = begins - margin
    latest = begins + margin + (ONE_MINUTE if unit == "minute" else ONE_HOUR) - ONE_SECOND
    first, last = earliest.astimezone(DAMASCUS).date(), latest.astimezone(DAMASCUS).date()
    text = said.isoformat(timespec=f"{unit}s").replace("+00:00", "Z") + qualifier
    return Part(text, earliest, latest, first, last, _precision(earliest, latest), unit, begins.astimezone(DAMASCUS))


def time_of(text: str) -> datetime:
    """A day and its time of day in ISO 8601, to the hour or finer; it has a zone only where the text has an offset.

    A WhenError is the rest of a sentence, as in `parse`.
    """
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise WhenError(f"is no date: {error}") from None
    if not 1 < said.year < 9999:
        raise WhenError("has a time of day, and those are held for the years 0002 to 9998")
    return said


def day_of(year: str, month: str | None, day: str | None) -> date:
    """The day that three runs of digits name; a WhenError is the rest of a sentence, as in `parse`."""
    if month is None or day is None or "XX" in (month, day):
        raise WhenError("is no date: a day needs its month, and a time its day")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        start, _, _ = _months(year, month, "XX")
        length = _last_of(start).day
        raise WhenError(f"is no date: {MONTHS[start % 12]} {start // 12} has {length} days") from None


def _months(year: str, month: str | None, day: str | None) -> tuple[int, int, Unit]:
    """The first month, counted from January of year 0, and how many: of a year, a season (northern) or a month."""
    january = int(year) * 12
    if january == 0:
        raise WhenError("is no date: years run from 0001 to 9999")
    if month is None or month == "XX":
        return january, 12, "year"
    if "21" <= month <= "24" and day is None:
        return january + 2 + 3 * (int(month) - 21), 3, "season"
    if not 1 <= int(month) <= 12:
        raise WhenError(f"is no date: there is no month {month}")
    return january + int(month) - 1, 1, "month"


def _first_of(month: int) -> date:
    """The first day of a month counted from January of year 0, kept within the years 1 to 9999."""
    year, index = divmod(min(max(month, 12), LAST_MONTH), 12)
    return date(year, index + 1, 1)


def _last_of(month: int) -> date:
    return _first_of(month + 1) - ONE_DAY if month < LAST_MONTH else date.max
