"""What a query selects, beside a reference that tries every day an event may have begun and ended on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import event as seen
from hypothesis import given, settings
from hypothesis import strategies as st

from store.edtf import reading
from store.event import Category, Claim, Event, Place, Range, Source, Stance, Toll
from store.index import Index
from store.names import fold
from store.query import Both, Either, Field, Figure, Near, Not, Query, Term, Words
from tests.store.samples import sample

DAYS = [date(2016, 12, 28) + timedelta(days=number) for number in range(8)]
TEXTS = [str(day) for day in DAYS]
PLACES = {
    "Aleppo": ("Aleppo", "aleppo"),
    "Halab": ("Aleppo", "aleppo"),
    "Idlib": ("Idlib", "idlib"),
    "Nowhere": ("", "nowhere"),
}
ACTORS = {"HTS": "hts", "Hayat Tahrir al-Sham": "hts", "Syrian Army": "army", "Somebody": "somebody"}
FAR = {("aleppo", "Aleppo"): 0, ("idlib", "Aleppo"): 54, ("aleppo", "Idlib"): 54, ("idlib", "Idlib"): 0}
COORDINATES = {"aleppo": (36.2021, 37.1343), "idlib": (35.9306, 36.6339)}
SIGNS: dict[str, Callable[[int, int], bool]] = {
    ">": lambda one, other: one > other,
    ">=": lambda one, other: not one < other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: not one > other,
    "=": lambda one, other: one == other,
}

day = st.sampled_from(TEXTS)
pairs = st.tuples(day, day).map(sorted)
dates = st.one_of(
    day,
    day.map(lambda text: f"{text}~"),
    pairs.map("/".join),
    pairs.filter(lambda pair: pair[0] < pair[1]).map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
    pairs.filter(lambda pair: pair[0] < pair[1]).map(lambda pair: f"[{pair[0]},{pair[1]}]"),
    day.map(lambda text: f"{text}/.."),
    st.sampled_from(["2016-12", "2017-01", "2016", "2017", "2016/2017-01-02"]),
)
counts = st.none() | st.tuples(st.none() | st.integers(0, 9), st.none() | st.integers(9, 20)).filter(any).map(
    lambda pair: Range(at_least=pair[0], at_most=pair[1])
)
tolls = st.builds(Toll, claimant=st.sampled_from(["A", "B"]), as_of=st.sampled_from(TEXTS), killed=counts)
claims = st.builds(
    Claim,
    who=st.sampled_from([*ACTORS, "A"]),
    stance=st.sampled_from(Stance),
    said=st.sampled_from(["yes it was", "no"]),
    on=day,
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event of a few days at the turn of 2016, with few enough values for random queries to find it."""
    name = draw(st.none() | st.sampled_from(list(PLACES)))
    at = COORDINATES.get(PLACES[name][1]) if name else None
    place = name and Place(name=name, admin=PLACES[name][0], latitude=at and at[0], longitude=at and at[1])
    return sample(
        "x",
        draw(dates),
        title=draw(st.sampled_from(["Curfew in town", "Markets shut", "The curfews"])),
        category=draw(st.sampled_from([Category.BATTLE, Category.SIEGE])),
        place=place or None,
        actors=tuple(draw(st.lists(st.sampled_from(list(ACTORS)), max_size=2, unique=True))),
        claims=tuple(draw(st.lists(claims, max_size=2))),
        tolls=tuple(draw(st.lists(tolls, max_size=3))),
        sources=tuple(Source(publisher=each) for each in draw(st.lists(st.sampled_from(["BBC", "DW"]), max_size=2))),
        reported=draw(st.just("") | day),
        tags=tuple(draw(st.lists(st.sampled_from(["t"]), max_size=1))),
    )


def fields(name: str, *values: str) -> st.SearchStrategy[Field]:
    return st.builds(Field, st.just(name), st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple))


