"""Examples of source databases."""

from powersync_constructs import SecretRef
from powersync_constructs.config import (
    ConvexSource,
    MongoSource,
    MySqlSource,
    PostgresSource,
    ServicePrincipal,
    ServicePrincipalOptions,
    SqlServerLogin,
    SqlServerLoginOptions,
    SqlServerPolling,
    SqlServerSource,
)

PostgresSource(
    hostname="db.example.com",
    database="app",
    username="powersync_role",
    password=SecretRef("powersync-source", "password"),
    cacert=SecretRef("powersync-source", "ca.pem"),
)
MongoSource(
    uri=SecretRef("powersync-source", "uri"),
    database="app",
    post_images="auto_configure",
)
MySqlSource(
    hostname="mysql.example.com",
    database="app",
    username="repl_user",
    password=SecretRef("powersync-source", "password"),
    server_id=4711,
)
SqlServerSource(
    hostname="sql.example.com",
    database="app",
    schema_name="sales",
    authentication=SqlServerLogin(
        options=SqlServerLoginOptions(user_name="powersync_user", password=SecretRef("powersync-source", "password"))
    ),
)
SqlServerLogin(
    options=SqlServerLoginOptions(user_name="powersync_user", password=SecretRef("powersync-source", "password"))
)
SqlServerLoginOptions(user_name="powersync_user", password=SecretRef("powersync-source", "password"))
ServicePrincipal(
    options=ServicePrincipalOptions(
        client_id="0b4f1d6e-7a39-4a1c-9f0e-2f6f3a5d8c11",
        client_secret=SecretRef("entra", "client-secret"),
        tenant_id="6c1c2f9a-53f7-4b0e-8f3e-9d1b7c2a4e55",
    )
)
ServicePrincipalOptions(
    client_id="0b4f1d6e-7a39-4a1c-9f0e-2f6f3a5d8c11",
    client_secret=SecretRef("entra", "client-secret"),
    tenant_id="6c1c2f9a-53f7-4b0e-8f3e-9d1b7c2a4e55",
)
SqlServerPolling(polling_interval_ms=500, polling_batch_size=20)
ConvexSource(
    deployment_url="https://happy-otter-123.convex.cloud",
    deploy_key=SecretRef("convex", "deploy-key"),
    polling_interval_ms=2000,
)
