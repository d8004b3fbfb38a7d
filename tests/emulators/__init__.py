"""Servers on the loopback that behave like the platforms, and misbehave like them."""
