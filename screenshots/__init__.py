"""Pictures of the real program, on the shipped timeline."""
