"""`PowerSyncConfiguration`: what all workloads of an instance load."""

import base64

from constructs import Construct

from powersync_constructs.config.configuration import ConfigurationProps, check_instance_name
from powersync_constructs.config.image import Image
from powersync_constructs.config.pod import ObjectMetadata
from powersync_constructs.config.secrets import SecretRef, SecretValue
from powersync_constructs.config.service_yaml import SYNC_CONFIG_PATH, render, secrets
from powersync_constructs.constructs._kplus import k8s
from powersync_constructs.constructs._metadata import Identity, content_hash
from powersync_constructs.constructs.checks import check_at_synth

CONFIG_PATH = "/powersync/config/service.yaml"
"""Where every workload has service.yaml."""


class PowerSyncConfiguration(Construct):
    """Immutable ConfigMaps named by their content, so that a pod and its configuration stay paired.

    Makes a ConfigMap with service.yaml, one with the sync config byte for byte, and a Secret where the configuration
    holds a `SecretValue`. A change makes new ones beside the old: the workloads that read them roll, a rollback finds
    its own again, and old ones need pruning. The construct's id is the instance's name unless the props give one.

    Raises ConfigError when the id is no name for an instance.
    """

    def __init__(self, scope: Construct, id: str, props: ConfigurationProps) -> None:
        super().__init__(scope, id)
        self.instance = props.instance or check_instance_name(id)
        self.service = props.service
        self.image = props.image
        self._metadata = props.metadata
        needed = secrets(props.service)
        self.secret_values = self._add_secret_values(needed)
        self.secrets = {name: self._reference(name, secret) for name, secret in needed.items()}
        """What `!env` needs in every workload that loads service.yaml, by the variable's name."""
        self.config_map = self._add_config_map("config", CONFIG_PATH, render(props.service))
        self.sync_config_map = self._add_config_map("sync-config", SYNC_CONFIG_PATH, props.sync_config.text)
        check_at_synth(self)

    def identity(self, component: str, metadata: ObjectMetadata, image: Image | None = None) -> Identity:
        """Whose part a component of this instance is, and what its objects are called and labelled."""
        version = str((image or self.image).version)
        return Identity(self.instance, component, version, (self._metadata, metadata))

    def _add_config_map(self, component: str, path: str, text: str) -> k8s.KubeConfigMap:
        identity = self.identity(component, ObjectMetadata())
        data = {path.rpartition("/")[2]: text}
        meta = identity.object_meta(f"{identity.name}-{content_hash(data)}")
        return k8s.KubeConfigMap(self, component, metadata=meta, data=data, immutable=True)

    def _add_secret_values(self, needed: dict[str, SecretRef | SecretValue]) -> k8s.KubeSecret | None:
        values = {name: secret.value for name, secret in needed.items() if isinstance(secret, SecretValue)}
        if not values:
            return None
        identity = self.identity("secret-values", ObjectMetadata())
        data = {name: base64.b64encode(value.encode()).decode() for name, value in values.items()}
        meta = identity.object_meta(f"{identity.name}-{content_hash(data)}")
        return k8s.KubeSecret(self, "secret-values", metadata=meta, data=data, immutable=True)

    def _reference(self, name: str, secret: SecretRef | SecretValue) -> SecretRef:
        if isinstance(secret, SecretRef):
            return secret
        assert self.secret_values is not None
        return SecretRef(self.secret_values.name, name)
