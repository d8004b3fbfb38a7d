"""Conversations over every platform: one set of verbs, one driver for each, one world below."""
