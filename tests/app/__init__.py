"""Tests that run a user's app in its own process."""
