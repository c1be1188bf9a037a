"""`PowerSyncConfiguration`: the configuration that all workloads of an instance load."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from cdk8s import ApiObject
from constructs import Construct

from powersync_constructs.config.configuration import ConfigurationProps, instance_name
from powersync_constructs.config.core._content import content_hash
from powersync_constructs.config.core._types import NOTHING
from powersync_constructs.config.core.errors import config_error
from powersync_constructs.config.core.secrets import SecretRef, SecretValue
from powersync_constructs.config.delivery.secret_sources import ExternalSecrets, SecretsStoreCsi
from powersync_constructs.config.pods._reserved import CONFIG, SERVICE_YAML, SYNC_CONFIG_YAML
from powersync_constructs.config.pods.env import EnvValue
from powersync_constructs.config.pods.image import Image
from powersync_constructs.config.pods.pod import ObjectMetadata
from powersync_constructs.config.service._service_yaml import render
from powersync_constructs.config.service.existing_service_yaml import ExistingServiceYaml
from powersync_constructs.config.service.observability import Variable
from powersync_constructs.constructs._lib.documentation import DocumentedConstruct
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.metadata import Identity
from powersync_constructs.constructs._lib.props import check_props
from powersync_constructs.constructs._lib.secret_sources import external_secrets, secret_provider_class
from powersync_constructs.constructs._lib.sync_configs import Deployed
from powersync_constructs.constructs._lib.validation import check_at_synth
from powersync_constructs.constructs._lib.version_findings import version_findings
from powersync_constructs.constructs._lib.volumes import config_map_volume, secret_volume

_FILE = SERVICE_YAML.rpartition("/")[2]
_SYNC_CONFIG_FILE = SYNC_CONFIG_YAML.rpartition("/")[2]


class Part(Protocol):
    """A construct of an instance. It has the configuration of the instance."""

    @property
    def configuration(self) -> "PowerSyncConfiguration":
        """The configuration of the instance."""
        ...


def shared_configuration(root: str, parts: Mapping[str, Part | None]) -> "PowerSyncConfiguration":
    """Return the configuration that all parts share.

    Raises ConfigError if all parts are None, or if they belong to two instances.
    """
    given = {name: part.configuration for name, part in parts.items() if part is not None}
    if not given:
        raise config_error(root, f"has no workloads; pass at least one of {', '.join(parts)}")
    (first, shared), *others = given.items()
    for name, configuration in others:
        if configuration is not shared:
            rule = f"belongs to instance {configuration.instance}, but {first} belongs to instance {shared.instance}"
            raise config_error(f"{root}.{name}", f"{rule}; pass parts of one instance")
    return shared


@dataclass(frozen=True)
class Loaded:
    """The variables and volumes with which a pod loads the configuration."""

    environment: Mapping[str, EnvValue]
    """The environment variables, by name."""
    volume: k8s.Volume | None
    """The volume with service.yaml; None if an environment variable contains service.yaml."""
    sync_config_map_name: str
    secret_provider_class_name: str | None
    """The SecretProviderClass that every pod mounts; None if there is none."""
    secret_names: frozenset[str]
    """The names of the user's Secrets that the configuration reads. They do not change with the content."""


