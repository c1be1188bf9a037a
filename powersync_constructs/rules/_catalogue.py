"""All rules."""

from collections.abc import Iterable

from powersync_constructs.rules._about_suppressions import NEEDS_REASON, RULE_FAILED, UNKNOWN_RULE, UNUSED
from powersync_constructs.rules._at_synth import SYNTH_RULES
from powersync_constructs.rules._rule import Rule
from powersync_constructs.rules.autoscaling import one_autoscaler, scaling
from powersync_constructs.rules.availability import (
    compaction,
    config_rollout,
    disruption,
    drain,
    hook_configuration,
    replicas,
    topology,
)
from powersync_constructs.rules.configuration import (
    connections,
    effects,
    placeholders,
    releases,
    service_yaml,
    sync_configs,
    variables_of_service_yaml,
    versions,
)
from powersync_constructs.rules.containers import (
    commands,
    files,
    port_access,
    ports,
    probe_files,
    probe_times,
    probes,
    programs,
    secrets,
    variables,
)
from powersync_constructs.rules.instances import databases, hosts, object_storage, replication
from powersync_constructs.rules.memory import heap, limits
from powersync_constructs.rules.migrations import hooks, migration, migration_job, migration_order
from powersync_constructs.rules.network import balancing, egress, proxies, proxy_checks, routing, timeouts, tls
from powersync_constructs.rules.objects import content, names, size, text
from powersync_constructs.rules.security import admin_api, images, metrics_exposure, plain_credentials, pod_security

_MODULES = (
    *(content, names, size, text),
    *(connections, effects, placeholders, releases, service_yaml, sync_configs),
    *(variables_of_service_yaml, versions),
    *(commands, files, port_access, ports, probe_files, probe_times, probes, programs, secrets, variables),
    *(heap, limits),
    *(compaction, config_rollout, disruption, drain, hook_configuration, replicas, topology),
    *(hooks, migration, migration_job, migration_order),
    *(admin_api, images, metrics_exposure, plain_credentials, pod_security),
    *(balancing, egress, proxies, proxy_checks, routing, timeouts, tls),
    *(one_autoscaler, scaling),
    *(databases, hosts, object_storage, replication),
)
"""The modules with rules. Every public rule of a module is a rule of the library."""


def _in_modules() -> Iterable[Rule]:
    for module in _MODULES:
        yield from (each for each in vars(module).values() if isinstance(each, Rule))


_GENERAL = (UNUSED, NEEDS_REASON, UNKNOWN_RULE, RULE_FAILED)
RULES: tuple[Rule, ...] = tuple(sorted((*_GENERAL, *SYNTH_RULES, *_in_modules()), key=lambda rule: rule.id))
"""All rules, by id."""
CHART_RULES = tuple(rule for rule in RULES if rule.find is not None and rule.scope == "chart")
"""The rules that check each chart separately, because two charts may be for two clusters.

Charts that `treat_as_one` has joined count as one chart.
"""
APP_RULES = tuple(rule for rule in RULES if rule.find is not None and rule.scope == "app")
"""The rules that check all charts together.

The objects of an instance may be in several charts, and instances in several charts may use the same database or host.
"""
_BY_NAME = {name: rule for rule in RULES for name in (rule.id, rule.name)}


def rule_named(name: str) -> Rule | None:
    """Return the rule with an id or a name; None if there is none."""
    return _BY_NAME.get(name)


def known_names() -> tuple[str, ...]:
    """Return the ids and the names of all rules."""
    return tuple(_BY_NAME)
