"""Examples of the sync config."""

from powersync_constructs.config import SyncConfig

SyncConfig(
    text="""
config:
  edition: 3
streams:
  lists:
    auto_subscribe: true
    query: SELECT * FROM lists WHERE owner_id = auth.user_id()
""",
    parser="required",
)
