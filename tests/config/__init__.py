"""Tests of what the user says. None of them needs Node."""
