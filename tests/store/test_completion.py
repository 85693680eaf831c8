"""What a query that is being typed may go on with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.completion import complete
from store.index import Index
from store.query_text import QueryError
from store.shipped import shipped_events

INDEX = Index(shipped_events())


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("pl", "place:"),
        ("kil", "killed>="),
        ("curfew -cat", "category:"),
        ("(per", "period:"),
        ("place:ale", "Aleppo"),
        ("place:حل", "Aleppo"),
        ("place:Homs,ale", "Aleppo"),
        ('actor:"hayat t', '"Hayat Tahrir al-Sham"'),
        ("period:offensive actor:hay", '"Hayat Tahrir al-Sham"'),
        ("by:sohr", '"Syrian Observatory for Human Rights"'),
        ("category:air", "air-strike"),
        ("sort:k", "killed"),
        ("period:off", "offensive"),
    ],
)
def test_what_was_begun_goes_on(text: str, first: str) -> None:
    assert complete(INDEX, text)[0].text == first


@pytest.mark.parametrize(
    "text", ["", " ", "place:Aleppo ", "zeppelin", "place:zeppelin", "plce:x", "killed>=5", "on:2016"]
)
def test_where_nothing_is_known_nothing_is_offered(text: str) -> None:
    assert complete(INDEX, text) == []


@given(
    st.sampled_from(["", "period:offensive ", "-curfew ", "killed>=5 "]),
    st.sampled_from(["place", "actor", "by", "category", "tag", "in", "stance", "has"]),
    st.sampled_from(["", "a", "s", "ha", "حل"]),
)
def test_each_offer_reads_and_leaves_as_many_events_as_it_says(before: str, field: str, typed: str) -> None:
    text = f"{before}{field}:{typed}"
    for offer in complete(INDEX, text):
        taken = text[: offer.start] + offer.text
        assert len(INDEX.view(INDEX.parse(taken))) == offer.events, taken


@pytest.mark.parametrize(
    "text", ["-category:", "category:battle category:", "known:2011-06-01 battle OR category:", "((category:"]
)
def test_what_is_not_known_to_be_left_is_not_counted(text: str) -> None:
    offers = complete(INDEX, text)
    assert offers
    assert {offer.events for offer in offers} == {None}


@given(st.text('pla:ce"A ,(-) حلkilled>=', max_size=20))
def test_whatever_is_typed_an_offer_stands_within_it(text: str) -> None:
    for offer in complete(INDEX, text):
        assert 0 <= offer.start <= len(text)
        try:
            INDEX.parse(text[: offer.start] + offer.text)
        except QueryError:
            # what stands before may be wrong in itself, and a field alone has no value yet
            continue
