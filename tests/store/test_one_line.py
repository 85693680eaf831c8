"""An event in one line: what is the date, what is marked, and what is left is what happened."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.event import Category
from store.one_line import EXAMPLE, read_line

REPORTED = date(2024, 12, 2)


def test_the_example_is_read_as_it_is_meant() -> None:
    line = read_line(EXAMPLE, REPORTED)
    assert (line.when.edtf, line.when.words) == ("[2024-11-30..2024-12-01]", "over the weekend")
    assert (line.title, line.place, line.category) == ("Markets shut", "Halab", Category.HUMANITARIAN)
    assert [source.publisher for source in line.sources] == ["Reuters"]
    assert line.tags == ()


@pytest.mark.parametrize(
    ("text", "edtf", "title"),
    [
        ("2016-12-22 Buses leave", "2016-12-22", "Buses leave"),
        ("30 Nov 2024 17:00 Curfew", "2024-11-30T17:00+03:00", "Curfew"),
        ("May 2016 March to the palace", "2016-05", "March to the palace"),
        ("2016-12-15 to 2016-12-22 Evacuation", "2016-12-15/2016-12-22", "Evacuation"),
        ("since March 2011 Protests in 12 cities", "2011-03/..", "Protests in 12 cities"),
        ("last week shelling goes on", "[2024-11-25..2024-12-01]", "shelling goes on"),
        ("2016  Two   blanks", "2016", "Two blanks"),
    ],
)
def test_as_many_words_as_make_a_date_are_it(text: str, edtf: str, title: str) -> None:
    line = read_line(text, REPORTED)
    assert (line.when.edtf, line.title) == (edtf, title)


def test_marks_stand_anywhere_and_a_tag_is_what_is_no_category() -> None:
    line = read_line('2016 #Siege The @"Deir ez-Zor" siege #airlift begins -- SANA | Title | https://x.org -- BBC')
    assert (line.title, line.place, line.category) == ("The siege begins", "Deir ez-Zor", Category.SIEGE)
    assert line.tags == ("airlift",)
    assert [(source.publisher, source.url) for source in line.sources] == [("SANA", "https://x.org"), ("BBC", "")]


def test_a_mark_within_a_word_is_none() -> None:
    line = read_line("2016 Mail to a@b.org, line #1#2 --dash")
    assert (line.title, line.place, line.tags) == ("Mail to a@b.org, line --dash", "", ("1#2",))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "is empty: write over the weekend"),
        ("-- Reuters", "is empty"),
        ("Markets shut", 'has to begin with a date: "Markets" is no date'),
        ("2016-12-22", 'says no more than a date: write what happened after "2016-12-22"'),
        ("2024-02-30 Snow", "has to begin with a date"),
        ("2016 x @Aleppo @Homs", "names several places: @Aleppo and @Homs"),
        ("2016 x #siege #battle", "names several categories: #siege and #battle"),
        ("2016 x -- Reuters | Title | ftp://x", "is no web address"),
    ],
)
def test_what_is_wrong_is_said(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong.replace("|", r"\|")):
        read_line(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        line = read_line(text)
    except ValueError:
        return
    assert line.title
