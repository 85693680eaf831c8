"""Dates as a person types them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import WhenError
from store.typed_date import read_when
from store.when import When
from tests.store.edtf_texts import SYNTAX


def _answer(typed: str) -> When | str:
    try:
        return read_when(typed)
    except WhenError as error:
        return str(error)


@given(SYNTAX)
def test_what_a_person_types_in_edtf_is_what_the_store_holds(text: str) -> None:
    assert read_when(text) == When.parse(text)


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("2024-11-30 17:00", "2024-11-30T17:00+03:00"),
        ("2024-11-30T17:00", "2024-11-30T17:00+03:00"),
        ("2016-07-01 17:00", "2016-07-01T17:00+03:00"),
        ("2016-12-22 17:00", "2016-12-22T17:00+02:00"),
        ("2022-12-22 17:00", "2022-12-22T17:00+03:00"),
        ("2024-11-30 17:00 GMT", "2024-11-30T17:00Z"),
        ("2024-11-30 5pm", "2024-11-30T17+03:00"),
        ("30 Nov 2024 5:30 pm GMT", "2024-11-30T17:30Z"),
        ("30 Nov 2024 12 am", "2024-11-30T00+03:00"),
        ("about Dec 2016", "2016-12~"),
        ("c. 2016", "2016~"),
        ("around 30 Nov 2024 17:00", "2024-11-30T17:00+03:00~"),
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
            "the day after",
            '"the day after" is no date: type one such as 2016, 2016-12, 2016-12-22, 30 Nov 2024, 2024-11-30 17:00, '
            "2016-12-15 to 2016-12-22 or since March 2011",
        ),
    ],
)
def test_a_wrong_date_is_refused_with_what_is_wrong_and_what_to_type(text: str, sentence: str) -> None:
    with pytest.raises(WhenError) as refusal:
        read_when(text)
    assert str(refusal.value) == sentence


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
