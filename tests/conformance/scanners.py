"""The manifest scanners, with their findings in a common format."""

from .tools import Files, Finding, run

_FULL_GRADE = 10
"""The grade of a check that passed. kube-score may still add comments."""


def kube_score(sources: Files) -> list[Finding]:
    """Return the findings of kube-score. Annotations that disable checks are ignored.

    kube-score runs once per source. Otherwise, a NetworkPolicy of one source would also count for another source with
    the same names.
    """
    how = ("score", "--output-format=json", "--kubernetes-version=v1.28", "--disable-ignore-checks-annotations")
    return [
        Finding("kube-score", result["check"]["id"], source, _name(scored), _comments(result))
        for source, files in sources.items()
        for scored in run("kube-score", *how, *files)
        for result in scored["checks"]
        if result["grade"] < _FULL_GRADE and not result["skipped"]
    ]


def _name(scored: dict[str, dict[str, str]]) -> str:
    return f"{scored['type_meta']['kind']}/{scored['object_meta']['name']}"


def _comments(result: dict[str, list[dict[str, str]]]) -> str:
    """Return the comments of a check, with the containers that they refer to."""
    return "; ".join(": ".join(filter(None, (each["path"], each["summary"]))) for each in result["comments"])


def checkov(sources: Files) -> list[Finding]:
    """Return the findings of checkov, including checks that annotations skip.

    checkov starts slowly, so one run checks all files.
    """
    source_of = {str(file.resolve()): source for source, files in sources.items() for file in files}
    each_file = [arg for file in source_of for arg in ("--file", file)]
    report = run("checkov", "--framework=kubernetes", "--skip-download", "--output=json", *each_file)
    if report["summary"]["parsing_errors"]:
        raise RuntimeError(f"checkov cannot read {report['results']['parsing_errors']}")
    return [
        Finding("checkov", found["check_id"], source_of[found["file_abs_path"]], _resource(found), found["check_name"])
        for kind in ("failed_checks", "skipped_checks")
        for found in report["results"][kind]
    ]


def _resource(found: dict[str, str]) -> str:
    """Parse `Deployment.namespace.name`. For a Pod, labels follow the name of its workload."""
    kind, _, name, *_ = found["resource"].split(".")
    return f"{kind}/{name}"


SCANNERS = {"kube-score": kube_score, "checkov": checkov}
