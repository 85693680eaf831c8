"""Where what is said of an event cannot all be so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from store.actor import actors_of
from store.event import Claim, Event, Range, Stance
from store.toll import COUNTED, Counted, last_counts


class Dispute(NamedTuple):
    """Two statements that cannot both hold."""

    one: Claim
    other: Claim


def is_disputed(event: Event) -> bool:
    """Whether two speakers contradict each other on the event, in words or in counts that do not overlap.

    What one speaker, or a body and its own spokesmen, said earlier and later is no dispute; nor are the counts of an
    event and of a whole offensive.
    """
    return next(disputes(event), None) is not None or any(_are_counts_apart(event, figure) for figure in COUNTED)


def disputes(event: Event) -> Iterator[Dispute]:
    """Which claims contradict which: a denial and what others say, and claims that are known to."""
    for one, other in combinations(event.claims, 2):
        if (_contradicts(one, other) or _contradicts(other, one)) and not _are_one_side(one.who, other.who):
            yield Dispute(one, other)


def contradicted(event: Event) -> list[tuple[str, ...]]:
    """For each claim of the event, who else says what cannot hold beside it, each once."""
    pairs = list(disputes(event))
    against: dict[int, dict[str, None]] = defaultdict(dict)
    for one, other in (*pairs, *((pair.other, pair.one) for pair in pairs)):
        against[id(one)][other.who] = None
    return [tuple(against[id(claim)]) for claim in event.claims]


def _contradicts(one: Claim, other: Claim) -> bool:
    """Whether a claim names the other's speaker, or is a denial that names none, and so of all that others claim."""
    if one.contradicts:
        return other.who in one.contradicts
    return one.stance is Stance.DENIES and other.stance is not Stance.DENIES


def _are_one_side(one: str, other: str) -> bool:
    """Whether two names are of one speaker, or one speaks for the other."""
    first, second = actors_of(one), actors_of(other)
    return first[0] in second or second[0] in first


def _are_counts_apart(event: Event, figure: Counted) -> bool:
    pairs = combinations(last_counts(event, figure).items(), 2)
    return any(_no_overlap(one, other) and not _are_one_side(who, whom) for (who, one), (whom, other) in pairs)


def _no_overlap(one: Range, other: Range) -> bool:
    return _below(one, other) or _below(other, one)


def _below(one: Range, other: Range) -> bool:
    """Whether one count surely ends before the other begins."""
    return one.at_most is not None and other.at_least is not None and one.at_most < other.at_least
