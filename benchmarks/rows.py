"""The lines of the table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """Something beside its floor, and how many times that it may be."""

    what: str
    ours: float
    floor: float
    unit: str
    bar: float

    def __str__(self) -> str:
        ratio = self.ours / self.floor
        numbers = f"{self.ours:9.2f} {self.floor:9.2f} {self.unit}  {ratio:6.3g}"
        return f"{self.what:<62} {numbers}  {self.bar:6.3g}  {'ok' if ratio <= self.bar else 'OVER'}"


class Limit(NamedTuple):
    """Something that may be no more than so much."""

    what: str
    ours: float
    unit: str
    bar: float

    def __str__(self) -> str:
        numbers = f"{self.ours:9.2f} {'':9} {self.unit}  {'':6}"
        return f"{self.what:<62} {numbers}  {self.bar:6.3g}  {'ok' if self.ours <= self.bar else 'OVER'}"


def median(values: Sequence[float]) -> float:
    """The value in the middle."""
    return statistics.median(values)
