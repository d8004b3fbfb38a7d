"""Where papers are announced and talked about."""
