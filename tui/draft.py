"""What is typed into a form and not saved yet, kept on disk so that nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import msgspec

from store.disk import Disk

# by the id of the event that is edited, what its fields hold
Texts = dict[str, dict[str, str]]


class Draft(msgspec.Struct, frozen=True):
    """The texts of a form by field, and the id of the event that it edits; "" for a new event."""

    texts: dict[str, str]
    event_id: str = ""


class DraftError(Exception):
    """Drafts that cannot be read or kept: which file, what is wrong, and what became of it."""


class DamagedDraftError(DraftError):
    """A file that held no drafts, and was set aside."""


def load(path: Path, event_id: str = "") -> Draft | None:
    """The draft of an event in the file of drafts; None where there is none.

    DraftError where the file cannot be read; a damaged one is set aside, so that the next draft can be kept.
    """
    texts = _read(path).get(event_id)
    return Draft(texts, event_id) if texts else None


def save(path: Path, draft: Draft) -> None:
    """Put a draft in the place of the one of the same event; DraftError where the disk does not take it."""
    try:
        drafts = _read(path)
    except DamagedDraftError:
        drafts = {}
    _write(path, {**drafts, draft.event_id: draft.texts})


def discard(path: Path, event_id: str = "") -> None:
    """Drop the draft of an event, and the file with the last one."""
    drafts = _read(path)
    if drafts.pop(event_id, None) is not None:
        _write(path, drafts)


def _read(path: Path) -> Texts:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Texts)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise DraftError(f"The drafts in {path} cannot be read: {error.strerror}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise DamagedDraftError(f"The drafts in {path} are damaged. {_set_aside(path)}") from None


def _set_aside(path: Path) -> str:
    """Move a damaged file out of the way, and say where it is now."""
    broken = path.with_name(f"{path.name}.broken")
    try:
        path.replace(broken)
    except OSError as error:
        return f"It stays where it is: {error.strerror}."
    return f"They were set aside as {broken.name}."


def _write(path: Path, drafts: Texts) -> None:
    try:
        if drafts:
            path.parent.mkdir(parents=True, exist_ok=True)
            Disk().replace(path, [msgspec.json.encode(drafts)])
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise DraftError(f"The draft cannot be kept in {path}: {error.strerror}.") from None
