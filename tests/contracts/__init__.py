"""Ports: one suite for every implementation."""
