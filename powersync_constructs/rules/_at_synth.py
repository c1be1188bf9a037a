"""The rules that the constructs check at synth, because the manifests do not show the problem."""

from powersync_constructs.rules._rule import synth_rule

OBJECT_RENDERS = synth_rule(
    "PS020",
    "object-renders",
    "error",
    text="""cdk8s can render every object.

    The usual cause is a JSON patch with a wrong path.""",
    fix="Correct the path, or use `patch`, which checks it.",
    looks_at="all objects of the app",
    can_be_ignored=False,
)
CHANGES_ARE_WRITTEN = synth_rule(
    "PS021",
    "changes-are-written",
    "error",
    text="""After `patch` has changed an object, the app makes all later changes to it with `patch` too.

    `patch` replaces the object with a plain one. cdk8s does not write changes to the replaced object.""",
    fix="Make the change with `patch` too.",
    looks_at="the objects that `patch` changed",
)
NODE_VERSION = synth_rule(
    "PS022",
    "node-version",
    "warning",
    text="""cdk8s supports the installed version of Node.js.

    An old version of Node.js gets no security fixes, and a new version of cdk8s may not run on it.""",
    fix="Install a supported version of Node.js. Put it first on `PATH`, or set `JSII_NODE` to its path.",
    looks_at="the version of Node.js that runs cdk8s",
)
SYNC_CONFIG_SQL = synth_rule(
    "PS130",
    "sync-config-sql",
    "error",
    "warning",
    text="""The parser of the service accepts the sync config.

    The service refuses a sync config with an error, and logs the warnings.""",
    fix="Correct the query that the finding names.",
)
SYNC_CONFIG_PARSER = synth_rule(
    "PS131",
    "sync-config-parser",
    "note",
    "error",
    text="""The parser of the service checks the sync config.

    The parser is an npm package. If `parser` is `required`, a missing parser is an error.""",
    fix="Install the npm package that the finding names, or set `parser` to `off`.",
)
STORAGE_VERSION_CHANGES = synth_rule(
    "PS132",
    "storage-version-changes",
    "warning",
    text="""If a release changes the default storage version, service.yaml or the sync config sets the storage version.

    Otherwise, the next sync config uses another storage version, and every client downloads all data once.""",
    fix="Set `default_storage_version`.",
)
STORAGE_VERSION_IS_ENOUGH = synth_rule(
    "PS133",
    "storage-version-is-enough",
    "warning",
    text="""The storage version supports all settings of the bucket storage.

    Object storage and compaction in chunks need storage version 4. With an older one, the settings have no effect.""",
    fix="Set the storage version to 4, or remove the setting.",
)
VERSION_LABEL_CHANGES = synth_rule(
    "PS134",
    "version-label",
    "note",
    text="""The version label of the sync config changes only together with the sync config.

    A change of the label makes every client download all data again.""",
    fix="Change the label only together with the sync config.",
)
NO_SINGLE_PODS = synth_rule(
    "PS401",
    "no-single-pods",
    "error",
    "warning",
    text="""Each role has two pods or more.

    With one pod, each rollout and each failure of a node interrupts the service. Only `presets.ha` enables this rule
    by default. For other instances, set `rules` to `RuleSettings(severity={"no-single-pods": "error"})`.""",
    fix="Use two replicas or more, and `Split()` instead of `Unified()`.",
)
MIGRATION_LEFT_OUT = synth_rule(
    "PS503",
    "migration-left-out",
    "warning",
    text="""The instance migrates its bucket storage.

    If `migrate.mode` is `none`, nothing migrates it. Use this mode only for a rollback.""",
    fix="Set `migrate.mode` to `job` after the rollback.",
)
NO_SECRET_VALUES = synth_rule(
    "PS603",
    "no-secret-values",
    "error",
    "warning",
    text="""The manifests contain no credentials.

    Everyone who can read the repository can read a `SecretValue`. Only `presets.ha` enables this rule by default. For
    other instances, set `rules` to `RuleSettings(severity={"no-secret-values": "error"})`.""",
    fix="Use a `SecretRef`.",
)
INGRESS_CONTROLLER = synth_rule(
    "PS701",
    "ingress-controller",
    "warning",
    text="""The settings of the ingress controller keep streams open, and the drain fits the ingress controller.

    The rule reports an annotation of your own that overrides one that streams need. It also reports a preStop sleep
    that is too short for the ingress controller, and an ingress controller that is no longer maintained.""",
    fix="Remove the annotation, set a longer `drain.sleep_seconds`, or choose another ingress controller.",
)

SYNTH_RULES = (
    OBJECT_RENDERS,
    CHANGES_ARE_WRITTEN,
    NODE_VERSION,
    SYNC_CONFIG_SQL,
    SYNC_CONFIG_PARSER,
    STORAGE_VERSION_CHANGES,
    STORAGE_VERSION_IS_ENOUGH,
    VERSION_LABEL_CHANGES,
    NO_SINGLE_PODS,
    MIGRATION_LEFT_OUT,
    NO_SECRET_VALUES,
    INGRESS_CONTROLLER,
)
"""All rules that the constructs check."""
