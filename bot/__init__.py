"""The bot itself: what it knows, decides and says."""
