"""An instance on EKS that follows PowerSync's guide for ECS: Secrets Manager, ALB, autoscaling, CloudWatch.

docs/aws.md compares it with the guide, and lists the prerequisites.
"""

from pathlib import Path

from cdk8s import App, Chart

from examples.aws.cloudwatch import CloudWatchAgent
from powersync_constructs import PowerSync, SecretRef, presets, synth
from powersync_constructs.config import (
    Alb,
    ClientAuth,
    ExternalSecrets,
    KedaAutoscaling,
    MongoStorage,
    MonitoringProps,
    ObjectStorage,
    PostgresSource,
    SecretStore,
    ServiceAccount,
    SyncConfig,
)

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/0b4f1d6e-7a39-4a1c-9f0e-2f6f3a5d8c11"
ROLE = "arn:aws:iam::123456789012:role/powersync"

source, storage = SecretRef("powersync", "source-uri"), SecretRef("powersync", "storage-uri")
# IRSA: the role of the pods can access the bucket. EKS Pod Identity does not need the annotation.
account = {"service_account": ServiceAccount(annotations={"eks.amazonaws.com/role-arn": ROLE})}

app = App()
chart = Chart(app, "powersync", namespace="powersync", disable_resource_name_hashes=True)
instance = presets.ha(
    host="powersync.example.com",
    source=PostgresSource(uri=source),
    storage=MongoStorage(
        uri=storage,
        database="powersync",
        default_storage_version=4,
        object_storage=ObjectStorage(bucket="powersync-chunks", region="eu-west-1", prefix="production"),
    ),
    client_auth=ClientAuth(jwks_uri="https://auth.example.com/.well-known/jwks.json", audience=["powersync"]),
    sync_config=SyncConfig.from_file(Path(__file__).parents[2] / "sync-config.yaml"),
    autoscaling=KedaAutoscaling(prometheus_url="http://prometheus-operated.monitoring.svc:9090", max_replicas=10),
    monitoring=MonitoringProps(),
    secrets=ExternalSecrets(
        store=SecretStore(name="aws", kind="ClusterSecretStore"),
        mapping={source: "powersync/source-uri", storage: "powersync/storage-uri"},
    ),
)
PowerSync(
    chart,
    "powersync",
    instance.with_(
        ingress={"controller": Alb(certificate_arns=[CERTIFICATE])},
        topology={"api": account, "replication": account},
        compact={"schedule": "0 2 * * *", **account},
    ),
)
CloudWatchAgent(app, "cloudwatch", watched="powersync")
synth(app)
