"""Tests of `powersync_constructs.testing`."""
