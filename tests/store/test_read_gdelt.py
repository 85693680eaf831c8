"""GDELT: rows parted by TABs, with no heading and no quoting, each marked as made by a machine; by invented rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.event import Category, Confidence, Event, Exactness, Source, problems
from store.formats.gdelt import CATEGORIES, COLUMNS, EXACTNESS, LABELS, PARTICULAR
from tests.store.import_files import documented, found_in, only_event, only_refusal, recognised_by

CURRENT, DAILY, EARLY = COLUMNS
ROW = {
    "GlobalEventID": "900000001",
    "Day": "20161222",
    "MonthYear": "201612",
    "Year": "2016",
    "FractionDate": "2016.9644",
    "Actor1Code": "ARCGOV",
    "Actor1Name": "ARCADIA",
    "Actor2Code": "BLU",
    "Actor2Name": "BLUE GUARD",
    "EventCode": "190",
    "EventBaseCode": "190",
    "EventRootCode": "19",
    "QuadClass": "4",
    "GoldsteinScale": "-10",
    "ActionGeo_Type": "4",
    "ActionGeo_Fullname": "Aleppo, Halab, Syria",
    "ActionGeo_CountryCode": "SY",
    "ActionGeo_ADM1Code": "SY09",
    "ActionGeo_Lat": "36.2028",
    "ActionGeo_Long": "37.1586",
    "DATEADDED": "20161223001500",
    "SOURCEURL": "https://news.example.org/a?b=1",
}


def line_of(columns: int = CURRENT, /, **cells: str) -> str:
    row = ROW | cells
    return "\t".join(row.get(column, "") for column in COLUMNS[columns]) + "\n"


def read(path: Path, columns: int = CURRENT, /, **cells: str) -> Event:
    return only_event(found_in("gdelt", path / "gdelt.csv", line_of(columns, **cells)))


def test_the_columns_are_as_many_as_the_codebooks_have() -> None:
    assert list(COLUMNS) == [61, 58, 57]
    assert [COLUMNS[CURRENT].index(column) for column in ("EventCode", "ActionGeo_Type", "DATEADDED")] == [26, 51, 59]
    assert [COLUMNS[EARLY].index(column) for column in ("EventCode", "ActionGeo_Type", "DATEADDED")] == [26, 49, 56]


def test_a_row_becomes_an_event_with_all_that_it_says(tmp_path: Path) -> None:
    event = read(tmp_path)
    assert not problems(event)
    assert (event.id, event.collection, event.external_ids) == ("gdelt-900000001", "gdelt", {"gdelt": "900000001"})
    assert (event.when.edtf, event.reported) == ("2016-12-22", "2016-12-23")
    assert event.title == "Fight: ARCADIA, BLUE GUARD"
    assert event.category is Category.BATTLE
    assert event.actors == ("ARCADIA", "BLUE GUARD")
    assert event.sources == (Source(publisher="news.example.org", url="https://news.example.org/a?b=1"),)
    assert (event.tags, event.confidence, event.tolls) == (("machine-coded",), Confidence.LOW, ())


@pytest.mark.parametrize(("columns", "sources"), [(DAILY, 1), (EARLY, 0)])
def test_the_first_version_is_read(tmp_path: Path, columns: int, sources: int) -> None:
    line = line_of(columns, DATEADDED="20161223")
    assert recognised_by(tmp_path / "gdelt.csv", line) == ["gdelt"]
    event = read(tmp_path, columns, DATEADDED="20161223")
    assert (event.reported, len(event.sources)) == ("2016-12-23", sources)
    assert event.place is not None
    assert (event.place.name, event.place.latitude) == ("Aleppo", 36.2028)


@pytest.mark.parametrize("name", ['"BLUE GUARD', 'BLUE "GUARD"', '"', '"BLUE" GUARD'])
def test_a_quotation_mark_is_a_letter_like_any_other(tmp_path: Path, name: str) -> None:
    lines = line_of(Actor2Name=name) + line_of(GlobalEventID="2")
    first, second = found_in("gdelt", tmp_path / "gdelt.csv", lines)
    assert isinstance(first, Event)
    assert isinstance(second, Event)
    assert (first.actors, second.id) == (("ARCADIA", name), "gdelt-2")


@pytest.mark.parametrize(
    ("kind", "full", "country", "name", "admin", "exactness"),
    [
        ("4", "Aleppo, Halab, Syria", "SY", "Aleppo", "Halab", "near"),
        ("4", "Jarabulus, Syria", "SY", "Jarabulus", "Syria", "near"),
        ("4", "Wadi, Syria (General), Syria", "SY", "Wadi", "Syria", "near"),
        ("5", "Halab, Syria", "SY", "Halab", "Halab", "governorate"),
        ("1", "Syria", "SY", "Syria", "Syria", "country"),
        ("4", "Gaziantep, Gaziantep, Turkey", "TU", "Gaziantep", "Turkey", "near"),
        ("3", "Boston, Massachusetts, United States", "US", "Boston", "United States", "near"),
        ("2", "Massachusetts, United States", "US", "Massachusetts", "United States", "governorate"),
    ],
)
def test_a_place_is_as_exact_as_it_is_known(
    tmp_path: Path, kind: str, full: str, country: str, name: str, admin: str, exactness: str
) -> None:
    cells = {"ActionGeo_Type": kind, "ActionGeo_Fullname": full, "ActionGeo_CountryCode": country}
    place = read(tmp_path, **cells).place
    assert place is not None
    assert (place.name, place.admin, place.exactness) == (name, admin, Exactness(exactness))


@pytest.mark.parametrize("cells", [{"ActionGeo_Type": "0"}, {"ActionGeo_Type": ""}, {"ActionGeo_Fullname": ""}])
def test_an_event_may_be_nowhere(tmp_path: Path, cells: dict[str, str]) -> None:
    assert read(tmp_path, **cells).place is None


@pytest.mark.parametrize(
    ("code", "root", "category"),
    [
        ("195", "19", Category.AIR_STRIKE),
        ("1952", "19", Category.AIR_STRIKE),
        ("191", "19", Category.SIEGE),
        ("192", "19", Category.TERRITORIAL_CHANGE),
        ("194", "19", Category.BATTLE),
        ("073", "07", Category.HUMANITARIAN),
        ("010", "01", Category.STATEMENT),
    ],
)
def test_a_particular_code_goes_before_its_root(tmp_path: Path, code: str, root: str, category: Category) -> None:
    event = read(tmp_path, EventCode=code, EventRootCode=root)
    assert event.category is category
    assert event.title.startswith(LABELS[root])


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("http://a.example/x", Source(publisher="a.example", url="http://a.example/x")),
        ("BBC Monitoring", Source(publisher="BBC Monitoring")),
        ("http://[", Source(publisher="http://[", url="http://[")),
    ],
)
def test_a_source_is_an_address_or_a_service(tmp_path: Path, address: str, source: Source) -> None:
    event = read(tmp_path, SOURCEURL=address)
    assert event.sources == (source,)
    assert not problems(event)


def test_an_event_names_each_actor_once_or_none(tmp_path: Path) -> None:
    assert read(tmp_path, Actor2Name="ARCADIA").title == "Fight: ARCADIA"
    assert read(tmp_path, Actor1Name="", Actor2Name="").title == "Fight"


def test_nothing_is_reported_before_it_happened(tmp_path: Path) -> None:
    assert read(tmp_path, DATEADDED="20161221234500").reported == ""


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"GlobalEventID": ""}, "GlobalEventID", "is blank"),
        ({"Day": "20161232"}, "Day", '"20161232" is no day: it is to begin with YYYYMMDD'),
        ({"DATEADDED": ""}, "DATEADDED", '"" is no day: it is to begin with YYYYMMDD'),
        ({"EventRootCode": "21"}, "EventRootCode", '"21" is none of 01 to 20'),
        ({"EventRootCode": ""}, "EventRootCode", "is blank"),
        ({"ActionGeo_Type": "6"}, "ActionGeo_Type", "6 is none of 0 to 5"),
        ({"ActionGeo_Lat": "north"}, "latitude", '"north" is no number of degrees'),
    ],
)
def test_what_cannot_be_is_refused_with_its_column(
    tmp_path: Path, cells: dict[str, str], column: str, reason: str
) -> None:
    assert only_refusal(found_in("gdelt", tmp_path / "gdelt.csv", line_of(**cells))) == (1, column, reason)


def test_a_row_of_another_width_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    refusal, event = found_in("gdelt", tmp_path / "gdelt.csv", "1\t2\n" + line_of())
    assert refusal == (1, "", "has 2 cells, and a GDELT event 61 or 58 or 57")
    assert isinstance(event, Event)


def test_its_files_are_taken_for_no_other_dataset(tmp_path: Path) -> None:
    assert recognised_by(tmp_path / "gdelt.csv", line_of()) == ["gdelt"]


@pytest.mark.parametrize(
    "content", ["a\tb\n", "x" + "\t" * 60 + "\n", line_of(Day="20170101"), line_of().replace("\t", ",")]
)
def test_what_only_looks_like_it_is_not_taken_for_it(tmp_path: Path, content: str) -> None:
    assert recognised_by(tmp_path / "other.csv", content) == []


def test_the_documents_say_which_code_is_which_category() -> None:
    said = documented("GDELT")
    assert said["EventRootCode"] == {f"{code} {LABELS[code]}": category for code, category in CATEGORIES.items()}
    particular = {code.partition(" ")[0]: category for code, category in said["EventCode"].items()}
    assert particular == PARTICULAR
    assert set(EXACTNESS) == {1, 2, 3, 4, 5}
