"""Tests of the reader of service.yaml, and of its table of fields."""
