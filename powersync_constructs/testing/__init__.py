"""Functions for the tests of your own app, with pytest.

`__init__.pyi` lists the public names. A name is loaded at its first use, because pytest imports this package in every
run of an environment that has the library: the plugin is an entry point. Such an import needs neither Node nor syrupy.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
