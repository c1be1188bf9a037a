"""Tests of the rules, with manifests written for the tests. They need no Node."""
