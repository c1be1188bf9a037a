"""The addresses of this project."""

REPOSITORY = "https://github.com/powersync-community/powersync-constructs"
"""The repository."""
DOCUMENTATION = f"{REPOSITORY}/blob/main/docs"
"""The folder of the documentation."""
