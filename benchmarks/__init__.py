"""How fast the timeline is, beside the least that any program of its kind could take."""
