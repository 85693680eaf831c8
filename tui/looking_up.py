"""Views that take long are made beside the screen: the keyboard does not wait for them, the newest question wins."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Lock

from store.view import View

# a person does not notice what takes no longer than a frame
QUICK_SECONDS = 0.016


class LookUp:
    """Makes one view at a time, in a thread of its own."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "view")
        self._last: Future[View] | None = None
        self._making = Lock()

    def at_rest(self) -> AbstractContextManager[bool]:
        """A time in which no view is made, so that what views are made of may be changed."""
        return self._making

    def ask(self, make: Callable[[], View], when_done: Callable[[Future[View]], object]) -> View | None:
        """The view, where it is made in no time; None where it takes longer, and `when_done` is called in the thread.

        It is not called for a view that something newer was asked before; one that was not begun by then is not made.
        """
        self.forget()
        self._last = asked = self._pool.submit(self._make, make)
        try:
            return asked.result(QUICK_SECONDS)
        except TimeoutError:
            asked.add_done_callback(lambda made: when_done(made) if made is self._last else None)
            return None

    def forget(self) -> None:
        """Want what was asked last no more."""
        last, self._last = self._last, None
        if last is not None:
            last.cancel()

    def _make(self, make: Callable[[], View]) -> View:
        with self._making:
            return make()
