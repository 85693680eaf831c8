"""Where what is said of an event cannot all be so."""

from __future__ import annotations

from itertools import combinations

from store.actor import actors_of
from store.event import Claim, Event, Range, Stance
from store.toll import COUNTED, Counted, last_counts


def is_disputed(event: Event) -> bool:
    """Whether two speakers are at odds on the event, in words or in counts that do not overlap.

    In words where one is known to contradict the other, or denies, naming nobody, while the other claims. What one
    speaker, or a body and its own spokesmen, said earlier and later is no dispute; nor are the counts of an event and
    of a whole offensive.
    """
    in_words = any(_are_at_odds(*pair) for pair in combinations(event.claims, 2))
    return in_words or any(_are_counts_apart(event, figure) for figure in COUNTED)


def contradicted(event: Event) -> list[tuple[str, ...]]:
    """For each claim of the event, who else is known to say what cannot hold beside it, each once.

    A denial that names nobody may be one of anything that was said, so it stands against nobody here.
    """
    claims = event.claims
    return [
        tuple(dict.fromkeys(other.who for other in claims if _contradict(claim, other) and _are_apart(claim, other)))
        for claim in claims
    ]


def _are_at_odds(one: Claim, other: Claim) -> bool:
    named = one.contradicts or other.contradicts
    denies = not named and (one.stance is Stance.DENIES) != (other.stance is Stance.DENIES)
    return (denies or _contradict(one, other)) and _are_apart(one, other)


def _contradict(one: Claim, other: Claim) -> bool:
    return other.who in one.contradicts or one.who in other.contradicts


def _are_apart(one: Claim, other: Claim) -> bool:
    return not _are_one_side(one.who, other.who)


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
