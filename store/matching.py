"""Whether an event matches a query: surely, possibly where its date is uncertain, or not."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Protocol, cast

from store.edtf import BEGINNING, reading
from store.event import Event
from store.keys import Keys
from store.place import Gazetteer, distance_km, gazetteer, point
from store.query import Both, Either, Field, Figure, Near, Not, Query, Term, Words
from store.query_text import DATES, WHOLE
from store.toll import Counted, last_counts, stated


class Match(IntEnum):
    """How surely an event matches; of several terms the least counts, of alternatives the most."""

    NOT = 0
    POSSIBLY = 1
    SURELY = 2


class Searched(Protocol):
    """What is looked at in an event: made once for each, and kept."""

    def text(self, event: Event) -> str:
        """All its text, folded, with a space before each word."""

    def keys(self, event: Event) -> Keys:
        """What it is found by."""

    def sources(self, event: Event) -> int:
        """How many sources it has."""

    def period(self, event: Event, name: str) -> bool:
        """Whether it belongs to the period of this name."""

    def meant(self, field: str, value: str) -> frozenset[str]:
        """The keys that a value means."""


Test = Callable[[Event], Match]


def matcher(query: Query, searched: Searched) -> Test:
    """A function that tells how an event matches the whole query."""
    tests = [_test(term, searched) for term in query.terms]
    dated = {"surely": (Match.SURELY,), "possibly": (Match.POSSIBLY,)}.get(query.value("dated"), tuple(Match))

    def test(event: Event) -> Match:
        match = min((test(event) for test in tests), default=Match.SURELY)
        return match if match in dated else Match.NOT

    return test


def _test(term: Term, searched: Searched) -> Test:
    match term:
        case Words():
            folded = term.folded
            return lambda event: _sure(folded in searched.text(event))
        case Field():
            return _field(term, searched)
        case Figure():
            return lambda event: _sure(_figure(term, event, searched))
        case Near():
            return _near(term, gazetteer())
        case Not():
            inner = _test(term.term, searched)
            return lambda event: Match(Match.SURELY - inner(event))
        case Either() | Both():
            tests = [_test(each, searched) for each in term.terms]
            choose = max if isinstance(term, Either) else min
            return lambda event: choose(test(event) for test in tests)


def _field(term: Field, searched: Searched) -> Test:
    if term.name in WHOLE:
        return lambda _: Match.SURELY
    if term.name in DATES:
        return lambda event: max(dated(term.name, value, event.when.edtf) for value in term.values)
    if term.name == "period":
        return lambda event: _sure(any(searched.period(event, name) for name in term.values))
    meant = frozenset[str]().union(*(searched.meant(term.name, value) for value in term.values))
    return lambda event: _sure(not meant.isdisjoint(searched.keys(event)[term.name]))


def _sure(matches: bool) -> Match:
    return Match.SURELY if matches else Match.NOT


def dated(field: str, asked: str, edtf: str) -> Match:
    """How a date lies to another that is asked for: `on`, `year` and `during` go on in it, the others begin so."""
    when, range_asked = reading(edtf), reading(asked)
    if "," in asked:
        return max(dated(field, part.edtf, edtf) for part in range_asked.parts if part)
    if "," in edtf:
        found = {dated(field, asked, part.edtf) for part in when.parts if part}
        return found.pop() if len(found) == 1 else Match.POSSIBLY
    (from_first, from_last), (to_first, to_last) = span(edtf)
    match field:
        case "after":
            return _between(from_first > range_asked.latest, from_last > range_asked.latest)
        case "before":
            return _between(from_last < range_asked.earliest, from_first < range_asked.earliest)
    surely = from_last <= range_asked.latest and to_first >= range_asked.earliest
    return _between(surely, from_first <= range_asked.latest and to_last >= range_asked.earliest)


def _between(surely: bool, possibly: bool) -> Match:
    return Match.SURELY if surely else _sure(possibly) and Match.POSSIBLY


def span(edtf: str) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
    """Between which instants it began, and between which it ended: for one moment, the same."""
    covered = reading(edtf)
    if "/" not in edtf:
        moment = (covered.earliest, covered.latest)
        return moment, moment
    start, end = covered.parts
    # an end that is open lies after the beginning, and a beginning that is open before the end
    begins = (start.earliest, start.latest) if start else (BEGINNING, covered.latest)
    ends = (end.earliest, end.latest) if end else (begins[0], covered.latest)
    return begins, ends


_OPERATORS: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "=": operator.eq
}  # fmt: skip


def _figure(term: Figure, event: Event, searched: Searched) -> bool:
    """Whether somebody's last count of this event alone is so."""
    if term.name == "sources":
        return is_so(term, *(searched.sources(event),) * 2)
    counts = last_counts(event, cast(Counted, term.name)).values()
    return any(is_so(term, *stated(count)) for count in counts)


def is_so(term: Figure, least: int, most: int) -> bool:
    """Whether a count from `least` to `most` is as asked: its end towards that, or for `=` any number in it."""
    match term.operator:
        case "=":
            return least <= term.number <= most
        case ">" | ">=":
            return _OPERATORS[term.operator](most, term.number)
    return _OPERATORS[term.operator](least, term.number)


def _near(term: Near, places: Gazetteer) -> Test:
    centre = places.find(term.place)

    def test(event: Event) -> Match:
        here = point(event.place)
        if centre is None or here is None:
            return Match.NOT
        return _sure(distance_km(centre.latitude, centre.longitude, *here) <= term.kilometres)

    return test
