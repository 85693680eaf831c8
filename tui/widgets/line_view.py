"""A scrolling view that draws whole lines itself."""

from __future__ import annotations

from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip


class LineView(ScrollView):
    """A ScrollView whose `render_line` gives each line whole: styled, over its ground, and as wide as the widget.

    It can have no border, padding or scrollbar. What Textual does for those at each line of each frame is left out: a
    frame here is two panes of lines, and that was a third of it.
    """

    DEFAULT_CSS = """
    LineView { overflow: hidden scroll; scrollbar-size-vertical: 0; }
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region, with the filters that the app applies to colours."""
        strips = [self.render_line(y) for y in crop.line_range]
        _, ground = self.background_colors
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, ground) for strip in strips]
        if crop.column_span == (0, self.size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]
