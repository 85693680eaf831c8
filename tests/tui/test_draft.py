from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui import draft
from tui.draft import Draft, DraftError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "events.json.draft.json"


def test_a_draft_is_there_after_it_was_saved_and_gone_once_it_is_discarded(path: Path) -> None:
    kept = Draft({"title": "Markets \x1b shut", "claims": "a\nb"})
    draft.save(path, kept)
    assert draft.load(path) == kept
    draft.discard(path)
    assert draft.load(path) is None
    assert not path.exists()


def test_the_drafts_of_a_new_event_and_of_edited_ones_are_kept_apart(path: Path) -> None:
    new, first, second = Draft({"title": "new"}), Draft({"title": "1"}, "a"), Draft({"title": "2"}, "b")
    for each in (new, first, second):
        draft.save(path, each)
    draft.discard(path, "a")
    assert [draft.load(path, id) for id in ("", "a", "b")] == [new, None, second]


def test_where_nothing_was_kept_there_is_no_draft(path: Path) -> None:
    assert draft.load(path) is None
    draft.discard(path, "a")
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"": {"title": 5}}', b'{"": {"title": "\xff"}}'])
def test_a_damaged_file_is_set_aside_and_said_so(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(DraftError, match=r"damaged\. They were set aside as events\.json\.draft\.json\.broken"):
        draft.load(path)
    assert path.with_name("events.json.draft.json.broken").read_bytes() == content
    assert draft.load(path) is None


def test_a_draft_is_kept_although_the_file_was_damaged_meanwhile(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")
    draft.save(path, Draft({"title": "x"}))
    assert draft.load(path) == Draft({"title": "x"})
    assert path.with_name("events.json.draft.json.broken").exists()


def test_a_full_disk_leaves_the_draft_from_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    draft.save(path, Draft({"title": "before"}))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DraftError, match=r"cannot be kept in .*: No space left on device"):
        draft.save(path, Draft({"title": "after"}))
    assert draft.load(path) == Draft({"title": "before"})


def test_a_file_that_cannot_be_read_is_named(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(DraftError, match=r"events\.json\.draft\.json cannot be read: Is a directory"):
        draft.load(path)
