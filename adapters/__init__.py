"""The outside world: adapters translate and decide nothing."""
