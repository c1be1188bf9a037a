"""Tests of the rules, on manifests that are made up. None of them needs Node."""
