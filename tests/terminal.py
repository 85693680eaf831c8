"""A program on a real pseudo-terminal, driven by key bytes, its screen read back as text."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence

import pyte

KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}


def key_bytes(name: str) -> bytes:
    """What a terminal sends for a key: "enter", "ctrl+s", or the character itself."""
    if name.startswith("ctrl+"):
        return bytes([ord(name.removeprefix("ctrl+")) & 0x1F])
    return KEYS.get(name, name).encode()


class Terminal:
    """One program on one pseudo-terminal of `columns` by `lines`; killed when left."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        lines: int = 40,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        # what runs the tests may say how wide its own terminal is, which would go before this one's size
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), environment)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.ended = False

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def text(self) -> str:
        """What stands on the screen, a line a row."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def pump(self, seconds: float) -> bool:
        """Read what arrives within some seconds; whether anything did."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        try:
            data = os.read(self._fd, 1 << 16) if ready else b""
        except OSError:
            data = b""
        self.ended = self.ended or (bool(ready) and not data)
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def settle(self, quiet: float = 0.1, limit: float = 10.0) -> float:
        """Wait until nothing has come for `quiet` seconds; when the last byte came (`time.perf_counter`)."""
        last = time.perf_counter()
        end = last + limit
        while time.perf_counter() < end and not self.ended and self.pump(quiet):
            last = time.perf_counter()
        return last

    def until(self, words: str, limit: float = 30.0) -> float:
        """Wait until `words` stand on the screen; the seconds since the start. TimeoutError shows the screen."""
        end = time.perf_counter() + limit
        while words not in self.text:
            if self.ended or time.perf_counter() > end:
                raise TimeoutError(f"never saw {words!r}; the screen was:\n{self.text}")
            self.pump(0.02)
        return time.perf_counter() - self.started

    def until_sent(self, words: bytes, limit: float = 60.0) -> None:
        """Wait until the program has sent such bytes, which no later frame takes back."""
        end = time.perf_counter() + limit
        while words not in self.raw:
            if self.ended or time.perf_counter() > end:
                raise TimeoutError(f"never got {words!r}; the screen was:\n{self.text}")
            self.pump(0.1)

    def press(self, *keys: str) -> None:
        """Press keys one after another, each once the last one's frame is there."""
        for key in keys:
            self.send(key_bytes(key))

    def type(self, text: str) -> None:
        """Type a text, and wait for its frame."""
        self.send(text.encode())

    def send(self, data: bytes) -> None:
        """Send bytes, and wait for their frame: its first byte may be long in coming where the machine is busy."""
        os.write(self._fd, data)
        self.pump(1.0)
        self.settle()

    def frame_time(self, key: str) -> float:
        """Milliseconds from a key's byte to the last byte of the frame that it caused, as this terminal reads it."""
        sent = time.perf_counter()
        os.write(self._fd, key_bytes(key))
        if not self.pump(2.0):
            raise TimeoutError(f"{key} changed nothing on the screen")
        return (self.settle(0.03) - sent) * 1000

    def resized(self, columns: int, lines: int) -> float:
        """Milliseconds from a new size of the terminal to the last byte of its frame."""
        sent = time.perf_counter()
        self.screen.resize(lines, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.pump(2.0)
        return (self.settle(0.03) - sent) * 1000

    def wait(self) -> int:
        """Read on until the program ends; its exit code."""
        while not self.ended:
            self.pump(0.1)
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)

    def kill_program(self) -> None:
        """End the program at once, as `kill -9` does."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0

    def kill(self) -> None:
        """End the program at once, and close the terminal."""
        self.kill_program()
        os.close(self._fd)
