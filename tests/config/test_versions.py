"""Fields that only newer services have: the tables are made from the models, so that a new field is covered too."""

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
from powersync_constructs.config.core._versions import OLDEST, ServiceVersion, Since, check_version, metadata_of, walk
from tests.samples.configuration import CONFIGURATION, FULL_CONFIGURATIONS
from tests.samples.instance import INSTANCE
from tests.samples.pods import FULL_COMPACT

from .refusal import refusal
from .test_models import PROPS


class New(NamedTuple):
    """A field that older services do not have, in a sample."""

    model: type[BaseModel]
    field: str
    since: ServiceVersion
    otherwise: str
    holder: BaseModel
    path: tuple[str | int, ...]

    @property
    def version_before(self) -> ServiceVersion:
        """The newest version that a table of versions could have before."""
        major, minor, patch = self.since.major, self.since.minor, self.since.patch
        return ServiceVersion(major, minor, patch - 1) if patch else ServiceVersion(major, minor - 1, 99)


SAMPLES: tuple[BaseModel, ...] = (*(props.service for props in FULL_CONFIGURATIONS.values()), FULL_COMPACT)


def new_fields() -> Iterator[New]:
    """Every field of the samples that is marked with a version."""
    for sample in SAMPLES:
        for path, value, owner in walk(sample):
            mark = metadata_of(owner, str(path[-1]), Since) if owner is not None and value is not None else None
            if owner is not None and mark is not None:
                yield New(owner, str(path[-1]), ServiceVersion.parse(mark.version), mark.otherwise, sample, path)


NEW = {(new.model, new.field): new for new in new_fields()}
MARKED = {
    (model, name) for model in PROPS for name in model.model_fields if metadata_of(model, name, Since) is not None
}
IN_SERVICE_YAML = [new for new in NEW if new[0] is not CompactProps]
TABLE = [
    pytest.param(new, id=f"{new.model.__name__}.{new.field}-{new.since}") for new in NEW.values() if new.since > OLDEST
]


def lines_of(new: New, version: ServiceVersion) -> list[str]:
    """What a check of the sample says about this field."""
    try:
        check_version(new.holder, version, "")
    except ValueError as refused:
        return [line for line in str(refused).splitlines() if line.startswith(f"{path_text(new)}: ")]
    return []


def path_text(new: New) -> str:
    """The path of the field as an error has it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in new.path).lstrip(".")


@pytest.mark.parametrize(
    ("model", "name"), [pytest.param(*field, id=f"{field[0].__name__}.{field[1]}") for field in IN_SERVICE_YAML]
)
def test_an_older_service_reads_no_newer_field(model: type[BaseModel], name: str) -> None:
    """A field of service.yaml is required or None by default: another default is written for older services, too."""
    assert model.model_fields[name].default in (PydanticUndefined, None, ())


def test_every_marked_field_is_in_the_table() -> None:
    """No field with a version is left out by the samples."""
    assert set(NEW) == MARKED


@pytest.mark.parametrize("new", TABLE)
def test_a_field_is_refused_by_the_version_before(new: New) -> None:
    """The line names both versions, and the ways out."""
    before = new.version_before
    rule = f"needs service {new.since} and the image has {before}; use a newer image, or {new.otherwise}"

    assert lines_of(new, before) == [f"{path_text(new)}: {rule}"]


@pytest.mark.parametrize("new", TABLE)
def test_a_field_is_taken_by_its_version(new: New) -> None:
    """From the version on that brought it."""
    assert lines_of(new, new.since) == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_newest_service_takes_everything(sample: BaseModel) -> None:
    """The default image has all fields."""
    check_version(sample, Image().version, "")


def test_a_zero_is_in_use() -> None:
    """It stands in service.yaml like any other number."""
    storage = MongoStorage(uri="mongodb://db.example.com/app", clear_batch_throttle_rate=0)

    lines = refusal(INSTANCE.with_, storage=storage, image=Image(tag="1.23.2"))

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
            "configuration.service.api.parameters.bucket_count_cache_ttl_minutes: needs service 1.23.2 and the image "
            "has 1.23.1",
            id="configuration",
        ),
        pytest.param(
            INSTANCE.with_,
            {
                "source": ConvexSource(deployment_url="https://a.convex.cloud", deploy_key=SecretRef("a", "b")),
                "image": Image(tag="1.21.0"),
            },
            "source.deploy_key: needs service 1.22.0 and the image has 1.21.0",
            id="a-kind-of-source",
        ),
        pytest.param(
            INSTANCE.with_,
            {"service": {"sync_config": {"version_label": "a"}}, "image": {"tag": "1.25.0"}},
            "service.sync_config.version_label: needs service 1.26.0 and the image has 1.25.0",
            id="setting",
        ),
        pytest.param(
            INSTANCE.with_,
            {"service": {"sync_config": {"version_label": "a"}}, "compact": {"image": Image(tag="1.25.0")}},
            "service.sync_config.version_label: needs service 1.26.0 and the image has 1.25.0",
            id="the-oldest-image-that-reads-it",
        ),
        pytest.param(
            INSTANCE.with_,
            {"compact": {"incremental_only": True, "image": Image(tag="1.25.0")}},
            "compact.incremental_only: needs service 1.26.0 and the image has 1.25.0",
            id="the-workloads-own-image",
        ),
        pytest.param(
            INSTANCE.with_,
            {"compact": {"parameter_indexes": False}, "image": {"tag": "1.20.1"}},
            "compact.parameter_indexes: needs service 1.20.2 and the image has 1.20.1",
            id="an-option-that-is-on-by-default",
        ),
    ],
)
def test_an_image_is_checked_with_what_it_reads(make: Any, fields: dict[str, Any], line: str) -> None:
    """The path leads to the field from the model that is made."""
    assert refusal(make, **fields) == [f"{line}; use a newer image, or leave it out"]


def test_an_option_that_is_off_needs_no_version() -> None:
    """`incremental_only=False` is what an older service does anyhow."""
    props = INSTANCE.with_(compact={"incremental_only": False}, image={"tag": "1.20.0"})

    assert str(props.image.version) == "1.20.0"
