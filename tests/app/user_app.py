"""An app of a user, which `make types` checks, and which tests/app/test_editor.py opens in an editor.

Its helpers are annotated with the public names of unions.
"""

from powersync_constructs import PowerSync, PowerSyncApi, SecretRef, StreamingIngress
from powersync_constructs.config import (
    ApiProps,
    CidrPeer,
    Destination,
    Drain,
    IngressController,
    IngressProps,
    MongoStorage,
    MySqlSource,
    NamespacePeer,
    NetworkProps,
    Ordering,
    PostgresSource,
    ReplicationProps,
    Resources,
    Source,
    Storage,
    Traefik,
)

api = ApiProps(replicas=3, max_surge=1, drain=Drain(sleep_seconds=45), resources=Resources(memory_limit="3Gi"))
source = PostgresSource(
    hostname="db.example.com",
    database="app",
    username="role",
    sslmode="verify-full",
    password=SecretRef("powersync-source", "password"),
)
ingress = IngressProps(host="sync.example.com", controller=Traefik())
replication = ReplicationProps(strategy="Recreate")
surge = api.max_surge


def instances(made: PowerSync, pods: PowerSyncApi, route: StreamingIngress) -> None:
    """Print the attributes of constructs."""
    print(made.api, made.ingress, made.configuration, made.url)
    print(pods.deployment, pods.service, pods.pdb, pods.autoscaler)
    print(route.routes, route.host)


def storage_of(source: Source, controller: IngressController, ordering: Ordering) -> Storage:
    """Return a storage named after the other parts."""
    return MongoStorage(uri=f"mongodb://{source.type}.{controller.type}.{ordering.type}/powersync")


controllers: list[IngressController] = [Traefik()]
sources: dict[str, Source] = {"orders": source, "shop": MySqlSource(uri=SecretRef("shop", "uri"))}
network = NetworkProps(
    ingress_controller=[NamespacePeer(name="traefik")],
    source=Destination(to=[CidrPeer(cidr="10.20.0.5/32")]),
)
