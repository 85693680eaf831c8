"""Whether an event matches a query: surely, possibly where its date is uncertain, or not."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import Protocol, cast

from msgspec.structs import replace

from store.edtf import BEGINNING, reading
from store.event import Event, Range
from store.keys import Keys
from store.place import Gazetteer, distance_km, gazetteer, point
from store.query import Both, Either, Field, Figure, Near, Not, Query, Term, Words
from store.query_text import DATES, WHOLE
from store.toll import Counted, last_counts
from store.when import When


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
        return lambda event: max(_dated(term.name, value, event) for value in term.values)
    if term.name == "period":
        return lambda event: _sure(any(searched.period(event, name) for name in term.values))
    meant = frozenset[str]().union(*(searched.meant(term.name, value) for value in term.values))
    return lambda event: _sure(not meant.isdisjoint(searched.keys(event)[term.name]))


def _sure(matches: bool) -> Match:
    return Match.SURELY if matches else Match.NOT


def _dated(field: str, value: str, event: Event) -> Match:
    """How an event's date lies to another: `on`, `year` and `during` go on in it, `after` and `before` begin so."""
    asked, covered = reading(value), reading(event.when.edtf)
    if "," in asked.edtf:
        return max(_dated(field, part.edtf, event) for part in asked.parts if part)
    if "," in covered.edtf:
        found = {_dated(field, value, replace(event, when=When(part.edtf))) for part in covered.parts if part}
        return found.pop() if len(found) == 1 else Match.POSSIBLY
    (from_first, from_last), (to_first, to_last) = span(event)
    match field:
        case "after":
            return _between(from_first > asked.latest, from_last > asked.latest)
        case "before":
            return _between(from_last < asked.earliest, from_first < asked.earliest)
    surely = from_last <= asked.latest and to_first >= asked.earliest
    return _between(surely, from_first <= asked.latest and to_last >= asked.earliest)


def _between(surely: bool, possibly: bool) -> Match:
    return Match.SURELY if surely else _sure(possibly) and Match.POSSIBLY


def span(event: Event) -> tuple[tuple[datetime, datetime], tuple[datetime, datetime]]:
    """Between which instants the event began, and between which it ended: for one moment, the same."""
    covered = reading(event.when.edtf)
    if not event.when.lasts:
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
    compare = _OPERATORS[term.operator]
    if term.name == "sources":
        return compare(searched.sources(event), term.number)
    counts = last_counts(event, cast(Counted, term.name)).values()
    return any(_count(count, term) for count in counts)


def _count(count: Range, term: Figure) -> bool:
    """Whether a count is so: of a range its end towards what is asked, or for `=` any number in it.

    "At least 300" and "up to 40" stand for the numbers that they name.
    """
    least = count.at_most if count.at_least is None else count.at_least
    most = count.at_least if count.at_most is None else count.at_most
    if least is None or most is None:
        return False
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
