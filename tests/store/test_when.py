"""Uncertain dates, as a person types, reads and sorts them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.when import BEGINNING, DAMASCUS, FOREVER, Precision, When, WhenError, read_when

SECOND = timedelta(seconds=1)
LONDON = ZoneInfo("Europe/London")

YEARS = st.integers(2008, 2024) | st.integers(1, 9999)
DAYS = st.dates(date(2008, 1, 1), date(2024, 12, 31)) | st.dates()
OFFSETS = st.sampled_from(["Z", "+02:00", "+03:00", "-05:30", "+14:00"])
QUALIFIERS = st.sampled_from(["", "~", "?", "%"])


def _months(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    return st.builds(lambda year, number: f"{year:04}-{number:02}", YEARS, numbers)


CALENDAR = (
    YEARS.map(lambda year: f"{year:04}")
    | YEARS.map(lambda year: f"{year:04}-XX")
    | YEARS.map(lambda year: f"{year:04}-XX-XX")
    | _months(st.integers(1, 12))
    | _months(st.integers(1, 12)).map(lambda month: f"{month}-XX")
    | _months(st.integers(21, 24))
    | DAYS.map(date.isoformat)
)
CLOCK = st.builds(
    lambda day, time, offset: f"{day}T{time}{offset}",
    DAYS.filter(lambda day: 1 < day.year < 9999),
    st.times().map(lambda time: f"{time:%H:%M}") | st.integers(0, 23).map(lambda hour: f"{hour:02}"),
    OFFSETS,
)
BARE = CALENDAR | CLOCK
POINTS = st.builds(lambda point, qualifier: point + qualifier, BARE, QUALIFIERS)


def _in_order(points: list[str]) -> list[str]:
    return sorted(points, key=lambda point: When.parse(point).earliest)


PAIRS = st.lists(POINTS, min_size=2, max_size=2).map(_in_order)
SYNTAX = (
    POINTS
    | PAIRS.map("/".join)
    | PAIRS.map(lambda pair: f"[{'..'.join(pair)}]")
    | st.lists(POINTS, min_size=2, max_size=4).map(lambda points: f"[{','.join(_in_order(points))}]")
    | POINTS.map(lambda point: f"{point}/..")
    | POINTS.map(lambda point: f"../{point}")
)


def _utc(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=UTC)  # type: ignore[arg-type,misc]


def _answer(typed: str) -> When | str:
    try:
        return read_when(typed)
    except WhenError as error:
        return str(error)


@given(SYNTAX)
def test_what_is_printed_reads_back_as_the_same_date(text: str) -> None:
    when = When.parse(text)
    assert str(when) == text
    assert When.parse(str(when)) == when


@given(SYNTAX)
def test_what_a_person_types_in_edtf_is_what_the_store_holds(text: str) -> None:
    assert read_when(text) == When.parse(text)


@given(SYNTAX)
def test_a_date_begins_no_later_than_it_ends(text: str) -> None:
    when = When.parse(text)
    assert BEGINNING <= when.earliest <= when.latest <= FOREVER
    assert when.first_day <= when.last_day


@given(SYNTAX)
def test_the_days_of_a_date_hold_its_instants_in_damascus(text: str) -> None:
    when = When.parse(text)
    if when.earliest.year > 1 and when.latest.year < 9999:
        assert when.earliest.astimezone(DAMASCUS).date() == when.first_day
        assert when.latest.astimezone(DAMASCUS).date() == when.last_day


@given(st.dates(date(2008, 1, 1), date(2023, 12, 31)) | st.dates(max_value=date.max - timedelta(days=1)))
def test_a_day_begins_the_second_after_the_one_before(day: date) -> None:
    today, tomorrow = When.parse(day.isoformat()), When.parse((day + timedelta(days=1)).isoformat())
    assert tomorrow.earliest - today.latest == SECOND


def test_every_day_from_2008_to_2023_follows_on_the_one_before_in_damascus_time() -> None:
    day, end = date(2008, 1, 1), date(2023, 12, 31)
    lengths = set()
    while day <= end:
        when = When.parse(day.isoformat())
        assert when.earliest.astimezone(DAMASCUS).date() == day
        assert (when.earliest - SECOND).astimezone(DAMASCUS).date() == day - timedelta(days=1)
        lengths.add((when.latest - when.earliest + SECOND) // timedelta(hours=1))
        day += timedelta(days=1)
    assert lengths == {23, 24, 25}


@given(YEARS, st.integers(1, 12))
def test_a_month_is_exactly_its_days(year: int, month: int) -> None:
    whole = When.parse(f"{year:04}-{month:02}")
    assert whole.earliest == When.parse(f"{whole.first_day}").earliest
    assert whole.latest == When.parse(f"{whole.last_day}").latest
    assert (whole.first_day.day, whole.first_day.month, whole.last_day.month) == (1, month, month)


@given(BARE)
def test_about_a_date_covers_that_date_and_more(text: str) -> None:
    exact, about = When.parse(text), When.parse(f"{text}~")
    assert about.earliest <= exact.earliest
    assert exact.latest <= about.latest
    assert about.latest - about.earliest > exact.latest - exact.earliest


@given(BARE)
def test_a_doubtful_date_covers_no_more_than_it_says(text: str) -> None:
    sure, doubtful = When.parse(text), When.parse(f"{text}?")
    assert (doubtful.earliest, doubtful.latest) == (sure.earliest, sure.latest)
    assert doubtful.is_uncertain
    assert not sure.is_uncertain


@given(SYNTAX, SYNTAX)
def test_dates_sort_by_their_first_instant_then_the_vaguer_first(one: str, other: str) -> None:
    first, second = sorted((When.parse(one), When.parse(other)), key=lambda when: when.sort_key)
    assert first.earliest <= second.earliest
    if first.earliest == second.earliest:
        assert first.precision >= second.precision


@given(SYNTAX)
def test_a_date_fits_the_gutter(text: str) -> None:
    when = When.parse(text)
    assert 0 < cell_len(when.gutter()) <= 7
    assert cell_len(when.clock()) <= 6
    assert when.gutter().isascii()


@given(SYNTAX, st.text())
def test_a_date_survives_json(text: str, words: str) -> None:
    when = When.parse(text, words)
    assert msgspec.json.decode(msgspec.json.encode(when), type=When) == when


def test_json_leaves_out_words_that_add_nothing() -> None:
    assert msgspec.json.encode(When.parse("2016")) == b'{"edtf":"2016"}'


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2016-12-22", _utc(2016, 12, 21, 22), _utc(2016, 12, 22, 21, 59, 59)),
        ("2016-07-01", _utc(2016, 6, 30, 21), _utc(2016, 7, 1, 20, 59, 59)),
        ("2011-04-01", _utc(2011, 3, 31, 22), _utc(2011, 4, 1, 20, 59, 59)),
        ("2011-10-27", _utc(2011, 10, 26, 21), _utc(2011, 10, 27, 21, 59, 59)),
        ("2016", _utc(2015, 12, 31, 22), _utc(2016, 12, 31, 21, 59, 59)),
        ("2024-11-30T17:00+03:00", _utc(2024, 11, 30, 14), _utc(2024, 11, 30, 14, 0, 59)),
        ("2011-07-31T06+03:00", _utc(2011, 7, 31, 3), _utc(2011, 7, 31, 3, 59, 59)),
        ("2024-11-30T17:00Z~", _utc(2024, 11, 30, 16), _utc(2024, 11, 30, 18, 0, 59)),
        ("2011-03/..", _utc(2011, 2, 28, 22), FOREVER),
        ("../2011-03", BEGINNING, _utc(2011, 3, 31, 21, 59, 59)),
        ("0001-01-01~", BEGINNING, _utc(1, 1, 2, 21, 34, 47)),
        ("9999~", _utc(9997, 12, 31, 21), FOREVER),
    ],
)
def test_a_date_covers_the_instants_of_damascus(text: str, earliest: datetime, latest: datetime) -> None:
    when = When.parse(text)
    assert (when.earliest, when.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2011-07-02~", "2011-07-01", "2011-07-03"),
        ("2016-12~", "2016-11-01", "2017-01-31"),
        ("2016%", "2015-01-01", "2017-12-31"),
        ("2016-02-XX", "2016-02-01", "2016-02-29"),
        ("2016-21", "2016-03-01", "2016-05-31"),
        ("2016-24", "2016-12-01", "2017-02-28"),
        ("2016-22~", "2016-03-01", "2016-11-30"),
        ("2016-09~/2016-12-22?", "2016-08-01", "2016-12-22"),
        ("[2011-02..2011-03-06]", "2011-02-01", "2011-03-06"),
        ("[2016-12-20,2016-12-13,2016-12-16]", "2016-12-13", "2016-12-20"),
        ("2024-11-30T23:30Z", "2024-12-01", "2024-12-01"),
        ("2024-11-30T23:30+03:00~", "2024-11-30", "2024-12-01"),
        ("2011-03/..", "2011-03-01", "9999-12-31"),
        ("../2011-03", "0001-01-01", "2011-03-31"),
    ],
)
def test_a_date_covers_these_days(text: str, first: str, last: str) -> None:
    when = When.parse(text)
    assert (when.first_day.isoformat(), when.last_day.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-11-30T17:00+03:00", "to the minute"),
        ("2011-07-31T06+03:00", "to the hour"),
        ("2024-11-30T17:00+03:00~", "to the day"),
        ("2011-10-27", "to the day"),
        ("2016-12-22~", "2-6 days"),
        ("[2016-12-13,2016-12-14]", "2-6 days"),
        ("[2011-10-24..2011-10-30]", "a week"),
        ("[2011-03-28..2011-04-03]", "a week"),
        ("2011-02", "a month"),
        ("2016-10", "a month"),
        ("2016-12-XX", "a month"),
        ("2016-21", "a year"),
        ("2016-12~", "a year"),
        ("2016-XX", "a year"),
        ("2016~", "more than a year"),
        ("2016-12-15/2016-12-22", "to the day"),
        ("2016-09/2016-12-22", "a month"),
        ("2011-03/..", "a month"),
    ],
)
def test_precision_says_how_well_a_moment_is_known(text: str, words: str) -> None:
    assert When.parse(text).precision.words == words


def test_a_coarser_precision_is_greater() -> None:
    assert sorted(Precision) == [
        Precision.MINUTE,
        Precision.HOUR,
        Precision.DAY,
        Precision.DAYS,
        Precision.WEEK,
        Precision.MONTH,
        Precision.YEAR,
        Precision.LONGER,
    ]


def test_a_month_stands_before_its_first_day_and_that_before_its_first_hour() -> None:
    texts = ["2024-11-01T00+03:00", "2024-11-01", "2024-11-02", "2024-11", "2024-10-31T23:00Z"]
    ordered = sorted(map(When.parse, texts), key=lambda when: when.sort_key)
    assert list(map(str, ordered)) == [
        "2024-11",
        "2024-11-01",
        "2024-11-01T00+03:00",
        "2024-10-31T23:00Z",
        "2024-11-02",
    ]


def test_all_weekend_is_not_some_day_over_the_weekend() -> None:
    all_weekend, some_day = When.parse("2016-12-17/2016-12-18"), When.parse("[2016-12-17..2016-12-18]")
    assert (all_weekend.lasts, some_day.lasts) == (True, False)
    assert (all_weekend.earliest, all_weekend.latest) == (some_day.earliest, some_day.latest)


def test_only_an_open_end_is_open() -> None:
    assert [When.parse(text).is_open for text in ("2011-03/..", "../2011-03", "2011", "2011/2012")] == [True] + [
        False
    ] * 3


@pytest.mark.parametrize(
    ("mark", "approximate", "uncertain"), [("~", True, False), ("?", False, True), ("%", True, True)]
)
def test_a_mark_on_either_end_marks_the_interval(mark: str, approximate: bool, uncertain: bool) -> None:
    for text in (f"2011{mark}/2012", f"2011/2012{mark}"):
        when = When.parse(text)
        assert (when.is_approximate, when.is_uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" 2016-12-xx ", "2016-12-XX"),
        ("2016-12-15 / 2016-12-22", "2016-12-15/2016-12-22"),
        ("[2016-12-14, 2016-12-13]", "[2016-12-13,2016-12-14]"),
        ("2024-11-30T17:00+00:00", "2024-11-30T17:00Z"),
        ("2024-11-30t17:00z", "2024-11-30T17:00Z"),
        ("2024-11-30T17:00+0300", "2024-11-30T17:00+03:00"),
        ("2024-11-30T17+03", "2024-11-30T17+03:00"),
        ("2024-11-30T17:00:59.5+03:00", "2024-11-30T17:00+03:00"),
    ],
)
def test_one_date_has_one_spelling(text: str, canonical: str) -> None:
    assert str(When.parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2024-11-30", "Sat 30 Nov 2024"),
        ("2024-11-30T14:00Z", "Sat 30 Nov 2024 17:00"),
        ("2024-11-30T14:00Z~", "Sat 30 Nov 2024 about 17:00"),
        ("2024-11-30T14:00Z?", "Sat 30 Nov 2024 17:00 (uncertain)"),
        ("2011-07-31T06+03:00", "Sun 31 Jul 2011 about 06:00"),
        ("2016-12", "Dec 2016"),
        ("2016", "2016"),
        ("2016-21", "spring 2016"),
        ("2016-24", "winter 2016"),
        ("2016-12-XX", "a day in Dec 2016"),
        ("2016-XX", "a month in 2016"),
        ("2016-XX-XX", "a day in 2016"),
        ("2011-05-15~", "about Sun 15 May 2011"),
        ("2011-05-15?", "Sun 15 May 2011 (uncertain)"),
        ("2011-05%", "about May 2011 (uncertain)"),
        ("2016-12-15/2016-12-22", "Thu 15 – Thu 22 Dec 2016"),
        ("2016-06-25/2016-07-30", "Sat 25 Jun – Sat 30 Jul 2016"),
        ("2015-12-31/2016-01-02", "Thu 31 Dec 2015 – Sat 2 Jan 2016"),
        ("2016-06/2016-07-30", "Jun – Sat 30 Jul 2016"),
        ("2016/2017", "2016 – 2017"),
        ("2016-12-15~/2016-12-22", "about Thu 15 – Thu 22 Dec 2016"),
        ("2016-12-15/2016-12-22?", "Thu 15 Dec 2016 – Thu 22 Dec 2016 (uncertain)"),
        ("2024-11-30T17:00+03:00/2024-11-30T19:30+03:00", "Sat 30 Nov 2024 17:00 – 19:30"),
        ("2024-11-30T17:00+03:00/2024-12-01T17:00+03:00", "Sat 30 Nov 2024 17:00 – Sun 1 Dec 2024 17:00"),
        ("2011-03/..", "since Mar 2011"),
        ("../2011-03", "until Mar 2011"),
        ("[2011-02..2011-03-06]", "between Feb 2011 and Sun 6 Mar 2011"),
        ("[2016-12-13,2016-12-14,2016-12-16]", "Tue 13 Dec 2016 or Wed 14 Dec 2016 or Fri 16 Dec 2016"),
    ],
)
def test_the_screen_says_a_date_no_more_exactly_than_it_was_said(text: str, label: str) -> None:
    assert When.parse(text).label() == label


@pytest.mark.parametrize(
    ("text", "gutter", "clock"),
    [
        ("2024-11-30", "Sat 30", ""),
        ("2011-05-15~", "~Sun 15", ""),
        ("2024-11-30?", "Sat 30?", ""),
        ("2024-11-30%", "~Sat 30", ""),
        ("2024-11-30T17:00+03:00", "Sat 30", "17:00"),
        ("2024-11-30T17:00+03:00~", "Sat 30", "~17:00"),
        ("2024-11-30T17:00+03:00?", "Sat 30?", "17:00"),
        ("2011-07-31T06+03:00", "Sun 31", "~06h"),
        ("2016-12", "Dec", ""),
        ("2016-12-XX", "Dec", ""),
        ("2016-12?", "Dec?", ""),
        ("2016", "2016", ""),
        ("2016-22~", "~summer", ""),
        ("2016-12-15/2016-12-22", "Thu 15", ""),
        ("2016-12-22/2016-12", "Thu 22", ""),
        ("../2011-03", "<Mar", ""),
        ("../2016-12-22~", "<Thu 22", ""),
        ("[2011-02..2011-03-06]", "~Feb", ""),
        ("[2024-11-30T17:00+03:00,2024-12-01]", "~Sat 30", "~17:00"),
    ],
)
def test_the_gutter_says_the_day_and_the_time(text: str, gutter: str, clock: str) -> None:
    when = When.parse(text)
    assert (when.gutter(), when.clock()) == (gutter, clock)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-11-30T17:00+03:00", "14:00"),
        ("2016-07-01T17:00+03:00", "15:00"),
        ("2011-07-31T06+03:00", "about 04:00"),
        ("2024-11-30T17:00+03:00~", "about 14:00"),
        ("2024-11-30", ""),
    ],
)
def test_a_time_is_told_in_another_zone_only_where_one_was_said(text: str, time: str) -> None:
    assert When.parse(text).time_in(LONDON) == time


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2024-11-30 17:00", "2024-11-30T17:00+03:00"),
        ("2024-11-30T17:00", "2024-11-30T17:00+03:00"),
        ("2016-07-01 17:00", "2016-07-01T17:00+03:00"),
        ("2016-12-22 17:00", "2016-12-22T17:00+02:00"),
        ("2022-12-22 17:00", "2022-12-22T17:00+03:00"),
        ("2024-11-30 17:00 GMT", "2024-11-30T17:00Z"),
        ("2024-11-30 17:00 utc", "2024-11-30T17:00Z"),
        ("2024-11-30 17:00Z", "2024-11-30T17:00Z"),
        ("2024-11-30 17:00 +01:00", "2024-11-30T17:00+01:00"),
        ("2024-11-30 17:00~", "2024-11-30T17:00+03:00~"),
        ("2011-07-31 6", "2011-07-31T06+03:00"),
        ("30 Nov 2024", "2024-11-30"),
        ("30  november 2024  17:00", "2024-11-30T17:00+03:00"),
        ("Nov 30, 2024", "2024-11-30"),
        ("Sept 3 2014", "2014-09-03"),
        ("Nov 2016", "2016-11"),
        ("Nov 2016~", "2016-11~"),
        ("spring 2016", "2016-21"),
        ("30/11/2024", "2024-11-30"),
        ("11/30/2024", "2024-11-30"),
        ("3.3.2016", "2016-03-03"),
        ("2016-12-15..2016-12-22", "2016-12-15/2016-12-22"),
        ("15 Dec 2016 to 22 Dec 2016", "2016-12-15/2016-12-22"),
        ("2016-12-15 - 22 Dec 2016", "2016-12-15/2016-12-22"),
        ("2024-11-30 17:00/2024-11-30 19:00", "2024-11-30T17:00+03:00/2024-11-30T19:00+03:00"),
        ("[13 Dec 2016..14 Dec 2016]", "[2016-12-13..2016-12-14]"),
        ("since 15 Mar 2011", "2011-03-15/.."),
        ("until Mar 2011", "../2011-03"),
        ("2011-10-27 23:30", "2011-10-27T23:30+03:00"),
    ],
)
def test_a_typed_date_is_understood_and_its_words_are_kept(typed: str, edtf: str) -> None:
    when = read_when(typed)
    assert (when.edtf, when.words) == (edtf, " ".join(typed.split()))


@given(st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - clock times of Damascus
def test_a_time_typed_without_a_zone_shows_the_same_on_the_clock_of_damascus(clock: datetime) -> None:
    typed = f"{clock:%Y-%m-%d %H:%M}"
    answer = _answer(typed)
    if isinstance(answer, When):
        assert (f"{answer.first_day}", answer.clock()) == tuple(typed.split())
    else:
        assert answer == f'"{typed}" never was: the clocks of Damascus skipped that hour when summer time began'
        assert clock.hour == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2016-02-30", '"2016-02-30" is no date: February 2016 has 29 days'),
        ("30 Feb 2016", '"30 Feb 2016" is no date: February 2016 has 29 days'),
        ("2016-13", '"2016-13" is no date: there is no month 13'),
        ("2016-04-00", '"2016-04-00" is no date: April 2016 has 30 days'),
        ("0000", '"0000" is no date: years run from 0001 to 9999'),
        ("1/1/0000 10:00", '"1/1/0000 10:00" is no date: years run from 0001 to 9999'),
        ("0/5/2016", '"0/5/2016" is no date: there is no month 00'),
        ("2016-XX-12", '"2016-XX-12" is no date: a day needs its month, and a time its day'),
        ("2016-12-22T25:00Z", '"2016-12-22T25:00Z" is no date: hour must be in 0..23'),
        ("2017/2016-11", '"2017/2016-11" ends before it begins: 2016-11 comes before 2017'),
        ("[2017..2016-11]", '"[2017..2016-11]" ends before it begins: 2016-11 comes before 2017'),
        ("2011-03/", '"2011-03/" is no interval: write 2016-12-15/2016-12-22, 2011-03/.. or ../2011-03'),
        ("../..", '"../.." is no interval: write 2016-12-15/2016-12-22, 2011-03/.. or ../2011-03'),
        (
            "[..2016]",
            '"[..2016]" is no choice of dates: write [2016-12-13..2016-12-16] or [2016-12-13,2016-12-16]',
        ),
        (
            "03/04/2016",
            '"03/04/2016" could be 3 April or 4 March: type 2016-04-03 or 2016-03-04',
        ),
        (
            "2011-04-01 00:30",
            '"2011-04-01 00:30" never was: the clocks of Damascus skipped that hour when summer time began',
        ),
        (
            "9999-12-31T12:00Z",
            '"9999-12-31T12:00Z" has a time of day, and those are held for the years 0002 to 9998',
        ),
        (
            "the other day",
            '"the other day" is no date: type one such as 2016, 2016-12, 2016-12-22, 30 Nov 2024, 2024-11-30 17:00, '
            "2016-12-15 to 2016-12-22 or since March 2011",
        ),
    ],
)
def test_a_wrong_date_is_refused_with_what_is_wrong_and_what_to_type(text: str, sentence: str) -> None:
    with pytest.raises(WhenError) as refusal:
        read_when(text)
    assert str(refusal.value) == sentence


def test_a_stored_time_without_its_offset_is_refused() -> None:
    with pytest.raises(WhenError, match="without its offset from Greenwich: write 2024-11-30T17:00"):
        When.parse("2024-11-30T17:00")


def test_every_example_an_error_gives_can_be_typed() -> None:
    with pytest.raises(WhenError) as refusal:
        read_when("soon")
    *examples, last = str(refusal.value).split("such as ")[1].split(", ")
    examples += last.split(" or ")
    assert len({read_when(example).edtf for example in examples}) == 7


@given(st.text(alphabet="0123456789XTZ-+:/.,[]~?% ", max_size=24) | st.text(max_size=24))
def test_no_text_does_worse_than_a_refusal(text: str) -> None:
    answer = _answer(text)
    if isinstance(answer, When):
        assert read_when(answer.edtf).edtf == answer.edtf
    else:
        assert answer.startswith(f'"{" ".join(text.split())}" ')
