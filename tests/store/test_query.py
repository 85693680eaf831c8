"""The filter language: what a text asks for, and how a mistake in it is told."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.event import Category, Stance
from store.index import Index
from store.names import fold
from store.query import Both, Either, Field, Figure, Near, Not, Query, Term, Words
from store.query_text import CHOICES, FIELDS, FIGURES, WHOLE, QueryError
from store.shipped import shipped_events

INDEX = Index(shipped_events())


def read(text: str) -> Query:
    return INDEX.parse(text)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"'), min_size=1)
words = st.builds(Words, texts.map(lambda text: " ".join(text.split())).filter(fold))


def fields(name: str, *values: str) -> st.SearchStrategy[Field]:
    return st.builds(Field, st.just(name), st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple))


DATES = ("2016", "2016-09/2016-12", "2024-11-30", "2011-03~", "2024-11-30T17:00+03:00", "[2016-12-13..2016-12-16]")
leaves: st.SearchStrategy[Any] = st.one_of(
    words,
    fields("period", "2011", "2016", "2020", "offensive"),
    fields("place", "Aleppo", "حلب", "Deir ez-Zor", "Urum al-Kubra"),
    fields("in", "Idlib", "Syria", "Rif Dimashq"),
    fields("actor", "HTS", "Hayat Tahrir al-Sham+lineage", "Syrian Army"),
    fields("by", "SOHR", "BBC News"),
    fields("category", *Category),
    fields("stance", *Stance),
    fields("has", *CHOICES["has"]),
    fields("during", *DATES),
    fields("after", *DATES),
    st.builds(Figure, st.sampled_from(FIGURES), st.sampled_from([">=", "<=", ">", "<", "="]), st.integers(0, 999)),
    st.builds(Near, st.sampled_from(["Aleppo", "Deir ez-Zor"]), st.sampled_from([5.0, 60.0, 12.5])),
)


def some(terms: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(terms, min_size=2, max_size=3).map(tuple)


def above(terms: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What may stand over terms: nothing over its own like, which reading takes for one."""
    return st.one_of(
        terms.filter(lambda term: not isinstance(term, Not)).map(Not),
        some(terms.filter(lambda term: not isinstance(term, Either))).map(Either),
        some(terms.filter(lambda term: not isinstance(term, Both))).map(Both),
    )


terms = st.recursive(leaves, above, max_leaves=8)
whole = st.one_of(
    st.just(()),
    st.just((Field("known", ("2024-11-30",)),)),
    st.sampled_from([(Field("sort", ("killed",)),), (Field("dated", ("surely",)),)]),
)
queries = st.builds(
    lambda terms, whole: Query((*terms, *whole)),
    st.lists(terms.filter(lambda term: not isinstance(term, Both)), max_size=4),
    whole,
)


@given(queries)
def test_a_printed_query_reads_as_the_same_query(query: Query) -> None:
    assert read(str(query)) == query


@given(st.one_of(st.text(), st.text('()-"OR:, <>=ab').map(str), st.lists(st.sampled_from(
    ["(", ")", "-", "OR", '"', "place:", "Aleppo", ",", "killed", ">=", "5", " ", "near:", "<", "known:", "2016", "a"]
)).map("".join)))  # fmt: skip
def test_any_text_is_a_query_or_a_mistake_at_a_place_within_it(text: str) -> None:
    wrong: QueryError | None = None
    try:
        query = read(text)
    except QueryError as error:
        wrong = error
    if wrong is None:
        assert read(str(query)) == query
    else:
        assert 0 <= wrong.start <= wrong.end <= len(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", ()),
        ("curfew", (Words("curfew"),)),
        ("  aleppo   curfew ", (Words("aleppo"), Words("curfew"))),
        ('"tahrir al-sham"', (Words("tahrir al-sham"),)),
        ("period:2016,offensive", (Field("period", ("2016", "offensive")),)),
        ("PERIOD:2016 halab", (Field("period", ("2016",)), Words("halab"))),
        ("period:2016,2016", (Field("period", ("2016",)),)),
        ("17:00", (Words("17:00"),)),
        ("حلب", (Words("حلب"),)),
        (". ' -", ()),
        ("−curfew –siege", (Not(Words("curfew")), Not(Words("siege")))),
        ("near:Aleppo<60 km curfew", (Near("Aleppo", 60), Words("curfew"))),
        ("-curfew", (Not(Words("curfew")),)),
        ("--curfew", (Words("curfew"),)),
        ("a OR b c", (Either((Words("a"), Words("b"))), Words("c"))),
        ("a OR b OR c", (Either((Words("a"), Words("b"), Words("c"))),)),
        ("(a b) OR c", (Either((Both((Words("a"), Words("b"))), Words("c"))),)),
        ("(a b) c", (Words("a"), Words("b"), Words("c"))),
        ("-(a b)", (Not(Both((Words("a"), Words("b")))),)),
        ("order oregon", (Words("order"), Words("oregon"))),
        ("killed>=50 sources<2", (Figure("killed", ">=", 50), Figure("sources", "<", 2))),
        ("near:Aleppo<60km", (Near("Aleppo", 60.0),)),
        ('near:"Deir ez-Zor"<7.5', (Near("Deir ez-Zor", 7.5),)),
        ("near:Aleppo", (Near("Aleppo", 60.0),)),
        ("during:2016-09..2016-12", (Field("during", ("2016-09/2016-12",)),)),
        ('on:"30 Nov 2024"', (Field("on", ("2024-11-30",)),)),
        ('actor:"Hayat Tahrir al-Sham"', (Field("actor", ("Hayat Tahrir al-Sham",)),)),
        ('place:Aleppo,"Deir ez-Zor"', (Field("place", ("Aleppo", "Deir ez-Zor")),)),
        ("known:2024-11-30 curfew", (Field("known", ("2024-11-30",)), Words("curfew"))),
    ],
)
def test_a_text_asks_for_its_terms(text: str, asked: tuple[Term, ...]) -> None:
    assert read(text).terms == asked


