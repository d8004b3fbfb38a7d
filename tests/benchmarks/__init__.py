"""Benchmarks: what `make bench` measures, one module per subject."""
