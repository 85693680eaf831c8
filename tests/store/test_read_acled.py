"""ACLED: each age of its exports is read, by invented rows, since its data cannot be passed on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.event import Category, Confidence, Event, Exactness, Range, Source, Toll, problems
from store.formats.acled import CATEGORIES, DAY, MONTH, OTHERWISE, WEEK, dated
from store.when import When
from tests.store.import_files import csv_of, documented, found_in, only_event, only_refusal, recognised_by

ROW = {
    "event_id_cnty": "SYR900001",
    "event_date": "16 May 2025",
    "year": "2025",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike",
    "actor1": "Military Forces of Arcadia (2020-)",
    "assoc_actor_1": "Blue Guard; Green Guard",
    "inter1": "State forces",
    "actor2": "Civilians (Syria)",
    "assoc_actor_2": "Farmers (Syria); Blue Guard",
    "inter2": "Civilians",
    "interaction": "State forces-Civilians",
    "civilian_targeting": "Civilian targeting",
    "iso": "760",
    "region": "Middle East",
    "country": "Syria",
    "admin1": "Aleppo",
    "admin2": "Jebel Saman",
    "admin3": "",
    "location": "Aleppo",
    "latitude": "36.2",
    "longitude": "37.16",
    "geo_precision": "1",
    "source": "Invented Agency; Invented Radio",
    "source_scale": "Subnational-National",
    "notes": 'On 16 May 2025, a strike hit a "farm".\nTwo people died.',
    "fatalities": "2",
    "tags": "crowd size=no report; women targeted",
    # 19 May 2025, a minute before midnight in UTC
    "timestamp": "1747699140",
}


def read(path: Path, **cells: str) -> Event:
    return only_event(found_in("acled", path / "acled.csv", csv_of([ROW | cells])))


def test_a_row_becomes_an_event_with_all_that_it_says(tmp_path: Path) -> None:
    event = read(tmp_path)
    assert not problems(event)
    assert (event.id, event.collection, event.external_ids) == ("acled-SYR900001", "acled", {"acled": "SYR900001"})
    assert event.when.edtf == "2025-05-16"
    assert event.title == "Air/drone strike: Military Forces of Arcadia (2020-), Civilians (Syria)"
    assert event.summary == ROW["notes"]
    assert event.category is Category.AIR_STRIKE
    assert event.actors == (
        "Military Forces of Arcadia (2020-)",
        "Civilians (Syria)",
        "Blue Guard",
        "Green Guard",
        "Farmers (Syria)",
    )
    assert event.tags == ("Air/drone strike", "civilian targeting", "crowd size=no report", "women targeted")
    assert event.sources == (Source(publisher="Invented Agency"), Source(publisher="Invented Radio"))
    assert event.confidence is Confidence.HIGH
    assert event.tolls == (Toll(claimant="ACLED", as_of="2025-05-19", killed=Range(at_least=2, at_most=2)),)
    assert event.place is not None
    assert (event.place.name, event.place.admin, event.place.exactness) == ("Aleppo", "Aleppo", Exactness.PLACE)
    assert (event.place.latitude, event.place.longitude) == (36.2, 37.16)


@pytest.mark.parametrize(
    "text", ["16 May 2025", "2025-05-16", "2025-05-16T00:00:00", "16-May-25", "16-MAY-2025", " 16 may 2025 "]
)
def test_a_day_is_read_as_each_age_of_exports_writes_it(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, event_date=text).when.edtf == "2025-05-16"


@pytest.mark.parametrize(("text", "edtf"), [("05-Jan-22", "2022-01-05"), ("01-Jul-97", "1997-07-01")])
def test_a_year_of_two_digits_is_the_nearest_there_is(tmp_path: Path, text: str, edtf: str) -> None:
    assert read(tmp_path, event_date=text).when.edtf == edtf


def test_an_old_export_in_capitals_is_read(tmp_path: Path) -> None:
    old = {column.upper(): cell for column, cell in ROW.items() if column not in ("timestamp", "civilian_targeting")}
    content = csv_of([{"DATA_ID": "1", **old, "EVENT_DATE": "05-Jan-22", "ISO3": "SYR"}])
    assert recognised_by(tmp_path / "old.csv", content) == ["acled"]
    event = only_event(found_in("acled", tmp_path / "old.csv", content))
    assert (event.id, event.when.edtf, event.tolls[0].as_of) == ("acled-SYR900001", "2022-01-05", "2022-01-05")


@pytest.mark.parametrize(
    ("precision", "edtf", "last"),
    [
        ("1", "2025-05-16", "2025-05-16"),
        ("2", "[2025-05-12..2025-05-18]", "2025-05-18"),
        ("3", "2025-05", "2025-05-31"),
    ],
)
def test_a_date_is_as_wide_as_its_precision_says(tmp_path: Path, precision: str, edtf: str, last: str) -> None:
    event = read(tmp_path, time_precision=precision, timestamp="")
    assert (event.when.edtf, event.tolls[0].as_of) == (edtf, last)


@given(st.dates(), st.sampled_from([DAY, WEEK, MONTH]))
def test_a_date_covers_the_day_that_was_given_and_never_goes_on(day: date, precision: int) -> None:
    when = When(dated(day, precision))
    assert when.first_day <= day <= when.last_day
    assert When.parse(when.edtf) == when
    assert not when.lasts


@pytest.mark.parametrize(("precision", "exactness"), [("1", "place"), ("2", "near"), ("3", "area")])
def test_a_place_is_as_exact_as_it_is_known(tmp_path: Path, precision: str, exactness: str) -> None:
    place = read(tmp_path, geo_precision=precision).place
    assert place is not None
    assert place.exactness == Exactness(exactness)


def test_a_place_abroad_lies_in_its_country(tmp_path: Path) -> None:
    place = read(tmp_path, country="Turkey", admin1="Gaziantep", location="Nizip").place
    assert place is not None
    assert (place.name, place.admin) == ("Nizip", "Turkey")


def test_none_reported_dead_is_a_toll_of_none(tmp_path: Path) -> None:
    (toll,) = read(tmp_path, fatalities="0").tolls
    assert (toll.killed, toll.note) == (Range(at_least=0, at_most=0), "none reported")


@pytest.mark.parametrize("source", ["", "Invented Agency", "Invented Agency; Invented Agency"])
def test_what_rests_on_one_source_is_of_medium_confidence(tmp_path: Path, source: str) -> None:
    assert read(tmp_path, source=source).confidence is Confidence.MEDIUM


def test_a_title_says_no_more_than_the_row(tmp_path: Path) -> None:
    event = read(tmp_path, sub_event_type="", actor2="", assoc_actor_1="", assoc_actor_2="", civilian_targeting="")
    assert event.title == "Explosions/Remote violence: Military Forces of Arcadia (2020-)"
    assert event.category is Category.BOMBING
    assert event.tags == ("crowd size=no report", "women targeted")
    assert read(tmp_path, actor1="", actor2="").title == "Air/drone strike"


def test_a_sub_type_that_is_not_known_is_of_its_types_category(tmp_path: Path) -> None:
    assert read(tmp_path, event_type="Riots", sub_event_type="Something new").category is Category.PROTEST


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"event_id_cnty": ""}, "event_id_cnty", "is blank"),
        ({"event_date": "31 June 2025"}, "event_date", '"31 June 2025" is no day'),
        ({"event_date": "16 Mei 2025"}, "event_date", "it is to be as 16 May 2025, 2025-05-16 or 16-May-25"),
        ({"time_precision": "4"}, "time_precision", "4 is none of 1 to 3"),
        ({"geo_precision": "0"}, "geo_precision", "0 is none of 1 to 3"),
        ({"event_type": "Wars", "sub_event_type": "New"}, "event_type", '"Wars" is none of Battles, Explosions'),
        ({"fatalities": "many"}, "fatalities", '"many" is no whole number'),
        ({"fatalities": ""}, "fatalities", "is blank"),
        ({"timestamp": "9" * 18}, "timestamp", "is no number of seconds since 1970"),
        ({"longitude": ""}, "longitude", "is blank"),
    ],
)
def test_what_cannot_be_is_refused_with_its_column(
    tmp_path: Path, cells: dict[str, str], column: str, reason: str
) -> None:
    refusal = only_refusal(found_in("acled", tmp_path / "acled.csv", csv_of([ROW | cells])))
    assert (refusal.line, refusal.column) == (2, column)
    assert reason in refusal.reason


def test_its_files_are_taken_for_no_other_dataset(tmp_path: Path) -> None:
    assert recognised_by(tmp_path / "acled.csv", csv_of([ROW])) == ["acled"]


def test_the_documents_say_which_code_is_which_category() -> None:
    assert documented("ACLED") == {"sub_event_type": CATEGORIES, "event_type": OTHERWISE}
