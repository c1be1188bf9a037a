"""PowerSync on Kubernetes, as constructs for cdk8s.

`__init__.pyi` has the public names. Each is loaded when it is first used: `powersync_constructs.config` alone must not
start Node.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
