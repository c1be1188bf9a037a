"""Tests of the props. They need no Node."""
