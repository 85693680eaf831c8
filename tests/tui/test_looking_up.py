"""What takes long is made in a thread, the newest question wins, and nothing changes under it."""

from __future__ import annotations

import threading
from concurrent.futures import Future

from store.view import View
from tui.looking_up import LookUp


def test_what_is_quick_is_there_at_once() -> None:
    view = View()
    assert LookUp().ask(lambda: view, lambda _: None) is view


def test_only_the_newest_question_is_answered() -> None:
    look_up, goes_on, heard = LookUp(), threading.Event(), list[Future[View]]()
    made, views = list[int](), [View(), View(), View()]
    last_is_heard = threading.Event()

    def hear(found: Future[View]) -> None:
        heard.append(found)
        last_is_heard.set()

    def make(number: int) -> View:
        assert goes_on.wait(10)
        made.append(number)
        return views[number]

    for number in range(3):
        assert look_up.ask(lambda number=number: make(number), hear) is None  # type: ignore[misc]
    goes_on.set()
    assert last_is_heard.wait(10)
    assert [found.result() for found in heard] == [views[2]]
    # the second was never begun
    assert made == [0, 2]


def test_what_views_are_made_of_is_changed_while_none_is_made() -> None:
    look_up, goes_on, heard, told = LookUp(), threading.Event(), threading.Event(), list[str]()

    def make() -> View:
        assert goes_on.wait(10)
        told.append("made")
        return View()

    assert look_up.ask(make, lambda _: heard.set()) is None
    threading.Timer(0.05, goes_on.set).start()
    with look_up.at_rest():
        told.append("changed")
    assert heard.wait(10)
    assert told == ["made", "changed"]
