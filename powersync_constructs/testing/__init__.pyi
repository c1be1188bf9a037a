"""The public names of `powersync_constructs.testing`. `__init__.py` reads this file."""

from .lookup import find as find, find_all as find_all
from .rendering import manifests as manifests
from .snapshots import YamlExtension as YamlExtension, assert_each_matches as assert_each_matches
from .validity import assert_valid as assert_valid
