"""The colours of the timeline: dark, light, and those that are told apart without telling red from green."""

from __future__ import annotations

from textual.theme import Theme

# the palette of Okabe and Ito (2008), which the colour-blind tell apart
COLOUR_BLIND = Theme(
    name="colour-blind",
    primary="#56b4e9",
    secondary="#cc79a7",
    warning="#f0e442",
    error="#e69f00",
    success="#0072b2",
    accent="#009e73",
    dark=True,
)
# by the names that the configuration has
THEMES = {"dark": "textual-dark", "light": "textual-light", "colour-blind": COLOUR_BLIND.name}
