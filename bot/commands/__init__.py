"""What people can ask: every command is written once, for all platforms."""
