"""The base of every model: frozen, without unknown fields, with errors of one line and copies that are checked."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError
from typing_extensions import Self

from powersync_constructs.config.core.errors import ConfigError, Problem, from_pydantic


class Props(BaseModel):
    """A frozen value. Build another one with `with_`; nothing that is wrong can be built."""

    # deferred: a model is built when it is first used, so that importing all of them stays cheap
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    error_path: ClassVar[str] = ""
    """What stands before the field's name in an error: `api`, `source`, or nothing for the whole instance."""

    def __init_subclass__(cls, **options: Any) -> None:
        """Call a model after its class where it does not say itself what it is called."""
        super().__init_subclass__(**options)
        if not any(
            "error_path" in base.__dict__ for base in cls.__mro__ if issubclass(base, Props) and base is not Props
        ):
            cls.error_path = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    if not TYPE_CHECKING:  # type checkers take the signature from the fields

        def __init__(self, **fields: Any) -> None:
            try:
                super().__init__(**fields)
            except ValidationError as error:
                raise from_pydantic(error, type(self), self.error_path) from None

        def __setattr__(self, name: str, value: Any) -> None:
            raise ConfigError(
                [Problem((name,), f"cannot be changed; make a copy: with_({name}=...)")], root=self.error_path
            )

    def with_(self, **changes: Any) -> Self:
        """A copy with some fields changed, checked like a new one.

        A mapping changes fields of a nested model and leaves its others: `props.with_(api={"replicas": 3})`.
        """
        fields = {name: getattr(self, name) for name in self.model_fields_set}
        return type(self)(**fields | {name: self._changed(name, change) for name, change in changes.items()})

    def _changed(self, name: str, change: object) -> object:
        current = getattr(self, name, None)
        if not (isinstance(change, Mapping) and isinstance(current, Props)):
            return change
        try:
            return current.with_(**change)
        except ConfigError as error:
            problems = [Problem((name, *problem.where), problem.text) for problem in error.problems]
            raise ConfigError(problems, root=self.error_path) from None
