"""The timeline in headless Chromium, from the command to the pixels."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from store.event_store import EventStore
from tests.browser import CHROMIUM, BrowserPage, opened_page, served

needs_chromium = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium on this machine")


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    path = tmp_path / "events.json"
    EventStore(path).close()
    return path


@pytest.fixture
def page(store_path: Path, tmp_path: Path) -> Iterator[BrowserPage]:
    with served(store_path, home=tmp_path) as (address, _), opened_page(address) as page:
        yield page


@needs_chromium
def test_a_colleague_finds_the_curfew(page: BrowserPage) -> None:
    page.until("383 of 383 events")
    assert "read-only" in page.text
    assert "HTS-led factions launch offensive" in page.text
    assert page.colours > 20, "the browser has drawn nothing"
    page.press("4")
    page.until("53 of 383 events")
    page.type("/curfew")
    page.until("1 of 383 events")
    page.press("Enter")
    page.until("Rebels impose a curfew in Aleppo")
    page.press("Enter")
    page.until("Military Operations Command announces")
    assert all(url.startswith(("http://127.0.0.1:", "data:", "ws://127.0.0.1:")) for url in page.asked_for)


@needs_chromium
def test_a_reader_changes_nothing_and_takes_away_what_is_shown(page: BrowserPage, store_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in store_path.parent.glob("events*")}
    page.until("383 of 383 events")
    assert "Nothing can be changed" not in page.text
    page.press("a")
    page.until("Nothing can be changed: it was opened to be read.")
    page.press("d")
    page.until("is read-only")
    page.type("/curfew")
    page.press("Enter")
    page.until("2 of 383 events")
    page.press("x")
    page.until("Write 2 events as what?")
    with page.page.expect_download() as download:
        page.press("Enter")
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert download.value.suggested_filename == "curfew.jsonl"
    assert [json.loads(line)["id"] for line in lines] == ["2020-03-23-northeast-curfew", "2024-11-30-aleppo-curfew"]
    page.press("Y")
    page.until("On the clipboard as JSON, if the browser lets it.")
    copied = page.page.evaluate("navigator.clipboard.readText()")
    assert json.loads(copied)["id"] in {json.loads(line)["id"] for line in lines}
    assert {file.name: file.read_bytes() for file in store_path.parent.glob("events*")} == before


@needs_chromium
def test_where_it_is_writable_a_colleague_adds_an_event(store_path: Path, tmp_path: Path) -> None:
    with served(store_path, "--writable", home=tmp_path) as (address, _), opened_page(address) as page:
        page.until("383 of 383 events")
        page.press("i")
        page.until("Files are brought in where the timeline is served from")
        page.press("a")
        page.until("Add an event")
        page.type("2024-12-01")
        page.press("Tab", "Tab")
        page.type("Bakeries open again")
        page.press("Tab", "Tab")
        page.type("humanitarian")
        page.press("Control+s")
        page.until("Saved: Bakeries open again")
        page.press("q")
        page.page.wait_for_selector("body.-closed .ended", state="visible")
    assert "Bakeries open again" in {event.title for event in EventStore(store_path).events}


def answer(address: str, headers: dict[str, str], path: str = "/ws") -> tuple[int, http.client.HTTPMessage, bytes]:
    """The status, headers and body of what the server says to somebody who asks with such headers."""
    at = urlsplit(address)
    asked = {"Host": at.netloc, "Connection": "Upgrade", "Upgrade": "websocket"}
    asked |= {"Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "A" * 22 + "=="}
    asked |= {name: text.format(at=at) for name, text in headers.items()}
    with closing(http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)) as connection:
        connection.request("GET", path, headers=asked)
        with connection.getresponse() as response:
            body = b"" if response.status == 101 else response.read()
            return response.status, response.headers, body


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://{at.netloc}"}, 101),
        ({"Origin": "http://localhost:{at.port}", "Host": "localhost:{at.port}"}, 101),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": "http://[", "Host": "["}, 403),
        ({"Origin": "http://127.0.0.1.evil.example", "Host": "127.0.0.1.evil.example"}, 403),
        # a name of somebody else's that leads to this machine
        ({"Origin": "http://evil.example:{at.port}", "Host": "evil.example:{at.port}"}, 403),
    ],
)
def test_only_pages_of_this_server_are_answered(headers: dict[str, str], status: int, store_path: Path) -> None:
    with served(store_path) as (address, _):
        assert answer(address, headers)[0] == status


def test_a_page_fetches_nothing_from_elsewhere(store_path: Path) -> None:
    with served(store_path) as (address, _):
        status, headers, body = answer(address, {}, "/")
        assert status == 200
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert b"://" not in body


def words(process: subprocess.Popen[str]) -> str:
    """What a program that has ended said."""
    assert process.stderr is not None
    return process.stderr.read()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to(number: signal.Signals, store_path: Path) -> None:
    with served(store_path) as (_, process):
        process.send_signal(number)
        assert process.wait(20) == 0


def test_what_is_wrong_is_said_before_a_page_is_opened(store_path: Path) -> None:
    with served(store_path, "place:Nowhere") as (address, process):
        assert (address, process.wait(20)) == ("", 2)
        assert "Nowhere" in words(process)
    with served(store_path) as (address, _), served(store_path, "--port", str(urlsplit(address).port)) as (_, second):
        assert second.wait(20) == 2
        assert "is in use: name another with --port" in words(second)
