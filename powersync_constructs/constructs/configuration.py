"""`PowerSyncConfiguration`: what all workloads of an instance load."""

import base64
from collections.abc import Mapping
from typing import Protocol

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.configuration import ConfigurationProps, instance_name
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretRef, SecretValue
from powersync_constructs.config.delivery.orderings import Ordering
from powersync_constructs.config.delivery.secret_sources import ExternalSecrets, SecretSource, SecretsStoreCsi
from powersync_constructs.config.pods._reserved import CONFIG, SERVICE_YAML, SYNC_CONFIG_YAML
from powersync_constructs.config.pods.env import EnvValue
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.pods.pod import ObjectMetadata
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.observability import Variable
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity, content_hash
from powersync_constructs.constructs._lib.secret_sources import external_secrets, secret_provider_class
from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.constructs._lib.volumes import config_map_volume, secret_volume

_NONE: Mapping[str, str] = {}


class Part(Protocol):
    """A part of an instance, which has its configuration."""

    configuration: "PowerSyncConfiguration"


def shared_configuration(root: str, parts: Mapping[str, Part | None]) -> "PowerSyncConfiguration":
    """The configuration that all given parts have. Raises ConfigError for none, and for parts of two instances."""
    given = {name: part.configuration for name, part in parts.items() if part is not None}
    if not given:
        raise config_error(root, f"is for nothing; give at least one of {', '.join(parts)}")
    (first, shared), *others = given.items()
    for name, configuration in others:
        if configuration is not shared:
            rule = f"is of {configuration.instance}, and {first} is of {shared.instance}"
            raise config_error(f"{root}.{name}", f"{rule}; give parts of one instance")
    return shared


class PowerSyncConfiguration(Construct):
    """Immutable ConfigMaps named by their content, so that a pod and its configuration stay paired.

    Makes a ConfigMap with service.yaml, one with the sync config byte for byte, and a Secret where the configuration
    holds a `SecretValue`. With `service_yaml_in="Secret"`, service.yaml is in a Secret with such values in it; with an
    `ExistingServiceYaml`, pods read that. A change makes new ones beside the old: the workloads that read them roll, a
    rollback finds its own again, and old ones need pruning. The construct's id is the instance's name unless the props
    give one.

    With `secrets`, also ExternalSecrets named as the Secrets that they fill, or the SecretProviderClass
    `<instance>-secrets`, which every pod of the service mounts.

    Raises ConfigError when the id is no name for an instance.
    """

    def __init__(self, scope: Construct, id: str, props: ConfigurationProps) -> None:
        super().__init__(scope, id)
        self.instance = props.instance or instance_name(id)
        self.service = props.service
        self.sync_config = props.sync_config
        self.image = props.image
        self.sentry = props.sentry
        self.secrets = props.secrets
        self._metadata = props.metadata
        self.reloader = props.reloader
        needed = {**props.loading, **props.environment}
        self.kept_secrets = {value.name for value in needed.values() if isinstance(value, SecretRef)}
        """The Secrets that pods load the configuration from and that are not named by their content."""
        if isinstance(props.service, ExistingServiceYaml):
            self.kept_secrets.add(props.service.secret.name)
        self.environment = self._add_secrets(needed)
        """What every workload that loads service.yaml needs in its environment, by the variable's name."""
        self.secret_provider_class = self._add_source(props.secrets)
        """The SecretProviderClass that every pod mounts, if there is one."""
        self.config_volume = self._add_service_yaml(props)
        """The volume with service.yaml, None where a variable has it."""
        self.sync_config_map_name = self._add_config_map("sync-config", SYNC_CONFIG_YAML, props.sync_config.text)
        self.rules = check_at_synth(self)
        """What the manifests of the whole app are checked by; it looks again when a workload is added."""

    def identity(
        self,
        component: str,
        metadata: ObjectMetadata | None = None,
        image: Image | None = None,
        order: Mapping[str, str] = _NONE,
    ) -> Identity:
        """Whose part a component of this instance is, and what its objects are called, labelled and ordered by."""
        version = str((image or self.image).version)
        extra = (self._metadata, metadata) if metadata else (self._metadata,)
        return Identity(self.instance, component, version, extra, order)

    def put_in_order(self, ordering: Ordering) -> None:
        """Have a tool apply all of this before the migration, and keep what is named by its content while it is read.

        The user's annotations beat these.
        """
        needed, versions = (
            ordering.prerequisite_annotations(self.instance),
            ordering.versioned_annotations(self.instance),
        )
        for made in [ApiObject.of(made) for made in self.node.find_all() if ApiObject.is_api_object(made)]:
            annotations = needed | (versions if made.kind in ("ConfigMap", "Secret") else {})
            for key, value in annotations.items():
                if key not in self._metadata.annotations:
                    made.metadata.add_annotation(key, value)

    def _add_service_yaml(self, props: ConfigurationProps) -> k8s.Volume | None:
        file = SERVICE_YAML.rpartition("/")[2]
        service = props.service
        if isinstance(service, ExistingServiceYaml):
            return secret_volume(CONFIG, service.secret, file) if service.form == "file" else None
        text = render(service, props.values_inside)
        if props.service_yaml_in == "Secret":
            return secret_volume(CONFIG, SecretRef(self._add_secret("config", {file: text}), file), file)
        return config_map_volume(CONFIG, self._add_config_map("config", SERVICE_YAML, text))

    def _add_config_map(self, component: str, path: str, text: str) -> str:
        identity = self.identity(component)
        data = {path.rpartition("/")[2]: text}
        name = f"{identity.name}-{content_hash(data)}"
        k8s.KubeConfigMap(self, component, metadata=identity.object_meta(name), data=data, immutable=True)
        return name

    def _add_secret(self, component: str, texts: Mapping[str, str]) -> str:
        identity = self.identity(component)
        data = {key: base64.b64encode(text.encode()).decode() for key, text in texts.items()}
        name = f"{identity.name}-{content_hash(data)}"
        k8s.KubeSecret(self, component, metadata=identity.object_meta(name), data=data, immutable=True)
        return name

    def _add_source(self, source: SecretSource | None) -> str | None:
        """Make what fills the Secrets. Returns the name of the SecretProviderClass, if it is one."""
        match source:
            case ExternalSecrets():
                external_secrets(self, source, self.identity("secrets"))
            case SecretsStoreCsi():
                return secret_provider_class(self, source, self.identity("secrets"))
        return None

    def _add_secrets(self, needed: Mapping[str, Variable]) -> dict[str, EnvValue]:
        """Make a Secret of the secret values, if there are any, and refer to it in their place."""
        values = {name: secret.value for name, secret in needed.items() if isinstance(secret, SecretValue)}
        made = self._add_secret("secret-values", values) if values else ""
        return {
            name: SecretRef(made, name) if isinstance(value, SecretValue) else value for name, value in needed.items()
        }
