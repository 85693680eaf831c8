"""`list` and `count` with the query language, and as known on a day."""

from __future__ import annotations

from tests.cli.conftest import Timeline


def test_the_strikes_as_known_on_that_day(timeline: Timeline) -> None:
    words = ("place:Aleppo", "category:air-strike", "actor:Russian")
    ended = timeline.run("list", *words, "--known-on", "2024-11-30")
    assert ended.code == 0
    assert sum("2024-11-30" in line for line in ended.lines) == 2
    assert "as known on Sat 30 Nov 2024; hidden: 40 events, 2 claims, 6 tolls" in ended.words
    assert timeline.run("list", *words, "known:2024-11-30").data == ended.data


def test_a_day_is_named_once(timeline: Timeline) -> None:
    ended = timeline.run("list", "known:2024-11-30", "--known-on", "2024-12-01")
    assert ended.code == 2
    assert "leave out one" in ended.words
    ended = timeline.run("list", "--known-on", "someday")
    assert ended.code == 2
    assert "is no date" in ended.words


def test_what_matches_only_possibly_says_so(empty_timeline: Timeline) -> None:
    empty_timeline.add("Vague", "2016-12")
    empty_timeline.add("Sure", "2016-12-05")
    ended = empty_timeline.run("list", "on:2016-12-05")
    assert "1 of 2 match only possibly, by uncertain dates" in ended.words
    assert ["(possibly)" in line for line in ended.lines] == ["Vague" in line for line in ended.lines]


def test_a_table_is_quoted_with_what_was_asked(timeline: Timeline) -> None:
    ended = timeline.run("count", "period:offensive", "--by", "category", "--known-on", "2024-11-30")
    assert ended.code == 0
    assert ended.lines[0].split()[:2] == ["territorial-change", "6"]
    assert ended.lines[-2:] == [
        "24 of 343 events · query: period:offensive",
        "as known on Sat 30 Nov 2024; hidden: 40 events, 2 claims, 6 tolls",
    ]


def test_counts_as_json(timeline: Timeline) -> None:
    counted = timeline.run("count", "--by", "period", "--json").json
    assert [row["surely"] for row in counted["rows"]] == [61, 54, 28, 53]
    assert (counted["events"], counted["known_on"], counted["by"]) == (383, None, "period")


def test_what_can_not_be_counted_by_is_told(timeline: Timeline) -> None:
    ended = timeline.run("count", "--by", "colour")
    assert (ended.code, ended.data) == (2, b"")
    assert "governorate" in ended.words
