"""The severities of the rules, and the rules that are switched off, for one instance."""

from typing import Literal

from pydantic import StrictStr, field_validator

from powersync_constructs.config.core._model import Props
from powersync_constructs.config.core._types import FrozenMap
from powersync_constructs.config.core.errors import config_error

Severity = Literal["error", "warning", "note", "off"]
_FOR_PRODUCTION = ("no-secret-values", "no-single-pods")
"""The rules that apply only to production."""


class RuleSettings(Props):
    """The severities of the rules for one instance, and the rules that are switched off. Keys are ids or names."""

    error_path = "rules"

    severity: FrozenMap[StrictStr, Severity] = dict.fromkeys(_FOR_PRODUCTION, "off")
    """The severities that replace those of the rules, by the id or the name of the rule: `{"PS301": "error"}`. An id
    precedes a name. The default switches off the two rules that apply only to production.
    """
    ignore: FrozenMap[StrictStr, StrictStr] = {}
    """The reasons for rules that are switched off, by the id or the name of the rule. The library writes them as
    annotations on all objects of the instance, so that `powersync-constructs check` obeys them too. A suppression
    that matches no finding is reported.
    """

    @field_validator("ignore")
    @classmethod
    def _has_reasons(cls, ignore: FrozenMap[StrictStr, StrictStr]) -> FrozenMap[StrictStr, StrictStr]:
        for rule, reason in ignore.items():
            if not reason.strip():
                raise config_error(rule, "has no reason; write why the rule is switched off")
        return ignore


def for_production() -> RuleSettings:
    """Return the settings for production: the rules that apply only to production report errors."""
    return RuleSettings(severity=dict.fromkeys(_FOR_PRODUCTION, "error"))
