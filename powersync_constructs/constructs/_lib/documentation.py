"""The base of the constructs, which documents their arguments and attributes."""

import inspect
from typing import TYPE_CHECKING

from constructs import Construct
from jsii import JSIIMeta

from powersync_constructs.config.core._docstrings import attributes, docstring_with_list

if TYPE_CHECKING:
    _Documented = JSIIMeta
else:

    class _Documented(JSIIMeta):
        @property
        def __doc__(cls) -> str:  # noqa: N805 # ruff does not recognize jsii's metaclass
            found = attributes(cls).items()
            return docstring_with_list(
                cls, "Attributes", ((f"{name}: {each.type}", each.description) for name, each in found)
            )

        @property
        def __signature__(cls) -> inspect.Signature:  # noqa: N805
            _, *parameters = inspect.signature(cls.__init__).parameters.values()
            return inspect.Signature(parameters)


class DocumentedConstruct(Construct, metaclass=_Documented):
    """A construct whose `help()` lists its attributes, with their types and descriptions."""
