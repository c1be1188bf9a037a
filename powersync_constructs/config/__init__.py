"""What the user says: frozen models, checked when they are made. Nothing here needs Node.

`__init__.pyi` has the public names. Each is loaded when it is first used, so that an app pays for what it uses.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
