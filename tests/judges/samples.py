"""Valid input for the validators, which their tests change to invalid input."""

from typing import Any

ENV = {
    "PS_SOURCE_PASSWORD": "p@ss: word",
    "PS_STORAGE_PASSWORD": "",
    "PS_POOL_SIZE": "12",
    "PS_SUPABASE": "True",
}

ALL_POSTGRES = """
replication:
  connections:
    - type: "postgresql"
      hostname: "db.example.com"
      port: 5432
      database: "app"
      username: "powersync_role"
      password: !env "PS_SOURCE_PASSWORD"
      sslmode: "verify-full"
      heartbeat_interval_seconds: 30
storage:
  type: "postgresql"
  hostname: "storage.example.com"
  database: "powersync"
  username: "powersync_storage"
  password: !env "PS_STORAGE_PASSWORD"
  max_pool_size: !env "PS_POOL_SIZE::number"
  batch_limits:
    max_record_count: 2000
client_auth:
  supabase: !env "PS_SUPABASE::boolean"
  audience: ["powersync"]
  jwks:
    keys:
      - {kty: "RSA", kid: "one", n: "AQAB", e: "AQAB", alg: "RS256"}
      - {kty: "EC", crv: "P-256", x: "AQAB", y: "AQAB", alg: "ES256"}
api:
  tokens: ["a-long-random-token"]
  parameters:
    max_concurrent_connections: 200
telemetry:
  prometheus_port: 9464
  disable_telemetry_sharing: true
healthcheck:
  probes:
    use_http: true
system:
  logging:
    level: "info"
    format: "json"
metadata:
  any: "key is free here"
sync_config:
  path: "/config/sync-config.yaml"
"""

SYNC_STREAMS = """
config:
  edition: 3

with:
  my_projects: SELECT project_id FROM memberships WHERE user_id = auth.user_id()

streams:
  categories:
    auto_subscribe: true
    query: SELECT * FROM categories
  projects:
    auto_subscribe: true
    priority: 1
    queries:
      - SELECT * FROM projects WHERE id IN my_projects
      - SELECT * FROM memberships WHERE user_id = auth.user_id()
  project_tasks:
    query: |
      SELECT tasks.* FROM tasks
      WHERE tasks.project_id = subscription.parameter('project_id') AND tasks.project_id IN my_projects
"""

BUCKET_DEFINITIONS = """
bucket_definitions:
  categories:
    data:
      - SELECT * FROM categories
  user_lists:
    priority: 1
    parameters: SELECT id AS list_id FROM lists WHERE owner_id = request.user_id()
    data:
      - SELECT * FROM lists WHERE id = bucket.list_id
      - SELECT * FROM todos WHERE list_id = bucket.list_id
"""

CERTIFICATE: dict[str, Any] = {
    "apiVersion": "cert-manager.io/v1",
    "kind": "Certificate",
    "metadata": {"name": "powersync-tls"},
    "spec": {"secretName": "powersync-tls", "dnsNames": ["a.example.com"], "issuerRef": {"name": "letsencrypt"}},
}

HTTP_ROUTE: dict[str, Any] = {
    "apiVersion": "gateway.networking.k8s.io/v1",
    "kind": "HTTPRoute",
    "metadata": {"name": "powersync"},
    "spec": {
        "parentRefs": [{"name": "public"}],
        "hostnames": ["a.example.com"],
        "rules": [{"backendRefs": [{"name": "powersync-api", "port": 80}]}],
    },
}

SCALED_OBJECT: dict[str, Any] = {
    "apiVersion": "keda.sh/v1alpha1",
    "kind": "ScaledObject",
    "metadata": {"name": "powersync-api"},
    "spec": {
        "scaleTargetRef": {"name": "powersync-api"},
        "maxReplicaCount": 10,
        "triggers": [{"type": "cpu", "metricType": "Utilization", "metadata": {"value": "70"}}],
    },
}
