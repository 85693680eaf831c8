"""What the founding news report of 30 November 2024 says can be found, attributed as there."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from store.event import Claim, Event, Range, Stance
from store.shipped import shipped_events

EVENTS = {event.id: event for event in shipped_events()}
BBC, SOHR, ARMY = "BBC News", "Syrian Observatory for Human Rights", "Syrian Army"


class Fact(NamedTuple):
    """One fact of the report: the event that carries it, and how to see it there."""

    number: str
    event: str
    holds: Callable[[Event], bool]


def claim(who: str, said: str, *stances: Stance, on: str = "2024-11-30") -> Callable[[Event], bool]:
    """Whether somebody said this, that day, in one of these ways."""

    def matches(each: Claim) -> bool:
        fits = who in each.who and re.search(said, each.said, re.IGNORECASE) is not None
        return fits and each.on == on and (not stances or each.stance in stances)

    return lambda event: any(map(matches, event.claims))


def summary(words: str) -> Callable[[Event], bool]:
    """Whether the title or the summary says so."""
    return lambda event: re.search(words, f"{event.title} {event.summary}", re.IGNORECASE) is not None


def actor(words: str) -> Callable[[Event], bool]:
    """Whether somebody of that name took part."""
    return lambda event: any(words in name for name in event.actors)


def over_300_with_20_civilians(event: Event) -> bool:
    return any(
        toll.claimant == SOHR
        and toll.as_of == "2024-11-30"
        and toll.killed == Range(at_least=300)
        and toll.civilians == Range(at_least=20)
        and toll.scope is not None
        and toll.scope.since == "2024-11-27"
        for toll in event.tolls
    )


def dozens_without_a_number(event: Event) -> bool:
    return any(ARMY in toll.claimant and toll.killed is None for toll in event.tolls)


STRIKES, STATEMENT = "2024-11-30-russian-strikes-aleppo", "2024-11-30-army-statement"
SEIZED, BEGINS = "2024-11-30-aleppo-seized", "2024-11-27-offensive-begins"
TRUCE, CURFEW = "2020-03-05-moscow-agreement", "2024-11-30-aleppo-curfew"

FACTS = [
    Fact("1", STRIKES, claim(BBC, "Russia carried out the strikes on parts of the city after areas were seized")),
    Fact("2a begins", BEGINS, summary("largest attack on the government in years")),
    Fact("2a seized", SEIZED, claim(BBC, "Nothing on this scale .* in years")),
    Fact("2b seized", SEIZED, claim(BBC, "its army left the country's second city")),
    Fact("2b statement", STATEMENT, claim(ARMY, "withdrawn from Aleppo")),
    Fact("3a intervention", "2015-09-30-russian-intervention", claim(BBC, "air force .* keeping Assad in power")),
    Fact("3a strikes", STRIKES, summary("air force had been central to keeping Assad in power")),
    Fact("3b", "2011-03-15-damascus-protest", claim(BBC, "civil war broke out in 2011")),
    Fact("3c", STRIKES, claim(SOHR, "first time since 2016", Stance.REPORTS)),
    Fact("4", "2024-11-30-sohr-toll-300", over_300_with_20_civilians),
    Fact("5a", TRUCE, claim(BBC, "2020 ceasefire left the war mostly quiet")),
    Fact("5b", TRUCE, claim(BBC, "Idlib city and a large part of the province .* with the opposition")),
    Fact("6a", BEGINS, claim(BBC, r"Idlib lies 55 km \(34 miles\) from Aleppo")),
    Fact("6b", "2016-12-22-aleppo-retaken", claim(BBC, "once held by rebels, went back to government forces in 2016")),
    Fact("7a", BEGINS, lambda event: str(event.when) == "2024-11-27" and summary("on Wednesday")(event)),
    Fact("7b", BEGINS, lambda event: actor("Tahrir al-Sham")(event) and claim(BBC, "HTS, heads .* Turkey")(event)),
    Fact("8 deadly", BEGINS, claim(BBC, "effective and deadly .* dominated Idlib")),
    Fact("8 dominant", "2017-01-28-hts-formed", claim(BBC, "dominated Idlib")),
    Fact("9", "2024-11-30-airport-taken", claim(SOHR, "airport and dozens of towns .* under rebel control")),
    Fact("10 time", CURFEW, lambda event: str(event.when) == "2024-11-30T17:00+03:00/2024-12-01"),
    Fact("10 claim", CURFEW, claim("Military Operations Command", "17:00 .* until Sunday", Stance.ANNOUNCES)),
    Fact("11a", STATEMENT, claim(ARMY, "several axes, in Aleppo and Idlib", Stance.CLAIMS)),
    Fact("11b", STATEMENT, claim(ARMY, r"more than 100 km \(60 miles\)", Stance.CLAIMS)),
    Fact("12a", STATEMENT, lambda e: claim(ARMY, "Dozens", Stance.ACKNOWLEDGES)(e) and dozens_without_a_number(e)),
    Fact("12b statement", STATEMENT, claim(ARMY, "inside large areas of Aleppo", Stance.ACKNOWLEDGES)),
    Fact("12b seized", SEIZED, claim(ARMY, "inside large areas of the city", Stance.ACKNOWLEDGES)),
    Fact("13a", STATEMENT, claim(ARMY, "temporarily", Stance.ANNOUNCES)),
    Fact("13b", STATEMENT, claim(ARMY, "counterattack was being prepared", Stance.ANNOUNCES)),
    Fact("14", "2024-11-30-exodus", summary("jam the roads out of Aleppo .* on Saturday")),
    *(
        Fact(f"15 {id}", id, lambda event: any(source.publisher == BBC for source in event.sources))
        for id in (STRIKES, SEIZED, BEGINS, TRUCE, CURFEW, STATEMENT)
    ),
]


@pytest.mark.parametrize("fact", FACTS, ids=[fact.number for fact in FACTS])
def test_the_timeline_holds_each_fact_of_the_report(fact: Fact) -> None:
    assert fact.holds(EVENTS[fact.event])


def test_the_curfew_began_at_17_in_damascus_and_14_gmt() -> None:
    assert f"{EVENTS[CURFEW].when.earliest:%Y-%m-%d %H:%M}" == "2024-11-30 14:00"
