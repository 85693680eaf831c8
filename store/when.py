"""A date as exact as it was said, and its words for the screen: never more exact than that."""

from __future__ import annotations

from datetime import date, datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from store.edtf import DAMASCUS, MONTHS, SEASONS, WEEKDAYS, Part, Precision, Qualified, reading


class When(Qualified, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A date as exact as it was said, and the words it was typed or reported in. Days are those of Damascus.

    Made by `When.parse` or `read_when`. One decoded from a file is not checked: where its text is no date, the first
    property asked for raises WhenError.
    """

    words: str = ""

    @classmethod
    def parse(cls, edtf: str, words: str = "") -> When:
        """The date in its canonical EDTF; WhenError says what is wrong with the text."""
        return cls(reading(edtf).edtf, words)

    def __str__(self) -> str:
        return self.edtf

    @property
    def earliest(self) -> datetime:
        """The first instant it may cover, in UTC; BEGINNING where it is open to the past."""
        return reading(self.edtf).earliest

    @property
    def latest(self) -> datetime:
        """The last second it may cover, in UTC; FOREVER where it is open to the future."""
        return reading(self.edtf).latest

    @property
    def first_day(self) -> date:
        """The first day it may cover; `date.min` where it is open to the past."""
        return reading(self.edtf).first_day

    @property
    def last_day(self) -> date:
        """The last day it may cover; `date.max` where it is open to the future."""
        return reading(self.edtf).last_day

    @property
    def begun_by(self) -> date:
        """The last day on which it may have begun."""
        covered = reading(self.edtf)
        start = covered.parts[0] if self.lasts else None
        return start.last_day if start else covered.last_day

    @property
    def precision(self) -> Precision:
        """How well the moment is known; of an interval, how well the worse known of its ends is."""
        return reading(self.edtf).precision

    @property
    def sort_key(self) -> tuple[int, int]:
        """Orders by the earliest instant (seconds since 1970), then the vaguer first: Nov 2024 before 1 Nov 2024."""
        covered = reading(self.edtf)
        return int(covered.earliest.timestamp()), -covered.precision

    @property
    def lasts(self) -> bool:
        """Whether it goes on from one date to another, as opposed to one moment known only roughly."""
        return "/" in self.edtf

    @property
    def is_open(self) -> bool:
        """Whether it has no known end."""
        return self.edtf.endswith("/..")

    @property
    def over_by(self) -> date | None:
        """The last day on which it may have gone on; None where it has no known end."""
        day = self.last_day
        return None if day == date.max else day

    def label(self) -> str:
        """For the screen, in Damascus time: "Sat 30 Nov 2024 17:00", "about Dec 2016", "since Mar 2011"."""
        parts = reading(self.edtf).parts
        start, end = parts[0], parts[-1]
        if start is None or end is None:
            return " ".join(["since", *_said(start)] if start else ["until", *_said(end)] if end else [])
        if ".." in self.edtf:
            return " ".join(["between", *_said(start), "and", *_said(end)])
        if self.lasts:
            return _from_to(start, end)
        return " or ".join(" ".join(_said(part)) for part in parts if part)

    def gutter(self) -> str:
        """At most 7 cells for the day: "Sat 30", "~Sun 15", "Sat 30?", "Dec", "2016".

        An interval stands at its start, or as "<Mar" where only its end is known; one of several at the earliest, with
        "~". Where both fit, "~" wins over "?"; a time that is about has its "~" in the clock.
        """
        covered = reading(self.edtf)
        part = covered.lead
        if covered.parts[0] is None:
            return f"<{_short(part)}"
        if self.edtf[0] == "[" or (part.is_approximate and not part.is_timed):
            return f"~{_short(part)}"
        return f"{_short(part)}?" if part.is_uncertain else _short(part)

    def clock(self) -> str:
        """At most 6 cells for the time in Damascus: "17:00", "~17:00", "~06h" where only the hour is known, or ""."""
        part = reading(self.edtf).lead
        if part.unit == "hour":
            return f"~{part.stated:%H}h"
        about = "~" if part.is_approximate or self.edtf[0] == "[" else ""
        return f"{about}{part.stated:%H:%M}" if part.is_timed else ""

    def time_in(self, zone: ZoneInfo) -> str:
        """The time of day in `zone`, "14:00" or "about 14:00", of the start of an interval; "" where none was said."""
        part = reading(self.edtf).lead
        return _time_in(part, zone) if part.is_timed else ""


def _short(part: Part) -> str:
    """The least that names it under the heading of its month or year: "Sat 30", "Dec", "spring", "2016"."""
    if part.unit == "year":
        return str(part.stated.year)
    if part.unit == "season":
        return SEASONS[part.stated.month // 3 - 1]
    if part.unit == "month":
        return MONTHS[part.stated.month - 1][:3]
    return f"{WEEKDAYS[part.stated.weekday()]} {part.stated.day}"


def _said(part: Part) -> list[str]:
    """The words of a date, the most particular first and the time last: ["Sat 30", "Nov", "2024", "17:00"]."""
    words = [_short(part)]
    if part.unit == "day" or part.is_timed:
        words.append(MONTHS[part.stated.month - 1][:3])
    if part.unit != "year":
        words.append(str(part.stated.year))
    if part.is_timed:
        words.append(_time_in(part, DAMASCUS))
    elif part.is_approximate:
        words[0] = f"about {words[0]}"
    words[0] = part.some + words[0]
    if part.is_uncertain:
        words[-1] += " (uncertain)"
    return words


def _time_in(part: Part, zone: ZoneInfo) -> str:
    """The time of day in `zone`: "17:00", or "about 17:00" where it was not said to the minute."""
    about = "about " if part.is_approximate or part.unit == "hour" else ""
    return f"{about}{part.stated.astimezone(zone):%H:%M}"


def _from_to(start: Part, end: Part) -> str:
    """Both ends, with what they share said once: "Thu 15 – Thu 22 Dec 2016", "Sat 30 Nov 2024 17:00 – 19:00"."""
    left, right = _said(start), _said(end)
    if start.is_timed and end.is_timed:
        right = right[3:] if start.stated.date() == end.stated.date() else right
    else:
        shared = list(takewhile(lambda pair: pair[0] == pair[1], zip(left[:0:-1], right[:0:-1], strict=False)))
        left = left[: len(left) - len(shared)]
    return " ".join([*left, "–", *right])
