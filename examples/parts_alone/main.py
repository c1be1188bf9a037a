"""An existing cdk8s app that uses only the API pods and the compaction.

Replicators run elsewhere with the same bucket storage and migrate it; this app does not migrate. The app has its own
ServiceAccount, its own labels, and its own way to route clients to the Service.
"""

from pathlib import Path

from cdk8s import App, Chart
from constructs import Construct

from powersync_constructs import CompactCron, PowerSyncApi, PowerSyncConfiguration, SecretRef, synth
from powersync_constructs.config import (
    ApiProps,
    ClientAuth,
    CompactProps,
    ConfigurationProps,
    MongoSource,
    MongoStorage,
    ObjectMetadata,
    ServiceAccount,
    ServiceConfig,
    SyncConfig,
)


class Platform(Chart):
    """All objects of a team, including PowerSync."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, namespace="platform", disable_resource_name_hashes=True)
        service = ServiceConfig(
            source=MongoSource(uri=SecretRef("databases", "orders-uri")),
            storage=MongoStorage(uri=SecretRef("databases", "powersync-uri"), default_storage_version=4),
            client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["platform"]),
        )
        configuration = PowerSyncConfiguration(
            self,
            "sync",
            ConfigurationProps(
                service=service,
                sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
                metadata=ObjectMetadata(labels={"example.com/team": "platform"}),
            ),
        )
        account = ServiceAccount(existing="platform")
        self.api = PowerSyncApi(
            self, "sync-api", ApiProps(replicas=3, service_account=account), configuration=configuration
        )
        self.compact = CompactCron(
            self, "sync-compact", CompactProps(service_account=account), configuration=configuration
        )


app = App()
Platform(app, "platform")
synth(app)
