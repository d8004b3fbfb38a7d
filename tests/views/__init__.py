"""Tests of the copy."""
