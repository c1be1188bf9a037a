"""Jobs that are named by the hash of their content."""

from cdk8s import ApiObject, Chart, JsonPatch

from powersync_constructs.config.core._content import content_hash
from powersync_constructs.config.core._labels import INSTANCE_LABEL
from powersync_constructs.constructs._lib.json_paths import texts_with
from powersync_constructs.constructs._lib.kplus import k8s
from powersync_constructs.constructs._lib.plain_objects import written
from powersync_constructs.constructs._lib.validation import check_at_synth


class ContentNamedJob(k8s.KubeJob):
    """A Job with the hash of its spec at the end of its name, because the spec of a Job cannot be changed."""

    content_name: str = ""
    """The name in the manifest; empty before the first call of `name_by_content`."""

    def name_by_content(self) -> None:
        """Set the name from the hash of the current spec."""
        target = written(self)
        self.content_name = f"{self.name}-{content_hash(target.to_json()['spec'])}"
        target.add_json_patch(JsonPatch.replace("/metadata/name", self.content_name))

    def rename(self) -> None:
        """Rename the Job by the hash of its current spec, and replace the old name in all objects of the instance."""
        old = self.content_name
        self.name_by_content()
        instance = self.metadata.get_label(INSTANCE_LABEL)
        charts = check_at_synth(self).charts_of_same_cluster(Chart.of(self))
        for made in self.node.root.node.find_all():
            if not ApiObject.is_api_object(made) or Chart.of(made).node.path not in charts:
                continue
            other = ApiObject.of(made)
            if other.metadata.get_label(INSTANCE_LABEL) == instance:
                found = texts_with(old, other.to_json())
                patches = [JsonPatch.replace(path, text.replace(old, self.content_name)) for path, text in found]
                other.add_json_patch(*patches)
