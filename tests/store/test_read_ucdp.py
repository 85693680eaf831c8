"""UCDP GED: a real release comes in whole, and no date is made more exact than it is."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.edtf import Precision
from store.event import Confidence, Event, Exactness, Range, Source, problems
from store.formats import READ
from store.formats.reading import InputFile
from store.formats.ucdp import COLUMNS, DAY, KINDS, MONTH, YEAR, dated
from store.when import When
from tests.store.import_files import csv_of, documented, found_in, only_event, only_refusal, recognised_by

REAL = Path(__file__).parents[2].parent / "shared/data/ucdp-ged-19.1-syria-2016-2019.csv"
ROW = {
    "id": "7",
    "type_of_violence": "1",
    "conflict_new_id": "299",
    "side_a": "Government of Arcadia",
    "side_b": "Blue Group, Green Group",
    "number_of_sources": "2",
    "source_article": '"Agency,2016-12-23,Clashes, again; near town";"Radio,2015-01-01,Old news"',
    "where_prec": "1",
    "where_coordinates": "Aleppo town",
    "adm_1": "Aleppo Governorate",
    "latitude": "36.2",
    "longitude": "37.16",
    "country": "Syria",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2016-12-22 00:00:00.000",
    "date_end": "2016-12-22 00:00:00.000",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "3",
    "high": "5",
    "low": "3",
}
DAYS = st.dates().map(date.isoformat)
SPANS = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))
PRECISIONS = st.integers(DAY, YEAR)


@pytest.fixture(scope="module")
def real() -> list[Event]:
    if not REAL.exists():
        pytest.skip(f"there is no {REAL}")
    file = InputFile(REAL)
    assert READ["ucdp"].recognise(file)
    found = list(READ["ucdp"].read(file))
    events = [each for each in found if isinstance(each, Event)]
    assert len(events) == len(found), "no row is refused"
    return events


def killed(event: Event) -> Range:
    (toll,) = event.tolls
    assert toll.killed is not None
    return toll.killed


def best(event: Event) -> int:
    count = killed(event)
    value = count.at_least if count.best is None else count.best
    assert value is not None
    return value


def test_every_event_of_the_release_comes_in_once_and_can_be_kept(real: list[Event]) -> None:
    assert len(real) == 16_566
    assert len({event.id for event in real}) == 16_566
    assert not [found for event in real for found in problems(event)]


def test_the_dead_of_the_release_add_up(real: list[Event]) -> None:
    counts = [killed(event) for event in real]
    assert sum(map(best, real)) == 112_337
    assert sum(count.at_least or 0 for count in counts) == 104_929
    assert sum(count.at_most or 0 for count in counts) == 119_020
    assert sum((count.at_least or 0) < (count.at_most or 0) for count in counts) == 1_950


def test_as_many_events_span_days_as_in_the_release(real: list[Event]) -> None:
    assert sum(event.when.last_day > event.when.first_day for event in real) == 1_086
    assert min(event.when.first_day for event in real) == date(2016, 1, 1)


def test_aleppo_in_2016_is_all_there(real: list[Event]) -> None:
    aleppo = [
        event for event in real if event.place and event.place.admin == "Aleppo" and event.when.first_day.year == 2016
    ]
    assert len(aleppo) == 1_975
    assert sum(map(best, aleppo)) == 13_214


def test_an_event_of_one_source_is_of_medium_confidence(real: list[Event]) -> None:
    assert sum(event.confidence is Confidence.MEDIUM for event in real) == 13_419


def test_no_date_of_the_release_leaves_out_a_day_that_its_row_has(real: list[Event]) -> None:
    with open(REAL, encoding="utf-8", newline="") as file:
        rows = {f"ucdp-{row['id']}": row for row in csv.DictReader(file)}
    for event in real:
        row = rows[event.id]
        assert event.when.first_day.isoformat() <= row["date_start"][:10]
        assert event.when.last_day.isoformat() >= row["date_end"][:10]


@given(SPANS, PRECISIONS, st.booleans())
def test_a_date_covers_all_the_days_that_were_given(span: tuple[str, str], precision: int, aggregated: bool) -> None:
    when = When(dated(*span, precision, aggregated))
    assert when.first_day.isoformat() <= span[0]
    assert when.last_day.isoformat() >= span[1]
    assert When.parse(when.edtf) == when


# in the first and the last year, there is nothing around the day
@given(st.dates(date(2, 1, 1), date(9998, 12, 31)).map(date.isoformat), PRECISIONS, st.booleans())
def test_a_single_day_is_as_wide_as_its_precision_says(day: str, precision: int, aggregated: bool) -> None:
    when = When(dated(day, day, precision, aggregated))
    assert when.precision - Precision.DAY == precision - DAY
    assert not when.lasts


@given(SPANS, st.integers(DAY + 1, YEAR))
def test_what_happened_on_one_of_several_days_does_not_go_on_for_them(span: tuple[str, str], precision: int) -> None:
    assert not When(dated(*span, precision, False)).lasts


@given(SPANS.filter(lambda span: span[0] < span[1]), PRECISIONS)
def test_what_sums_up_several_events_goes_on_for_its_days(span: tuple[str, str], precision: int) -> None:
    assert dated(*span, precision, True) == "/".join(span)


@pytest.mark.parametrize(
    ("first", "last", "edtf"),
    [
        ("2016-02-01", "2016-02-29", "2016-02"),
        ("2016-02-01", "2016-02-28", "[2016-02-01..2016-02-28]"),
        ("2016-01-01", "2016-12-31", "2016"),
        ("2015-12-01", "2016-12-31", "[2015-12-01..2016-12-31]"),
        ("9999-12-01", "9999-12-31", "9999-12"),
    ],
)
def test_a_whole_month_or_year_is_said_as_one(first: str, last: str, edtf: str) -> None:
    assert dated(first, last, MONTH, False) == edtf


def test_a_row_becomes_an_event_with_all_that_it_says(tmp_path: Path) -> None:
    event = only_event(found_in("ucdp", tmp_path / "ged.csv", csv_of([ROW])))
    assert (event.id, event.when.edtf, event.reported) == ("ucdp-7", "2016-12-22", "2016-12-23")
    assert event.title == "Government of Arcadia – Blue Group, Green Group"
    assert event.actors == ("Government of Arcadia", "Blue Group", "Green Group")
    assert event.sources == (
        Source(publisher="Agency", title="Clashes, again; near town", published="2016-12-23"),
        Source(publisher="Radio", title="Old news", published="2015-01-01"),
    )
    assert event.place is not None
    assert (event.place.name, event.place.admin, event.place.exactness) == ("Aleppo", "Aleppo", Exactness.PLACE)
    assert event.tolls[0].killed == Range(at_least=3, at_most=5, best=3)
    assert event.tolls[0].note == "1 Government of Arcadia, 2 Blue Group, Green Group"
    assert event.external_ids == {"ucdp-ged": "7", "ucdp-conflict": "299"}
    assert event.confidence is Confidence.HIGH


def test_a_candidate_file_without_its_heading_is_read(tmp_path: Path) -> None:
    line = csv_of([{column: ROW.get(column, "") for column in COLUMNS}]).partition("\r\n")[2]
    assert recognised_by(tmp_path / "candidate.csv", line) == ["ucdp"]
    assert only_event(found_in("ucdp", tmp_path / "candidate.csv", line)).id == "ucdp-7"


def test_its_files_are_taken_for_no_other_dataset(tmp_path: Path) -> None:
    assert recognised_by(tmp_path / "ged.csv", csv_of([ROW])) == ["ucdp"]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("id", " ", "is blank"),
        ("type_of_violence", "4", "4 is none of 1, 2, 3"),
        ("date_prec", "6", "6 is none of 1 to 5"),
        ("date_start", "2016-02-30", '"2016-02-30" is no day: it is to be YYYY-MM-DD'),
        ("date_end", "2016-12-21", "2016-12-21 is before the start, 2016-12-22"),
        ("best", "some", '"some" is no whole number'),
        ("where_prec", "8", "8 is none of 1 to 7"),
        ("latitude", "96", "96 is off the globe: it lies between -90 and 90; latitude and longitude may be swapped"),
    ],
)
def test_what_cannot_be_is_refused_with_its_column(tmp_path: Path, column: str, value: str, reason: str) -> None:
    refusal = only_refusal(found_in("ucdp", tmp_path / "ged.csv", csv_of([ROW | {column: value}])))
    assert refusal == (2, column, reason)


def test_the_documents_say_which_code_is_which_category(tmp_path: Path) -> None:
    def read(row: Mapping[str, str]) -> Event:
        return only_event(found_in("ucdp", tmp_path / "ged.csv", csv_of([row])))

    kinds = {f"{code} {name}": read({**ROW, "type_of_violence": str(code)}).category for code, name in KINDS.items()}
    assert documented("UCDP GED") == {"type_of_violence": kinds}
