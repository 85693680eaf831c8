"""UCDP GED, the Georeferenced Event Dataset of the Uppsala Conflict Data Program: every release, and candidate files.

The columns are found by name: their set and order differ by release. Codings are those of the GED codebook.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from store.event import Category, Confidence, Event, Exactness, Place, Range, Source, Toll
from store.formats.placing import placed
from store.formats.reading import CellError, Found, InputFile, Refusal, number, one_line
from store.when import When

COLLECTION = "ucdp-ged"
CLAIMANT = "UCDP"
NEEDED = frozenset({"id", "type_of_violence", "side_a", "side_b", "date_prec", "date_start", "date_end", "best"})
# of releases 23.1 to 25.1, for a candidate file that came without its heading
# fmt: off
COLUMNS = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
]
# fmt: on
# type_of_violence
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
KINDS = {STATE_BASED: "state-based", NON_STATE: "non-state", ONE_SIDED: "one-sided"}
# where_prec
EXACTNESS = dict(enumerate(Exactness, 1))
# date_prec: the day is known, two to six days, a week, a month, a year
DAY, DAYS, WEEK, MONTH, YEAR = 1, 2, 3, 4, 5
# event_clarity
AGGREGATED = "2"
_ARTICLE = re.compile(r"(.*?),(\d{4}-\d\d-\d\d),(.*)", re.DOTALL | re.ASCII)


def recognise(file: InputFile) -> bool:
    """Whether the columns are those of GED, or it begins with a row of a candidate file without them."""
    return set(file.heading) >= NEEDED or _has_no_heading(file)


def _has_no_heading(file: InputFile) -> bool:
    return len(file.heading) == len(COLUMNS) and file.heading[0].isdecimal()


class Row(NamedTuple):
    """The cells of a row that are kept, each under the name of its column; "" where a release does not have it."""

    id: str
    type_of_violence: str
    conflict_new_id: str
    dyad_new_id: str
    side_a: str
    side_b: str
    number_of_sources: str
    source_article: str
    source_office: str
    source_original: str
    where_prec: str
    where_coordinates: str
    where_description: str
    adm_1: str
    country: str
    latitude: str
    longitude: str
    event_clarity: str
    date_prec: str
    date_start: str
    date_end: str
    deaths_a: str
    deaths_b: str
    deaths_civilians: str
    deaths_unknown: str
    low: str
    best: str
    high: str


def read(file: InputFile) -> Found:
    """An event a row."""
    if not (has_no_heading := _has_no_heading(file)):
        file.require(NEEDED)
    for cells in file.picked(Row._fields, COLUMNS if has_no_heading else None):
        if isinstance(cells, Refusal):
            yield cells
            continue
        try:
            yield event_of(Row._make(cells))
        except CellError as error:
            yield Refusal(file.line, error.column, str(error))


def event_of(row: Row) -> Event:
    """The event of a row; CellError names the column that is wrong."""
    if not (id := row.id.strip()):
        raise CellError("id", "is blank")
    kind = number(row.type_of_violence, "type_of_violence")
    if kind not in KINDS:
        raise CellError("type_of_violence", f"{kind} is none of {', '.join(map(str, KINDS))}")
    when, first, last = _when(row)
    sources = _sources(row)
    told = [source.published for source in sources if source.published]
    # a source that is older than what it tells of has its date wrong
    reported = min((day for day in told if day >= first), default="")
    title, actors = _dyad(row.side_a, row.side_b, kind)
    count = number(row.number_of_sources, "number_of_sources", -1)
    others = {name: id for name, id in (("ucdp-conflict", row.conflict_new_id), ("ucdp-dyad", row.dyad_new_id)) if id}
    return Event(
        id=f"ucdp-{id}",
        when=When(when),
        title=title,
        category=Category.ATTACK_ON_CIVILIANS if kind == ONE_SIDED else Category.BATTLE,
        summary=row.where_description.strip(),
        place=_place(row),
        actors=actors,
        reported=reported,
        tolls=(_toll(row, max([last, *told])),),
        sources=sources,
        tags=(KINDS[kind], "aggregated") if row.event_clarity == AGGREGATED else (KINDS[kind],),
        confidence=Confidence.MEDIUM if (count if count >= 0 else len(sources)) < 2 else Confidence.HIGH,
        collection=COLLECTION,
        external_ids={COLLECTION: id, **others},
    )


def _when(row: Row) -> tuple[str, str, str]:
    """The date in EDTF, and the first and last day of it."""
    first, last = _day(row.date_start, "date_start"), _day(row.date_end, "date_end")
    precision = number(row.date_prec, "date_prec")
    if not DAY <= precision <= YEAR:
        raise CellError("date_prec", f"{precision} is none of {DAY} to {YEAR}")
    if first > last:
        raise CellError("date_end", f"{last} is before the start, {first}")
    return dated(first, last, precision, row.event_clarity == AGGREGATED), first, last


@lru_cache(maxsize=1 << 14)
def dated(first: str, last: str, precision: int, aggregated: bool) -> str:
    """The EDTF of a first and a last day that are known so well (date_prec): never more exact than that.

    Of an `aggregated` event (event_clarity 2), which sums up several, the days are all those on which they happened.
    """
    if first == last:
        begins = date.fromisoformat(first)
        if precision == WEEK:
            monday = begins.toordinal() - begins.weekday()
            sunday = min(monday + 6, date.max.toordinal())
            return f"[{date.fromordinal(monday)}..{date.fromordinal(sunday)}]"
        return {DAY: first, DAYS: f"{first}~", MONTH: first[:7], YEAR: first[:4]}[precision]
    if aggregated or precision == DAY:
        return f"{first}/{last}"
    if first.endswith("-01-01") and last == f"{first[:4]}-12-31":
        return first[:4]
    _, length = monthrange(int(last[:4]), int(last[5:7]))
    if first.endswith("-01") and last == f"{first[:7]}-{length}":
        return first[:7]
    return f"[{first}..{last}]"


def _day(text: str, column: str) -> str:
    """The day of a date that may have a time of midnight after it."""
    try:
        return _iso_day(text)
    except ValueError:
        raise CellError(column, f'"{text[:40]}" is no day: it is to be YYYY-MM-DD') from None


@lru_cache(maxsize=1 << 14)
def _iso_day(text: str) -> str:
    return date.fromisoformat(text.strip()[:10]).isoformat()


def _place(row: Row) -> Place | None:
    precision = number(row.where_prec, "where_prec", 1)
    if precision not in EXACTNESS:
        raise CellError("where_prec", f"{precision} is none of 1 to {len(EXACTNESS)}")
    return placed(row.where_coordinates, row.adm_1, row.country, row.latitude, row.longitude, EXACTNESS[precision])


@lru_cache(maxsize=1 << 12)
def _dyad(side_a: str, side_b: str, kind: int) -> tuple[str, tuple[str, ...]]:
    """What two sides did, and the actors: a side that several make up is written with commas."""
    one, other = one_line(side_a), one_line(side_b)
    title = f"Attack by {one} on civilians" if kind == ONE_SIDED else f"{one} – {other}"
    return title, tuple(name for each in (*one.split(", "), *other.split(", ")) if (name := each.strip()))


def _sources(row: Row) -> tuple[Source, ...]:
    """The articles of `"OFFICE,DATE,HEADLINE";"..."`; without those, the offices."""
    if not (articles := row.source_article.strip()):
        offices = row.source_office or row.source_original
        return tuple(Source(publisher=name) for each in offices.split(";") if (name := one_line(each)))
    return tuple(_source(article.strip().strip('"')) for article in articles.split('";"'))


@lru_cache(maxsize=1 << 12)
def _source(article: str) -> Source:
    match = _ARTICLE.fullmatch(article)
    if match is None:
        return Source(publisher=one_line(article) or "not named")
    try:
        published = _iso_day(match[2])
    except ValueError:
        published = ""
    office, headline = one_line(match[1]), one_line(match[3])
    return Source(publisher=office or "not named", title=headline, published=published)


def _toll(row: Row, as_of: str) -> Toll:
    """What UCDP counts, from the sources up to a day: from `low` to `high`, and `best` where that is another."""
    best = number(row.best, "best")
    low, high = number(row.low, "low", best), number(row.high, "high", best)
    civilians, unknown = (
        number(row.deaths_civilians, "deaths_civilians", 0),
        number(row.deaths_unknown, "deaths_unknown", 0),
    )
    # what the parts of a best estimate come to is no range, and a civilian may be among those who are not known
    is_certain = low == best == high and not unknown
    parts = (
        (number(row.deaths_a, "deaths_a", 0), row.side_a),
        (number(row.deaths_b, "deaths_b", 0), row.side_b),
        (civilians, "civilians"),
        (unknown, "unknown"),
    )
    return Toll(
        claimant=CLAIMANT,
        as_of=as_of,
        killed=Range(at_least=low, at_most=high, best=None if low == best == high else best),
        civilians=Range(at_least=civilians, at_most=civilians) if is_certain else None,
        note=", ".join([f"{count} {who}" for count, who in parts if count]),
    )
