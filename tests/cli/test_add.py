from __future__ import annotations

import re

import pytest
from tinydb import TinyDB

from store.event import MINE, event_from
from tests.cli.conftest import Timeline

EVENT = ("add", "--when", "2016-12-22", "--title", "Buses leave", "--category", "battle")
BBC = "BBC News | Rebels take control | https://www.bbc.com/ | 2024-12-01"


def test_what_is_added_is_listed_and_shown_in_a_new_process(timeline: Timeline) -> None:
    ended = timeline.run(
        *("add", "--when", "30 Nov 2024 17:00", "--title", "Curfew announced", "--summary", "Until Sunday."),
        *("--place", "Aleppo", "--category", "Territorial change", "--actor", "HTS", "--actor", "SNA"),
        *("--source", BBC, "--source", "SOHR", "--reported", "1 Dec 2024"),
    )
    (id,) = ended.lines
    event = event_from(timeline.run("show", id, "--json").json)
    assert (ended.code, ended.words) == (0, 'syria-timeline: "30 Nov 2024 17:00" is Sat 30 Nov 2024 17:00\n')
    assert (event.when.edtf, event.when.words) == ("2024-11-30T17:00+03:00", "30 Nov 2024 17:00")
    assert (event.title, event.summary, event.category) == ("Curfew announced", "Until Sunday.", "territorial-change")
    assert (event.actors, event.reported, event.collection) == (("HTS", "SNA"), "2024-12-01", MINE)
    assert [source.publisher for source in event.sources] == ["BBC News", "SOHR"]
    assert event.sources[0].url == "https://www.bbc.com/"
    assert any(line.startswith(id) for line in timeline.run("list", "curfew", "announced").lines)


def test_a_phrase_counts_from_the_day_of_the_report(empty_timeline: Timeline) -> None:
    id = empty_timeline.add("Markets shut", "over the weekend", "--reported", "2 Dec 2024")
    when = event_from(empty_timeline.run("show", id, "--json").json).when
    assert (when.edtf, when.words) == ("[2024-11-30..2024-12-01]", "over the weekend")


def test_an_added_event_can_be_read_with_stock_tinydb(empty_timeline: Timeline) -> None:
    id = empty_timeline.add("Buses leave")
    with TinyDB(empty_timeline.store) as database:
        (document,) = database.table("events").all()
    assert (document["id"], document["title"]) == (id, "Buses leave")


def test_a_place_of_the_gazetteer_gets_its_governorate_and_coordinates(empty_timeline: Timeline) -> None:
    place = event_from(
        empty_timeline.run("show", empty_timeline.add("x", "2016", "--place", "Halab"), "--json").json
    ).place
    assert place is not None
    assert (place.name, place.admin) == ("Halab", "Aleppo")
    assert (round(place.latitude or 0), round(place.longitude or 0)) == (36, 37)


def test_a_place_nobody_knows_stays_as_typed_and_a_word_says_so(empty_timeline: Timeline) -> None:
    ended = empty_timeline.run(*EVENT, "--place", "Farm 12, Nowhere")
    place = event_from(empty_timeline.run("show", ended.text.strip(), "--json").json).place
    assert place is not None
    assert (place.name, place.admin, place.latitude) == ("Farm 12, Nowhere", "", None)
    assert 'the gazetteer knows no place "Farm 12, Nowhere"' in ended.words
    assert len(ended.lines) == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("--when", "2016-02-30"), '--when: "2016-02-30"'),
        (("--when", "2016-12/2016-11"), "ends before it begins"),
        (("--title", " "), "--title: an event needs a title"),
        (("--category", "air-strikes"), '--category: there is no "air-strikes"; did you mean air-strike?'),
        (("--category", "zzz"), "--category: choose one of air-strike, attack-on-civilians, battle, "),
        (("--place", ""), "--place: a place needs a name"),
        (("--actor", ""), "--actor: an actor needs a name"),
        (("--reported", "soon"), '--reported: "soon"'),
        (("--source", ""), "--source: "),
        (("--source", "BBC | Title | ftp://example.org | 2016"), "--source: "),
        (("--source", "BBC | Title | https://example.org | soon"), "--source: "),
        (("--title", "caf\udce9"), "--title: this is not text in UTF-8"),
    ],
)
def test_what_is_wrong_names_its_option_and_writes_nothing(
    timeline: Timeline, wrong: tuple[str, str], words: str
) -> None:
    ended = timeline.run(*EVENT, *wrong)
    assert (ended.code, ended.data) == (2, b"")
    assert ended.words.startswith("syria-timeline: --")
    assert words in ended.words
    assert ended.words.count("\n") == 1
    assert not timeline.store.exists()


