"""How each category looks: a glyph of one cell, and a colour of the theme; neither stands alone."""

from __future__ import annotations

from typing import NamedTuple

from store.event import Category


class Mark(NamedTuple):
    """A category's glyph, the name of a theme colour (`$error` without the `$`), and the words for it."""

    glyph: str
    colour: str
    words: str


MARKS = {
    Category.AIR_STRIKE: Mark("✈", "error", "air strike"),
    Category.ATTACK_ON_CIVILIANS: Mark("✖", "error", "attack on civilians"),
    Category.BATTLE: Mark("⚔", "error", "battle"),
    Category.BOMBING: Mark("✸", "error", "bombing"),
    Category.CEASEFIRE: Mark("◇", "success", "ceasefire"),
    Category.CHEMICAL_ATTACK: Mark("☣", "error", "chemical attack"),
    Category.DIPLOMACY: Mark("◆", "primary", "diplomacy"),
    Category.DISPLACEMENT: Mark("⇉", "warning", "displacement"),
    Category.FOREIGN_INTERVENTION: Mark("✦", "secondary", "foreign intervention"),
    Category.HUMANITARIAN: Mark("✚", "success", "humanitarian"),
    Category.OTHER: Mark("●", "secondary", "other"),
    Category.POLITICS: Mark("■", "primary", "politics"),
    Category.PROTEST: Mark("♦", "accent", "protest"),
    Category.REPRESSION: Mark("▼", "warning", "repression"),
    Category.SIEGE: Mark("◎", "warning", "siege"),
    Category.STATEMENT: Mark("❝", "secondary", "statement"),
    Category.TERRITORIAL_CHANGE: Mark("⚑", "accent", "territorial change"),
}
