"""Keys that are typed faster than they are handled: each waits until the one before it has done its work."""

from __future__ import annotations

from collections import deque

from textual import events
from textual.app import App
from textual.message import Message
from textual.timer import Timer

# a key whose end was never heard of, since its widget is gone, holds up the next one no longer
LONGEST_HOLD = 0.5
# how often a screen that is being made is looked at
WAIT = 0.01


class KeysInOrder(App[None]):
    """Hands out one key at a time: else "/d" typed at once would open the filter, and delete an event.

    Textual hands a key to the widget that has the focus when it comes, and its binding is run when it has gone up from
    there: keys that come meanwhile are still handed to the widget before.
    """

    class Handled(Message):
        """Goes behind a key on the same way up, and so arrives when the key was handled."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Key | events.Paste] = deque()
        # the number of the key that is being handled; the last one's where none is
        self._key = self._done = 0
        self._hold: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold a key, or a text that is pasted, back while another is being handled."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._key != self._done or self._held:
            self._held.append(event)
        else:
            await self._hand_out(event)

    async def _hand_out(self, key: events.Key | events.Paste) -> None:
        self._key += 1
        number = self._key
        target = self.focused or self.screen
        await super().on_event(key)
        # a key that was handed to no widget had its binding run already
        if not key.is_forwarded or not target.post_message(self.Handled(number)):
            self._finish(number)
        else:
            self._hold = self.set_timer(LONGEST_HOLD, lambda: self._finish(number))

    def again(self, key: events.Key) -> None:
        """Hand a key out once more, before any that came after it: what took it is gone, and had no use for it."""
        self._held.appendleft(events.Key(key.key, key.character))

    def on_key(self) -> None:
        """A key came up to the app, whose bindings are run next."""
        number = self._key
        self.call_later(self._finish, number)

    def on_keys_in_order_handled(self, handled: Handled) -> None:
        """A widget has kept a key for itself."""
        self._finish(handled.number)

    def _finish(self, number: int) -> None:
        if number != self._key or self._done == number:
            return
        self._done = number
        if self._hold is not None:
            self._hold.stop()
        if self._held:
            # behind what the key has asked for, the focus above all
            self.call_later(self._next)

    async def _next(self) -> None:
        if not self._held or self._key != self._done:
            return
        screen = self.screen
        if not screen.is_mounted or (screen.focused is None and screen.focus_chain and screen.AUTO_FOCUS != ""):
            self.set_timer(WAIT, self._next)
            return
        await self._hand_out(self._held.popleft())
