"""Conformance tests with external validators and scanners."""
