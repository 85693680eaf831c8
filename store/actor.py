"""The registry of actors: states, forces, groups, bodies, media and people, under all their names."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from store.names import NameIndex, fold, shipped_rows


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    ARMED_FORCES = "armed-forces"
    ARMED_GROUP = "armed-group"
    PARTY = "party"
    INTERNATIONAL_ORGANISATION = "international-organisation"
    MONITOR = "monitor"
    HUMANITARIAN = "humanitarian"
    MEDIA = "media"
    PERSON = "person"
    CIVIL = "civil"


class Side(StrEnum):
    """A coarse aid for filtering, not a judgement."""

    GOVERNMENT_ALIGNED = "government-aligned"
    OPPOSITION = "opposition"
    JIHADIST = "jihadist"
    KURDISH_LED = "kurdish-led"
    TURKEY_ALIGNED = "turkey-aligned"
    US_LED = "us-led"
    RUSSIA = "russia"
    IRAN_ALIGNED = "iran-aligned"
    ISRAEL = "israel"
    NEUTRAL = "neutral"
    OTHER = "other"


class Actor(msgspec.Struct, frozen=True):
    """Somebody who acts in the conflict or speaks of it.

    `active_from` and `active_to` are EDTF dates, None where not sure. `predecessor`, `successor`, `parent` and
    `members` are ids: `successor` is what a whole group became, `predecessor` also what it split from, `parent` the
    body an actor belongs to or speaks for. `members` make up an alliance or a joint source; a joint source is not
    its members, and its figures are not theirs. The Arabic name `ar` is unchecked: a secondary name only.
    """

    id: str
    name: str
    kind: ActorKind
    side: Side
    ar: str | None = None
    variants: tuple[str, ...] = ()
    ar_variants: tuple[str, ...] = ()
    active_from: str | None = None
    active_to: str | None = None
    predecessor: tuple[str, ...] = ()
    successor: tuple[str, ...] = ()
    parent: str | None = None
    members: tuple[str, ...] = ()
    note: str = ""
    ambiguous: bool = False
    ambiguous_variants: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling, the one to show first and the Arabic ones last."""
        arabic = (self.ar,) if self.ar else ()
        return (self.name, *self.variants, *arabic, *self.ar_variants)

    @property
    def rank(self) -> tuple[int, ...]:
        """Those who go by many names first: they are the ones most spoken of."""
        return (-len(self.names),)


class ActorRegistry(NameIndex[Actor]):
    """The actors of the timeline, found by name, and how one became another."""

    def find(self, name: str) -> Actor | None:
        """The actor that bears this name; None where none does, or several do."""
        bearers = self.bearing(name)
        return bearers[0] if len(bearers) == 1 else None

    def spellings(self, name: str) -> tuple[str, ...]:
        """Every spelling of the actor that bears this name, Arabic too; none where the actor is not found."""
        actor = self.find(name)
        return actor.names if actor else ()

    def lineage(self, actor: Actor) -> list[Actor]:
        """The actors that this one came from, the earliest first, then itself, then what it became.

        Backwards this follows every predecessor, the group that a splinter left among them; forwards only what a
        whole group became. So a splinter has its origin in its lineage, but the origin not its splinters, and those
        who merged into the same successor are not in each other's.
        """
        before = self._chain(actor, lambda one: one.predecessor)
        after = self._chain(actor, lambda one: one.successor)
        return [*reversed(before), actor, *after]

    def parents(self, actor: Actor) -> list[Actor]:
        """The bodies that the actor belongs to or speaks for, the nearest first."""
        return self._chain(actor, lambda one: (one.parent,) if one.parent else ())

    def members(self, actor: Actor) -> list[Actor]:
        """Those who make up an alliance or a joint source; empty for any other actor."""
        return [self.by_id[key] for key in actor.members]

    def _chain(self, actor: Actor, step: Callable[[Actor], tuple[str, ...]]) -> list[Actor]:
        """The actors reached from one by the ids that `step` gives, again and again; the nearest first."""
        reached: dict[str, Actor] = {}
        front = [actor]
        while front:
            front = [self.by_id[key] for one in front for key in step(one) if key not in reached and key != actor.id]
            reached.update((one.id, one) for one in front)
        return list(reached.values())


class Naming(NamedTuple):
    """An id, or the folded name of what has none; the name to show; and every spelling."""

    key: str
    name: str
    spellings: tuple[str, ...]


# events name the same few actors again and again
@lru_cache(maxsize=1 << 14)
def actors_of(name: str, with_bodies_of_people: bool = True) -> tuple[Naming, ...]:
    """The actor that is called so, and the bodies that it belongs to: Russia's air force is Russia's.

    What a person spoke for once they may not speak for always: those bodies can be left out.
    """
    actor = registry().find(name)
    if actor is None:
        return (Naming(fold(name), name, (name,)),)
    is_alone = actor.kind is ActorKind.PERSON and not with_bodies_of_people
    bodies = [] if is_alone else registry().parents(actor)
    return tuple(Naming(each.id, each.name, each.names) for each in (actor, *bodies))


@cache
def registry() -> ActorRegistry:
    """The registry of actors that comes with the program."""
    return ActorRegistry(shipped_rows("actors.jsonl", Actor))
