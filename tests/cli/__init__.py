"""Tests of the program `powersync-constructs`."""
