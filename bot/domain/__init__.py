"""The nouns and the decisions: frozen values and pure functions."""
