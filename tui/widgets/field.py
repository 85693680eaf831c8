"""One field of a form: its label, where a person types, and a line below that explains what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static, TextArea

from tui.plain import plain

WRONG = "✗"


class Cursor(NamedTuple):
    """Where a person types within a text."""

    row: int
    column: int


def plain_lines(text: str) -> str:
    """A text of several lines, each as `plain` has it."""
    return "\n".join(map(plain, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))


class Completion(Suggester):
    """Completes a text while it is typed; "" where there is nothing to complete."""

    def __init__(self, complete: Callable[[str], str]) -> None:
        super().__init__(case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """The text with its completion."""
        return self._complete(value) or None


class OneLine(Input):
    """Where one line is typed; what stands in it is plain text, however it came there."""

    DEFAULT_CSS = """
    OneLine, OneLine:focus { background: $foreground 8%; }
    """

    def validate_value(self, value: str) -> str:
        """What is seen is what is kept."""
        return plain(value)

    def _on_paste(self, event: events.Paste) -> None:
        # what was pasted stays whole: the Input itself takes the first line only
        event.text = plain(" ".join(event.text.splitlines()).strip())
        event.stop()


class SomeLines(TextArea):
    """Where several lines are typed; it grows with them."""

    DEFAULT_CSS = """
    SomeLines, SomeLines:focus {
        height: auto; min-height: 2; max-height: 8; padding: 0; background: $foreground 8%;
        & .text-area--cursor-line { background: transparent; }
    }
    """

    def load_text(self, text: str) -> None:
        """Put a text in the place of what stands there."""
        super().load_text(plain_lines(text))

    async def _on_paste(self, event: events.Paste) -> None:
        event.text = plain_lines(event.text)

    def action_cursor_down(self, select: bool = False) -> None:
        """Move down, and from the end of the text to the next field."""
        if self.cursor_at_end_of_text and not select:
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up, and from the start of the text to the field before."""
        if self.cursor_at_start_of_text and not select:
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)


class Field(Horizontal):
    """A field of a form, under its name."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        & > .label { width: 13; color: $text-muted; }
        &.-typing > .label { color: $text-accent; text-style: bold; }
        & > Vertical { height: auto; width: 1fr; }
        & .explanation { height: auto; min-height: 1; color: $text-muted; }
        & .explanation.-wrong { color: $text-error; }
    }
    """

    @dataclass
    class Touched(Message):
        """A person typed here, came here or left, or moved within the text."""

        field: Field

    def __init__(
        self,
        name: str,
        text: str,
        *,
        some_lines: bool = False,
        numbered: bool = False,
        complete: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(name=name)
        self.field_name, self.label = name, name.capitalize()
        self._explained: tuple[Content, bool] | None = None
        self.editor: OneLine | SomeLines
        if some_lines:
            self.editor = SomeLines(plain_lines(text), id=name, compact=True, show_line_numbers=numbered)
        else:
            suggester = Completion(complete) if complete else None
            self.editor = OneLine(text, id=name, compact=True, select_on_focus=False, suggester=suggester)

    def compose(self) -> ComposeResult:
        yield Static(self.label, classes="label", markup=False)
        with Vertical():
            yield self.editor
            yield Static(classes="explanation")

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.editor.value if isinstance(self.editor, OneLine) else self.editor.text

    @text.setter
    def text(self, text: str) -> None:
        if text == self.text:
            return
        if isinstance(self.editor, OneLine):
            self.editor.value = text
        else:
            self.editor.text = text

    @property
    def cursor(self) -> Cursor | None:
        """Where a person types; None while they do so elsewhere."""
        if not self.editor.has_focus:
            return None
        if isinstance(self.editor, OneLine):
            return Cursor(0, self.editor.cursor_position)
        return Cursor(*self.editor.cursor_location)

    def explain(self, words: Content, *, wrong: bool) -> None:
        """Say below the field how it is understood, or what is wrong."""
        if (words, wrong) == self._explained:
            return
        self._explained = words, wrong
        below = self.query_one(".explanation", Static)
        below.update(Content.assemble(f"{WRONG} ", words) if wrong else words)
        below.set_class(wrong, "-wrong")

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(TextArea.SelectionChanged)
    def _touched(self, message: Message) -> None:
        message.stop()
        self.post_message(self.Touched(self))

    def on_descendant_focus(self) -> None:
        self.add_class("-typing")
        self.post_message(self.Touched(self))

    def on_descendant_blur(self) -> None:
        self.remove_class("-typing")
        self.post_message(self.Touched(self))
