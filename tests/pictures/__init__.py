"""The README's pictures, drawn from what the bot really sends: `make pictures`."""