@pytest.mark.parametrize(
    ("text", "wrong", "advice"),
    [
        ("aleppo plce:x", "plce:", 'there is no field "plce:"; did you mean place:?'),
        ("peroid:2016", "peroid:", "did you mean period:?"),
        ("curfew period:2017", "2017", "did you mean year:2017?"),
        ("period:2016,ofensive", "ofensive", "did you mean offensive?"),
        ("period:xyz", "xyz", "there are 2011, 2016, 2020, offensive"),
        ("period:", "", "missing"),
        ('halab "tahrir al', '"tahrir al', "not closed"),
        ('actor:"tahrir al', '"tahrir al', "not closed"),
        ("(halab", "(", "not closed"),
        ("halab)", ")", "closes none"),
        ("halab OR", "OR", "between two"),
        ("OR halab", "OR", "between two"),
        ("place:Alepo", "Alepo", "did you mean Aleppo?"),
        ("near:Alepo<60km", "Alepo<60km", "did you mean Aleppo?"),
        ("near:Aleppo<far", "far", "how far"),
        ("category:airstrike", "airstrike", "did you mean air-strike?"),
        ("killed:50", "killed:", "killed>=50"),
        ("killed>=", "", "number"),
        ("killd>=50", "killd", "did you mean killed?"),
        ("on:someday", "someday", "is no date"),
        ("year:2016-12", "2016-12", "no year"),
        ("known:2024-11", "2024-11", "no day"),
        ("- curfew", "-", "right after the -"),
        ("near:Aleppo,Idlib", "Aleppo", "one place"),
        ("near:Syria<60km", "Syria<60km", "no place"),
        ('near:"Aleppo', '"Aleppo', "quote is not closed"),
        ('place:"Aleppo"x', '"Aleppo"', "blank is missing"),
        ("a OR known:2024-11-30", "known:2024-11-30", "whole query"),
        ("-sort:date", "sort:date", "whole query"),
        ("known:2024-11-30 known:2024-12-01", "known:2024-12-01", "already"),
        ("sort:date,killed", "killed", "one value"),
        ("(" * 60, "(", "too deep"),
    ],
)
def test_a_mistake_is_told_where_it_stands(text: str, wrong: str, advice: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(text)
    assert advice in str(caught.value)
    assert text[caught.value.start : caught.value.end] == wrong


def test_a_phrase_of_a_report_is_kept_as_the_days_it_meant() -> None:
    assert str(read('during:"over the weekend, reported 2024-12-02"')) == "during:[2024-11-30..2024-12-01]"
    assert str(read('after:"last month, reported 2016-12-05"')) == "after:2016-11"


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_without_a_value_says_what_is_missing(field: str) -> None:
    with pytest.raises(QueryError, match=r"missing|takes a number"):
        read(f"{field}:")


def test_a_period_is_added_beside_another_and_dropped_again() -> None:
    query = read("curfew").toggle("period", "2016").toggle("period", "2011")
    assert str(query) == "period:2016,2011 curfew"
    assert str(query.toggle("period", "2016")) == "period:2011 curfew"
    assert str(query.toggle("period", "2016").toggle("period", "2011")) == "curfew"
    assert str(query.having("period")) == "curfew"


def test_terms_of_one_field_become_one_when_it_is_changed() -> None:
    query = read("period:2016 curfew period:2011")
    assert query.values("period") == ("2016", "2011")
    assert str(query.having("period")) == "curfew"
    assert str(query.toggle("period", "2011")) == "period:2016 curfew"


def test_another_spelling_of_a_value_is_dropped_with_it() -> None:
    query = read("place:Halab,Homs")
    assert str(query.toggle("place", "Aleppo", lambda value: value == "Halab")) == "place:Homs"


def test_steps_back_drop_the_last_term_first() -> None:
    query = read("period:2016 aleppo curfew")
    assert [str(query := query.step_back()) for _ in range(3)] == ["period:2016 aleppo", "period:2016", ""]


def test_what_holds_for_the_whole_query_is_named_so() -> None:
    query = read("sort:killed known:2024-11-30 dated:surely")
    assert {name: query.value(name) for name in WHOLE} == {
        "sort": "killed",
        "known": "2024-11-30",
        "dated": "surely",
    }


def test_the_docs_name_every_field_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "query.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z]+)(?::|[<>=]+)", page.split("## Surely")[0]))
    assert told == set(FIELDS)