@pytest.mark.parametrize("option", ["--when", "--title", "--category"])
def test_what_an_event_needs_is_asked_for_by_its_option(timeline: Timeline, option: str) -> None:
    at = EVENT.index(option)
    ended = timeline.run(*EVENT[:at], *EVENT[at + 2 :])
    assert ended.code == 2
    assert ended.words.startswith(f"syria-timeline: {option}")
    assert not timeline.store.exists()


def test_without_a_category_all_seventeen_are_named(timeline: Timeline) -> None:
    ended = timeline.run(*EVENT[:5])
    assert ended.words.count(",") == 16
    assert "territorial-change" in ended.words


def test_a_wrong_event_leaves_the_store_as_it_was(empty_timeline: Timeline) -> None:
    before = empty_timeline.store.read_bytes()
    assert empty_timeline.run(*EVENT, "--when", "never").code == 2
    assert empty_timeline.store.read_bytes() == before


def test_an_event_is_added_in_one_line(empty_timeline: Timeline) -> None:
    line = "over the weekend @Halab #humanitarian Markets shut -- Reuters"
    (id,) = empty_timeline.run("add", line, "--reported", "2024-12-02", "--actor", "HTS").lines
    event = event_from(empty_timeline.run("show", id, "--json").json)
    assert (event.when.edtf, event.reported, event.title) == ("[2024-11-30..2024-12-01]", "2024-12-02", "Markets shut")
    assert event.place is not None
    assert (event.place.name, event.place.admin, event.category) == ("Halab", "Aleppo", "humanitarian")
    assert ([source.publisher for source in event.sources], event.actors) == (["Reuters"], ("HTS",))


@pytest.mark.parametrize(
    ("args", "wrong"),
    [
        (["Markets", "shut"], "the line has to begin with a date"),
        (["2016 Markets shut"], "--category: choose one of air-strike"),
        (["2016 #siege x", "--category", "battle"], "the line says it already: leave out --category"),
        (["2016 #siege x @Homs", "--place", "Aleppo", "--title", "y"], "leave out --title and --place"),
    ],
)
def test_a_line_that_is_not_understood_adds_nothing(timeline: Timeline, args: list[str], wrong: str) -> None:
    ended = timeline.run("add", *args)
    assert (ended.code, ended.data) == (2, b"")
    assert wrong in ended.words
    assert not timeline.store.exists()


def test_json_lines_are_added_in_one_step_and_what_is_none_is_told(timeline: Timeline) -> None:
    lines = timeline.run("export", "curfew", "--to", "jsonl").data.splitlines()
    other = timeline.folder / "other.json"
    assert timeline.run_bare("--store", str(other), "init", "--empty").code == 0
    more = [
        b'{"when": {"edtf": "2016"}, "title": "No id", "category": "siege"}',
        b'{"when": {"edtf": "2016-02-30"}, "title": "x", "category": "siege"}',
        b"[1]",
        b"",
        lines[0],
        b"{\xff",
        b'{"a":' * 5000,
    ]
    ended = timeline.run_bare("--store", str(other), "add", "-", stdin=b"\xef\xbb\xbf" + b"\n".join([*lines, *more]))
    assert ended.code == 1
    assert len(ended.lines) == 3
    assert "added 3 events, refused 5" in ended.words
    told = [line.removeprefix("syria-timeline: ") for line in ended.words.splitlines()]
    assert [re.split("[:,]", line)[0] for line in told[:5]] == [f"line {number}" for number in (4, 5, 7, 8, 9)]
    assert "when.edtf" in told[0]
    assert "stands in a line before" in told[2]
    listed = timeline.run_bare("--store", str(other), "export", "--to", "jsonl").data.splitlines()
    assert set(lines) <= set(listed)
    again = timeline.run_bare("--store", str(other), "add", "-", stdin=lines[0])
    assert (again.code, again.data) == (1, b"")
    assert "there is already an event" in again.words
    assert len(timeline.run_bare("--store", str(other), "undo").lines) == 3
    assert timeline.run_bare("--store", str(other), "export", "--to", "jsonl").data == b""
