"""Rules for the manifests of a PowerSync service. They are pure functions over manifests, and do not need Node.js.

A rule recognizes the containers of the service by their image and their arguments, whatever made the manifests. It
reads other objects only to compare them with those of the service. All rules accept objects of any shape.
"""

from powersync_constructs.rules._catalogue import RULES, rule_named
from powersync_constructs.rules._engine import Report, check, run_rules
from powersync_constructs.rules._finding import Finding, FindingWarning, Severity
from powersync_constructs.rules._lib.manifest import KubeObject, Manifest
from powersync_constructs.rules._rule import Rule
from powersync_constructs.rules._suppressions import Ignore, Suppressed

__all__ = [
    "RULES",
    "Finding",
    "FindingWarning",
    "Ignore",
    "KubeObject",
    "Manifest",
    "Report",
    "Rule",
    "Severity",
    "Suppressed",
    "check",
    "rule_named",
    "run_rules",
]
