"""What is to be said of a view as a whole, in words."""

from __future__ import annotations

from datetime import date

from store.edtf import MONTHS, WEEKDAYS
from store.view import View


def day_label(day: date) -> str:
    """A day, as "Sat 30 Nov 2024"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def later(view: View) -> str:
    """How much was told of later, and so is hidden: "hidden: 39 events, 3 claims"; "" where nothing was."""
    words = (("event", "events"), ("claim", "claims"), ("toll", "tolls"))
    parts = [f"{count:,} {word[count != 1]}" for count, word in zip(view.hidden, words, strict=True) if count]
    return f"hidden: {', '.join(parts)}" if parts else ""


def hindsight(view: View) -> str:
    """As known on which day, and how much was told of later; "" for now."""
    if view.known_on is None:
        return ""
    return f"as known on {day_label(view.known_on)}; {later(view) or 'nothing was told of later'}"


def possibly(view: View) -> str:
    """How many events match only possibly; "" for none."""
    count = len(view.possible)
    return f"{count:,} of {len(view):,} match only possibly, by uncertain dates" if count else ""
