"""An event is changed by options, and only what they give."""

from __future__ import annotations

import msgspec
import pytest

from store.event import event_from
from tests.cli.conftest import Timeline


def test_what_is_given_is_changed_and_nothing_else(empty_timeline: Timeline) -> None:
    more = ("--summary", "Long.", "--actor", "HTS", "--source", "BBC | Title | https://www.bbc.com/ | 2016-12-23")
    id = empty_timeline.add("Buses leave", "2016-12-22", *more)
    before = event_from(empty_timeline.run("show", id, "--json").json)
    ended = empty_timeline.run("edit", id[:6], "--when", "30 Nov 2024 17:00", "--place", "Saraqib, Idlib")
    assert (ended.code, ended.text) == (0, f"{id}\n")
    assert ended.words == 'syria-timeline: "30 Nov 2024 17:00" is Sat 30 Nov 2024 17:00\n'
    after = event_from(empty_timeline.run("show", id, "--json").json)
    assert (after.when.edtf, after.when.words) == ("2024-11-30T17:00+03:00", "30 Nov 2024 17:00")
    assert after.place is not None
    assert after.place.admin == "Idlib"
    assert msgspec.structs.replace(after, when=before.when, place=None, revision=0) == before
    assert empty_timeline.run("edit", id, "--summary", "", "--actor", "SDF", "--actor", "YPG").code == 0
    after = event_from(empty_timeline.run("show", id, "--json").json)
    assert (after.summary, after.actors, after.sources) == ("", ("SDF", "YPG"), before.sources)
    for _ in range(2):
        assert empty_timeline.run("undo").text == f"{id}\n"
    assert event_from(empty_timeline.run("show", id, "--json").json) == before


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        ([], "nothing to change: give an option, such as --title"),
        (["--title", " "], "--title: an event needs a title"),
        (["--when", "soon"], "is no date"),
        (["--category", "batle"], "did you mean battle?"),
    ],
)
def test_what_cannot_be_is_refused(empty_timeline: Timeline, options: list[str], wrong: str) -> None:
    id = empty_timeline.add("Buses leave")
    before = empty_timeline.run("show", id, "--json").data
    ended = empty_timeline.run("edit", id, *options)
    assert (ended.code, ended.data) == (2, b"")
    assert wrong in ended.words
    assert empty_timeline.run("show", id, "--json").data == before


def test_what_is_not_there_is_not_changed(empty_timeline: Timeline) -> None:
    ended = empty_timeline.run("edit", "nothing", "--title", "x")
    assert (ended.code, ended.data) == (1, b"")
    assert 'no event has an id that begins with "nothing"' in ended.words
