"""Tests of the nouns and decisions."""
