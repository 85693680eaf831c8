"""The rows of files that could not be read, in a file that a person can go through."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tui.file_names import free_name

if TYPE_CHECKING:
    from store.formats.reading import Refusal

# so many of them are said; the rest is only in the file
MOST_SAID = 10


class RefusedRows:
    """Takes each refused row, the `first` in words and all of them into a `file`, which is made for the first one.

    It is called NAME.refused.csv, after what was imported, and stands in the current folder.
    """

    def __init__(self, about: Path) -> None:
        self._about = about
        self._rows: TextIO | None = None
        self.file: Path | None = None
        self.first: list[str] = []
        self.count = 0

    def __enter__(self) -> RefusedRows:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Have all of them in the file."""
        if self._rows is not None:
            self._rows.close()

    def drop(self) -> None:
        """Let go of the file: nobody wants it."""
        self.close()
        if self.file is not None:
            self.file.unlink(missing_ok=True)

    def tell(self, path: Path, refusal: Refusal) -> None:
        """Take a row."""
        self.count += 1
        if self.count <= MOST_SAID:
            self.first.append(f"{path}, {refusal}")
        if self._rows is None:
            self.file = free_name(Path.cwd(), f"{self._about.stem}.refused", "csv")
            self._rows = open(self.file, "x", encoding="utf-8", newline="")  # noqa: SIM115 - closed when all are told
            csv.writer(self._rows).writerow(("file", "line", "column", "reason"))
        csv.writer(self._rows).writerow((path, *refusal))
