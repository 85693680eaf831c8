"""The search through crashes finds what it is for: each safeguard of the store that is taken away is missed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from store.disk import Disk
from store.log import Checksum, FileLog, Position, line_of
from tests.durability.crash_disk import RecordingDisk
from tests.durability.test_crash import Life, check_every_crash

LONG = "".join(f"{place} " for place in range(500))


def _search(tmp_path: Path) -> int:
    """Search through every crash of a small life."""
    (tmp_path / "store").mkdir()
    life = Life(tmp_path / "store")
    life.change({"events": {1: {"name": "one"}}})
    life.change({"events": {1: {"name": "two"}, 2: {"name": LONG}}})
    life.storage.compact()
    life.change({"events": {2: None}, "places": {1: {"name": LONG}}})
    life.reopen()
    return check_every_crash(life, tmp_path / "scratch")


def _without_sync(patch: pytest.MonkeyPatch) -> None:
    def sync(disk: RecordingDisk, file: int) -> None:
        """Record nothing: the content stays uncertain."""

    patch.setattr(RecordingDisk, "sync", sync)


def _without_sync_of_folders(patch: pytest.MonkeyPatch) -> None:
    def sync_folder(disk: RecordingDisk, folder: Path) -> None:
        """Record nothing: the names stay uncertain."""

    patch.setattr(RecordingDisk, "sync_folder", sync_folder)


def _without_checksums(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Checksum, "digits", lambda _: "1" * 16)


def _with_rename_before_sync(patch: pytest.MonkeyPatch) -> None:
    def replace(disk: Disk, path: Path, pieces: Iterable[bytes], keep_as: Path | None = None, **_: object) -> None:
        beside = disk._beside(path)
        file = disk.create(beside)
        disk.write_all(file, b"".join(pieces))
        if keep_as is not None and disk.state(path) is not None:
            disk._keep(path, keep_as)
        disk.rename(beside, path)
        disk.sync(file)
        disk.close(file)
        disk.sync_folder(path.parent)

    patch.setattr(Disk, "replace", replace)


def _with_changes_shown_before_they_are_synced(patch: pytest.MonkeyPatch) -> None:
    def append(log: FileLog, position: Position, body: Iterable[bytes]) -> Position:
        line = line_of(b"".join(body), position.checksum)
        file = log.disk.open_at_end(log.path)
        log.disk.write_all(file, line)
        log.disk.close(file)
        return Position(position.number + 1, line[-17:-1].decode(), position.offset + len(line))

    patch.setattr(FileLog, "append", append)


def _with_a_file_written_in_place(patch: pytest.MonkeyPatch) -> None:
    def replace(disk: Disk, path: Path, pieces: Iterable[bytes], **_: object) -> None:
        file = disk.create(path) if disk.state(path) is None else disk.open_at_end(path)
        disk.cut(file, 0)
        disk.write_all(file, b"".join(pieces))
        disk.sync(file)
        disk.close(file)
        disk.sync_folder(path.parent)

    patch.setattr(Disk, "replace", replace)


def test_with_every_safeguard_the_search_finds_nothing(tmp_path: Path) -> None:
    assert _search(tmp_path) > 50


@pytest.mark.parametrize(
    ("take_away", "found"),
    [
        (_without_sync, "nothing that can be read|another state"),
        (_without_sync_of_folders, "another state"),
        (_without_checksums, "DecodeError"),
        (_with_rename_before_sync, "nothing that can be read|another state"),
        (_with_changes_shown_before_they_are_synced, "another state"),
        (_with_a_file_written_in_place, "nothing that can be read|another state"),
    ],
)
def test_a_safeguard_that_is_taken_away_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, take_away: Callable[[pytest.MonkeyPatch], None], found: str
) -> None:
    take_away(monkeypatch)
    with pytest.raises(AssertionError, match=found):
        _search(tmp_path)
