"""What the phrases of press reports mean: the days that "over the weekend" covers in a report of one day.

The rules are those by which UCDP's coders turn a phrase and the day of its report into an interval (UCDP GED codebook
19.1, appendix 2), restated. Two that its pages leave open: "the past 72 hours" are the report and the 3 days before,
after its own pattern, where it prints 2; "the last 6 days of January" are the 26th to the 31st, where it prints 25-30.
What names no year, or only a weekday, is the latest there was before the report.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from store.edtf import MONTHS, WhenError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FEW_DAYS, SEVERAL_WEEKS, FEW_MONTHS = 3, 3, 3


class Days(NamedTuple):
    """From a first day to a last: it went on over all of them, or else fell on some of them."""

    first: date
    last: date
    went_on: bool = False


Meaning = Callable[[re.Match[str], date], Days]


def read_phrase(phrase: str, report: date) -> str | None:
    """What a phrase means in a report of that day, as EDTF; None where it is none of RULES.

    WhenError where the phrase means no day at all.
    """
    for pattern, meaning in _compiled():
        if said := pattern.fullmatch(phrase.strip()):
            try:
                return _edtf(meaning(said, report))
            except (ValueError, OverflowError) as error:
                raise WhenError(f"is no day that there was before {report}") from error
    return None


def _edtf(days: Days) -> str:
    first, last, went_on = days
    if last < first:
        raise ValueError
    if first == last:
        return str(first)
    if went_on:
        return f"{first}/{last}"
    if (first, last) == _year(first.year):
        return f"{first.year:04}"
    if (first, last) == _month(first.year, first.month):
        return f"{first:%Y-%m}"
    return f"[{first}..{last}]"


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month; `month` may lie outside 1 to 12, in another year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _count(said: re.Match[str]) -> int:
    text = said["count"].casefold()
    return COUNTS.index(text) + 1 if text in COUNTS else int(text)


def _weekday(said: re.Match[str], report: date, *, is_before: bool = False) -> date:
    """The latest such weekday up to the report, or before it."""
    back = (report.weekday() - _number(said["weekday"], WEEKDAYS)) % 7
    return report - timedelta(days=back or 7 * is_before)


def _in_its_year(said: re.Match[str], report: date, days: Callable[[int], tuple[date, date]]) -> Days:
    """The days in the year that is named, else in the latest in which they began before the report; to the report."""
    if said["year"]:
        first, last = days(int(said["year"]))
        return Days(first, last)
    year = report.year if days(report.year)[0] <= report else report.year - 1
    first, last = days(year)
    return Days(first, min(last, report))


def _month_number(said: re.Match[str]) -> int:
    return _number(said["month"], MONTHS) + 1


def _number(named: str, names: tuple[str, ...]) -> int:
    """Which of the names is meant, from 0."""
    return [name[:3].casefold() for name in names].index(named[:3].casefold())


def _on(day: date) -> Days:
    return Days(day, day)


def _day_of_month(said: re.Match[str], report: date) -> Days:
    month, day = _month_number(said), int(said["day"])
    around = DAY if said["around"] else timedelta()
    return _in_its_year(said, report, lambda year: (date(year, month, day) - around, date(year, month, day) + around))


def _from_day_to_day(said: re.Match[str], report: date) -> Days:
    month, first, last = _month_number(said), int(said["first"]), int(said["last"])
    days = _in_its_year(said, report, lambda year: (date(year, month, first), date(year, month, last)))
    return days._replace(went_on=not said["between"])


def _part_of_month(said: re.Match[str], report: date) -> Days:
    month, part = _month_number(said), _part(said)
    starts, ends = ((1, 10), (10, 20), (15, 31))[part]

    def days(year: int) -> tuple[date, date]:
        first, last = _month(year, month)
        return first.replace(day=starts), min(last, first + (ends - 1) * DAY)

    return _in_its_year(said, report, days)


def _whole_month(said: re.Match[str], report: date) -> Days:
    return _in_its_year(said, report, lambda year: _month(year, _month_number(said)))


def _days_of_month(said: re.Match[str], report: date) -> Days:
    """The first or the last so many days of a month."""
    month, length = _month_number(said), (7 if said["week"] else _count(said)) * DAY

    def days(year: int) -> tuple[date, date]:
        first, last = _month(year, month)
        return (first, first + length - DAY) if said["end"].casefold() == "first" else (last - length + DAY, last)

    return _in_its_year(said, report, days)


def _part_of_year(said: re.Match[str], _: date) -> Days:
    year, part = int(said["year"]), _part(said)
    return Days(_month(year, 4 * part + 1)[0], _month(year, 4 * part + 4)[1])


def _part(said: re.Match[str]) -> int:
    """0 for the beginning, 1 for the middle, 2 for the end."""
    part = said["part"].casefold()
    return 0 if part.startswith(("early", "beginning")) else 1 if part.startswith("mid") else 2


def _monday(report: date) -> date:
    return report - report.weekday() * DAY


def _weekend(_: re.Match[str], report: date) -> Days:
    """The latest that had come to its Sunday."""
    sunday = report - (report.weekday() + 1) % 7 * DAY
    return Days(sunday - DAY, sunday)


def _hours(said: re.Match[str], report: date) -> Days:
    return Days(report - _count(said) // 24 * DAY, report)


def _months_back(said: re.Match[str], report: date) -> Days:
    """So many months up to the report, as far as they lie in its year."""
    first, last = _month(report.year, report.month - (_count(said) if said["count"] else FEW_MONTHS))
    return Days(max(min(last, first + (report.day - 1) * DAY), date(report.year, 1, 1)), report)


def _before(days: int) -> Meaning:
    return lambda _, report: Days(report - days * DAY, report - DAY)


def _ending(days: int, *, went_on: bool = False) -> Meaning:
    return lambda _, report: Days(report - (days - 1) * DAY, report, went_on)


def _night_between(said: re.Match[str], report: date) -> Days:
    last = _weekday(said, report)
    return Days(last - DAY, last, went_on=True)


def _names(names: tuple[str, ...]) -> str:
    return "|".join(f"{name[:3]}(?:{name[3:]})?" for name in names)


_WEEKDAY = f"(?P<weekday>{_names(WEEKDAYS)})"
_MONTH_NAME = f"(?P<month>{_names(MONTHS)}|Sept)"
_MONTH = rf"{_MONTH_NAME}(?:,? (?P<year>\d{{4}}))?"
_LATEST_MONTH = f"{_MONTH_NAME}(?P<year>)"
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(COUNTS)})"
_PAST = "(?:(?:in |over |during |within |for )?(?:the )?(?:past|last) )"
_PART = "(?P<part>early|(?:the )?beginning of|mid|(?:the )?middle of|late|(?:the )?end of)[ -]"
_FIGHT = "(?:battle|fighting|fight|clash(?:es)?|offensive|assault|attack|operation|siege|campaign|bombardment)"

RULES: tuple[tuple[str, Meaning], ...] = (
    ("today|tonight|this (?:morning|afternoon|evening)", _ending(1)),
    ("yesterday|last night|(?:the )?other day", _before(1)),
    (rf"{_COUNT} days? ago", lambda said, report: _on(report - _count(said) * DAY)),
    (rf"last {_WEEKDAY}(?: night)?", lambda said, report: _on(_weekday(said, report, is_before=True))),
    (
        rf"(?:on )?{_WEEKDAY}(?: (?:night|morning|afternoon|evening))?",
        lambda said, report: _on(_weekday(said, report)),
    ),
    (rf"recently|in recent attacks|in recent days|{_PAST}few days|no date given", _before(FEW_DAYS)),
    (rf"(?:on )?(?P<around>)(?P<day>\d\d?) {_LATEST_MONTH}", _day_of_month),
    (rf"(?:on )?(?P<around>){_LATEST_MONTH} (?P<day>\d\d?)", _day_of_month),
    (rf"(?P<around>around|about) (?P<day>\d\d?) {_MONTH}", _day_of_month),
    ("(?:over |on |at |during )?(?:the |this )?weekend", _weekend),
    ("(?:earlier )?this week", lambda _, report: Days(_monday(report), report)),
    ("since (?:the )?beginning of (?:the|this) week", lambda _, report: Days(_monday(report), report, went_on=True)),
    (rf"(?:the |in the )?night between {_WEEKDAY.replace('weekday', 'evening')} and {_WEEKDAY}", _night_between),
    (rf"(?:a |the )?night-long {_FIGHT}|overnight", _ending(2, went_on=True)),
    (rf"overnight (?:in|on )to {_WEEKDAY}", _night_between),
    (rf"{_PAST}{_COUNT} hours", _hours),
    (rf"{_PAST}{_COUNT} days", lambda said, report: Days(report - _count(said) * DAY, report - DAY)),
    (rf"since {_WEEKDAY}", lambda said, report: Days(_weekday(said, report), report, went_on=True)),
    (
        rf"(?:a |the )?{_COUNT}-day(?:-old|-long)? {_FIGHT}",
        lambda said, report: Days(report - (_count(said) - 1) * DAY, report, went_on=True),
    ),
    (
        rf"(?:(?P<between>between)|from|) ?(?P<first>\d\d?) ?(?:and|to|-|–) ?(?P<last>\d\d?) {_MONTH}",
        _from_day_to_day,
    ),
    (rf"(?:the )?(?P<end>first|last) (?:{_COUNT} days|(?P<week>week)) (?:of|in) {_MONTH}", _days_of_month),
    ("late last week", lambda _, report: Days(_monday(report) - 3 * DAY, _monday(report) - DAY)),
    ("last week", lambda _, report: Days(_monday(report) - WEEK, _monday(report) - DAY)),
    ("(?:in |over |during |within |for )?the (?:past|last) week|past week", _ending(7)),
    (rf"(?:a |the )?week-(?:old|long) {_FIGHT}", _ending(7, went_on=True)),
    (rf"(?:in )?{_PART}{_MONTH}", _part_of_month),
    (
        rf"(?:for |over |in )?(?:the )?(?:several|recent|a number of|a few|{_PAST}(?:several|few)) weeks",
        _ending(7 * SEVERAL_WEEKS),
    ),
    ("earlier this month", lambda _, report: Days(report.replace(day=1), report - DAY)),
    ("last month", lambda _, report: Days(*_month(report.year, report.month - 1))),
    ("(?:a|one) week ago", _ending(7)),
    ("a fortnight ago", _ending(14)),
    (rf"{_COUNT} weeks ago", lambda said, report: Days(report - (7 * _count(said) - 1) * DAY, report)),
    ("last year", lambda _, report: Days(*_year(report.year - 1))),
    ("(?:in |over |during |within |for )?(?:the )?past year", lambda _, report: Days(date(report.year, 1, 1), report)),
    (rf"(?:in )?{_PART}(?P<year>\d{{4}})", _part_of_year),
    (rf"{_PAST}(?:few|several|{_COUNT}) months", _months_back),
    (rf"(?:in |last )?{_LATEST_MONTH}", _whole_month),
)


# when a phrase is first read: it takes longer than many a start of the program needs
@cache
def _compiled() -> list[tuple[re.Pattern[str], Meaning]]:
    return [(re.compile(pattern, re.IGNORECASE | re.ASCII), meaning) for pattern, meaning in RULES]
