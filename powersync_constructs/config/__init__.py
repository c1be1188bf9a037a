"""The configuration: frozen models, which are validated when they are created. These modules do not need Node.js.

`__init__.pyi` lists the public names. Each name is imported on first use, so that an app loads only what it uses.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
