"""`python -m tui` is `syria-timeline`."""

from tui.cli import main

main()
