"""What a message is, before any platform."""
