"""Which file is the store, and what becomes of one that cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Timeline

EVENT = {"id": "a", "when": {"edtf": "2016"}, "title": "A", "category": "battle"}
UNREADABLE = {
    "not JSON": b"{ this was a store once",
    "cut short": b'{"store": {"1": {"format": 1}}, "events": {"1": {"id": "a"',
    "JSON but not TinyDB": b"[1, 2, 3]",
    "without events": b'{"_default": {}}',
    "a newer format": b'{"store": {"1": {"format": 99}}, "events": {}}',
    "empty": b"",
    "a broken event": json.dumps({"events": {"7": {**EVENT, "title": ""}}}).encode(),
    "an event with no date": json.dumps({"events": {"7": {**EVENT, "when": {"edtf": "2016-02-30"}}}}).encode(),
    "an event of another shape": json.dumps({"events": {"7": {"name": "A"}}}).encode(),
}


@pytest.mark.parametrize(
    "command", [("list",), ("show", "a"), ("add", "--when", "2016", "--title", "B", "--category", "siege")]
)
@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_store_that_cannot_be_read_is_named_and_left_alone(
    timeline: Timeline, content: bytes, command: tuple[str, ...]
) -> None:
    timeline.store.write_bytes(content)
    ended = timeline.run(*command)
    assert (ended.code, ended.data) == (3, b"")
    assert ended.words.startswith(f"syria-timeline: {timeline.store} ")
    assert ended.words.count("\n") == 1
    assert timeline.store.read_bytes() == content
    assert list(timeline.folder.iterdir()) == [timeline.store]


def test_a_folder_in_place_of_a_store_is_named(timeline: Timeline) -> None:
    timeline.store.mkdir()
    ended = timeline.run("list")
    assert ended.code == 3
    assert str(timeline.store) in ended.words


def test_a_broken_event_is_named_by_its_number_and_field(timeline: Timeline) -> None:
    timeline.store.write_bytes(UNREADABLE["a broken event"])
    words = timeline.run("list").words
    assert "number 7" in words
    assert "an event needs a title" in words


def test_init_makes_a_store_with_the_shipped_timeline(timeline: Timeline) -> None:
    ended = timeline.run("init")
    assert (ended.code, ended.data) == (0, b"")
    assert ended.words == f"syria-timeline: made {timeline.store}, with 383 events\n"
    assert len(timeline.run("list").lines) == 383


def test_init_empty_makes_a_store_that_stays_empty(timeline: Timeline) -> None:
    assert timeline.run("init", "--empty").code == 0
    assert timeline.run("list", "--json").json == []


def test_init_refuses_where_a_store_is_already(empty_timeline: Timeline) -> None:
    before = empty_timeline.store.read_bytes()
    ended = empty_timeline.run("init")
    assert ended.code == 1
    assert str(empty_timeline.store) in ended.words
    assert empty_timeline.store.read_bytes() == before


def test_paths_says_where_everything_is_and_makes_none_of_it(timeline: Timeline) -> None:
    ended = timeline.run("paths")
    files = dict(line.split("\t") for line in ended.lines)
    assert ended.code == 0
    assert list(files) == ["store", "config", "draft"]
    assert files["store"] == str(timeline.store)
    assert files["config"].startswith(timeline.env["HOME"])
    assert not any(Path(file).exists() for file in files.values())


def test_without_a_named_store_it_is_the_persons_own(timeline: Timeline) -> None:
    files = dict(line.split("\t") for line in timeline.run_bare("paths").lines)
    assert files["store"].startswith(timeline.env["HOME"])
    assert timeline.run_bare("init").code == 0
    assert Path(files["store"]).is_file()


def test_the_environment_names_a_store_and_the_option_beats_it(timeline: Timeline) -> None:
    env = {"SYRIA_TIMELINE_STORE": str(timeline.folder / "other.json")}
    assert f"store\t{env['SYRIA_TIMELINE_STORE']}" in timeline.run_bare("paths", env=env).lines
    assert f"store\t{timeline.store}" in timeline.run("paths", env=env).lines
    assert "store\t" + timeline.env["HOME"] in timeline.run_bare("paths", env={"SYRIA_TIMELINE_STORE": ""}).text


def test_the_environment_names_a_config(timeline: Timeline) -> None:
    ended = timeline.run("paths", env={"SYRIA_TIMELINE_CONFIG": "/etc/timeline.toml"})
    assert "config\t/etc/timeline.toml" in ended.lines
