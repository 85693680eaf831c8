"""What is to be said of a view as a whole, in words."""

from __future__ import annotations

from datetime import date

from store.edtf import MONTHS, WEEKDAYS
from store.view import View


def day_label(day: date) -> str:
    """A day, as "Sat 30 Nov 2024"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def hindsight(view: View) -> str:
    """As known on which day, and how much was told of later; "" for now."""
    if view.known_on is None:
        return ""
    hidden = [
        f"{count:,} {noun if count == 1 else nouns}"
        for count, noun, nouns in zip(
            view.hidden, ("event", "claim", "toll"), ("events", "claims", "tolls"), strict=True
        )
        if count
    ]
    told = f"hidden since told of later: {', '.join(hidden)}" if hidden else "nothing was told of later"
    return f"as known on {day_label(view.known_on)}; {told}"


def possibly(view: View) -> str:
    """How many events match only possibly; "" for none."""
    count = len(view.possible)
    return f"{count:,} of {len(view):,} match only possibly, by uncertain dates" if count else ""
