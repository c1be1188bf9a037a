"""How long the service takes to stop."""

DEFAULT_GRACE_SECONDS = 30
"""The default of `terminationGracePeriodSeconds` of a pod (Kubernetes API reference)."""
EXIT_SECONDS = 30
"""The seconds after SIGTERM after which the service exits in any case (termination-handler.ts of lib-services)."""