class PowerSyncConfiguration(DocumentedConstruct):
    """Immutable ConfigMaps and Secrets that are named by the hash of their content.

    A change of the configuration creates new objects with other names, and does not change the old objects. Therefore a
    pod always reads the configuration that it was started with. The workloads that read a changed object roll out.
    After a rollback, the pods read their old configuration. Prune old objects when no pod reads them any more.

    The construct creates a ConfigMap with service.yaml, a ConfigMap with the sync config (byte for byte), and a Secret
    if the configuration has a `SecretValue`. With `service_yaml_in="Secret"`, a Secret contains service.yaml, including
    the value of each `SecretValue` in it. With an `ExistingServiceYaml`, the pods read the existing Secret. If the
    props do not set a name, the id of the construct is the name of the instance.

    With `secrets`, the construct also creates ExternalSecrets, or the SecretProviderClass `<instance>-secrets`, which
    every pod of the service mounts. An ExternalSecret has the name of the Secret that it fills.

    All objects have the annotations of the `ordering`, so that a tool such as Argo CD applies the objects before the
    migration, and keeps older objects while pods read them.

    Raises ConfigError if the props set no name and the id is not a valid name of an instance.
    """

    props: ConfigurationProps
    """The props of the construct."""
    instance: str
    """The name of the instance. The names of its objects begin with it."""
    secret: k8s.KubeSecret | None
    """The Secret with each `SecretValue` that pods read as an environment variable. None without a `SecretValue`."""
    external_secrets: list[ApiObject]
    """The ExternalSecrets, one per Secret of the mapping. Empty if `secrets` is not an `ExternalSecrets`."""
    secret_provider_class: ApiObject | None
    """The SecretProviderClass of the Secrets Store CSI driver. None if `secrets` is not a `SecretsStoreCsi`."""
    service_yaml: k8s.KubeConfigMap | k8s.KubeSecret | None
    """The ConfigMap or Secret with service.yaml. None if `service` is an `ExistingServiceYaml`."""
    sync_config_map: k8s.KubeConfigMap
    """The ConfigMap with the sync config."""

    def __init__(self, scope: Construct, id: str, props: ConfigurationProps) -> None:
        check_props(props, ConfigurationProps)
        super().__init__(scope, id)
        self.props = props
        self.instance = props.instance or instance_name(id)
        needed = {**props.loading, **props.environment}
        self.secret = self._add_secret_values(needed)
        self.external_secrets = self._add_external_secrets()
        self.secret_provider_class = self._add_secret_provider_class()
        self.service_yaml = self._add_service_yaml()
        self.sync_config_map = self._add_sync_config()
        self._loaded = self._loading(needed)
        self._validation = check_at_synth(self)
        self._validation.sync_configs.add(
            Deployed(f"ConfigMap/{self.sync_config_map.name}", props.sync_config, props.image.version)
        )
        for finding in version_findings(props, self._place):
            self._validation.add_finding(finding, self)

    @property
    def config_map_name(self) -> str | None:
        """The name of the ConfigMap or Secret with service.yaml; None if `service` is an `ExistingServiceYaml`."""
        return self.service_yaml.name if self.service_yaml is not None else None

    @property
    def sync_config_map_name(self) -> str:
        """The name of the ConfigMap with the sync config."""
        return self.sync_config_map.name

    @property
    def _place(self) -> str:
        """The instance in findings about its props."""
        return f"PowerSync/{self.instance}"

    def _identity(
        self,
        component: str,
        metadata: ObjectMetadata | None = None,
        image: Image | None = None,
        order: Mapping[str, str] = NOTHING,
    ) -> Identity:
        """Return the names, labels and annotations of a component of this instance."""
        version = str((image or self.props.image).version)
        extra = (self.props.metadata, metadata) if metadata else (self.props.metadata,)
        return Identity(self.instance, component, version, extra, order)

    @property
    def _prerequisite_order(self) -> dict[str, str]:
        """The annotations of objects that the migration needs, so that a tool applies them first."""
        return self.props.ordering.prerequisite_annotations(self.instance)

    @property
    def _versioned_order(self) -> dict[str, str]:
        """The annotations of objects named by their content. A tool keeps these objects as long as pods read them."""
        return self._prerequisite_order | self.props.ordering.versioned_annotations(self.instance)

    def _add_secret_values(self, needed: Mapping[str, Variable]) -> k8s.KubeSecret | None:
        values = {name: secret.value for name, secret in needed.items() if isinstance(secret, SecretValue)}
        return self._add_secret("secret-values", values) if values else None

    def _add_service_yaml(self) -> k8s.KubeConfigMap | k8s.KubeSecret | None:
        props = self.props
        if isinstance(props.service, ExistingServiceYaml):
            return None
        text = render(props.service, props.values_inside)
        if props.service_yaml_in == "Secret":
            return self._add_secret("config", {_FILE: text})
        return self._add_config_map("config", {_FILE: text})

    def _add_sync_config(self) -> k8s.KubeConfigMap:
        return self._add_config_map("sync-config", {_SYNC_CONFIG_FILE: self.props.sync_config.text})

    def _add_config_map(self, component: str, data: Mapping[str, str]) -> k8s.KubeConfigMap:
        meta = self._content_meta(component, data)
        return k8s.KubeConfigMap(self, component, metadata=meta, data=data, immutable=True)

    def _add_secret(self, component: str, texts: Mapping[str, str]) -> k8s.KubeSecret:
        data = {key: base64.b64encode(text.encode()).decode() for key, text in texts.items()}
        meta = self._content_meta(component, data)
        return k8s.KubeSecret(self, component, metadata=meta, data=data, immutable=True)

    def _content_meta(self, component: str, data: Mapping[str, str]) -> k8s.ObjectMeta:
        identity = self._identity(component, order=self._versioned_order)
        return identity.object_meta(f"{identity.name}-{content_hash(data)}")

    def _add_external_secrets(self) -> list[ApiObject]:
        source = self.props.secrets
        if not isinstance(source, ExternalSecrets):
            return []
        return external_secrets(self, source, self._identity("secrets", order=self._prerequisite_order))

    def _add_secret_provider_class(self) -> ApiObject | None:
        source = self.props.secrets
        if not isinstance(source, SecretsStoreCsi):
            return None
        return secret_provider_class(self, source, self._identity("secrets", order=self._prerequisite_order))

    def _loading(self, needed: Mapping[str, Variable]) -> Loaded:
        secret_names = {value.name for value in needed.values() if isinstance(value, SecretRef)}
        if isinstance(self.props.service, ExistingServiceYaml):
            secret_names.add(self.props.service.secret.name)
        provider_class = self.secret_provider_class
        return Loaded(
            environment={name: self._reference(name, value) for name, value in needed.items()},
            volume=self._volume(),
            sync_config_map_name=self.sync_config_map.name,
            secret_provider_class_name=provider_class.name if provider_class is not None else None,
            secret_names=frozenset(secret_names),
        )

    def _reference(self, name: str, value: Variable) -> EnvValue:
        """Return the value of a variable; for a `SecretValue`, the reference to the Secret key with the same name."""
        if not isinstance(value, SecretValue):
            return value
        assert self.secret is not None
        return SecretRef(self.secret.name, name)

    def _volume(self) -> k8s.Volume | None:
        service = self.props.service
        if isinstance(service, ExistingServiceYaml):
            return secret_volume(CONFIG, service.secret, _FILE) if service.form == "file" else None
        assert self.service_yaml is not None
        if self.props.service_yaml_in == "Secret":
            return secret_volume(CONFIG, SecretRef(self.service_yaml.name, _FILE), _FILE)
        return config_map_volume(CONFIG, self.service_yaml.name)
