"""Where a person left the timeline, to be there again at the next start."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from store.disk import Disk


class Session(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was asked, the day it was known on with it, the selected event, whether it was being read, and the theme."""

    query: str = ""
    event: str = ""
    is_reading: bool = False
    theme: str = ""


def session_path(draft_path: Path) -> Path:
    """Where the session of a store is kept: beside it, as its drafts are."""
    return draft_path.with_suffix(".session")


def read_session(path: Path) -> Session | None:
    """The session that was left; None where there was none yet. One that cannot be read holds nothing."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Session)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Session()


def keep_session(path: Path, session: Session) -> None:
    """Keep a session; where the disk does not take it, the next start is a fresh one."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        Disk().replace(path, [msgspec.json.encode(session)])
