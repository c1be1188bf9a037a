"""The simulated series of an instance in a given state.

The service's own series come from its pods. The other series come from kube-state-metrics and the kubelet.
"""

from collections.abc import Iterator

from .exposition import At, Series, always, rising
from .instances import NAMESPACE, Instance, Pod
from .states import DAY, HOUR, Ending, State, SyncConfig

_GIB, _MIB = 1024**3, 1024**2
_CONTAINER = "powersync"
_PORT = 9464
"""The default of `telemetry.prometheus_port`."""


def _labels(of: Ending | SyncConfig) -> dict[str, str]:
    """Return the labels of a series; the service does not set a label that has no value."""
    return {label: value for label, value in of._asdict().items() if value is not None}


class Cluster:
    """The series about an instance from each exporter: its pods, kube-state-metrics, and the kubelet."""

    def __init__(self, instance: Instance, state: State, now: float) -> None:
        self._instance = instance
        self._state = state
        self._now = now
        self._begin = now - 14 * HOUR
        names = {pod.labels["app.kubernetes.io/component"] for pod in instance.pods}
        self._is_unified = "unified" in names
        self._api = instance.pods_of("unified" if self._is_unified else "api")[: len(state.connections)]
        self._replicators = instance.pods_of("unified" if self._is_unified else "replication")[: len(state.lags)]

    def of_pods(self) -> dict[str, list[Series]]:
        """Return the series of each pod of the service, by its metrics endpoint."""
        series: dict[str, list[Series]] = {}
        for pod, connections in zip(self._api, self._state.connections, strict=True):
            series.setdefault(f"{pod.name}:{_PORT}", []).extend(self._serving(connections))
        for place, (pod, lag) in enumerate(zip(self._replicators, self._state.lags, strict=True)):
            is_silent = lag is None or (self._state.has_problems and place == 1)
            per_second = int(not is_silent)
            series.setdefault(f"{pod.name}:{_PORT}", []).extend(self._replicating(lag, per_second))
        return series

    def _serving(self, connections: float) -> Iterator[Series]:
        yield Series("powersync_concurrent_connections", always(connections))
        yield Series("powersync_data_synced_bytes_total", rising(self._begin, 3000))
        yield Series("powersync_data_sent_bytes_total", rising(self._begin, 1000))
        yield Series("powersync_operations_synced_total", rising(self._begin, 20))
        for ending, per_minute in self._state.ended.items():
            yield Series("powersync_sync_connections_total", rising(self._begin, per_minute / 60), _labels(ending))

    def _replicating(self, lag: float | None, per_second: int) -> Iterator[Series]:
        for name, rate in (("rows", 10), ("transactions", 2), ("chunks", 1), ("data", 5000)):
            unit = "data_replicated_bytes" if name == "data" else f"{name}_replicated"
            yield Series(f"powersync_{unit}_total", rising(self._begin, rate * per_second))
        if lag is not None:
            yield Series("powersync_replication_lag_seconds", always(lag))
        yield from self._sizes()

    def _sizes(self) -> Iterator[Series]:
        """Yield the sizes of the database and of object storage, and the share of each sync config."""
        state = self._state
        for name, share in (("replication", 0.05), ("operation", 0.9), ("parameter", 0.05)):
            yield Series(f"powersync_{name}_storage_size_bytes", self._grown(state.gib, state.gib_per_day, share))
        if state.objects_gib is not None:
            size = self._grown(state.objects_gib, state.objects_gib_per_day)
            yield Series("powersync_object_storage_size_bytes", size)
        for sync_config, share in state.sync_configs.items():
            for what in ("source_records", "bucket_data", "parameter_indexes", "object_storage"):
                yield Series(f"powersync_attributed_{what}_bytes", always(share * _GIB), _labels(sync_config))

    def _grown(self, gib: float, gib_per_day: float, share: float = 1) -> At:
        """Return a size that grows evenly, and has the given value now."""
        return lambda time: share * _GIB * (gib - gib_per_day * (self._now - time) / DAY)

    def of_cluster(self) -> dict[str, list[Series]]:
        """Return the series of the cluster's exporters."""
        state_metrics = [*self._deployments(), *self._jobs(), *self._autoscaler()]
        kubelet: list[Series] = []
        for pod in {pod.name: pod for pod in (*self._api, *self._replicators)}.values():
            state_metrics += self._containers(pod)
            kubelet += self._usage(pod)
        return {"kube-state-metrics": state_metrics, "kubelet": kubelet}

    def _deployments(self) -> Iterator[Series]:
        api = "unified" if self._is_unified else "api"
        yield from self._deployment(api, *self._state.api_replicas)
        if not self._is_unified:
            yield from self._deployment("replication", 2, len(self._state.lags))

    def _deployment(self, component: str, desired: int, available: int) -> Iterator[Series]:
        labels = {"namespace": NAMESPACE, "deployment": f"{self._instance.name}-{component}"}
        yield Series("kube_deployment_spec_replicas", always(desired), labels)
        yield Series("kube_deployment_status_replicas_available", always(available), labels)
        for status in ("true", "false", "unknown"):
            is_so = (status == "false") == self._state.has_problems and status != "unknown"
            reason = "ProgressDeadlineExceeded" if self._state.has_problems else "NewReplicaSetAvailable"
            more = {"condition": "Progressing", "status": status, "reason": reason}
            yield Series("kube_deployment_status_condition", always(int(is_so)), {**labels, **more})

    def _autoscaler(self) -> Iterator[Series]:
        labels = {"namespace": NAMESPACE, "horizontalpodautoscaler": f"{self._instance.name}-api"}
        target = {"api_version": "apps/v1", "kind": "Deployment", "name": f"{self._instance.name}-api"}
        if any(each["kind"] == "HorizontalPodAutoscaler" for each in self._instance.manifests):
            info = {**labels, **{f"scaletargetref_{key}": value for key, value in target.items()}}
            yield Series("kube_horizontalpodautoscaler_info", always(1), info)
            yield Series("kube_horizontalpodautoscaler_spec_min_replicas", always(2), labels)
            yield Series("kube_horizontalpodautoscaler_spec_max_replicas", always(10), labels)
            current = always(self._state.api_replicas[0])
            yield Series("kube_horizontalpodautoscaler_status_current_replicas", current, labels)

    def _jobs(self) -> Iterator[Series]:
        state, cron_job = self._state, f"{self._instance.name}-compact"
        labels = {"namespace": NAMESPACE, "cronjob": cron_job}
        yield Series("kube_cronjob_created", always(self._now - 30 * DAY), labels)
        yield Series("kube_cronjob_spec_suspend", always(0), labels)
        if state.seconds_since_compaction is not None:
            last = always(self._now - state.seconds_since_compaction)
            yield Series("kube_cronjob_status_last_successful_time", last, labels)
        if state.seconds_since_failed_compaction is not None:
            yield from self._job(f"{cron_job}-29400180", state.seconds_since_failed_compaction, has_failed=True)
        if self._instance.migrate_job is not None:
            yield from self._job(self._instance.migrate_job, HOUR, has_failed=state.has_problems)
            yield from self._job(f"{self._instance.name}-migrate-0123456789", DAY, has_failed=True)

    def _job(self, name: str, before: float, *, has_failed: bool) -> Iterator[Series]:
        labels = {"namespace": NAMESPACE, "job_name": name}
        yield Series("kube_job_status_start_time", always(self._now - before), labels)
        if has_failed:
            for condition in ("true", "false", "unknown"):
                failed = always(int(condition == "true"))
                yield Series("kube_job_failed", failed, {**labels, "condition": condition})

    def _containers(self, pod: Pod) -> Iterator[Series]:
        state = self._state
        labels = {"namespace": NAMESPACE, "pod": pod.name, "container": _CONTAINER, "uid": f"uid-of-{pod.name}"}
        limit = {**labels, "node": "node-1", "resource": "memory", "unit": "byte"}
        restarted_before = HOUR / 2
        yield Series("kube_pod_container_resource_limits", always(512 * _MIB), limit)
        yield Series("kube_pod_container_state_started", always(self._begin), labels)
        yield Series(
            "kube_pod_container_status_restarts_total",
            lambda time: float(state.has_problems and time > self._now - restarted_before),
            labels,
        )
        if state.has_problems:
            waiting, ended = {**labels, "reason": "CrashLoopBackOff"}, {**labels, "reason": "OOMKilled"}
            yield Series("kube_pod_container_status_waiting_reason", always(1), waiting)
            yield Series("kube_pod_container_status_last_terminated_reason", always(1), ended)

    def _usage(self, pod: Pod) -> Iterator[Series]:
        probes = {"namespace": NAMESPACE, "pod": pod.name, "container": _CONTAINER, "pod_uid": f"uid-of-{pod.name}"}
        probes = {**probes, "probe_type": "Liveness"}
        used = {"namespace": NAMESPACE, "pod": pod.name, "container": _CONTAINER, "image": "powersync"}
        used = {**used, "id": f"/kubepods/{pod.name}", "name": f"of-{pod.name}"}
        yield Series("container_memory_working_set_bytes", always(150 * _MIB), used)
        yield Series("container_cpu_usage_seconds_total", rising(self._begin, 0.1), {**used, "cpu": "total"})
        yield Series("prober_probe_total", rising(self._begin, 1 / 20), {**probes, "result": "successful"})
        if self._state.has_problems:
            yield Series("prober_probe_total", self._failing, {**probes, "result": "failed"})

    def _failing(self, time: float) -> float | None:
        """Return failed probes: 90 s of failures, three hours ago. The counter appears with the first one."""
        since = time - (self._now - 3 * HOUR)
        return float(min(int(since // 20), 4) + 1) if since >= 0 else None
