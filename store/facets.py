"""What a view could be narrowed by: the values of a field, and how many events each would leave."""

from __future__ import annotations

from typing import NamedTuple

from store.index import Index
from store.query import Query
from store.view import View

# by field, what it asks: who, what, where, when, who says so
FACETS = {
    "actor": "who",
    "category": "what",
    "place": "where",
    "in": "area",
    "period": "period",
    "by": "claimant",
    "collection": "collection",
}


class FacetValue(NamedTuple):
    """One value of a field: its key, its name, what a query writes for it, and how many events it would leave."""

    key: str
    name: str
    written: str
    events: int
    is_chosen: bool


def facet(index: Index, query: Query, field: str) -> list[FacetValue]:
    """The values of a field in what the rest of the query selects, the most frequent first, those chosen among them."""
    view = index.view(query.having(field))
    if field == "period":
        return _periods(view, query)
    chosen = {key for value in query.values(field) for key in index.names.keys(field, value)}
    counts = index.counts(view.in_time, field)
    keys = sorted({*counts, *chosen}, key=lambda key: (-counts[key], index.names.name(field, key)))
    return [
        FacetValue(key, index.names.name(field, key), name_meaning(index, field, key), counts[key], key in chosen)
        for key in keys
    ]


def toggled(index: Index, query: Query, field: str, value: FacetValue) -> Query:
    """The query with a value of a field more, or without it where it had it under whatever spelling."""
    if field == "period":
        return query.toggle(field, value.written)
    return query.toggle(field, value.written, lambda other: index.names.keys(field, other) == {value.key})


def _periods(view: View, query: Query) -> list[FacetValue]:
    chosen = query.values("period")
    return [
        FacetValue(period.name, period.title, period.name, count, period.name in chosen)
        for period, count in zip(view.periods, view.period_counts, strict=True)
    ]


def name_meaning(index: Index, field: str, key: str) -> str:
    """The name of a key, unless that means something else as well."""
    name = index.names.name(field, key).replace('"', "")
    return name if index.names.keys(field, name) == {key} else key
