"""Everything about the timeline that is true without a screen: events, dates, the store, queries and views."""

__version__ = "0.1.0"
