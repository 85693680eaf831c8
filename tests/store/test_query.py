"""The filter language: what a text asks for, and how a mistake in it is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.names import fold
from store.query import Field, Query, QueryError, Words

NAMES = ("2011", "2016", "2020", "offensive")

terms = st.one_of(
    st.builds(Words, st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters='"'), min_size=1).map(
        lambda text: " ".join(text.split())
    ).filter(fold)),
    st.builds(Field, st.just("period"), st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(tuple)),
)  # fmt: skip
queries = st.lists(terms, max_size=5).map(tuple).map(Query)


@given(queries)
def test_a_printed_query_reads_as_the_same_query(query: Query) -> None:
    assert Query.parse(str(query), NAMES) == query


@given(st.text())
def test_any_text_is_a_query_or_a_mistake_at_a_place_within_it(text: str) -> None:
    wrong: QueryError | None = None
    try:
        query = Query.parse(text, NAMES)
    except QueryError as error:
        wrong = error
    if wrong is None:
        assert Query.parse(str(query), NAMES) == query
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
        ("- . '", ()),
    ],
)
def test_a_text_asks_for_its_terms(text: str, asked: tuple[Words | Field, ...]) -> None:
    assert Query.parse(text, NAMES).terms == asked


@pytest.mark.parametrize(
    ("text", "wrong", "advice"),
    [
        ("aleppo plce:x", "plce:", "no field"),
        ("peroid:2016", "peroid:", "did you mean period:?"),
        ("curfew period:2017", "2017", "did you mean 201"),
        ("period:2016,ofensive", "ofensive", "did you mean offensive?"),
        ("period:xyz", "xyz", "there are 2011, 2016, 2020, offensive"),
        ("period:", "", "missing"),
        ('halab "tahrir al', '"tahrir al', "not closed"),
    ],
)
def test_a_mistake_is_told_where_it_stands(text: str, wrong: str, advice: str) -> None:
    with pytest.raises(QueryError, match=advice.replace("?", r"\?")) as caught:
        Query.parse(text, NAMES)
    assert text[caught.value.start : caught.value.end] == wrong


def test_a_period_is_added_beside_another_and_dropped_again() -> None:
    query = Query.parse("curfew", NAMES).toggle_period("2016").toggle_period("2011")
    assert str(query) == "period:2016,2011 curfew"
    assert str(query.toggle_period("2016")) == "period:2011 curfew"
    assert str(query.toggle_period("2016").toggle_period("2011")) == "curfew"
    assert str(query.any_period()) == "curfew"


def test_steps_back_drop_the_last_term_first() -> None:
    query = Query.parse("period:2016 aleppo curfew", NAMES)
    assert [str(query := query.step_back()) for _ in range(3)] == ["period:2016 aleppo", "period:2016", ""]
