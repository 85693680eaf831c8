"""What a person types for a date, read as EDTF."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from store.edtf import DAMASCUS, MONTHS, SEASONS, WhenError, day_of, parse, time_of
from store.press_phrases import read_phrase
from store.when import When

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
REPORTED = re.compile(r"(.+?),? reported (?:on )?(.+)", re.IGNORECASE)
TIME = (
    r"(?:,?[T ](?P<hour>\d\d?)(?P<minute>:\d\d)?(?::[0-5]\d)? ?(?P<half>am|pm)? ?"
    r"(?P<zone>GMT|UTC|Z|[+-]\d\d(?::?\d\d)?)?)?"
    r"(?P<qualifier>[~?%]?)"
)
# a phrase that means a day, and a time of that day
CLOCK = re.compile(r"(.+?),? (?:at )?(\d\d?(?::\d\d(?: ?[ap]m)?| ?[ap]m)(?: ?(?:[a-z]+|[+-][\d:]+))?)", re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
ABOUT = re.compile(r"(?:about |around |circa |ca?\. ?)+(.+)", re.IGNORECASE)
# no date is so long
LONGEST = 200
# a phrase that means the same in reports of both does not count from the day of its report
SOME_DAYS = (date(2001, 2, 3), date(2102, 11, 30))


def read_when(text: str, reported: date | None = None) -> When:
    """The date that a person typed: EDTF, one of FORMS and RANGES, or a phrase of a report, such as "over the weekend".

    A phrase counts from the day that stands after it, as in "last week, reported 2024-11-30", or else was `reported`,
    or else is. A time without an offset is Damascus time; where the clocks went back and a time came twice, the first
    is meant. WhenError says what is wrong with the text.
    """
    return read_stated(text, reported or datetime.now(DAMASCUS).date())


def read_stated(text: str, reported: date | None) -> When:
    """The date that stands in a file, as `read_when` reads one.

    Where the day of its report is not known, nothing that counts from that is a date.
    """
    typed = " ".join(text.split())
    try:
        if len(typed) > LONGEST:
            raise WhenError(f"is no date: it has {len(typed):,} characters")
        edtf = parse(_edtf_of(typed, reported)).edtf
    except WhenError as error:
        raise WhenError(f'"{typed[:LONGEST]}" {error}') from None
    return When(edtf, "" if edtf == typed else typed)


def _edtf_of(typed: str, day: date | None) -> str:
    if told := REPORTED.fullmatch(typed):
        typed, day = told[1], _day_of_report(told[2])
    if phrase := _phrase(typed, day):
        return phrase
    for pattern, edtf in RANGES:
        if match := re.fullmatch(pattern, typed, re.IGNORECASE):
            return edtf.format(*(_phrase(one, day) or _edtf_of_one(one) for one in match.groups()))
    return _edtf_of_one(typed)


def _phrase(typed: str, report: date | None) -> str | None:
    """What a phrase means as EDTF, with the time of day that may stand after one that means a day."""
    if report is None:
        meant = {_phrase(typed, day) for day in SOME_DAYS}
        if len(meant) > 1:
            raise WhenError("counts from the day on which it was said, and that is not known")
        return meant.pop()
    if (said := CLOCK.fullmatch(typed)) and (day := read_phrase(said[1], report)) and DAY.fullmatch(day):
        return _edtf_of_one(f"{day} {said[2]}")
    return read_phrase(typed, report)


def _day_of_report(typed: str) -> date:
    day = parse(_edtf_of_one(typed))
    if day.first_day != day.last_day:
        raise WhenError("names no single day on which it was reported")
    return day.first_day


def _edtf_of_one(typed: str) -> str:
    """One typed date as EDTF; a text in none of the forms is left for the reader of EDTF to judge."""
    if about := ABOUT.fullmatch(typed.strip()):
        return f"{_edtf_of_one(about[1])}~"
    forms = (re.fullmatch(form + TIME, typed.strip(), re.IGNORECASE | re.ASCII) for form in FORMS)
    said = next((match.groupdict("") for match in forms if match), None)
    if said is None or not (month := _month_typed(said["month"])):
        return typed
    year, day = said["year"], said["day"]
    if "mark" in said:
        month, day = _in_order(int(day), int(month), year)
    if not said["hour"]:
        return "-".join([year, month, *([f"{day:0>2}"] if day else [])]) + said["qualifier"]
    hour = _hour_of(int(said["hour"]), said["half"].lower())
    time = f"{day_of(year, month, day or None)}T{hour:02}{said['minute']}"
    zone = {"GMT": "Z", "UTC": "Z"}.get(said["zone"].upper(), said["zone"])
    return f"{time}{zone or _offset_in_damascus(time)}{said['qualifier']}"


def _hour_of(hour: int, half: str) -> int:
    """An hour of the day; of a `half` day, am or pm, from 1 to 12."""
    if half and not 1 <= hour <= 12:
        raise WhenError(f"is no date: {hour} {half} is no hour")
    return hour if not half else hour % 12 + 12 * (half == "pm")


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
    local = time_of(time).replace(tzinfo=DAMASCUS)
    if local.astimezone(UTC).astimezone(DAMASCUS) != local:
        raise WhenError("never was: the clocks of Damascus skipped that hour when summer time began")
    return local.isoformat()[len("2024-11-30T17:00:00") :]
