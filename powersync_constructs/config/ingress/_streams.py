"""The numbers and paths of the service that ingress controllers must fit. This module needs no pydantic."""

LIVENESS_PATH = "/probes/liveness"
"""The path of the health checks of load balancers. The liveness probe of the kubelet uses the same path."""
ENVOY_STREAMS, ENVOY_DEFAULT = 100_000, 1024
"""The maximum number of streams per Envoy: what this library sets, and the default of Envoy. Envoy answers further
streams with 503."""
DAY, HOUR = 86_400, 3_600
KEEPALIVE = 20
"""Seconds between two lines that the service sends on an idle stream, ±10 % (sync/util.ts). WebSocket clients send
their keepalives as often."""
CLIENT_PATHS = (("Prefix", "/sync"), ("Exact", "/write-checkpoint.json"), ("Exact", "/write-checkpoint2.json"))
"""All paths that clients use (routes/endpoints). `/api` is for administrators, and `/probes` for the kubelet."""
