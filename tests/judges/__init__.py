"""Judges of what the adapters write: programs that were not written for this project."""
