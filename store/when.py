"""Uncertain dates: an EDTF text read as the instants it may cover, and said again no more exactly than it was.

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
from itertools import takewhile
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

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
SEASONS = ("spring", "summer", "autumn", "winter")
LAST_MONTH = 9999 * 12 + 11
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


class _Qualified(msgspec.Struct, frozen=True):
    """An EDTF text, and what its marks say."""

    edtf: str

    @property
    def is_approximate(self) -> bool:
        """Whether any part of it is "about"."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def is_uncertain(self) -> bool:
        """Whether any part of it is in doubt."""
        return "?" in self.edtf or "%" in self.edtf


class When(_Qualified, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A date as exact as it was said, and the words it was typed or reported in. Days are those of Damascus.

    Made by `When.parse` or `read_when`. One decoded from a file is not checked: where its text is no date, the first
    property asked for raises WhenError.
    """

    words: str = ""

    @classmethod
    def parse(cls, edtf: str, words: str = "") -> When:
        """The date in its canonical EDTF; WhenError says what is wrong with the text."""
        return cls(_reading(edtf).edtf, words)

    def __str__(self) -> str:
        return self.edtf

    @property
    def earliest(self) -> datetime:
        """The first instant it may cover, in UTC; BEGINNING where it is open to the past."""
        return _reading(self.edtf).earliest

    @property
    def latest(self) -> datetime:
        """The last second it may cover, in UTC; FOREVER where it is open to the future."""
        return _reading(self.edtf).latest

    @property
    def first_day(self) -> date:
        """The first day it may cover; `date.min` where it is open to the past."""
        return _reading(self.edtf).first_day

    @property
    def last_day(self) -> date:
        """The last day it may cover; `date.max` where it is open to the future."""
        return _reading(self.edtf).last_day

    @property
    def precision(self) -> Precision:
        """How well the moment is known; of an interval, how well the worse known of its ends is."""
        return _reading(self.edtf).precision

    @property
    def sort_key(self) -> tuple[int, int]:
        """Orders by the earliest instant (seconds since 1970), then the vaguer first: Nov 2024 before 1 Nov 2024."""
        reading = _reading(self.edtf)
        return int(reading.earliest.timestamp()), -reading.precision

    @property
    def lasts(self) -> bool:
        """Whether it goes on from one date to another, as opposed to one moment known only roughly."""
        return "/" in self.edtf

    @property
    def is_open(self) -> bool:
        """Whether it has no known end."""
        return self.edtf.endswith("/..")

    def label(self) -> str:
        """For the screen, in Damascus time: "Sat 30 Nov 2024 17:00", "about Dec 2016", "since Mar 2011"."""
        parts = _reading(self.edtf).parts
        start, end = parts[0], parts[-1]
        if start is None or end is None:
            return " ".join(["since", *start.said()] if start else ["until", *end.said()] if end else [])
        if ".." in self.edtf:
            return " ".join(["between", *start.said(), "and", *end.said()])
        if self.lasts:
            return _from_to(start, end)
        return " or ".join(" ".join(part.said()) for part in parts if part)

    def gutter(self) -> str:
        """At most 7 cells for the day: "Sat 30", "~Sun 15", "Sat 30?", "Dec", "2016".

        An interval stands at its start, or as "<Mar" where only its end is known; one of several at the earliest, with
        "~". Where both fit, "~" wins over "?"; a time that is about has its "~" in the clock.
        """
        reading = _reading(self.edtf)
        part = reading.lead
        if reading.parts[0] is None:
            return f"<{part.short()}"
        if self.edtf[0] == "[" or (part.is_approximate and not part.is_timed):
            return f"~{part.short()}"
        return f"{part.short()}?" if part.is_uncertain else part.short()

    def clock(self) -> str:
        """At most 6 cells for the time in Damascus: "17:00", "~17:00", "~06h" where only the hour is known, or ""."""
        part = _reading(self.edtf).lead
        if part.unit == "hour":
            return f"~{part.stated:%H}h"
        about = "~" if part.is_approximate or self.edtf[0] == "[" else ""
        return f"{about}{part.stated:%H:%M}" if part.is_timed else ""

    def time_in(self, zone: ZoneInfo) -> str:
        """The time of day in `zone`, "14:00" or "about 14:00", of the start of an interval; "" where none was said."""
        part = _reading(self.edtf).lead
        return part.time_in(zone) if part.is_timed else ""


def read_when(text: str) -> When:
    """The date that a person typed: EDTF, or one of FORMS and RANGES. A time without an offset is Damascus time.

    Where the clocks went back and a time came twice, the first is meant. WhenError says what is wrong with the text.
    """
    typed = " ".join(text.split())
    try:
        edtf = _read(_edtf_of(typed)).edtf
    except WhenError as error:
        raise WhenError(f'"{typed}" {error}') from None
    return When(edtf, "" if edtf == typed else typed)


class _Span(_Qualified, frozen=True):
    """What a text may cover: instants in UTC and days in Damascus, all inside."""

    earliest: datetime
    latest: datetime
    first_day: date
    last_day: date
    precision: Precision


Unit = Literal["minute", "hour", "day", "month", "season", "year"]


class _Part(_Span, frozen=True):
    """One date within the syntax, said to a `unit` that begins at `stated`, on the clock of Damascus.

    `some` is "a day in " or "a month in " where digits are unspecified.
    """

    unit: Unit
    stated: datetime
    some: str = ""

    @property
    def is_timed(self) -> bool:
        return self.unit in ("minute", "hour")

    def short(self) -> str:
        """The least that names it under the heading of its month or year: "Sat 30", "Dec", "spring", "2016"."""
        if self.unit == "year":
            return str(self.stated.year)
        if self.unit == "season":
            return SEASONS[self.stated.month // 3 - 1]
        if self.unit == "month":
            return MONTHS[self.stated.month - 1][:3]
        return f"{WEEKDAYS[self.stated.weekday()]} {self.stated.day}"

    def said(self) -> list[str]:
        """Its words, the most particular first and the time last: ["Sat 30", "Nov", "2024", "17:00"]."""
        words = [self.short()]
        if self.unit == "day" or self.is_timed:
            words.append(MONTHS[self.stated.month - 1][:3])
        if self.unit != "year":
            words.append(str(self.stated.year))
        if self.is_timed:
            words.append(self.time_in(DAMASCUS))
        elif self.is_approximate:
            words[0] = f"about {words[0]}"
        words[0] = self.some + words[0]
        if self.is_uncertain:
            words[-1] += " (uncertain)"
        return words

    def time_in(self, zone: ZoneInfo) -> str:
        """The time of day in `zone`: "17:00", or "about 17:00" where it was not said to the minute."""
        about = "about " if self.is_approximate or self.unit == "hour" else ""
        return f"{about}{self.stated.astimezone(zone):%H:%M}"


def _from_to(start: _Part, end: _Part) -> str:
    """Both ends, with what they share said once: "Thu 15 – Thu 22 Dec 2016", "Sat 30 Nov 2024 17:00 – 19:00"."""
    left, right = start.said(), end.said()
    if start.is_timed and end.is_timed:
        right = right[3:] if start.stated.date() == end.stated.date() else right
    else:
        shared = list(takewhile(lambda pair: pair[0] == pair[1], zip(left[:0:-1], right[:0:-1], strict=False)))
        left = left[: len(left) - len(shared)]
    return " ".join([*left, "–", *right])


class _Reading(_Span, frozen=True):
    """What a whole text covers; `parts` are its dates in order, None for an open end."""

    parts: tuple[_Part | None, ...]

    @property
    def lead(self) -> _Part:
        """The part under which it stands on a timeline: the first that is known."""
        return next(part for part in self.parts if part)


@functools.lru_cache(maxsize=1 << 16)
def _reading(text: str) -> _Reading:
    try:
        return _read(text)
    except WhenError as error:
        raise WhenError(f'"{text}" {error}') from None


def _read(text: str) -> _Reading:
    """What an EDTF text covers; a WhenError here is the rest of a sentence that begins with what was typed."""
    text = text.strip().upper()
    if text.startswith("["):
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    part = _part(text)
    return _covering(part.edtf, (part,), part, part, part.precision)


def _interval(text: str) -> _Reading:
    ends = [end.strip() for end in text.split("/")]
    if len(ends) > 2 or "" in ends or set(ends) == {".."}:
        raise WhenError("is no interval: write 2016-12-15/2016-12-22, 2011-03/.. or ../2011-03")
    parts = tuple(None if end == ".." else _part(end) for end in ends)
    edtf = "/".join(part.edtf if part else ".." for part in parts)
    return _covering(edtf, parts, parts[0], parts[-1], max(part.precision for part in parts if part))


def _one_of(text: str) -> _Reading:
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
    edtf: str, parts: tuple[_Part | None, ...], first: _Part | None, last: _Part | None, precision: Precision
) -> _Reading:
    if first and last and last.latest < first.earliest:
        raise WhenError(f"ends before it begins: {last.edtf} comes before {first.edtf}")
    earliest, first_day = (first.earliest, first.first_day) if first else (BEGINNING, date.min)
    latest, last_day = (last.latest, last.last_day) if last else (FOREVER, date.max)
    return _Reading(edtf, earliest, latest, first_day, last_day, precision, parts)


def _precision(earliest: datetime, latest: datetime) -> Precision:
    return PRECISIONS[bisect_left(WIDEST, latest - earliest + ONE_SECOND)]


PART = re.compile(
    r"(\d{4})(?:-(\d\d|XX)(?:-(\d\d|XX)"
    r"(?:(T\d\d)(:\d\d)?(?::[0-5]\d(?:\.\d+)?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d){0,2})?)?)?)?([~?%]?)",
    re.ASCII,
)


def _part(text: str) -> _Part:
    match = PART.fullmatch(text)
    if match is None:
        raise WhenError(f"is no date: type one such as {EXAMPLES}")
    year, month, day, hour, minute, offset, qualifier = match.groups()
    is_about = qualifier in ("~", "%")
    if hour is not None:
        if offset is None:
            raise WhenError("has a time without its offset from Greenwich: write 2024-11-30T17:00+03:00, or Z for GMT")
        said = _time(f"{_day(year, month, day)}{hour}{minute or ''}{offset}")
        return _moment(said, "minute" if minute else "hour", qualifier, ONE_HOUR if is_about else timedelta())
    if day is not None and day != "XX":
        stated = _day(year, month, day)
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


def _whole_days(text: str, first: date, last: date, unit: Unit, stated: date, some: str = "") -> _Part:
    earliest = _midnight(first)
    latest = FOREVER if last == date.max else _midnight(last + ONE_DAY) - ONE_SECOND
    begins = datetime(stated.year, stated.month, stated.day, tzinfo=DAMASCUS)
    return _Part(text, earliest, latest, first, last, _precision(earliest, latest), unit, begins, some)


@functools.lru_cache(maxsize=1 << 14)
def _midnight(day: date) -> datetime:
    """The first instant of a day in Damascus.

    Summer time began at midnight, so those days have none: the offset before it, which `fold=0` takes, then gives the
    moment of the change (PEP 495).
    """
    return BEGINNING if day == date.min else datetime(day.year, day.month, day.day, tzinfo=DAMASCUS).astimezone(UTC)


def _moment(said: datetime, unit: Literal["minute", "hour"], qualifier: str, margin: timedelta) -> _Part:
    begins = said.astimezone(UTC)
    earliest = begins - margin
    latest = begins + margin + (ONE_MINUTE if unit == "minute" else ONE_HOUR) - ONE_SECOND
    first, last = earliest.astimezone(DAMASCUS).date(), latest.astimezone(DAMASCUS).date()
    text = said.isoformat(timespec=f"{unit}s").replace("+00:00", "Z") + qualifier
    return _Part(text, earliest, latest, first, last, _precision(earliest, latest), unit, begins.astimezone(DAMASCUS))


def _time(text: str) -> datetime:
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise WhenError(f"is no date: {error}") from None
    if not 1 < said.year < 9999:
        raise WhenError("has a time of day, and those are held for the years 0002 to 9998")
    return said


def _day(year: str, month: str | None, day: str | None) -> date:
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


# what a person types, and the EDTF it stands for; each blank holds one of FORMS, or EDTF
RANGES = (
    (r"since (.+)", "{}/.."),
    (r"until (.+)", "../{}"),
    (r"\[(.+)\.\.(.+)\]", "[{}..{}]"),
    (r"(.+?)(?: to | [-–] |\.\.)(.+)", "{}/{}"),
    (r"([^/]+)/([^/]+)", "{}/{}"),
)
FORMS = (
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)",
    r"(?P<day>\d\d?) (?P<month>[a-z]{3,9}) (?P<year>\d{4})",
    r"(?P<month>[a-z]{3,9}) (?P<day>\d\d?),? (?P<year>\d{4})",
    r"(?P<month>[a-z]{3,9}) (?P<year>\d{4})(?P<day>)",
    r"(?P<day>\d\d?)(?P<mark>[/.])(?P<month>\d\d?)(?P=mark)(?P<year>\d{4})",
)
TIME = (
    r"(?:,?[T ](?P<hour>\d\d?)(?P<minute>:\d\d)?(?::[0-5]\d)? ?(?P<zone>GMT|UTC|Z|[+-]\d\d(?::?\d\d)?)?)?"
    r"(?P<qualifier>[~?%]?)"
)


def _edtf_of(typed: str) -> str:
    for pattern, edtf in RANGES:
        if match := re.fullmatch(pattern, typed, re.IGNORECASE):
            return edtf.format(*map(_edtf_of_one, match.groups()))
    return _edtf_of_one(typed)


def _edtf_of_one(typed: str) -> str:
    """One typed date as EDTF; a text in none of the forms is left for the reader of EDTF to judge."""
    forms = (re.fullmatch(form + TIME, typed.strip(), re.IGNORECASE | re.ASCII) for form in FORMS)
    said = next((match.groupdict("") for match in forms if match), None)
    if said is None or not (month := _month_typed(said["month"])):
        return typed
    year, day = said["year"], said["day"]
    if "mark" in said:
        month, day = _in_order(int(day), int(month), year)
    if not said["hour"]:
        return "-".join([year, month, *([f"{day:0>2}"] if day else [])]) + said["qualifier"]
    time = f"{_day(year, month, day or None)}T{said['hour']:0>2}{said['minute']}"
    zone = {"GMT": "Z", "UTC": "Z"}.get(said["zone"].upper(), said["zone"])
    return f"{time}{zone or _offset_in_damascus(time)}{said['qualifier']}"


def _month_typed(text: str) -> str:
    """The two digits of a month or a season, by number, name or the beginning of a month's name; or ""."""
    if text.isdecimal():
        return f"{text:0>2}"
    if text.lower() in SEASONS:
        return str(21 + SEASONS.index(text.lower()))
    return next((f"{number:02}" for number, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower())), "")


def _in_order(one: int, two: int, year: str) -> tuple[str, str]:
    """The month and the day of two numbers, where only one can be the month."""
    if one != two and min(one, two) >= 1 and max(one, two) <= 12:
        raise WhenError(
            f"could be {one} {MONTHS[two - 1]} or {two} {MONTHS[one - 1]}: "
            f"type {year}-{two:02}-{one:02} or {year}-{one:02}-{two:02}"
        )
    return f"{min(one, two):02}", f"{max(one, two):02}"


def _offset_in_damascus(time: str) -> str:
    local = _time(time).replace(tzinfo=DAMASCUS)
    if local.astimezone(UTC).astimezone(DAMASCUS) != local:
        raise WhenError("never was: the clocks of Damascus skipped that hour when summer time began")
    return local.isoformat()[len("2024-11-30T17:00:00") :]
