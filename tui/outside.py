"""What goes on in other programs: an event edited in a person's own editor, or copied for them to paste."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from store.errors import ConflictError, StoreError
from store.event import Event, EventError
from tui.noting import Noting
from tui.plain import plain

# the programs that take a text for the clipboard, where one is there
CLIPBOARDS = (["wl-copy"], ["xclip", "-selection", "clipboard"], ["xsel", "-b", "-i"], ["pbcopy"], ["clip.exe"])
CLIPBOARD_SECONDS = 2.0


class Outside(Noting):
    """The actions that hand an event to another program."""

    def action_edit_outside(self) -> None:
        """Edit the selected event as text in $VISUAL or $EDITOR, and keep what comes back."""
        from tui.event_file import new_file

        if (selected := self.selected) is None or self._refuse():
            return
        event = self.store.get(selected.id)
        text, problem = new_file(event), ""
        with tempfile.TemporaryDirectory(prefix="syria-timeline-") as folder:
            file = Path(folder, f"{event.id.replace('/', '-')[:60]}.txt")
            while text:
                file.write_text(text, encoding="utf-8")
                if problem := self._edited(file):
                    break
                text, problem = self._kept(event, file.read_text(encoding="utf-8", errors="replace"), text)
        if problem:
            self.notify(plain(problem), severity="error", timeout=20, markup=False)

    def _edited(self, file: Path) -> str:
        """Let a person edit a file, the terminal being theirs meanwhile; what kept them from it, "" for nothing."""
        editor = self.config_editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        try:
            with self.suspend():
                ended = subprocess.run([*shlex.split(editor), str(file)], check=False)
        except (OSError, ValueError) as error:
            return f"{editor} cannot be started: {getattr(error, 'strerror', '') or error}. Set $EDITOR."
        except Exception as error:
            if type(error).__name__ != "SuspendNotSupported":
                raise
            return "This terminal cannot be handed to an editor."
        return f"{editor} ended with {ended.returncode}: nothing is changed." if ended.returncode else ""

    def _kept(self, event: Event, content: str, before: str) -> tuple[str, str]:
        """Keep what was edited; or the text to edit again, with its errors, and what is to be said at last."""
        from tui.event_file import EventFileError, file_text, read_file_text
        from tui.screens.event_texts import FormError, read_form

        about = f"{event.id}, {event.collection}"
        try:
            texts = read_file_text(content)
        except EventFileError as error:
            lines = [line for line in content.splitlines() if not line.startswith("#! ")]
            lines.insert(min(error.line - 1, len(lines)), f"#! {error.message}")
            again = "\n".join(lines) + "\n"
            return ("", f"Nothing is changed: {error}") if again == before else (again, "")
        if texts is None or content == before:
            self.say("Nothing is changed." if "#!" not in before else "Left as it was.")
            return "", ""
        try:
            kept = read_form(texts, event, event.id)
            self.store.change(kept)
        except FormError as error:
            again = file_text(texts, about, error.messages)
            return ("", f"Nothing is changed: {error}") if again == before else (again, "")
        except (StoreError, ConflictError, EventError) as error:
            return "", str(error)
        self.say(f"Saved: {kept.title}")
        return "", ""

    @property
    def config_editor(self) -> str:
        """The editor that the configuration names."""
        return ""

    def action_copy(self) -> None:
        """Copy the selected event as text, with a citation of it."""
        from tui.telling import account, citation, in_text

        if (event := self.selected) is not None:
            self._copy(f"{in_text(account(event, self.context), 78)}\n{citation(event)}\n", "as text")

    def action_copy_json(self) -> None:
        """Copy the selected event as JSON."""
        from tui.listing import in_json

        if (event := self.selected) is not None:
            self._copy(in_json(event).decode(), "as JSON")

    def _copy(self, text: str, how: str) -> None:
        """Put a text on the clipboard by the terminal, and by the system's own program where there is one."""
        self.copy_to_clipboard(text)
        # another's browser is not at this system's clipboard
        programs = () if self.is_web else CLIPBOARDS
        by = next((command for command in programs if shutil.which(command[0])), None)
        try:
            if by is not None:
                subprocess.run(by, input=text.encode(), timeout=CLIPBOARD_SECONDS, check=True, capture_output=True)
        except (OSError, subprocess.SubprocessError):
            by = None
        ways = "if the browser lets it" if self.is_web else "if the terminal lets it (OSC 52)"
        if by:
            ways = f"by {by[0]}, and by the terminal where it lets it (OSC 52)"
        self.say(f"On the clipboard {how}, {ways}.")
