"""ACLED, Armed Conflict Location and Event Data: the CSV of its export tool, of its API, and of older exports.

The columns are found by name: older exports have them in capitals, and other ones. Codings are those of the codebook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from store.edtf import MONTHS
from store.event import Category, Confidence, Event, Exactness, Place, Range, Source, Toll
from store.formats.placing import placed
from store.formats.reading import CellError, Found, InputFile, Refusal, number, one_line
from store.when import When

COLLECTION = "acled"
CLAIMANT = "ACLED"
TARGETING = "civilian targeting"
NEEDED = frozenset({"event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "fatalities"})
# sub_event_type
CATEGORIES = {
    "Armed clash": Category.BATTLE,
    "Government regains territory": Category.TERRITORIAL_CHANGE,
    "Non-state actor overtakes territory": Category.TERRITORIAL_CHANGE,
    "Non-violent transfer of territory": Category.TERRITORIAL_CHANGE,
    "Headquarters or base established": Category.TERRITORIAL_CHANGE,
    "Chemical weapon": Category.CHEMICAL_ATTACK,
    "Air/drone strike": Category.AIR_STRIKE,
    "Suicide bomb": Category.BOMBING,
    "Shelling/artillery/missile attack": Category.BOMBING,
    "Remote explosive/landmine/IED": Category.BOMBING,
    "Grenade": Category.BOMBING,
    "Sexual violence": Category.ATTACK_ON_CIVILIANS,
    "Attack": Category.ATTACK_ON_CIVILIANS,
    "Abduction/forced disappearance": Category.ATTACK_ON_CIVILIANS,
    "Peaceful protest": Category.PROTEST,
    "Protest with intervention": Category.PROTEST,
    "Violent demonstration": Category.PROTEST,
    "Mob violence": Category.PROTEST,
    "Excessive force against protesters": Category.REPRESSION,
    "Arrests": Category.REPRESSION,
    "Agreement": Category.DIPLOMACY,
    "Change to group/activity": Category.POLITICS,
    "Disrupted weapons use": Category.OTHER,
    "Looting/property destruction": Category.OTHER,
    "Other": Category.OTHER,
}
# event_type, for a sub_event_type that is none of these
OTHERWISE = {
    "Battles": Category.BATTLE,
    "Explosions/Remote violence": Category.BOMBING,
    "Violence against civilians": Category.ATTACK_ON_CIVILIANS,
    "Protests": Category.PROTEST,
    "Riots": Category.PROTEST,
    "Strategic developments": Category.OTHER,
    # of the codebook before 2019, which had no sub_event_type
    "Battle-No change of territory": Category.BATTLE,
    "Battle-Government regains territory": Category.TERRITORIAL_CHANGE,
    "Battle-Non-state actor overtakes territory": Category.TERRITORIAL_CHANGE,
    "Headquarters or base established": Category.TERRITORIAL_CHANGE,
    "Non-violent transfer of territory": Category.TERRITORIAL_CHANGE,
    "Remote violence": Category.BOMBING,
    "Riots/Protests": Category.PROTEST,
    "Strategic development": Category.OTHER,
}
# geo_precision
EXACTNESS = {1: Exactness.PLACE, 2: Exactness.NEAR, 3: Exactness.AREA}
# time_precision: the day is known, a week, a month
DAY, WEEK, MONTH = 1, 2, 3
EPOCH = date(1970, 1, 1).toordinal()
SECONDS_A_DAY = 86_400
_NUMBERED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.ASCII)
_WORDED = re.compile(r"(\d\d?)[ -]([a-z]{3,9})[ -](\d{4}|\d\d)", re.ASCII | re.IGNORECASE)


def recognise(file: InputFile) -> bool:
    """Whether the columns are those of ACLED."""
    return set(file.heading) >= NEEDED


def read(file: InputFile) -> Found:
    """An event a row."""
    file.require(NEEDED)
    for record in file.records():
        if isinstance(record, Refusal):
            yield record
            continue
        try:
            yield event_of(record)
        except CellError as error:
            yield Refusal(file.line, error.column, str(error))


def event_of(record: Mapping[str, str]) -> Event:
    """The event of a row; CellError names the column that is wrong."""
    id = record["event_id_cnty"].strip()
    if not id:
        raise CellError("event_id_cnty", "is blank")
    wide, kind = one_line(record["event_type"]), one_line(record.get("sub_event_type", ""))
    when = When(_when(record))
    sides = _each_once(record["actor1"], record.get("actor2", ""))
    allies = _listed(record, "assoc_actor_1") + _listed(record, "assoc_actor_2")
    sources = tuple(Source(publisher=name) for name in _each_once(*_listed(record, "source")))
    targeting = TARGETING if record.get("civilian_targeting", "").strip() else ""
    return Event(
        id=f"acled-{id}",
        when=when,
        title=": ".join(part for part in (kind or wide, ", ".join(sides)) if part),
        category=_category(wide, kind),
        summary=record.get("notes", "").strip(),
        place=_place(record),
        actors=_each_once(*sides, *allies),
        tolls=(_toll(record, when.last_day),),
        sources=sources,
        tags=_each_once(kind, targeting, *_listed(record, "tags")),
        confidence=Confidence.MEDIUM if len(sources) < 2 else Confidence.HIGH,
        collection=COLLECTION,
        external_ids={COLLECTION: id},
    )


def _category(wide: str, kind: str) -> Category:
    category = CATEGORIES.get(kind) or OTHERWISE.get(wide)
    if category is None:
        raise CellError("event_type", f'"{wide[:40]}" is none of {", ".join(OTHERWISE)}' if wide else "is blank")
    return category


def _listed(record: Mapping[str, str], column: str) -> list[str]:
    """The values of a cell that holds several."""
    return record.get(column, "").split(";")


def _each_once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare for name in names if (bare := one_line(name))))


def _when(record: Mapping[str, str]) -> str:
    text = record["event_date"].strip()
    try:
        day = _day(text)
    except ValueError:
        words = "is to be as 16 May 2025, 2025-05-16 or 16-May-25"
        raise CellError("event_date", f'"{text[:40]}" is no day: it {words}') from None
    precision = number(record.get("time_precision", ""), "time_precision")
    if not DAY <= precision <= MONTH:
        raise CellError("time_precision", f"{precision} is none of {DAY} to {MONTH}")
    return dated(day, precision)


@lru_cache(maxsize=1 << 14)
def dated(day: date, precision: int) -> str:
    """The EDTF of a day that is known so well (time_precision): never more exact than that."""
    if precision == WEEK:
        monday = day.toordinal() - day.weekday()
        sunday = min(monday + 6, date.max.toordinal())
        return f"[{date.fromordinal(monday)}..{date.fromordinal(sunday)}]"
    return day.isoformat()[:7] if precision == MONTH else day.isoformat()


@lru_cache(maxsize=1 << 14)
def _day(text: str) -> date:
    """The day of 2025-05-16, 16 May 2025 or 16-May-25; ValueError where it is none."""
    if numbered := _NUMBERED.fullmatch(text):
        return date.fromisoformat(numbered[1])
    worded = _WORDED.fullmatch(text)
    if worded is None:
        raise ValueError(text)
    day, name, year = int(worded[1]), worded[2].casefold(), int(worded[3])
    if len(worded[3]) == 2:
        # 69 to 99 are of the last century (POSIX strptime, %y)
        year += 2000 if year < 69 else 1900
    months = (month for month, full in enumerate(MONTHS, 1) if full.casefold().startswith(name))
    return date(year, next(months, 0), day)


def _place(record: Mapping[str, str]) -> Place | None:
    precision = number(record.get("geo_precision", ""), "geo_precision", 1)
    if precision not in EXACTNESS:
        raise CellError("geo_precision", f"{precision} is none of 1 to {len(EXACTNESS)}")
    country = record.get("country", "")
    # abroad a place lies in its country
    admin = record.get("admin1", "") if country.strip() in ("", "Syria") else ""
    name, latitude, longitude = (record.get(column, "") for column in ("location", "latitude", "longitude"))
    return placed(name, admin, country, latitude, longitude, EXACTNESS[precision])


def _toll(record: Mapping[str, str], last: date) -> Toll:
    """What ACLED counts, as of the row's last change, or else of the event's last day."""
    count = number(record.get("fatalities", ""), "fatalities")
    as_of = last
    if record.get("timestamp", "").strip():
        seconds = number(record.get("timestamp", ""), "timestamp")
        try:
            as_of = date.fromordinal(EPOCH + seconds // SECONDS_A_DAY)
        except (ValueError, OverflowError):
            raise CellError("timestamp", f"{seconds} is no number of seconds since 1970") from None
    killed = Range(at_least=count, at_most=count)
    return Toll(claimant=CLAIMANT, as_of=as_of.isoformat(), killed=killed, note="" if count else "none reported")
