"""The terminal: the command line, the screen and its widgets."""
