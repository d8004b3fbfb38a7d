"""Commands: what people ask, and what they are answered."""
