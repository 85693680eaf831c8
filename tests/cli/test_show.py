from __future__ import annotations

from store.event import event_from
from tests.cli.conftest import Timeline


def test_show_tells_who_said_what_and_where_to_read_it(timeline: Timeline) -> None:
    ended = timeline.run("show", "2011-02-daraa")
    assert ended.code == 0
    assert "Daraa teenagers detained over wall slogans" in ended.text
    assert "Human Rights Watch" in ended.text
    assert "The National" in ended.text


def test_the_first_letters_of_an_id_will_do(empty_timeline: Timeline) -> None:
    id = empty_timeline.add("Buses leave")
    ended = empty_timeline.run("show", id[:6], "--json")
    assert ended.code == 0
    assert event_from(ended.json).title == "Buses leave"
    assert ended.data.endswith(b"}\n")


def test_an_event_is_shown_as_it_was_known_on_a_day(timeline: Timeline) -> None:
    now = timeline.run("show", "2024-11-30-russian-strikes").text
    then = timeline.run("show", "2024-11-30-russian-strikes", "--known-on", "2024-11-30").text
    assert "2 Dec 2024" in now
    assert "2 Dec 2024" not in then.partition("SOURCES")[0]
    before = timeline.run("show", "2024-11-30-russian-strikes", "--known-on", "2024-11-29")
    assert before.code == 1
    assert 'nobody had told of "2024-11-30-russian-strikes-aleppo" by 2024-11-29' in before.words


def test_no_such_id_is_a_failure_that_names_it(empty_timeline: Timeline) -> None:
    ended = empty_timeline.run("show", "zzz")
    assert (ended.code, ended.data) == (1, b"")
    assert ended.words == 'syria-timeline: no event has an id that begins with "zzz"\n'


def test_too_few_letters_of_an_id_list_the_candidates(timeline: Timeline) -> None:
    ended = timeline.run("show", "2016-12-1")
    assert (ended.code, ended.data) == (1, b"")
    assert 'events have an id that begins with "2016-12-1": 2016-12-1' in ended.words
    assert ended.words.count("\n") == 1


def test_what_a_person_typed_after_show_never_drives_their_terminal(empty_timeline: Timeline) -> None:
    ended = empty_timeline.run("show", "\x1b[31m")
    assert ended.code == 1
    assert "␛[31m" in ended.words
    assert "\x1b" not in ended.words
