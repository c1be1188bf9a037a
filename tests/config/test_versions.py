"""Fields that need a newer service. The tables are made from the models, so new fields are included."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from powersync_constructs.config import (
    ApiParameters,
    CompactProps,
    ConfigurationProps,
    ConvexSource,
    Image,
    MongoStorage,
    SecretRef,
)
from powersync_constructs.config.core._fields import check_version, metadata_of, walk
from powersync_constructs.config.core._versions import ServiceVersion, Since
from powersync_constructs.config.service.releases._table import NEWEST, OLDEST
from tests.samples.configuration import CONFIGURATION, FULL_CONFIGURATIONS, old_image
from tests.samples.instance import INSTANCE
from tests.samples.pods import FULL_COMPACT

from .test_models import PROPS
from .validation import errors_of


class New(NamedTuple):
    """A field that older services do not support, in a sample."""

    model: type[BaseModel]
    field: str
    since: ServiceVersion
    otherwise: str
    holder: BaseModel
    path: tuple[str | int, ...]

    @property
    def version_before(self) -> ServiceVersion:
        """The newest version that may exist before `since`."""
        major, minor, patch = self.since.major, self.since.minor, self.since.patch
        return ServiceVersion(major, minor, patch - 1) if patch else ServiceVersion(major, minor - 1, 99)


SAMPLES: tuple[BaseModel, ...] = (*(props.service for props in FULL_CONFIGURATIONS.values()), FULL_COMPACT)


def new_fields() -> Iterator[New]:
    """Yield each field of the samples that needs a minimum version."""
    for sample in SAMPLES:
        for path, value, owner in walk(sample):
            needed = metadata_of(owner, str(path[-1]), Since) if owner is not None and value is not None else None
            if owner is not None and needed is not None:
                yield New(owner, str(path[-1]), ServiceVersion.parse(needed.version), needed.otherwise, sample, path)


NEW = {(new.model, new.field): new for new in new_fields()}
VERSIONED = {
    (model, name) for model in PROPS for name in model.model_fields if metadata_of(model, name, Since) is not None
}
IN_SERVICE_YAML = [new for new in NEW if new[0] is not CompactProps]
TABLE = [
    pytest.param(new, id=f"{new.model.__name__}.{new.field}-{new.since}") for new in NEW.values() if new.since > OLDEST
]


def lines_of(new: New, version: ServiceVersion) -> list[str]:
    """Return the error lines about this field if the sample is checked with this version."""
    try:
        check_version(new.holder, version, "")
    except ValueError as error:
        return [line for line in str(error).splitlines() if line.startswith(f"{path_text(new)}: ")]
    return []


def path_text(new: New) -> str:
    """Return the path of the field as an error shows it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in new.path).lstrip(".")


@pytest.mark.parametrize(
    ("model", "name"), [pytest.param(*field, id=f"{field[0].__name__}.{field[1]}") for field in IN_SERVICE_YAML]
)
def test_new_field_has_no_default(model: type[BaseModel], name: str) -> None:
    """Older services would also receive a default, so a new field is required or None by default."""
    assert model.model_fields[name].default in (PydanticUndefined, None, ())


def test_samples_set_each_versioned_field() -> None:
    """The samples set each field that needs a minimum version."""
    assert set(NEW) == VERSIONED


@pytest.mark.parametrize("new", TABLE)
def test_field_is_refused_for_an_older_version(new: New) -> None:
    """The error names both versions and the way out."""
    before = new.version_before
    rule = f"needs service {new.since}, but the image has {before}; use a newer image, or {new.otherwise}"

    assert lines_of(new, before) == [f"{path_text(new)}: {rule}"]


@pytest.mark.parametrize("new", TABLE)
def test_field_is_accepted_for_its_minimum_version(new: New) -> None:
    """A field is accepted for its minimum version."""
    assert lines_of(new, new.since) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_newest_release_supports_all_fields(sample: BaseModel) -> None:
    """The newest known release supports all fields."""
    check_version(sample, NEWEST, "")


def test_zero_needs_the_minimum_version() -> None:
    """A value of 0 needs the minimum version like any other number, because service.yaml contains it."""
    storage = MongoStorage(uri="mongodb://db.example.com/app", clear_batch_throttle_rate=0)

    lines = errors_of(INSTANCE.with_, storage=storage, image=Image(tag="1.23.2"))

    assert [line.partition(": ")[0] for line in lines] == ["storage.clear_batch_throttle_rate"]


@pytest.mark.parametrize(
    ("make", "fields", "line"),
    [
        pytest.param(
            ConfigurationProps,
            {
                "service": CONFIGURATION.service.with_(
                    api={"parameters": ApiParameters(bucket_count_cache_ttl_minutes=5)}
                ),
                "sync_config": CONFIGURATION.sync_config,
                "image": Image(tag="1.23.1"),
            },
            "configuration.service.api.parameters.bucket_count_cache_ttl_minutes: needs service 1.23.2, but the image "
            "has 1.23.1",
            id="configuration",
        ),
        pytest.param(
            INSTANCE.with_,
            {"service": {"sync_config": {"version_label": "a"}}, "image": {"tag": "1.25.0"}},
            "service.sync_config.version_label: needs service 1.26.0, but the image has 1.25.0",
            id="setting",
        ),
        pytest.param(
            INSTANCE.with_,
            {"service": {"sync_config": {"version_label": "a"}}, "compact": {"image": Image(tag="1.25.0")}},
            "service.sync_config.version_label: needs service 1.26.0, but the image has 1.25.0",
            id="oldest-image-that-reads-it",
        ),
        pytest.param(
            INSTANCE.with_,
            {"compact": {"incremental_only": True, "image": Image(tag="1.25.0")}},
            "compact.incremental_only: needs service 1.26.0, but the image has 1.25.0",
            id="image-of-the-workload",
        ),
        pytest.param(
            INSTANCE.with_,
            {"compact": {"parameter_indexes": False}, "image": old_image("1.20.1")},
            "compact.parameter_indexes: needs service 1.20.2, but the image has 1.20.1",
            id="option-that-is-on-by-default",
        ),
    ],
)
def test_image_is_checked_with_the_fields(make: Any, fields: dict[str, Any], line: str) -> None:
    """The path in the error begins at the model that is created."""
    assert errors_of(make, **fields) == [f"{line}; use a newer image, or remove the field"]


def test_source_that_needs_a_newer_image_is_refused() -> None:
    """The fix for a required field is not to remove the field."""
    source = ConvexSource(deployment_url="https://a.convex.cloud", deploy_key=SecretRef("a", "b"))

    (line,) = errors_of(INSTANCE.with_, source=source, image=Image(tag="1.21.0"))

    rule = "needs service 1.22.0, but the image has 1.21.0"
    assert line == f"source.deploy_key: {rule}; use a newer image, or use another source database"


def test_disabled_option_needs_no_minimum_version() -> None:
    """`incremental_only=False` is what an older service does in any case."""
    props = INSTANCE.with_(compact={"incremental_only": False}, image=old_image("1.20.0"))

    assert str(props.image.version) == "1.20.0"
