"""Full samples of the sources of Secrets of the smallest instance, and of Reloader."""

from powersync_constructs.config import (
    ExternalSecrets,
    Reloader,
    RemoteSecret,
    SecretRef,
    SecretsStoreCsi,
    SecretStore,
)

SOURCE_PASSWORD = SecretRef("powersync-source", "password")
STORAGE_PASSWORD = SecretRef("powersync-storage", "password")
RELOADER = Reloader(pause_seconds=300)
EXTERNAL_SECRETS = ExternalSecrets(
    store=SecretStore(name="aws", kind="ClusterSecretStore"),
    mapping={
        STORAGE_PASSWORD: "powersync/storage-password",
        SecretRef("powersync-storage", "ca.pem"): "powersync/storage-ca",
        SOURCE_PASSWORD: RemoteSecret(key="powersync/source", property="password", version="AWSCURRENT"),
    },
    refresh_interval_seconds=900,
    deletion_policy="Merge",
)
SECRETS_STORE = SecretsStoreCsi(
    provider="aws",
    parameters={
        "region": "eu-central-1",
        "usePodIdentity": "true",
        "objects": """\
- objectName: powersync/storage-password
  objectType: secretsmanager
  objectAlias: storage-password
- objectName: powersync/source
  objectType: secretsmanager
  jmesPath:
    - path: password
      objectAlias: source-password
""",
    },
    mapping={STORAGE_PASSWORD: "storage-password", SOURCE_PASSWORD: "source-password"},
)
