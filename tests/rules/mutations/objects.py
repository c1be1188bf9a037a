"""Mistakes in any object, and in the suppressions."""

from .mutation import add, annotate, mutation, put, replace_text, sync_config

TWIN = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "twin", "namespace": "powersync"}, "data": {}}

MUTATIONS = [
    mutation("PS001", "unused-suppression", annotate("Deployment/powersync-api", "PS301", "measured")),
    mutation("PS002", "suppression-without-reason", annotate("Deployment/powersync-api", "PS301", "")),
    mutation("PS003", "suppression-of-unknown-rule", annotate("Deployment/powersync-api", "PS999", "why not")),
    mutation("PS010", "two-objects-with-one-name", add(TWIN), add({**TWIN, "data": {"other": ""}})),
    mutation(
        "PS011",
        "one-object-in-two-charts",
        put("Deployment/powersync-api", "metadata.annotations", {"example.com/cluster": "two"}),
        also="PS902 PS906",
        ours=True,
        beside=True,
    ),
    mutation(
        "PS012",
        "changed-after-it-was-named",
        replace_text("ConfigMap/powersync-config-", "service.yaml", "port: 9464", "port: 9464 # as before"),
        ours=True,
    ),
    mutation(
        "PS013", "text-that-is-a-number", put("ConfigMap/powersync-migrations", "data", {"mode": "0o17"}), ours=True
    ),
    mutation("PS014", "too-large-for-an-annotation", sync_config("streams:", f"{'#' * 300_000}\nstreams:")),
]
