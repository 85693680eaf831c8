"""The timeline for browsers: each page is a timeline of its own, which a browser draws."""

from __future__ import annotations

import asyncio
import ipaddress
import platform
import shlex
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server
from yarl import URL

# each page is a process of its own
MOST_PAGES = 32
# what a page that is open is given to end, before it is ended
LEAVE_SECONDS = 3.0
TITLE = "Syria timeline"
# nothing is fetched from, or told to, any other place; the page has a script and styles of its own in it
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; frame-ancestors 'none'"
)


class Pages(Server):
    """A server of pages, each of which runs `command`, a program and its arguments."""

    def __init__(self, command: Sequence[str], host: str) -> None:
        templates = Path(__file__).parent / "web"
        super().__init__(shlex.join(command), host=host, title=TITLE, templates_path=templates)
        self._open = 0

    async def serve_until_ended(self, port: int, told: Callable[[str], None]) -> None:
        """Serve until this process is told to end; `told` is given the address. OSError where it cannot be had."""
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ended.set)
        runner = web.AppRunner(await self._make_app(), access_log=None, shutdown_timeout=LEAVE_SECONDS)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, port).start()
            told(str(URL.build(scheme="http", host=self.host, port=runner.addresses[0][1], path="/")))
            await ended.wait()
        finally:
            await runner.cleanup()

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing yet: the address is told once it is there."""
        app.on_response_prepare.append(_guard)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a page, for those whom a page of this server asked for it."""
        if not self._is_ours(request):
            raise web.HTTPForbidden(text="This page is not of this timeline.")
        if self._open == MOST_PAGES:
            raise web.HTTPServiceUnavailable(text="So many pages are open that there is no room for another.")
        self._open += 1
        try:
            return await super().handle_websocket(request)
        finally:
            self._open -= 1

    def _is_ours(self, request: web.Request) -> bool:
        """Whether the page that asks came from this server, under a name that is its own.

        A browser lets any page open a socket to any address, and a name may be made to lead to this machine.
        """
        _, _, origin = request.headers.get("Origin", "").partition("://")
        return origin == request.host and self._is_named(request.host)

    def _is_named(self, asked: str) -> bool:
        own = platform.node().lower()
        try:
            host = (URL.build(authority=asked).host or "").lower()
            return host in ("localhost", self.host.lower(), own, f"{own}.local") or bool(ipaddress.ip_address(host))
        except ValueError:
            return False


async def _guard(_: web.Request, response: web.StreamResponse) -> None:
    """Have a browser fetch nothing from elsewhere for a page, and show it inside no other."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"


def page_command(store: Path, query: Sequence[str], is_writable: bool) -> list[str]:
    """What a page runs."""
    # what begins with a dash is a word of the query as well
    options = [] if is_writable else ["--read-only"]
    return [sys.executable, "-P", "-m", "tui", "--store", str(store), "open", *options, "--", *query]
