"""Where what is said of an event cannot all be so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from store.actor import actors_of
from store.event import Claim, Event, Range, Stance, Toll
from store.toll import last_figures


class Dispute(NamedTuple):
    """Two statements, or two figures, that cannot both hold."""

    one: Claim | Toll
    other: Claim | Toll


def is_disputed(event: Event) -> bool:
    """Whether two speakers contradict each other on the event."""
    return next(disputes(event), None) is not None


def disputes(event: Event) -> Iterator[Dispute]:
    """What contradicts what: a denial and what others say, claims that are known to, and counts that do not overlap.

    What one speaker, or a body and its own spokesmen, said earlier and later is no dispute; nor are the counts of an
    event and of a whole offensive.
    """
    for one, other in combinations(event.claims, 2):
        if _contradict(one, other) and not _are_one_side(one.who, other.who):
            yield Dispute(one, other)
    own = last_figures(toll for toll in event.tolls if toll.scope is None)
    for first, second in combinations(own, 2):
        if _are_apart(first, second) and not _are_one_side(first.claimant, second.claimant):
            yield Dispute(first, second)


def contradicted(event: Event) -> list[tuple[str, ...]]:
    """For each claim of the event, who else says what cannot hold beside it, each once."""
    pairs = list(disputes(event))
    against: dict[int, dict[str, None]] = defaultdict(dict)
    for one, other in (*pairs, *((pair.other, pair.one) for pair in pairs)):
        if isinstance(other, Claim):
            against[id(one)][other.who] = None
    return [tuple(against[id(claim)]) for claim in event.claims]


def _contradict(one: Claim, other: Claim) -> bool:
    if one.contradicts or other.contradicts:
        return other.who in one.contradicts or one.who in other.contradicts
    return (one.stance is Stance.DENIES) != (other.stance is Stance.DENIES)


def _are_one_side(one: str, other: str) -> bool:
    """Whether two names are of one speaker, or one speaks for the other."""
    first, second = actors_of(one), actors_of(other)
    return first[0] in second or second[0] in first


def _are_apart(one: Toll, other: Toll) -> bool:
    pairs = ((one.killed, other.killed), (one.civilians, other.civilians), (one.wounded, other.wounded))
    return any(first is not None and second is not None and _no_overlap(first, second) for first, second in pairs)


def _no_overlap(one: Range, other: Range) -> bool:
    return _below(one, other) or _below(other, one)


def _below(one: Range, other: Range) -> bool:
    """Whether one count surely ends before the other begins."""
    return one.at_most is not None and other.at_least is not None and one.at_most < other.at_least
