"""The terminal, through rich."""
