"""What is to be said of a view as a whole, in words."""

from __future__ import annotations

from store.view import View
from store.when import When


def later(view: View) -> str:
    """How much was told of later, and so is hidden: "hidden: 39 events, 3 claims"; "" where nothing was."""
    words = (("event", "events"), ("claim", "claims"), ("toll", "tolls"))
    parts = [f"{count:,} {word[count != 1]}" for count, word in zip(view.hidden, words, strict=True) if count]
    return f"hidden: {', '.join(parts)}" if parts else ""


def hindsight(view: View) -> str:
    """As known on which day, and how much was told of later; "" for now."""
    if view.known_on is None:
        return ""
    return f"as known on {When(str(view.known_on)).label()}; {later(view) or 'nothing was told of later'}"


def possibly(view: View) -> str:
    """How many events match only possibly; "" for none."""
    count = len(view.possibly)
    return f"{count:,} of {len(view):,} match only possibly, by uncertain dates" if count else ""
