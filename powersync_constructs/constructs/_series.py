"""What Prometheus knows of an instance: which series are its own."""

_SUFFIX = "[bcdfghjklmnpqrstvwxz2456789-]+"


def pods_of(deployment: str) -> str:
    """The regular expression of the names of a Deployment's pods."""
    return f"{deployment}-{_SUFFIX}"


def own_pods(namespace: str, deployment: str) -> str:
    """What selects the series of a Deployment's pods."""
    return f'namespace="{namespace}",pod=~"{pods_of(deployment)}"'
