"""Any number of events like those of a conflict's datasets, the same for the same seed.

They are made of the shipped timeline's words, the places of the gazetteer and the actors of the registry, the frequent
ones far more frequent than the rest, as in the datasets: dates of all precisions, claims and tolls told of later,
Arabic titles, coordinates as exact as a coder's, a few for each place.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

from store.actor import registry
from store.event import Category, Claim, Event, Place, Range, Source, Stance, Toll
from store.place import WIDE, NamedPlace, gazetteer
from store.shipped import shipped_events
from store.when import When

FIRST, DAYS = date(2011, 3, 15), 5400
# how often a date is known to the day, in some other way
PRECISIONS = ("day", "time", "days", "month", "interval", "about", "year")
HOW_OFTEN = (70, 10, 8, 5, 4, 2, 1)

Item = TypeVar("Item")


class Lifelike:
    """Draws events, one after another."""

    def __init__(self, seed: int = 2011) -> None:
        self._chance = random.Random(seed)
        shipped = shipped_events()
        words = sorted({word for event in shipped for word in f"{event.title} {event.summary}".split()})
        self._chance.shuffle(words)
        self._words = Zipf(words, self._chance)
        self._arabic = [event.title_ar for event in shipped if event.title_ar] or ["قصف حلب"]
        places = [place for place in gazetteer().by_id.values() if place.within and place.kind not in WIDE]
        self._places = Zipf(sorted(places, key=lambda place: place.rank), self._chance)
        self._actors = Zipf([actor.name for actor in registry().by_id.values()], self._chance)
        self._publishers = Zipf(
            sorted({source.publisher for event in shipped for source in event.sources}), self._chance
        )

    def events(self, count: int) -> Iterator[Event]:
        """So many events, in no order of time."""
        for number in range(1, count + 1):
            yield self._event(f"e{number:07}")

    def _event(self, id: str) -> Event:
        chance = self._chance
        day = FIRST + timedelta(days=int(chance.triangular(0, DAYS, DAYS * 0.4)))
        place = self._places.draw()
        who = self._actors.draw()
        later = day + timedelta(days=int(chance.expovariate(1 / 40))) if chance.random() < 0.15 else day
        return Event(
            id=id,
            when=self._when(day),
            title=self._sentence(5, 9),
            title_ar=chance.choice(self._arabic) if chance.random() < 0.2 else "",
            summary=self._sentence(8, 30),
            category=chance.choice(list(Category)),
            place=_near(place, chance),
            actors=tuple({self._actors.draw() for _ in range(chance.randint(1, 3))}),
            reported=str(day + timedelta(days=chance.choice((0, 0, 1, 2)))),
            claims=(Claim(who, chance.choice(list(Stance)), self._sentence(6, 14), str(later)),)[
                : chance.randint(0, 1)
            ],
            tolls=tuple(self._toll(who, later) for _ in range(chance.choice((0, 1, 1, 2)))),
            sources=(Source(publisher=self._publishers.draw(), title=self._sentence(4, 8), published=str(later)),),
            collection=chance.choice(("ucdp-ged", "acled", "mine")),
            external_ids={"ucdp-ged": id[1:]},
        )

    def _when(self, day: date) -> When:
        match self._chance.choices(PRECISIONS, HOW_OFTEN)[0]:
            case "time":
                hour, minute = self._chance.randrange(24), self._chance.randrange(60)
                return When.parse(f"{day}T{hour:02}:{minute:02}+03:00")
            case "days":
                return When.parse(f"[{day}..{day + timedelta(days=self._chance.randint(1, 6))}]")
            case "month":
                return When.parse(f"{day:%Y-%m}")
            case "interval":
                return When.parse(f"{day}/{day + timedelta(days=self._chance.randint(1, 60))}")
            case "about":
                return When.parse(f"{day}~")
            case "year":
                return When.parse(f"{day.year}")
        return When.parse(str(day))

    def _sentence(self, least: int, most: int) -> str:
        return " ".join(self._words.draw() for _ in range(self._chance.randint(least, most)))

    def _toll(self, claimant: str, day: date) -> Toll:
        killed = int(self._chance.paretovariate(1.1)) - 1
        return Toll(claimant, str(day), killed=Range(killed, killed + self._chance.choice((0, 0, 3))))


class Zipf(Generic[Item]):
    """Items of which the n-th is drawn n times more rarely than the first."""

    def __init__(self, items: Sequence[Item], chance: random.Random) -> None:
        self._items, self._chance = items, chance
        self._weights = list(accumulate(1 / number for number in range(1, len(items) + 1)))

    def draw(self) -> Item:
        """One of them."""
        return self._chance.choices(self._items, cum_weights=self._weights)[0]


def _near(place: NamedPlace, chance: random.Random) -> Place:
    """One of a few spots of the place, the middle of it for most."""
    apart = (chance.randint(-2, 2) / 50, chance.randint(-2, 2) / 50) if chance.random() < 0.3 else (0.0, 0.0)
    return Place(
        name=place.name,
        admin=place.within or "",
        latitude=round(place.latitude + apart[0], 3),
        longitude=round(place.longitude + apart[1], 3),
    )
