"""cdk8s constructs for PowerSync on Kubernetes.

`__init__.pyi` lists the public names. A name is loaded at its first use, so that an import of
`powersync_constructs.config` does not start Node.js.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
