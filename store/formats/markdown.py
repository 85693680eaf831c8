"""Markdown: a chronology to be read, its sources as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from store.entry import count_text
from store.event import Claim, Event, Source, Toll
from store.formats.excerpt import TITLE, Excerpt

# what begins or marks something in Markdown or is HTML
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def write(excerpt: Excerpt) -> Iterator[str]:
    """A heading a year, an event under its date, and all sources at the end."""
    yield f"# {TITLE}\n\n{_text(excerpt.asked)}. Dates and times are those of Damascus.\n"
    notes: dict[Source, int] = {}
    year = 0
    for event in excerpt:
        if event.when.first_day.year != year and not excerpt.query.value("sort"):
            year = event.when.first_day.year
            yield f"\n## {year if year > 1 else 'Before'}\n"
        excerpt.lost["coordinates"] += event.place is not None and event.place.latitude is not None
        excerpt.lost["other ids"] += bool(event.external_ids)
        yield "\n".join(["", *_event(event, notes), ""])
    if notes:
        yield "\n" + "".join(f"[^{number}]: {_source(source)}\n" for source, number in notes.items())


def _event(event: Event, notes: dict[Source, int]) -> Iterator[str]:
    marks = "".join(f"[^{notes.setdefault(source, len(notes) + 1)}]" for source in event.sources)
    yield f"### {_text(event.when.label())}: {_text(event.title)}{marks}"
    yield ""
    where = ", ".join(part for part in (event.place.name, event.place.admin) if part) if event.place else ""
    about = (event.category.value.replace("-", " "), where, "; ".join(event.actors))
    yield f"*{' · '.join(_text(part) for part in about if part)}*"
    if event.title_ar:
        yield f"\n{_text(event.title_ar)}"
    if event.summary:
        yield f"\n{_text(event.summary)}"
    told = [*map(_claim, event.claims), *map(_toll, event.tolls)]
    if told:
        yield ""
        yield from (f"- {line}" for line in told)


def _claim(claim: Claim) -> str:
    against = f" (contradicts {'; '.join(claim.contradicts)})" if claim.contradicts else ""
    return _text(f"{claim.who} {claim.stance} ({claim.on}): {claim.said}{against}")


def _toll(toll: Toll) -> str:
    counts = [
        f"{text} {what}"
        for what, count in (("killed", toll.killed), ("civilians", toll.civilians), ("wounded", toll.wounded))
        if (text := count_text(count))
    ]
    scope = f", since {toll.scope.since} over {toll.scope.area}" if toll.scope else ""
    note = f" ({toll.note})" if toll.note else ""
    return _text(f"Toll according to {toll.claimant}, {toll.as_of}: {', '.join(counts) or 'no number'}{scope}{note}")


def _source(source: Source) -> str:
    parts = [_text(part) for part in (source.publisher, source.title, source.published) if part]
    addresses = [f"<{url}>" for url in (source.url, source.archive_url) if url and not re.search(r"[\s<>]", url)]
    return ". ".join([*parts, *addresses])


def _text(text: str) -> str:
    """Text in which Markdown finds nothing to obey, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
