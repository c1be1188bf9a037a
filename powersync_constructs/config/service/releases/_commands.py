"""The commands that the image of the service does not have, by its distribution.

The Debian image is `node:24-trixie-slim` (service/Dockerfile up to 1.25). The release page of 1.28.0 names Alpine Linux
and the removal of npm; the other commands follow from the packages of Alpine Linux.
"""

from collections.abc import Mapping

from powersync_constructs.config.service.releases._release import Base

MISSING_COMMANDS: Mapping[Base, frozenset[str]] = {
    "alpine": frozenset({"apt", "apt-get", "bash", "curl", "npm", "npx", "yarn"}),
    "debian": frozenset({"apk", "curl", "wget"}),
}
"""Common commands that are missing in the image, by distribution."""
