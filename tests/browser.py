"""The timeline in a real browser, driven by its keyboard; its screen is what the browser is sent to draw."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyte
from playwright.sync_api import Page, WebSocket, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
# a sandbox is not to be had for root, and nothing is to be looked for in the network
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# how many colours the canvases of a page show
COLOURS = """() => {
    const seen = new Set();
    for (const canvas of document.querySelectorAll(".xterm-screen canvas")) {
        const context = canvas.getContext("2d");
        if (!context) continue;
        const pixels = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
        for (const pixel of pixels) seen.add(pixel);
    }
    return seen.size;
}"""


class BrowserPage:
    """A page of the timeline, and what the browser was sent to draw on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.asked_for: list[str] = []
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        page.on("request", lambda request: self.asked_for.append(request.url))
        page.on("websocket", self._listen)
        page.goto(address)
        page.wait_for_selector("body.-first-byte")
        page.locator(".xterm-helper-textarea").focus()
        self.until("Five keys to begin with")
        self.press("Enter")

    def _listen(self, socket: WebSocket) -> None:
        asked = dict(pair.split("=") for pair in socket.url.partition("?")[2].split("&"))
        self._screen.resize(int(asked["height"]), int(asked["width"]))
        socket.on("framereceived", lambda data: self._stream.feed(data) if isinstance(data, bytes) else None)

    @property
    def text(self) -> str:
        """What stands on the screen, a line a row."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def colours(self) -> int:
        """How many colours the browser has drawn."""
        found: int = self.page.evaluate(COLOURS)
        return found

    def until(self, words: str, limit: float = 30.0) -> None:
        """Wait until `words` stand on the screen. TimeoutError shows it."""
        for _ in range(int(limit / 0.05)):
            if words in self.text:
                return
            self.page.wait_for_timeout(50)
        raise TimeoutError(f"never saw {words!r}; the screen was:\n{self.text}")

    def press(self, *keys: str) -> None:
        """Press keys, as Playwright calls them: "Enter", "Escape", or the character itself."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text."""
        self.page.keyboard.type(text)


@contextmanager
def served(store: Path, *args: str, home: Path | None = None) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """`syria-timeline serve` on a port that is free: its address, and the process. It is ended after."""
    command = [sys.executable, "-m", "tui", "--store", str(store), "serve", "--port", "0", *args]
    env = os.environ | ({"HOME": str(home)} if home else {})
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        out: IO[str] | None = process.stdout
        assert out is not None
        try:
            yield out.readline().strip(), process
        finally:
            process.terminate()
            process.wait(20)


@contextmanager
def opened_page(address: str, size: tuple[int, int] = (1200, 720)) -> Iterator[BrowserPage]:
    """A page in headless Chromium, whose window is so many pixels wide and high."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        try:
            yield BrowserPage(context.new_page(), address)
        finally:
            browser.close()
