"""The scanners of manifests: what each finds, told in the same words."""

from .tools import Files, Finding, run

_FULL_GRADE = 10
"""What kube-score gives for a check without a fault, though it may comment on it."""


def kube_score(sources: Files) -> list[Finding]:
    """Give what kube-score finds; annotations that would silence it are not heard.

    It runs once a source: what it has seen of one, like a NetworkPolicy, would count for another with the same names.
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
    """Say what a check comments, and on which containers."""
    return "; ".join(": ".join(filter(None, (each["path"], each["summary"]))) for each in result["comments"])


def checkov(sources: Files) -> list[Finding]:
    """Give what checkov finds, also what an annotation would have it skip. It starts slowly: one run does it all."""
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
    """Take `Deployment.namespace.name` apart; a Pod's labels stand after its workload's name."""
    kind, _, name, *_ = found["resource"].split(".")
    return f"{kind}/{name}"


SCANNERS = {"kube-score": kube_score, "checkov": checkov}
