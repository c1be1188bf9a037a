"""Examples of the functions for tests."""

from powersync_constructs.testing import assert_valid, find, find_all, manifests

from .constructs import chart

made = manifests(chart)
api = find(made, "Deployment", "powersync-api")
secrets = find_all(made, "Secret")
assert_valid(made, fail_on="warning", kubernetes_version="1.33")