date_fields = st.builds(
    Field,
    st.sampled_from(["on", "during", "after", "before"]),
    st.lists(st.one_of(day, pairs.map("/".join), st.just("2016-12")), min_size=1, max_size=2, unique=True).map(tuple),
)
leaves: st.SearchStrategy[Any] = st.one_of(
    st.builds(Words, st.sampled_from(["curfew", "shut", "markets shut", "halab", "حلب", "tahrir", "ews", "no"])),
    *[date_fields] * 5,
    fields("year", "2016", "2017"),
    fields("period", "2016", "2020"),
    fields("place", "Aleppo", "حلب", "Idlib"),
    fields("in", "Aleppo", "Idlib", "Syria"),
    fields("actor", "HTS", "Syrian Army"),
    fields("by", "HTS", "Syrian Army"),
    fields("category", "battle", "siege"),
    fields("stance", "denies", "reports"),
    fields("has", "toll", "claims", "coordinates", "interval"),
    *[st.builds(Figure, st.sampled_from(["killed", "sources"]), st.sampled_from(list(SIGNS)), st.integers(0, 20))] * 4,
    st.builds(Near, st.sampled_from(["Aleppo", "Idlib"]), st.sampled_from([10.0, 60.0])),
)  # fmt: skip
terms = st.recursive(
    leaves,
    lambda terms: st.one_of(
        terms.map(Not),
        st.lists(terms, min_size=2, max_size=3).map(lambda found: Either(tuple(found))),
        st.lists(terms, min_size=2, max_size=3).map(lambda found: Both(tuple(found))),
    ),
    max_leaves=5,
)
# no, perhaps, yes
NO, PERHAPS, YES = 0, 1, 2


def worlds(event: Event) -> list[tuple[date, date]]:
    """Each first and last day that the event may have had."""
    covered = reading(event.when.edtf)
    everyday = [date(2015, 12, 1) + timedelta(days=number) for number in range(800)]
    if "," in event.when.edtf:
        return [(part.first_day, part.first_day) for part in covered.parts if part]
    if "/" not in event.when.edtf:
        return [(day, day) for day in everyday if covered.first_day <= day <= covered.last_day]
    start, end = covered.parts
    assert start is not None
    firsts = [day for day in everyday if start.first_day <= day <= start.last_day]
    lasts = [day for day in everyday if end is None or end.first_day <= day <= end.last_day]
    if end is None:
        # it may have ended at once, or never
        lasts = [firsts[0], everyday[-1]]
    return list(product((firsts[0], firsts[-1]), (lasts[0], lasts[-1])))


def three(found: list[bool]) -> int:
    return YES if all(found) else PERHAPS if any(found) else NO


def naive(term: Term, event: Event) -> int:
    match term:
        case Not(inner):
            return YES - naive(inner, event)
        case Either(terms):
            return max(naive(each, event) for each in terms)
        case Both(terms):
            return min(naive(each, event) for each in terms)
        case Field(name, values) if name in ("on", "during", "year", "after", "before"):
            return max(naive_date(name, value, event) for value in values)
        case _:
            return YES if naive_sure(term, event) else NO


def naive_date(name: str, value: str, event: Event) -> int:
    asked = reading(value)
    if name == "after":
        return three([first > asked.last_day for first, _ in worlds(event)])
    if name == "before":
        return three([first < asked.first_day for first, _ in worlds(event)])
    return three([first <= asked.last_day and last >= asked.first_day for first, last in worlds(event)])


def naive_sure(term: Term, event: Event) -> bool:
    place = PLACES[event.place.name][1] if event.place else ""
    match term:
        case Words(text):
            words = {"halab": "aleppo", "حلب": "aleppo"}.get(text)
            spoken = [event.title, *(claim.said for claim in event.claims)]
            names = [*event.actors, *(claim.who for claim in event.claims)]
            full = ["Hayat Tahrir al-Sham" for name in event.actors if ACTORS[name] == "hts"]
            where = [event.place.name] if event.place else []
            found = [f" {fold(each)}" for each in (*spoken, *names, *full, *where)]
            return place == words if words else any(f" {fold(text)}" in each for each in found)
        case Field("period", values):
            return any(event.when.first_day.year == int(value) for value in values)
        case Field("place", values):
            return any(place == {"حلب": "aleppo"}.get(value, value.lower()) for value in values)
        case Field("in", values):
            return any(place == value.lower() or (value == "Syria" and place in COORDINATES) for value in values)
        case Field("actor", values):
            return any(ACTORS[name] == ACTORS[value] for value in values for name in event.actors)
        case Field("by", values):
            who = [claim.who for claim in event.claims] + [toll.claimant for toll in event.tolls]
            return any(ACTORS.get(name) == ACTORS[value] for value in values for name in who)
        case Field("category", values):
            return event.category in values
        case Field("stance", values):
            return any(claim.stance in values for claim in event.claims)
        case Field("has", values):
            held = {
                "toll": any(toll.killed for toll in event.tolls),
                "claims": bool(event.claims),
                "coordinates": place in COORDINATES,
                "interval": "/" in event.when.edtf,
            }
            return any(held[value] for value in values)
        case Figure("sources", sign, number):
            return SIGNS[sign](len(event.sources), number)
        case Figure(_, sign, number):
            counted = sorted((toll for toll in event.tolls if toll.killed), key=lambda toll: toll.as_of)
            last = {toll.claimant: toll.killed for toll in counted}
            return any(naive_count(count, sign, number) for count in last.values() if count)
        case Near(name, kilometres):
            return (place, name) in FAR and FAR[place, name] <= kilometres
    raise AssertionError(term)


