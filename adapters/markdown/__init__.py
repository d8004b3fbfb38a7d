"""The Markdown post of the old blog."""
