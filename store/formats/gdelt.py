"""GDELT, the Global Database of Events, Language and Tone: its event files, which a machine makes out of news.

They are parted by TABs, are never quoted, and have no heading. Codings are those of the GDELT and CAMEO codebooks.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from store.event import Category, Confidence, Event, Exactness, Place, Source
from store.formats.placing import placed
from store.formats.reading import CellError, Found, InputFile, Refusal, number, one_line
from store.when import When

COLLECTION = "gdelt"
MACHINE_CODED = "machine-coded"
# FIPS 10-4
SYRIA = "SY"
# how the area of a place ends that is in no area of its country
GENERAL = "(general)"
# fmt: off
_HEAD = ("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate")
_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)
_ACTION = (
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
)
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
# fmt: on
_ACTORS = tuple(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR)
_PLACES = tuple(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO)
_V2 = (*_HEAD, *_ACTORS, *_ACTION, *_PLACES, "DATEADDED", "SOURCEURL")
_V1 = tuple(column for column in _V2 if not column.endswith("ADM2Code"))
# by how many there are: of 2.0, of 1.0, and of 1.0 up to March 2013
COLUMNS = {len(columns): columns for columns in (_V2, _V1, _V1[:-1])}
# EventRootCode, in CAMEO's words
LABELS = {
    "01": "Make public statement",
    "02": "Appeal",
    "03": "Express intent to cooperate",
    "04": "Consult",
    "05": "Engage in diplomatic cooperation",
    "06": "Engage in material cooperation",
    "07": "Provide aid",
    "08": "Yield",
    "09": "Investigate",
    "10": "Demand",
    "11": "Disapprove",
    "12": "Reject",
    "13": "Threaten",
    "14": "Protest",
    "15": "Exhibit military posture",
    "16": "Reduce relations",
    "17": "Coerce",
    "18": "Assault",
    "19": "Fight",
    "20": "Engage in unconventional mass violence",
}
CATEGORIES = {
    "01": Category.STATEMENT,
    "02": Category.STATEMENT,
    "03": Category.DIPLOMACY,
    "04": Category.DIPLOMACY,
    "05": Category.DIPLOMACY,
    "06": Category.DIPLOMACY,
    "07": Category.HUMANITARIAN,
    "08": Category.POLITICS,
    "09": Category.POLITICS,
    "10": Category.STATEMENT,
    "11": Category.STATEMENT,
    "12": Category.STATEMENT,
    "13": Category.STATEMENT,
    "14": Category.PROTEST,
    "15": Category.POLITICS,
    "16": Category.DIPLOMACY,
    "17": Category.REPRESSION,
    "18": Category.ATTACK_ON_CIVILIANS,
    "19": Category.BATTLE,
    "20": Category.ATTACK_ON_CIVILIANS,
}
# EventCode, by what it begins with, where that is another category than its root's
PARTICULAR = {
    "191": Category.SIEGE,
    "192": Category.TERRITORIAL_CHANGE,
    "195": Category.AIR_STRIKE,
}
# ActionGeo_Type: a country, a state of the USA, a town there, a town elsewhere, an area elsewhere
EXACTNESS = {
    1: Exactness.COUNTRY,
    2: Exactness.GOVERNORATE,
    3: Exactness.NEAR,
    4: Exactness.NEAR,
    5: Exactness.GOVERNORATE,
}
# the id, the day, its month, its year
_BEGINNING = re.compile(r"\d+\t(\d{4})(\d\d)\d\d\t\1\2\t\1\t", re.ASCII)
_DAY = re.compile(r"(\d{8})(?:\d{6})?", re.ASCII)


def recognise(file: InputFile) -> bool:
    """Whether the first line has as many cells as a GDELT event, and begins as one."""
    first = file.beginning.partition("\n")[0]
    return first.count("\t") + 1 in COLUMNS and _BEGINNING.match(first) is not None


def read(file: InputFile) -> Found:
    """An event a row, wherever it was."""
    for row in file.rows("\t", csv.QUOTE_NONE):
        if isinstance(row, Refusal):
            yield row
        elif len(row) not in COLUMNS:
            yield Refusal(file.line, "", f"has {len(row):,} cells, and a GDELT event {' or '.join(map(str, COLUMNS))}")
        else:
            try:
                yield event_of(dict(zip(COLUMNS[len(row)], row, strict=True)))
            except CellError as error:
                yield Refusal(file.line, error.column, str(error))


def event_of(record: Mapping[str, str]) -> Event:
    """The event of a row; CellError names the column that is wrong."""
    id = record["GlobalEventID"].strip()
    if not id:
        raise CellError("GlobalEventID", "is blank")
    root = record["EventRootCode"].strip()
    if root not in CATEGORIES:
        raise CellError("EventRootCode", f'"{root[:40]}" is none of 01 to {max(CATEGORIES)}' if root else "is blank")
    day, added = _day(record, "Day"), _day(record, "DATEADDED")
    names = (one_line(record[f"Actor{number}Name"]) for number in (1, 2))
    actors = tuple(dict.fromkeys(name for name in names if name))
    return Event(
        id=f"gdelt-{id}",
        when=When(day),
        title=": ".join(part for part in (LABELS[root], ", ".join(actors)) if part),
        category=PARTICULAR.get(record["EventCode"].strip()[:3], CATEGORIES[root]),
        place=_place(record),
        actors=actors,
        # what was added before its day has its day wrong
        reported=added if added >= day else "",
        sources=_sources(record.get("SOURCEURL", "")),
        tags=(MACHINE_CODED,),
        confidence=Confidence.LOW,
        collection=COLLECTION,
        external_ids={COLLECTION: id},
    )


def _day(record: Mapping[str, str], column: str) -> str:
    text = record[column].strip()
    try:
        return _iso_day(text)
    except ValueError:
        raise CellError(column, f'"{text[:40]}" is no day: it is to begin with YYYYMMDD') from None


@lru_cache(maxsize=1 << 12)
def _iso_day(text: str) -> str:
    """The day of digits that a time of day may follow; ValueError where it is none."""
    match = _DAY.fullmatch(text)
    return date.fromisoformat(match[1] if match else "").isoformat()


def _place(record: Mapping[str, str]) -> Place | None:
    """The place of `Aleppo, Halab, Syria`, of an area, `Halab, Syria`, or of a country; None where there is none."""
    kind = number(record.get("ActionGeo_Type", ""), "ActionGeo_Type", 0)
    parts = [part for part in record["ActionGeo_Fullname"].split(",") if part.strip()]
    if not kind or not parts:
        return None
    if kind not in EXACTNESS:
        raise CellError("ActionGeo_Type", f"{kind} is none of 0 to {len(EXACTNESS)}")
    exactness = EXACTNESS[kind]
    above = parts if exactness is Exactness.GOVERNORATE else parts[1:]
    # abroad a place lies in its country
    is_syrian = record["ActionGeo_CountryCode"].strip() == SYRIA
    admin = above[-2] if is_syrian and len(above) > 1 and not above[-2].casefold().endswith(GENERAL) else ""
    latitude, longitude = record["ActionGeo_Lat"], record["ActionGeo_Long"]
    return placed(parts[0], admin, parts[-1], latitude, longitude, exactness)


def _sources(address: str) -> tuple[Source, ...]:
    """The article at an address, or the service that is named in its place."""
    address = address.strip()
    if not address:
        return ()
    if not address.startswith(("http://", "https://")):
        return (Source(publisher=one_line(address)),)
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    return (Source(publisher=host or address, url=address),)
