"""Remembering: SQLModel tables behind repositories."""