def naive_count(count: Range, sign: str, number: int) -> bool:
    """Whether a number that was stated, or one between two that were, is so."""
    stated = [each for each in (count.at_least, count.at_most) if each is not None]
    between = range(stated[0], stated[-1] + 1) if stated else []
    return any(SIGNS[sign](each, number) for each in between)


@settings(max_examples=600)
@given(events(), st.lists(terms, max_size=2))
def test_the_index_finds_what_the_reference_does(event: Event, asked: list[Term]) -> None:
    # the other events are there for their names
    others = [
        sample("n1", place=Place(name="Aleppo", admin="Aleppo"), actors=("HTS", "Syrian Army")),
        sample("n2", place=Place(name="Idlib", admin="Idlib")),
    ]
    view = Index([event, *others]).view(Query(tuple(asked)))
    expected = min((naive(term, event) for term in asked), default=YES)
    seen(f"expected {expected}")
    found = 0 if view.position("x") is None else PERHAPS if view.possibly else YES
    assert found == expected


@settings(max_examples=500)
@given(dates, date_fields)
def test_a_date_matches_as_the_reference_says(when: str, asked: Field) -> None:
    event = sample("x", when)
    view = Index([event]).view(Query((asked,)))
    expected = naive(asked, event)
    seen(f"expected {expected}")
    assert (0 if not len(view) else PERHAPS if view.possibly else YES) == expected


@settings(max_examples=300)
@given(events(), day)
def test_nothing_told_of_later_is_known(event: Event, known: str) -> None:
    view = Index([event]).view(Query((Field("known", (known,)),)))
    first_told = event.reported or (
        event.when.edtf.split("/")[0] if "/" in event.when.edtf else str(reading(event.when.edtf).last_day)
    )
    is_known = str(reading(first_told).last_day) <= known
    assert len(view) == view.total == is_known
    assert view.hidden.events == (not is_known)
    for shown in view:
        assert [claim.on for claim in shown.claims] == [claim.on for claim in event.claims if claim.on <= known]
        assert [toll.as_of for toll in shown.tolls] == [toll.as_of for toll in event.tolls if toll.as_of <= known]
        ends = shown.when.edtf.partition("/")[2]
        assert not ends or ends == ".." or str(reading(ends).last_day) <= known
        assert msgspec.structs.replace(shown, when=event.when, claims=event.claims, tolls=event.tolls) == event


@pytest.mark.parametrize(
    ("when", "asked", "expected"),
    [
        ("2016-12", "on:2016-12-05", PERHAPS),
        ("2016-12", "during:2016", YES),
        ("2016-12", "after:2016-12-15", PERHAPS),
        ("2016-12", "before:2016-12-01", NO),
        ("2016-12-05~", "on:2016-12-05", PERHAPS),
        ("2016-09-22/2016-12-22", "on:2016-11-01", YES),
        ("2016-09-22/2016-12-22", "after:2016-11-01", NO),
        ("[2016-12-13..2016-12-16]", "on:2016-12-14", PERHAPS),
        ("[2016-12-13..2016-12-16]", "-on:2016-12-14", PERHAPS),
        ("[2016-12-13..2016-12-16]", "dated:possibly on:2016-12-14", PERHAPS),
        ("[2016-12-13..2016-12-16]", "dated:surely on:2016-12-14", NO),
        ("[2016-12-13..2016-12-16]", "dated:surely during:2016", YES),
        ("[2016-12-13,2016-12-16]", "on:2016-12-14", NO),
        ("[2016-12-13,2016-12-16]", "on:2016-12-13", PERHAPS),
        ("2016-12-14", 'on:"[2016-12-13,2016-12-16]"', NO),
        ("2016-12-14T23:30+00:00", "on:2016-12-15", YES),
        ("2011-03/..", "on:2016-12-15", PERHAPS),
    ],
)
def test_an_uncertain_date_matches_possibly_where_it_may_and_surely_where_it_must(
    when: str, asked: str, expected: int
) -> None:
    index = Index([sample("x", when)])
    view = index.view(index.parse(asked))
    assert (0 if not len(view) else PERHAPS if view.possibly else YES) == expected
