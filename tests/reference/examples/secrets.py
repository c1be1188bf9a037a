"""Examples of secrets, and of the tools that fill them."""

from powersync_constructs import InjectedSecret, SecretRef, SecretValue
from powersync_constructs.config import (
    ConfigMapRef,
    ExternalSecrets,
    Reloader,
    RemoteSecret,
    SecretsStoreCsi,
    SecretStore,
)

SecretRef("powersync-source", "password")
SecretValue("only-for-development")
InjectedSecret("PS_SOURCE_PASSWORD")
ConfigMapRef("company-ca", "ca.crt")
ExternalSecrets(
    store=SecretStore(name="aws", kind="ClusterSecretStore"),
    mapping={SecretRef("powersync-source", "password"): RemoteSecret(key="powersync/source", property="password")},
)
SecretStore(name="aws", kind="ClusterSecretStore")
RemoteSecret(key="powersync/source", property="password")
SecretsStoreCsi(
    provider="aws",
    parameters={"objects": '- objectName: "powersync/source"\n  objectType: "secretsmanager"\n'},
    mapping={SecretRef("powersync-source", "password"): "powersync/source"},
)
Reloader(pause_seconds=300)
