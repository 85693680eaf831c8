"""Files of TimelineJS, GeoJSON, iCalendar and Markwhen come in as they say, and the timeline's own as they went out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from store.event import Category, Event, problems
from store.formats import READ, WRITTEN
from store.formats.reading import InputFile, Refusal
from store.index import Index
from store.shipped import shipped_events
from tests.store.import_files import found_in, only_event, only_refusal
from tests.store.test_formats import written

BOTH = [name for name in READ if name in WRITTEN]
# what a format has room for, beside the title and the category
KEPT = {
    "jsonl": set(Event.__struct_fields__),
    "geojson": set(Event.__struct_fields__),
    "csv": {"id", "when", "title_ar", "summary", "place", "actors", "reported", "tolls", "tags", "external_ids"},
    "ical": {"when", "summary", "place", "tolls", "tags"},
    "timelinejs": {"tags"},
    "timelinejs-csv": {"tags"},
    "markwhen": {"when", "summary", "tolls", "tags"},
}
VEVENT = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Talks\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize("name", BOTH)
def test_what_the_timeline_wrote_comes_back(tmp_path: Path, name: str) -> None:
    events = shipped_events()
    text, _ = written(name, index=Index(events))
    found = found_in(name, tmp_path / f"events.{WRITTEN[name].suffix}", text)
    by_title: dict[str, Any] = {each.title: each for each in found if isinstance(each, Event)}
    assert len(found) == len(by_title) == len(events)
    for event in events:
        back = by_title[event.title]
        assert problems(back) == []
        assert back.category is event.category
        assert back.when.precision >= event.when.precision or event.when.edtf[0] == "["
        assert {field for field in KEPT[name] if getattr(back, field) != getattr(event, field)} == set()


@pytest.mark.parametrize("name", BOTH)
def test_no_format_takes_the_file_of_another(tmp_path: Path, name: str) -> None:
    file = tmp_path / f"events.{WRITTEN[name].suffix}"
    file.write_text(written(name, "period:offensive")[0], encoding="utf-8", newline="")
    assert next(other for other in READ if READ[other].recognise(InputFile(file))) == name


def timeline_js(tmp_path: Path, *slides: dict[str, Any], **rest: Any) -> list[Event | Refusal]:
    return found_in("timelinejs", tmp_path / "story.json", json.dumps({**rest, "events": slides}))


def slide(start: Any, **rest: Any) -> dict[str, Any]:
    return {"start_date": start, "text": {"headline": "Talks"}, **rest}


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        ({"year": 2016}, None, "2016"),
        ({"year": "2016", "month": "12"}, None, "2016-12"),
        ({"year": 2016, "month": 12, "day": 2}, None, "2016-12-02"),
        ({"year": 2016, "month": 12, "day": 2, "hour": 17}, None, "2016-12-02T17+02:00"),
        ({"year": 2016, "month": 12, "day": 2, "hour": 17, "minute": 5}, None, "2016-12-02T17:05+02:00"),
        ({"year": " 2,016", "month": "", "day": ""}, None, "2016"),
        ({"year": 2016}, {"year": 2018, "month": 4}, "2016/2018-04"),
    ],
)
def test_a_slide_has_its_date_as_exact_as_it_is(tmp_path: Path, start: Any, end: Any, edtf: str) -> None:
    assert only_event(timeline_js(tmp_path, slide(start, end_date=end))).when.edtf == edtf


def test_a_slide_is_words_and_its_links_and_picture_are_sources(tmp_path: Path) -> None:
    text = "<p>First &amp; <b>second</b>.</p><script>alert(1)</script><p><a href='https://a.org/x'>A report</a></p>"
    picture = {"url": "https://b.org/p.jpg", "caption": "A <i>street</i>", "credit": "AFP"}
    found = timeline_js(
        tmp_path,
        slide({"year": 2016}, text={"headline": "<em>Talks</em>", "text": text}, media=picture, group="siege"),
        slide({"year": 2017}, group="Our own group", unique_id="two", display_date="some time in 2017"),
        title={"text": {"headline": "Not an event"}},
        eras=[{"start_date": {"year": 2011}}],
    )
    one, two = (each for each in found if isinstance(each, Event))
    assert (one.title, one.category, one.collection) == ("Talks", Category.SIEGE, "story")
    assert one.summary.startswith("First & second.\n")
    assert [(source.publisher, source.title, source.url) for source in one.sources] == [
        ("a.org", "A report", "https://a.org/x"),
        ("AFP", "A street", "https://b.org/p.jpg"),
    ]
    assert (two.category, two.tags, two.id) == (Category.OTHER, ("Our own group",), "story-two")
    assert (two.when.edtf, two.when.words) == ("2017", "some time in 2017")


@pytest.mark.parametrize(
    ("item", "column"),
    [
        ({"text": {"headline": "No date"}}, "start_date"),
        (slide({"year": 2016, "day": 3}), "start_date"),
        (slide({"year": 2016, "month": 13}), "start_date"),
        (slide({"year": 2016}, end_date={"year": 2015}), "end_date"),
        (slide({"year": 2016}, text={}), "headline"),
        ("a text", ""),
    ],
)
def test_a_slide_that_is_no_event_is_refused(tmp_path: Path, item: Any, column: str) -> None:
    assert only_refusal(timeline_js(tmp_path, item)).column == column


def test_a_sheet_of_either_version_is_read(tmp_path: Path) -> None:
    now = "Year,Month,Day,Time,Headline,Text,Media,Type,Group\n2016,12,22,,Rule restored,x,,,battle\n,,,,T,,,title,\n"
    assert only_event(found_in("timelinejs-csv", tmp_path / "now.csv", now)).when.edtf == "2016-12-22"
    then = "Start Date,End Date,Headline,Text,Media,Tag\n11/27/2024,12/8/2024,Offensive,x,,battle\n"
    event = only_event(found_in("timelinejs-csv", tmp_path / "then.csv", then))
    assert (event.when.edtf, event.category) == ("2024-11-27/2024-12-08", Category.BATTLE)


def geojson(tmp_path: Path, properties: Any, coordinates: Any = None) -> list[Event | Refusal]:
    geometry = {"type": "Point", "coordinates": coordinates} if coordinates else None
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return found_in(
        "geojson", tmp_path / "map.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]})
    )


def test_a_feature_of_anybodys_is_taken_by_the_names_of_its_properties(tmp_path: Path) -> None:
    properties = {"Name": "Strike", "start_date": "2016-12-22", "type": "air-strike", "place": "Aleppo", "deaths": 3}
    event = only_event(geojson(tmp_path, properties, [37.1, 36.2, 400]))
    assert (event.title, event.when.edtf, event.category) == ("Strike", "2016-12-22", Category.AIR_STRIKE)
    assert event.place is not None
    assert (event.place.latitude, event.place.longitude) == (36.2, 37.1)
    assert event.tolls[0].claimant == "map"


@pytest.mark.parametrize(
    ("properties", "coordinates", "words"),
    [
        ({"name": "x"}, None, "is in none of its properties"),
        ({"date": "2016"}, None, "is in none of its properties"),
        ({"name": "x", "date": "soon", "place": "y"}, None, "soon"),
        ({"name": "x", "date": "2016", "place": "y"}, [36.2, 137.1], "swapped"),
        ({"name": "x", "date": "2016", "place": "y"}, [36.2, float("nan")], "off the globe"),
    ],
)
def test_a_feature_that_is_no_event_is_refused(tmp_path: Path, properties: Any, coordinates: Any, words: str) -> None:
    assert words in str(only_refusal(geojson(tmp_path, properties, coordinates)))


@pytest.mark.parametrize(
    ("lines", "edtf"),
    [
        ("DTSTART;VALUE=DATE:20241127", "2024-11-27"),
        ("DTSTART;VALUE=DATE:20241127\r\nDTEND;VALUE=DATE:20241209", "2024-11-27/2024-12-08"),
        ("DTSTART:20241130T140000Z", "2024-11-30T14:00Z"),
        ("DTSTART:20241130T170000", "2024-11-30T17:00+03:00"),
        ("DTSTART:20241130T140000Z\r\nDTEND:20241201T060000Z", "2024-11-30T14:00Z/2024-12-01T06:00Z"),
        ("DTSTART:20241130T140000Z\r\nDURATION:PT90M", "2024-11-30T14:00Z/2024-11-30T15:30Z"),
        ("DTSTART:20241130T140000Z\r\nDTEND:20241130T140000Z", "2024-11-30T14:00Z"),
        ("DTSTART;VALUE=DATE:20241127\r\nDURATION:P5D", "2024-11-27/2024-12-01"),
        ("DTSTART;TZID=Europe/Paris:20241130T140000", "2024-11-30T14:00+01:00"),
        ("DTSTART;TZID=Syria Standard Time:20241130T140000", "2024-11-30T14:00+03:00"),
    ],
)
def test_an_entry_ends_the_day_before_it_says(tmp_path: Path, lines: str, edtf: str) -> None:
    event = only_event(found_in("ical", tmp_path / "desk.ics", VEVENT.format(lines)))
    assert (event.when.edtf, event.id, event.title) == (edtf, "desk-1", "Talks")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (VEVENT.format("LOCATION:Geneva"), "DTSTART: is missing"),
        (VEVENT.format("DTSTART;VALUE=DATE:20240230"), "line 2"),
        (VEVENT.format("DTSTART;VALUE=DATE:20240227\r\nRRULE:FREQ=DAILY"), "repeated"),
        (VEVENT.format("DTSTART;TZID=My Zone:20160101T100000"), 'DTSTART: its zone "My Zone" is not known'),
        (VEVENT.format("DTSTART:20241130T140000Z\r\nLOCATION:X\r\nGEO:a;b"), '"b" is no number of degrees'),
        (VEVENT.format("DTSTART:20241130T140000Z").partition("END:VEVENT")[0], "ends within the entry"),
    ],
)
def test_an_entry_that_is_no_event_is_refused(tmp_path: Path, text: str, words: str) -> None:
    assert words in str(only_refusal(found_in("ical", tmp_path / "desk.ics", text)))


def test_a_zone_is_as_its_file_describes_it(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:My Zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:{0}\r\n"
        "TZOFFSETTO:{0}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"
    )
    text = VEVENT.format("DTSTART;TZID=My Zone:20160101T100000")
    for offset in ("+02:00", "+05:00"):
        calendar = text.replace("BEGIN:VEVENT", zone.format(offset.replace(":", "")))
        assert only_event(found_in("ical", tmp_path / "desk.ics", calendar)).when.edtf == f"2016-01-01T10:00{offset}"


def test_of_a_property_that_comes_twice_the_first_counts(tmp_path: Path) -> None:
    lines = "DTSTART:20241130T140000Z\r\nSUMMARY:Again\r\nLOCATION:Aleppo\r\nGEO:36.2;37.1\r\nGEO:33.5;36.3"
    lines += "\r\nDESCRIPTION:One\r\nDESCRIPTION:Two\r\nCATEGORIES:siege,own\r\nCATEGORIES:other"
    event = only_event(found_in("ical", tmp_path / "desk.ics", VEVENT.format(lines)))
    assert event.place is not None
    assert (event.title, event.summary, event.place.latitude) == ("Talks", "One", 36.2)
    assert (event.category, event.tags) == (Category.SIEGE, ("own", "other"))


@pytest.mark.parametrize(
    ("order", "edtf"), [("d/M/y", "2016-04-03"), ("M/d/y", "2016-03-04"), ('"dd/MM/yyyy"', "2016-04-03")]
)
def test_the_header_says_whether_the_day_stands_before_the_month(tmp_path: Path, order: str, edtf: str) -> None:
    text = f"title: Story\ndateFormat: {order}\n\n03/04/2016: Shelling\n"
    assert only_event(found_in("markwhen", tmp_path / "story.mw", text)).when.edtf == edtf


def test_a_line_that_begins_with_a_weekday_is_none_of_its_own(tmp_path: Path) -> None:
    text = "2016-01-01: Shelling\nFriday: it resumed\nlate March 2016: A lull\n"
    one, two = found_in("markwhen", tmp_path / "story.mw", text)
    assert isinstance(one, Event)
    assert isinstance(two, Event)
    assert (one.summary, two.when.edtf) == ("Friday: it resumed", "[2016-03-15..2016-03-31]")


@pytest.mark.parametrize("line", ["[" + "." * 20_000 + ": x", "about " * 3_000 + ": x", "a/" * 30_000 + ": x"])
def test_a_line_that_is_made_to_be_looked_at_for_long_is_not(tmp_path: Path, line: str) -> None:
    file = tmp_path / "story.mw"
    file.write_text(line)
    assert not READ["markwhen"].recognise(InputFile(file))
    assert found_in("markwhen", file, f"2016: It began\n{line}\n")


def test_html_of_more_tags_than_any_slide_has_is_not_read(tmp_path: Path) -> None:
    item = {"start_date": {"year": 2016}, "text": {"headline": "Talks", "text": "<a " * 21_000}}
    assert "more than 500 tags" in str(only_refusal(timeline_js(tmp_path, item)))


@pytest.mark.parametrize("geometry", [[37.1, 36.2], "Point", 7])
def test_a_geometry_that_is_none_is_refused(tmp_path: Path, geometry: Any) -> None:
    feature = {"type": "Feature", "geometry": geometry, "properties": {"date": "2016", "title": "Talks"}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    assert "geometry: is no geometry" in str(only_refusal(found_in("geojson", tmp_path / "a.geojson", text)))


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    assert "half a character" in str(only_refusal(timeline_js(tmp_path, slide({"year": 2016}, group="\ud800"))))
    text = '{"type": "FeatureCollection", "features": [{"properties": {"date": "2016", "title": "A \\ud800"}}]}'
    assert "half a character" in str(only_refusal(found_in("geojson", tmp_path / "a.geojson", text)))


def test_coordinates_without_a_name_are_a_place(tmp_path: Path) -> None:
    event = only_event(geojson(tmp_path, {"date": "2016", "title": "Talks"}, [37.1, 36.2]))
    assert event.place is not None
    assert (event.place.name, event.place.latitude, event.place.longitude) == ("36.2 N 37.1 E", 36.2, 37.1)


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("2016: All year", "2016"),
        ("2016-12: A month", "2016-12"),
        ("2024-11-27/2024-12-08: The offensive", "2024-11-27/2024-12-08"),
        ("11/27/2024 - 12/8/2024: The offensive", "2024-11-27/2024-12-08"),
        ("11/27/2024: The offensive", "2024-11-27"),
        ("Nov 27 2024: The offensive", "2024-11-27"),
        ("2024-11-27/now: The offensive", "2024-11-27/.."),
        ("2024-11-30T14:00:00Z: A curfew", "2024-11-30T14:00Z"),
    ],
)
def test_a_dated_line_is_an_event(tmp_path: Path, line: str, edtf: str) -> None:
    assert only_event(found_in("markwhen", tmp_path / "story.mw", f"title: Story\n\n{line}\n")).when.edtf == edtf


def test_what_follows_a_dated_line_is_of_its_event(tmp_path: Path) -> None:
    text = (
        "title: Story\n#siege: red\n\nsection The north\n2016-12-22: Rule restored #siege #ours\nid: rule\n"
        "location: Aleppo\n\nIt was said at once.\n// not this\n[BBC: A report](https://bbc.com/x)\n"
        "end section\nafter !rule 3 days: Later\n2017: Another\n"
    )
    one, refusal, two = found_in("markwhen", tmp_path / "story.mw", text)
    assert isinstance(one, Event)
    assert isinstance(two, Event)
    assert (one.title, one.category, one.tags, one.id) == (
        "Rule restored",
        Category.SIEGE,
        ("ours", "The north"),
        "story-rule",
    )
    assert one.summary == "It was said at once."
    assert one.place is not None
    assert (one.place.name, one.sources[0].publisher, one.sources[0].title) == ("Aleppo", "BBC", "A report")
    assert (two.tags, two.summary) == ((), "")
    assert isinstance(refusal, Refusal)
    assert refusal.line == 13
