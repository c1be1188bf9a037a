"""Benchmarks of the time and the memory that a synth takes. Run them by hand, with `make bench`."""
