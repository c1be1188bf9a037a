"""Values that the service uses for settings that service.yaml does not contain."""

API_PORT = 8080
"""The default of `port` (compound-config-collector.ts)."""
MAX_CONNECTIONS = 200
"""The default of `api.parameters.max_concurrent_connections` (util/config/defaults.ts). HTTP and WebSocket count
separately."""
TELEMETRY_ENDPOINT = "https://pulse.journeyapps.com/v1/metrics"
"""The default of `telemetry.internal_service_endpoint` (compound-config-collector.ts)."""
