"""Tests of the old blog's page."""
