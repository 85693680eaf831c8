"""What a query selects is cited so that anybody can tell whether they see the same."""

from __future__ import annotations

import hashlib
import json
import re

import pytest

from tests.cli.conftest import Timeline

QUERY = ("period:offensive", "place:Aleppo")


def test_a_citation_says_what_was_asked_and_has_the_checksum_of_the_events(timeline: Timeline) -> None:
    told = timeline.run("cite", *QUERY, "--known-on", "2024-11-30")
    assert told.code == 0
    lines = timeline.run("export", *QUERY, "--known-on", "2024-11-30", "--to", "jsonl").data
    events = lines.count(b"\n")
    assert f"{events} of " in told.lines[0]
    assert "(period:offensive place:Aleppo; as known on 2024-11-30)" in told.lines[0]
    assert f"sha256:{hashlib.sha256(lines).hexdigest()[:32]}" in told.lines[0]
    assert told.lines[1:] == ["Holds: The syria-timeline authors, shipped timeline, release 0.1.0 (CC BY 4.0)."]


def test_a_citation_checks_until_the_events_are_others(timeline: Timeline) -> None:
    cited = timeline.run("cite", *QUERY).text
    (fingerprint,) = re.findall(r"sha256:[0-9a-f]{32}", cited)
    for citation in (cited, fingerprint, fingerprint.removeprefix("sha256:")):
        same = timeline.run("cite", *QUERY, "--check", citation)
        assert (same.code, same.data) == (0, b"")
        assert "these are the 11 events that were cited" in same.words
    timeline.add("Markets shut", "2024-11-30", "--place", "Aleppo")
    other = timeline.run("cite", *QUERY, "--check", cited)
    assert other.code == 1
    assert "now there are 12, sha256:" in other.words
    assert timeline.run("cite", *QUERY, "--known-on", "2024-11-29", "--check", cited).code == 1
    assert timeline.run("undo").code == 0
    assert timeline.run("cite", *QUERY, "--check", cited).code == 0


def test_the_datasets_are_cited_as_their_makers_ask(timeline: Timeline) -> None:
    timeline.add("Markets shut", "2024-11-30", "--place", "Aleppo")
    items = json.loads(timeline.run("cite", *QUERY, "--as", "csl-json").data)
    assert [item["title"].partition(",")[0] for item in items[1:]] == [
        "Events added by hand",
        "The syria-timeline authors",
    ]
    assert items[0]["note"].startswith("12 of 384 events; sha256:")
    bibtex = timeline.run("cite", *QUERY, "--as", "bibtex").text
    assert bibtex.count("@misc{") == 3
    assert "note = {CC BY 4.0}" in bibtex


@pytest.mark.parametrize("citation", ["", "yesterday", "sha256:12"])
def test_what_has_no_fingerprint_cannot_be_checked(timeline: Timeline, citation: str) -> None:
    ended = timeline.run("cite", "--check", citation)
    assert (ended.code, ended.data) == (2, b"")
    assert "a citation has a fingerprint in it" in ended.words
