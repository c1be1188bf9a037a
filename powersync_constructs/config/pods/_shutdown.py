"""How long the service takes to stop."""

EXIT_SECONDS = 30
"""The seconds after SIGTERM after which the service exits in any case (termination-handler.ts of lib-services)."""
