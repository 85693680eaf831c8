"""Names for files that are made for a person."""

from __future__ import annotations

from pathlib import Path


def free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A file of this name, without what a terminal would obey, and with a number after it where that is taken."""
    stem = "".join(character for character in stem if character.isprintable())
    number, file = 1, folder / f"{stem}.{suffix}"
    while file.exists():
        number += 1
        file = folder / f"{stem}-{number}.{suffix}"
    return file
