"""Mistakes that keep a new configuration from the pods."""

import json

from .mutation import Change, Manifests, found, mutation, put


def with_fixed_name(prefix: str, name: str) -> Change:
    """Give a ConfigMap a name without a hash everywhere, and make it mutable."""

    def change(manifests: Manifests) -> None:
        config_map = found(manifests, f"ConfigMap/{prefix}")
        hashed = config_map["metadata"]["name"]
        del config_map["immutable"]
        manifests[:] = json.loads(json.dumps(manifests).replace(f'"{hashed}"', f'"{name}"'))

    return change


MUTATIONS = [
    mutation("PS418", "service-yaml-under-a-fixed-name", with_fixed_name("powersync-config-", "powersync-config")),
    mutation("PS418", "sync-config-under-a-fixed-name", with_fixed_name("powersync-sync-config-", "sync-config")),
    mutation(
        "PS419",
        "configuration-as-a-hook",
        with_fixed_name("powersync-config-", "powersync-config"),
        put("ConfigMap/powersync-config", "metadata.annotations", {"helm.sh/hook": "pre-install,pre-upgrade"}),
        also="PS418",
    ),
]
