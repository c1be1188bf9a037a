"""The pytest plugin of the library. With it, a test module can import `Testing` from cdk8s.

The entry point `pytest11` loads this module in every pytest run, so it imports nothing but pytest. The entry point has
the name of the module, so that `-p` and `pytest_plugins` do not load it a second time.
"""

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(obj: object) -> list[pytest.Item] | None:
    """Collect nothing from the class `cdk8s.Testing`, which pytest would regard as a class of tests by its name."""
    is_helper = isinstance(obj, type) and (obj.__module__, obj.__qualname__) == ("cdk8s", "Testing")
    return [] if is_helper else None
